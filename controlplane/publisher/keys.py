"""The keys of the ceremony, by name.

| key | signs |
|---|---|
| `root-a`, `root-b`, `root-c` | the roots of all repositories, two of three |
| `release` | the list of lines, every line without a key of its own, `revoked.json` |
| `line-<line>` | one line, where it has a key of its own |
| `image-online` | the image repository's snapshot and timestamp |
| `usb-director` | what sticks assign |
| `publisher` | `model.sig` inside every bundle (P-256, for the OpenSSF tools) |

A key is `<name>.pem`, encrypted or not, or `<name>.json`, which says where in a hardware module it
is. `<name>.pub` beside it is its public half, so that it can be named without being opened.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from securesystemslib.signer import Key, Signer, SSlibKey

from controlplane.director.errors import SigningKeyError
from controlplane.director.files import write_whole
from controlplane.director.keys import (
    PrivateKey,
    is_encrypted,
    load_key,
    signer_of,
    store_key,
)
from controlplane.publisher.hsm import ModuleKey, ModuleSigner
from shared import oms

ROOTS: Final = ("root-a", "root-b", "root-c")
RELEASE: Final = "release"
ONLINE: Final = "image-online"
USB: Final = "usb-director"
PUBLISHER: Final = "publisher"
LINE_PREFIX: Final = "line-"
NAMES: Final = (*ROOTS, RELEASE, ONLINE, USB, PUBLISHER)

_PURPOSE: Final = {
    **dict.fromkeys(ROOTS, "roots of all repositories, 2 of 3"),
    RELEASE: "lines, bundles and recalls of the image repository",
    ONLINE: "snapshot and timestamp of the image repository",
    USB: "assignments on sticks",
    PUBLISHER: "model.sig inside every bundle",
}

Ask = Callable[[str], str]
"""Answers with the passphrase or PIN of what it is told."""


@dataclass(frozen=True)
class KeyFact:
    """A key as people are told of it."""

    name: str
    algorithm: str
    key_id: str
    purpose: str
    file: Path
    place: str
    """`encrypted`, `not encrypted`, or the URI of the hardware module's key."""


