"""The keys of the ceremony, by name.

| key | signs |
|---|---|
| `root-a`, `root-b`, `root-c` | the roots of both repositories, two of three |
| `release` | the list of lines, every line, `revoked.json` |
| `image-online` | the image repository's snapshot and timestamp |
| `publisher` | `model.sig` inside every bundle (P-256, for the OpenSSF tools) |
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from securesystemslib.signer import CryptoSigner

from controlplane.director.errors import SigningKeyError
from controlplane.director.keys import load_key, load_signer, store_key
from shared import oms

ROOTS: Final = ("root-a", "root-b", "root-c")
RELEASE: Final = "release"
ONLINE: Final = "image-online"
PUBLISHER: Final = "publisher"
NAMES: Final = (*ROOTS, RELEASE, ONLINE, PUBLISHER)

_PURPOSE: Final = {
    **dict.fromkeys(ROOTS, "roots of both repositories, 2 of 3"),
    RELEASE: "lines, bundles and recalls of the image repository",
    ONLINE: "snapshot and timestamp of the image repository",
    PUBLISHER: "model.sig inside every bundle",
}


@dataclass(frozen=True)
class KeyFact:
    """A key as people are told of it."""

    name: str
    algorithm: str
    key_id: str
    purpose: str
    file: Path


class KeyRing:
    """A folder of PEM files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, name: str) -> Path:
        return self.folder / f"{name}.pem"

    def signer(self, name: str) -> CryptoSigner:
        """Return a signer for TUF metadata.

        Raises:
            SigningKeyError: the key is not here.
        """
        return load_signer(self.file(name))

    def publisher(self) -> ec.EllipticCurvePrivateKey:
        """Return the key that signs models.

        Raises:
            SigningKeyError: the key is not here.
        """
        key = load_key(self.file(PUBLISHER))
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise SigningKeyError(f"{self.file(PUBLISHER)} is not an elliptic curve key")
        return key

    def create(self) -> None:
        """Make every key."""
        for name in NAMES:
            key = (
                ec.generate_private_key(ec.SECP256R1())
                if name == PUBLISHER
                else ed25519.Ed25519PrivateKey.generate()
            )
            store_key(self.file(name), key)

    def facts(self) -> tuple[KeyFact, ...]:
        """Describe the keys that are here."""
        return tuple(self._fact(name) for name in NAMES if self.file(name).exists())

    def _fact(self, name: str) -> KeyFact:
        if name == PUBLISHER:
            algorithm, key_id = "ECDSA P-256", oms.key_hint(self.publisher().public_key())
        else:
            algorithm, key_id = "Ed25519", str(self.signer(name).public_key.keyid)
        return KeyFact(name, algorithm, key_id, _PURPOSE[name], self.file(name))
