"""Encrypted PKCS#8 that resists guessing: PBES2 with scrypt and AES-256-CBC (RFC 8018, RFC 7914).

The library encrypts with 2048 rounds of PBKDF2, which a stolen file does not withstand; it reads
scrypt, and so does `openssl pkey`, so only the few lines that write it are here.
"""

import base64
import os
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.padding import PKCS7

HEADER: Final = "-----BEGIN ENCRYPTED PRIVATE KEY-----"
_FOOTER: Final = "-----END ENCRYPTED PRIVATE KEY-----"
_COST: Final = 2**14
_BLOCK: Final = 8
_PASSES: Final = 8
"""16 MiB eight times over for each guess: as much as `openssl` opens without being asked to."""
_PBES2: Final = bytes.fromhex("06092a864886f70d01050d")
_SCRYPT: Final = bytes.fromhex("06092b06010401da47040b")
_AES_256_CBC: Final = bytes.fromhex("060960864801650304012a")
_SEQUENCE: Final = 0x30
_OCTETS: Final = 0x04
_INTEGER: Final = 0x02
_LONG: Final = 0x80


def encrypted_pem(der: bytes, passphrase: bytes) -> bytes:
    """Return a private key, given as unencrypted PKCS#8 DER, as encrypted PEM."""
    salt, vector = os.urandom(16), os.urandom(16)
    key = Scrypt(salt=salt, length=32, n=_COST, r=_BLOCK, p=_PASSES).derive(passphrase)
    padder = PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    data = encryptor.update(padder.update(der) + padder.finalize()) + encryptor.finalize()
    numbers = b"".join(_integer(number) for number in (_COST, _BLOCK, _PASSES))
    kdf = _tagged(_SEQUENCE, _SCRYPT + _tagged(_SEQUENCE, _tagged(_OCTETS, salt) + numbers))
    cipher = _tagged(_SEQUENCE, _AES_256_CBC + _tagged(_OCTETS, vector))
    scheme = _tagged(_SEQUENCE, _PBES2 + _tagged(_SEQUENCE, kdf + cipher))
    text = base64.b64encode(_tagged(_SEQUENCE, scheme + _tagged(_OCTETS, data))).decode()
    lines = [text[start : start + 64] for start in range(0, len(text), 64)]
    return "\n".join([HEADER, *lines, _FOOTER, ""]).encode()


def _integer(number: int) -> bytes:
    return _tagged(_INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _tagged(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < _LONG:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, _LONG | len(length))) + length + content
