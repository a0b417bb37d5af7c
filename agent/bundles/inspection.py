"""Reads a bundle through from where it lies, on this device or on a stick, and changes nothing.

The checks are those of fetching and installing, with the numbers in which they came out.
"""

import hashlib
from collections.abc import Callable
from typing import BinaryIO, Final

from agent.bundles.plan import check_shape, check_table, unique
from agent.bundles.ports import Wanted
from agent.bundles.signature import check_signature
from shared import bundle
from shared.bundle import MAX_MANIFEST_BYTES, Descriptor, Manifest
from shared.chunks import MAX_TABLE_BYTES, ChunkTable
from shared.compat import size
from shared.digest import Digest, DigestError, hex_of

Shelf = Callable[[Digest], BinaryIO]
"""Opens a blob, or raises our own error when it is not there."""

_PIECE: Final = 1 << 20


class Inspection:
    """One bundle on one shelf."""

    def __init__(self, shelf: Shelf, wanted: Wanted) -> None:
        self._shelf = shelf
        self._wanted = wanted
        self._manifest: Manifest | None = None
        self._hashed: set[Digest] = set()
        """Blobs that were hashed whole on the way, so that a slow stick is read once."""

    def manifest(self) -> str:
        """Read and check the manifest; return what was found.

        Raises:
            FlotillaError: it is not there, has other bytes, or is not one we accept.
        """
        data = self._read(self._wanted.digest, MAX_MANIFEST_BYTES)
        if len(data) != self._wanted.length:
            raise DigestError(
                f"the manifest has {len(data)} bytes, {self._wanted.length} were signed"
            )
        self._manifest = bundle.parse(data)
        check_shape(self._manifest)
        return (
            f"{len(data)} bytes with the signed sha256; {len(self._manifest.files)} files,"
            f" {size(self._manifest.total_bytes)}, every type and path accepted"
        )

    def chunks(self) -> str:
        """Hash every chunk of every file that has a table; return what was found.

        Raises:
            FlotillaError: a table or a chunk is not what was signed.
        """
        tables, chunks = 0, 0
        for file in self._known().files:
            if file.chunk_table is None:
                continue
            table = ChunkTable.decode(self._read(file.chunk_table, MAX_TABLE_BYTES))
            check_table(file, table)
            self._hash_chunks(file, table)
            tables, chunks = tables + 1, chunks + len(table.chunks)
        return f"{chunks} chunks of {tables} files have the signed sha256"

    def files(self) -> str:
        """Hash every blob whole and check the model signature; return what was found.

        Raises:
            FlotillaError: something is not what was signed.
        """
        manifest = self._known()
        blobs = unique((*manifest.layers, manifest.config))
        for blob in blobs:
            if blob.digest not in self._hashed:
                self._hash(blob)
        return f"{len(blobs)} blobs have the signed sha256; {self._signature(manifest)}"

    def _signature(self, manifest: Manifest) -> str:
        key = self._wanted.custom.oms_key
        if not key:
            return "no model signature is demanded"
        check_signature(manifest, key, self._read)
        return f"model.sig is by the publisher key {key[:12]}"

    def _known(self) -> Manifest:
        if self._manifest is None:
            self.manifest()
        assert self._manifest is not None
        return self._manifest

    def _read(self, digest: Digest, limit: int) -> bytes:
        with self._shelf(digest) as file:
            data = _exactly(file, limit + 1)
        if hashlib.sha256(data).hexdigest() != hex_of(digest):
            raise DigestError(f"{digest} hashes to sha256:{hashlib.sha256(data).hexdigest()}")
        return data

    def _hash_chunks(self, file: Descriptor, table: ChunkTable) -> None:
        whole = hashlib.sha256()
        with self._shelf(file.digest) as opened:
            for index, chunk in enumerate(table.chunks):
                data = _exactly(opened, chunk.length)
                whole.update(data)
                if hashlib.sha256(data).digest() != chunk.sha256:
                    raise DigestError(
                        f"chunk {index} of {len(table.chunks)} of {file.path!r}, at byte"
                        f" {table.offsets[index]}, has other bytes than were signed"
                    )
            if not opened.read(1) and whole.hexdigest() == hex_of(file.digest):
                self._hashed.add(file.digest)

    def _hash(self, blob: Descriptor) -> None:
        found, length = hashlib.sha256(), 0
        with self._shelf(blob.digest) as file:
            while piece := file.read(_PIECE):
                found.update(piece)
                length += len(piece)
                if length > blob.size:
                    break
        if length != blob.size or found.hexdigest() != hex_of(blob.digest):
            raise DigestError(
                f"{blob.path or blob.media_type!r} has {length} bytes and hashes to"
                f" sha256:{found.hexdigest()}; {blob.size} bytes and {blob.digest} were signed"
            )


def _exactly(file: BinaryIO, count: int) -> bytes:
    """Read so many bytes, fewer only at the end; a raw file may give less at a time."""
    data = bytearray()
    while len(data) < count and (piece := file.read(count - len(data))):
        data += piece
    return bytes(data)