class KeyRing:
    """One folder of keys or several, the first of which takes new ones."""

    def __init__(self, folder: Path, *more: Path, ask: Ask | None = None) -> None:
        self.folder = folder
        self._folders = (folder, *more)
        self._ask = ask
        self._opened: dict[Path, PrivateKey] = {}

    def file(self, name: str) -> Path:
        """Return the file of a key, or where it would be."""
        for folder in self._folders:
            for suffix in (".pem", ".json"):
                if (folder / f"{name}{suffix}").exists():
                    return folder / f"{name}{suffix}"
        return self.folder / f"{name}.pem"

    def has(self, name: str) -> bool:
        return self.file(name).exists()

    def names(self) -> tuple[str, ...]:
        """Return the keys that are here, those of the ceremony first."""
        lines = {
            file.stem
            for folder in self._folders
            for file in folder.glob(f"{LINE_PREFIX}*")
            if file.suffix in {".pem", ".json"}
        }
        return tuple(name for name in (*NAMES, *sorted(lines)) if self.has(name))

    def signer(self, name: str) -> Signer:
        """Return a signer for TUF metadata.

        Raises:
            PassphraseError: the passphrase is missing or wrong.
            SigningKeyError: the key is not here.
        """
        file = self.file(name)
        if file.suffix == ".json":
            return ModuleSigner.load(file, self._secret)
        return signer_of(file, self._open(file))

    def public(self, name: str) -> Key:
        """Return the public half, without opening the key where that can be.

        Raises:
            SigningKeyError: the key is not here.
        """
        file = self.file(name)
        if file.suffix == ".json":
            return ModuleSigner.load(file, self._secret).public_key
        beside = file.with_suffix(".pub")
        if not beside.exists() or not file.exists():
            return self.signer(name).public_key
        return SSlibKey.from_crypto(_public_of(beside))

    def publisher(self) -> ec.EllipticCurvePrivateKey:
        """Return the key that signs models.

        Raises:
            SigningKeyError: the key is not here.
        """
        file = self.file(PUBLISHER)
        if file.suffix == ".json":
            return ModuleKey(ModuleSigner.load(file, self._secret))
        key = self._open(file)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise SigningKeyError(f"{file} is not an elliptic curve key")
        return key

    def roots(self) -> dict[str, Signer]:
        """Return the root keys that are here, by name."""
        return {name: self.signer(name) for name in ROOTS if self.has(name)}

    def create(self, passphrase: bytes | None = None, *, except_: frozenset[str]) -> None:
        """Make every key but those that come from a hardware module."""
        for name in NAMES:
            if name not in except_:
                make_key(self.folder, name, passphrase)

    def facts(self) -> tuple[KeyFact, ...]:
        """Describe the keys that are here, without opening them."""
        return tuple(self.fact(name) for name in self.names())

    def fact(self, name: str) -> KeyFact:
        file = self.file(name)
        public = self.public(name)
        if file.suffix == ".json":
            place = ModuleSigner.load(file, self._secret).uri
        else:
            place = "encrypted" if is_encrypted(file) else "not encrypted"
        key_id = public.keyid
        if name == PUBLISHER:
            crypto = serialization.load_pem_public_key(public.keyval["public"].encode())
            assert isinstance(crypto, ec.EllipticCurvePublicKey)
            key_id = oms.key_hint(crypto)
        algorithm = "Ed25519" if public.keytype == "ed25519" else "ECDSA P-256"
        return KeyFact(name, algorithm, key_id, purpose_of(name), file, place)

    def _open(self, file: Path) -> PrivateKey:
        if file not in self._opened:
            passphrase = None
            if self._ask is not None and is_encrypted(file):
                passphrase = self._ask(f"passphrase of {file}").encode()
            self._opened[file] = load_key(file, passphrase)
        return self._opened[file]

    def _secret(self, what: str) -> str:
        if self._ask is None:
            raise SigningKeyError(f"nobody is here to give the {what}")
        return self._ask(what)


def purpose_of(name: str) -> str:
    if name.startswith(LINE_PREFIX):
        return f"bundles of the line {name.removeprefix(LINE_PREFIX)}"
    return _PURPOSE.get(name, "bundles of the lines that were given to it")


def make_key(folder: Path, name: str, passphrase: bytes | None) -> None:
    """Make a key of the right kind, with its public half beside it."""
    key: PrivateKey = (
        ec.generate_private_key(ec.SECP256R1())
        if name == PUBLISHER
        else ed25519.Ed25519PrivateKey.generate()
    )
    write_whole(
        folder / f"{name}.pub",
        key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        ),
        mode=0o600,
    )
    store_key(folder / f"{name}.pem", key, passphrase)


def files_of(folder: Path, name: str) -> Iterator[Path]:
    """Yield the files in a folder that make up a key."""
    for suffix in (".pub", ".pem", ".json"):
        file = folder / f"{name}{suffix}"
        if file.exists():
            yield file


def store_module_key(folder: Path, name: str, uri: str, public: SSlibKey) -> None:
    """Write down where in a hardware module a key is."""
    record = {"uri": uri, "keyid": public.keyid, "public": public.to_dict()}
    write_whole(folder / f"{name}.json", json.dumps(record, indent=2).encode(), mode=0o600)


def _public_of(
    file: Path,
) -> ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey:
    try:
        key = serialization.load_pem_public_key(file.read_bytes())
    except (OSError, ValueError) as error:
        raise SigningKeyError(f"{file} is no public key: {error}") from error
    if not isinstance(key, ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey):
        raise SigningKeyError(f"{file} is neither an Ed25519 nor an elliptic curve key")
    return key
