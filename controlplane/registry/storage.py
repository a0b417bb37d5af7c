"""Content-addressed blobs in a folder: `sha256/<hex>`, written once, never changed.

Bytes arrive in `incoming/`, are hashed while they are written, flushed to the disk, and appear
under their digest by a rename; a power cut leaves the whole blob or none of it.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from controlplane.registry.errors import BlobNotFoundError, BlobTooLargeError
from shared.bundle import MAX_FILE_BYTES
from shared.compat import size
from shared.digest import Digest, DigestError, hex_of, parse_digest

_PIECE_BYTES = 2**20
_KEEP_FREE_BYTES = 64 * 2**20
"""Room left on the disk for the database, whatever is uploaded."""
_BLOB_MODE = 0o444
_STALE_S = 24 * 3600


class Incoming:
    """One blob on its way in: `write` pieces, then `finish`."""

    def __init__(self, file: BinaryIO, *, limit_bytes: int) -> None:
        self._file = file
        self._hasher = hashlib.sha256()
        self._limit_bytes = limit_bytes
        self.length = 0

    def write(self, piece: bytes) -> None:
        """Add bytes.

        Raises:
            BlobTooLargeError: the blob outgrows its limit.
        """
        self.length += len(piece)
        if self.length > self._limit_bytes:
            raise BlobTooLargeError(f"a blob may have {size(self._limit_bytes)}; this one has more")
        self._hasher.update(piece)
        self._file.write(piece)

    def digest(self) -> Digest:
        """Return the digest of what was written so far."""
        return Digest(f"sha256:{self._hasher.hexdigest()}")

    def flush(self) -> None:
        """Bring the bytes to the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())


class Storage:
    """A folder of blobs."""

    def __init__(self, folder: Path, *, limit_bytes: int = MAX_FILE_BYTES) -> None:
        self._blobs = folder / "sha256"
        self._incoming = folder / "incoming"
        self._limit_bytes = limit_bytes
        self._blobs.mkdir(parents=True, exist_ok=True)
        self._incoming.mkdir(exist_ok=True)

    def sweep(self, now: datetime) -> None:
        """Remove what uploads cut off long ago have left."""
        for part in self._incoming.iterdir():
            if part.stat().st_mtime < now.timestamp() - _STALE_S:
                part.unlink(missing_ok=True)

    @contextmanager
    def incoming(self, *, expected: Digest, length: int | None = None) -> Iterator[Incoming]:
        """Receive a blob whose digest is known; it is stored when the block ends without error.

        Raises:
            BlobTooLargeError: `length` is beyond the limit or the free space.
            DigestError: the bytes have another digest.
        """
        self._check_room(length or 0)
        part = self._incoming / uuid4().hex
        try:
            with part.open("wb") as file:
                blob = Incoming(file, limit_bytes=self._limit_bytes)
                yield blob
                if blob.digest() != expected:
                    raise DigestError(
                        f"the bytes sent have digest {blob.digest()}, not {expected};"
                        " nothing was stored"
                    )
                blob.flush()
            self._keep(part, expected)
        finally:
            part.unlink(missing_ok=True)

    def put(self, stream: BinaryIO, *, expected: Digest | None = None) -> Digest:
        """Store everything that `stream` gives and return its digest.

        Raises:
            BlobTooLargeError: more bytes than a blob may have.
            DigestError: `expected` was given and is not the digest of the bytes.
        """
        self._check_room(0)
        part = self._incoming / uuid4().hex
        try:
            with part.open("wb") as file:
                blob = Incoming(file, limit_bytes=self._limit_bytes)
                while piece := stream.read(_PIECE_BYTES):
                    blob.write(piece)
                digest = blob.digest()
                if expected is not None and digest != expected:
                    raise DigestError(f"the bytes have digest {digest}, not {expected}")
                blob.flush()
            self._keep(part, digest)
        finally:
            part.unlink(missing_ok=True)
        return digest

    def open(self, digest: Digest) -> BinaryIO:
        """Open a blob for reading.

        Raises:
            BlobNotFoundError: there is none with this digest.
        """
        try:
            return self.path(digest).open("rb")
        except FileNotFoundError:
            raise BlobNotFoundError(digest) from None

    def read(self, digest: Digest, *, limit_bytes: int) -> bytes:
        """Return a small blob whole.

        Raises:
            BlobNotFoundError: there is none with this digest.
            BlobTooLargeError: it has more than `limit_bytes`.
        """
        with self.open(digest) as file:
            data = file.read(limit_bytes + 1)
        if len(data) > limit_bytes:
            raise BlobTooLargeError(f"blob {digest} has more than {size(limit_bytes)}")
        return data

    def path(self, digest: Digest) -> Path:
        """Return where the blob is, or would be."""
        return self._blobs / hex_of(parse_digest(digest))

    def has(self, digest: Digest) -> bool:
        return self.path(digest).is_file()

    def size(self, digest: Digest) -> int:
        """Return the length of a blob.

        Raises:
            BlobNotFoundError: there is none with this digest.
        """
        try:
            return self.path(digest).stat().st_size
        except FileNotFoundError:
            raise BlobNotFoundError(digest) from None

    def _check_room(self, length: int) -> None:
        if length > self._limit_bytes:
            raise BlobTooLargeError(
                f"a blob may have {size(self._limit_bytes)}; this one has {size(length)}"
            )
        free = shutil.disk_usage(self._incoming).free - _KEEP_FREE_BYTES
        if length > free:
            raise BlobTooLargeError(
                f"the blob has {size(length)}, the disk has room for {size(max(0, free))}"
            )

    def _keep(self, part: Path, digest: Digest) -> None:
        part.chmod(_BLOB_MODE)
        part.replace(self.path(digest))
        folder = os.open(self._blobs, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
