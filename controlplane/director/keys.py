"""Signing keys in PEM files, as signers for TUF metadata."""

from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from securesystemslib.signer import CryptoSigner

from controlplane.director.errors import SigningKeyError
from controlplane.director.files import write_whole

PrivateKey = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey


def load_signer(file: Path) -> CryptoSigner:
    """Return a signer for an Ed25519 key.

    Raises:
        SigningKeyError: the file is missing, or holds another kind of key.
    """
    key = load_key(file)
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise SigningKeyError(f"{file} is not an Ed25519 key")
    return CryptoSigner(key)


def load_key(file: Path) -> PrivateKey:
    """Read a private key from unencrypted PKCS#8 PEM.

    Raises:
        SigningKeyError: the file is missing, or is not such a key.
    """
    try:
        key = serialization.load_pem_private_key(file.read_bytes(), None)
    except FileNotFoundError:
        raise SigningKeyError(
            f"the key {file} is not here; sign where the keys are, or run the key ceremony"
        ) from None
    except (OSError, ValueError, TypeError) as error:
        raise SigningKeyError(f"the key {file} cannot be read: {error}") from error
    if not isinstance(key, ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey):
        raise SigningKeyError(f"{file} is not an Ed25519 or elliptic curve key")
    return key


def store_key(file: Path, key: PrivateKey) -> None:
    """Write a private key that only its owner may read."""
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    write_whole(file, pem, mode=0o600)
