"""A blob on its way: a file with holes in which only verified chunks count.

There is no record of what is held beside the file itself. After an interruption every chunk is
hashed again, so neither a power cut nor rot can make the file lie about its content.
"""

import hashlib
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from shared.chunks import ChunkTable

_SYNC_BYTES: Final = 32 * 2**20


@dataclass(frozen=True)
class Place:
    """Where on this device a chunk with some hash is said to stand."""

    file: Path
    offset: int


class Part:
    """An open partial file and the set of chunks it still lacks."""

    def __init__(self, file: Path, table: ChunkTable) -> None:
        self.table = table
        self._descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        self.missing = set(range(len(table.chunks)))
        self.held_bytes = 0
        """In chunks that are here and right."""
        self._lock = threading.Lock()
        self._unsynced = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._descriptor)

    def scan(self) -> None:
        """Find out which chunks are here already, and cut what goes beyond the end."""
        size = os.fstat(self._descriptor).st_size
        if size > self.table.total_bytes:
            os.ftruncate(self._descriptor, self.table.total_bytes)
        for index, offset in enumerate(self.table.offsets):
            length = self.table.chunks[index].length
            if offset + length <= size and self._matches(
                index, os.pread(self._descriptor, length, offset)
            ):
                self._hold(index)

    def put(self, index: int, data: bytes | bytearray | memoryview) -> bool:
        """Keep a chunk if its hash is right; tell whether it was. Lanes put different chunks."""
        if not self._matches(index, data):
            return False
        offset = self.table.offsets[index]
        view = memoryview(data)
        while view:
            written = os.pwrite(self._descriptor, view, offset)
            view, offset = view[written:], offset + written
        self._hold(index)
        self._sync_some(len(data))
        return True

    def reuse(self, places: Mapping[bytes, Place]) -> int:
        """Copy chunks that other bundles have; return how many bytes that were.

        A copy is hashed like anything else, so a rotten source is simply of no use.
        """
        copied = 0
        for index in sorted(self.missing):
            chunk = self.table.chunks[index]
            place = places.get(chunk.sha256)
            if place is not None and self.put(index, _read(place, chunk.length)):
                copied += chunk.length
        return copied

    def _sync_some(self, count: int) -> None:
        """Push to the disk what has gathered, so that a power cut costs little.

        It also lets writing overlap with receiving; otherwise all of it would wait for the end.
        """
        with self._lock:
            self._unsynced += count
            if self._unsynced < _SYNC_BYTES:
                return
            self._unsynced = 0
        os.fdatasync(self._descriptor)

    def _hold(self, index: int) -> None:
        with self._lock:
            if index in self.missing:
                self.missing.discard(index)
                self.held_bytes += self.table.chunks[index].length

    def _matches(self, index: int, data: bytes | bytearray | memoryview) -> bool:
        chunk = self.table.chunks[index]
        return len(data) == chunk.length and hashlib.sha256(data).digest() == chunk.sha256


def _read(place: Place, length: int) -> bytes:
    try:
        with place.file.open("rb") as file:
            return os.pread(file.fileno(), length, place.offset)
    except OSError:
        return b""
