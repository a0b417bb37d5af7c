"""Keys in a hardware module: a module of our own making stands in for the real ones."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from securesystemslib.signer import (
    SIGNER_FOR_URI_SCHEME,
    CryptoSigner,
    SecretsHandler,
    Signature,
    Signer,
    SSlibKey,
)
from typing_extensions import override

from controlplane.director.errors import SigningKeyError
from controlplane.publisher import ceremony, hsm
from controlplane.publisher.ceremony import Protection
from controlplane.publisher.errors import CeremonyError
from controlplane.publisher.keys import PUBLISHER, RELEASE, KeyRing
from shared import oms
from shared.digest import sha256_of
from tests.support.repository import NOON

SCHEME = "drawer"
PIN = "1234"


class Drawer(Signer):
    """A module that holds its keys in memory and gives them for the PIN."""

    keys: ClassVar[dict[str, CryptoSigner]] = {}

    def __init__(self, signer: CryptoSigner) -> None:
        self._signer = signer

    @property
    @override
    def public_key(self) -> SSlibKey:
        return self._signer.public_key

    @classmethod
    @override
    def from_priv_key_uri(
        cls, priv_key_uri: str, public_key: Any, secrets_handler: SecretsHandler | None = None
    ) -> "Drawer":
        assert secrets_handler is not None
        if secrets_handler("pin") != PIN:
            raise RuntimeError("CKR_PIN_INCORRECT")
        return cls(cls.keys[priv_key_uri])

    @override
    def sign(self, payload: bytes) -> Signature:
        return self._signer.sign(payload)


@pytest.fixture
def modules() -> Iterator[dict[str, tuple[str, SSlibKey]]]:
    """Put a key for releases and one for models into the drawer."""
    SIGNER_FOR_URI_SCHEME[SCHEME] = Drawer
    found = {}
    for name in (RELEASE, PUBLISHER):
        uri = f"{SCHEME}:1?label={name}"
        Drawer.keys[uri] = CryptoSigner.generate_ecdsa()
        found[name] = (uri, Drawer.keys[uri].public_key)
    yield found
    Drawer.keys.clear()
    del SIGNER_FOR_URI_SCHEME[SCHEME]


def hold(folder: Path, modules: dict[str, tuple[str, SSlibKey]], *, pin: str = PIN) -> list[str]:
    """Hold a ceremony with these keys in the drawer; return for what the person was asked."""
    asked: list[str] = []

    def ask(what: str) -> str:
        asked.append(what)
        return pin

    ceremony.create(
        folder / "keys",
        image_repo=folder / "image-repo",
        director_repo=folder / "director-repo",
        usb_repo=folder / "usb-repo",
        director_key=folder / "director.key",
        now=NOON,
        protection=Protection(None, modules, ask),
    )
    return asked


def test_a_ceremony_signs_with_keys_that_stay_in_a_module(
    tmp_path: Path, modules: dict[str, tuple[str, SSlibKey]]
):
    asked = hold(tmp_path, modules)

    assert asked
    assert set(asked) == {"pin of the hardware module release"}
    facts = {each.name: each for each in KeyRing(tmp_path / "keys").facts()}
    assert facts[RELEASE].place == f"{SCHEME}:1?label=release"
    assert facts[RELEASE].algorithm == "ECDSA P-256"
    assert not (tmp_path / "keys/release.pem").exists()


def test_a_wrong_pin_leaves_no_half_ceremony(
    tmp_path: Path, modules: dict[str, tuple[str, SSlibKey]]
):
    with pytest.raises(SigningKeyError, match="CKR_PIN_INCORRECT"):
        hold(tmp_path, modules, pin="0000")

    assert list(tmp_path.iterdir()) == []
    hold(tmp_path, modules)


def test_a_module_that_holds_another_key_signs_nothing(
    tmp_path: Path, modules: dict[str, tuple[str, SSlibKey]]
):
    uri, _ = modules[RELEASE]
    Drawer.keys[uri] = CryptoSigner.generate_ecdsa()

    with pytest.raises(SigningKeyError, match="cannot be used"):
        hold(tmp_path, modules)


def a_models_key(tmp_path: Path, modules: dict[str, tuple[str, SSlibKey]]) -> Any:
    hold(tmp_path, modules)
    return KeyRing(tmp_path / "keys", ask=lambda _: PIN).publisher()


def test_a_model_is_signed_in_a_module(tmp_path: Path, modules: dict[str, tuple[str, SSlibKey]]):
    key = a_models_key(tmp_path, modules)
    files = {"model.gguf": sha256_of(b"weights")}

    signature = oms.sign(files, name="lamp", private_key=key)

    oms.verify(signature, files, key.public_key())
    assert key.key_size == 256


def test_a_key_does_not_leave_its_module(tmp_path: Path, modules: dict[str, tuple[str, SSlibKey]]):
    key = a_models_key(tmp_path, modules)
    no_encryption = serialization.NoEncryption()

    for leak in (
        key.private_numbers,
        lambda: key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, no_encryption
        ),
        lambda: key.exchange(ec.ECDH(), key.public_key()),
    ):
        with pytest.raises(SigningKeyError, match="does not leave"):
            leak()
    with pytest.raises(SigningKeyError, match="SHA-256 only"):
        key.sign(b"x", ec.ECDSA(hashes.SHA512()))


def test_a_key_of_a_name_that_nobody_knows_is_refused(
    tmp_path: Path, modules: dict[str, tuple[str, SSlibKey]]
):
    with pytest.raises(CeremonyError, match="there is no key 'relaese'"):
        hold(tmp_path, {"relaese": modules[RELEASE]})


@pytest.mark.parametrize("uri", ["file:/x", "hsm:two", "release"])
def test_what_names_no_module_is_said(uri: str):
    with pytest.raises(SigningKeyError, match="is not hsm:NUMBER"):
        hsm.read_public(uri, lambda _: PIN)


def test_a_file_that_says_nothing_is_said(tmp_path: Path):
    (tmp_path / "release.json").write_text("{}")

    with pytest.raises(SigningKeyError, match="does not say where a key is"):
        KeyRing(tmp_path).public(RELEASE)
