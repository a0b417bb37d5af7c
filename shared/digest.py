"""A content digest: always sha256, written `sha256:<64 hex digits>` as OCI does."""

import hashlib
import re
from collections.abc import Iterable
from io import BufferedReader
from typing import Annotated, NewType

from pydantic import StringConstraints

from shared.errors import Category, FlotillaError

Digest = NewType("Digest", str)

DIGEST_PATTERN = r"^sha256:[0-9a-f]{64}$"
DigestField = Annotated[Digest, StringConstraints(pattern=DIGEST_PATTERN)]
"""`Digest` as a validated pydantic field."""

_DIGEST = re.compile(DIGEST_PATTERN)


class DigestError(FlotillaError):
    """Text that is not a digest, or bytes that have another digest than promised."""

    code = "digest_mismatch"
    category = Category.SECURITY


def parse_digest(text: str) -> Digest:
    """Return `text` as a digest.

    Raises:
        DigestError: it has not the form `sha256:<64 lower-case hex digits>`.
    """
    if not _DIGEST.fullmatch(text):
        raise DigestError(f"not a sha256 digest: {text[:80]!r}")
    return Digest(text)


def from_hex(hex_digest: str) -> Digest:
    return parse_digest(f"sha256:{hex_digest}")


def hex_of(digest: Digest) -> str:
    """Return the 64 hex digits alone, as file names and TUF want them."""
    return digest.removeprefix("sha256:")


def sha256_of(data: bytes) -> Digest:
    return Digest(f"sha256:{hashlib.sha256(data).hexdigest()}")


def sha256_of_stream(chunks: Iterable[bytes]) -> Digest:
    hasher = hashlib.sha256()
    for chunk in chunks:
        hasher.update(chunk)
    return Digest(f"sha256:{hasher.hexdigest()}")


def sha256_of_file(file: BufferedReader) -> Digest:
    """Hash an open binary file from its present position to its end."""
    return Digest(f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}")
