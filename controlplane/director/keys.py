"""Signing keys in PEM files, as signers for TUF metadata."""

from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from securesystemslib.signer import CryptoSigner

from controlplane.director.errors import PassphraseError, SigningKeyError
from controlplane.director.files import write_whole
from controlplane.director.pkcs8 import HEADER, encrypted_pem

PrivateKey = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey

_ENCRYPTED: Final = HEADER.encode()


def load_signer(file: Path, passphrase: bytes | None = None) -> CryptoSigner:
    """Return a signer for an Ed25519 or P-256 key.

    Raises:
        SigningKeyError: the file is missing, or holds another kind of key.
    """
    return signer_of(file, load_key(file, passphrase))


def signer_of(file: Path, key: PrivateKey) -> CryptoSigner:
    """Return a signer for a key that was read from `file`.

    Raises:
        SigningKeyError: no key for TUF metadata.
    """
    if isinstance(key, ec.EllipticCurvePrivateKey) and not isinstance(key.curve, ec.SECP256R1):
        raise SigningKeyError(f"{file} is on {key.curve.name}; only P-256 and Ed25519 sign here")
    return CryptoSigner(key)


def is_encrypted(file: Path) -> bool:
    """Tell whether a key needs a passphrase.

    Raises:
        SigningKeyError: the file is missing or cannot be read.
    """
    return _read(file).lstrip().startswith(_ENCRYPTED)


def load_key(file: Path, passphrase: bytes | None = None) -> PrivateKey:
    """Read a private key from PKCS#8 PEM, encrypted or not.

    Raises:
        PassphraseError: it is encrypted, and not with this passphrase.
        SigningKeyError: the file is missing, or is not such a key.
    """
    data = _read(file)
    encrypted = data.lstrip().startswith(_ENCRYPTED)
    if encrypted and not passphrase:
        raise PassphraseError(f"the key {file} is encrypted and no passphrase was given")
    try:
        key = serialization.load_pem_private_key(data, passphrase if encrypted else None)
    except (ValueError, TypeError) as error:
        if encrypted:
            raise PassphraseError(
                f"the key {file} cannot be opened: the passphrase is wrong, or the file is damaged"
            ) from error
        raise SigningKeyError(f"the key {file} cannot be read: {error}") from error
    if not isinstance(key, ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey):
        raise SigningKeyError(f"{file} is not an Ed25519 or elliptic curve key")
    return key


def store_key(file: Path, key: PrivateKey, passphrase: bytes | None = None) -> None:
    """Write a private key that only its owner may read, encrypted when there is a passphrase."""
    plain = serialization.NoEncryption()
    if passphrase:
        der = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, plain
        )
        pem = encrypted_pem(der, passphrase)
    else:
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain
        )
    write_whole(file, pem, mode=0o600)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise SigningKeyError(
            f"the key {file} is not here; sign where the keys are, or run the key ceremony"
        ) from None
    except OSError as error:
        raise SigningKeyError(f"the key {file} cannot be read: {error}") from error
