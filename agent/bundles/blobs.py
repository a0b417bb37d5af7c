"""Content-addressed files: complete and verified in `blobs/`, on their way in `partial/`."""

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from agent.bundles.errors import DamagedError, DiskFullError, StoreError
from shared.digest import Digest, DigestError, from_hex, hex_of

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_BLOCK_BYTES: Final = 512


class Blobs:
    """The folder pair under a bundle store."""

    def __init__(self, folder: Path) -> None:
        self._whole = folder / "blobs" / "sha256"
        self._partial = folder / "partial"
        with disk_errors():
            self._whole.mkdir(parents=True, exist_ok=True)
            self._partial.mkdir(parents=True, exist_ok=True)

    def path(self, digest: Digest) -> Path:
        return self._whole / hex_of(digest)

    def part_path(self, digest: Digest) -> Path:
        return self._partial / f"{hex_of(digest)}.part"

    def has(self, digest: Digest, size: int) -> bool:
        try:
            return self.path(digest).stat().st_size == size
        except FileNotFoundError:
            return False

    def is_same(self, digest: Digest, file: Path, size: int) -> bool:
        """Tell whether `file` is this blob by another name, and not something put in its place.

        Raises:
            OSError: one of the two is not there.
        """
        blob, other = self.path(digest).stat(), file.lstat()
        same = (blob.st_dev, blob.st_ino) == (other.st_dev, other.st_ino)
        return same and other.st_size == size

    def read(self, digest: Digest, limit: int) -> bytes:
        """Return a small blob, hashed again.

        Raises:
            DamagedError: the file is rotten.
        """
        with self.path(digest).open("rb") as file:
            data = file.read(limit + 1)
        if hashlib.sha256(data).hexdigest() != hex_of(digest):
            raise DamagedError(f"the stored blob {digest} is damaged")
        return data

    def settle(self, digest: Digest, size: int) -> None:
        """Read a finished part back from the disk, and move it to its place when it is right.

        A blob that is in its place already is read back there.

        Raises:
            DamagedError: the bytes on the disk are wrong; they stay as a part, to be mended.
        """
        if self.has(digest, size):
            self.check(digest)
            return
        part = self.part_path(digest)
        descriptor = os.open(part, os.O_RDONLY)
        with os.fdopen(descriptor, "rb") as file:
            os.fsync(descriptor)
            # What is still in the page cache proves nothing about the disk.
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            found = hashlib.file_digest(file, "sha256").hexdigest()
            if found != hex_of(digest):
                raise DamagedError(f"read back from disk, {digest} hashes to sha256:{found}")
            os.fchmod(descriptor, 0o400)
        part.replace(self.path(digest))
        sync_folder(self._whole)

    def check(self, digest: Digest) -> None:
        """Hash a stored blob again; a damaged one becomes a part, so that it can be mended.

        Raises:
            DamagedError: it is damaged.
        """
        try:
            with self.path(digest).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            raise DamagedError(f"the stored blob {digest} is being mended, or is lost") from None
        if found != hex_of(digest):
            self.path(digest).chmod(0o600)
            self.path(digest).replace(self.part_path(digest))
            raise DamagedError(f"the stored blob {digest} is damaged: it hashes to {found}")

    def used_bytes(self) -> int:
        """Return what all blobs and parts take on the disk."""
        return sum(
            entry.stat().st_blocks * _BLOCK_BYTES
            for folder in (self._whole, self._partial)
            for entry in folder.iterdir()
        )

    def lacking_bytes(self, digest: Digest, size: int) -> int:
        """Return how much more disk this blob will take."""
        if self.has(digest, size):
            return 0
        try:
            return max(0, size - self.part_path(digest).stat().st_blocks * _BLOCK_BYTES)
        except FileNotFoundError:
            return size

    def drop_all_but(self, keep: set[Digest]) -> int:
        """Delete every blob and part that is not in `keep`; return the bytes set free."""
        freed = 0
        for folder in (self._whole, self._partial):
            for entry in list(folder.iterdir()):
                if _digest_of(entry) not in keep:
                    freed += entry.stat().st_blocks * _BLOCK_BYTES
                    entry.unlink()
        return freed


@contextmanager
def disk_errors() -> Iterator[None]:
    """Turn what the disk says into our words.

    Raises:
        DiskFullError: no space.
        StoreError: anything else.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFullError(f"the disk is full: {error}") from error
        raise StoreError(f"the bundle store cannot use the disk: {error}") from error


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _digest_of(entry: Path) -> Digest | None:
    try:
        return from_hex(entry.name.removesuffix(".part"))
    except DigestError:
        return None
