"""Which bytes of a blob must travel, and which mirror is asked for them. Pure decisions."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from shared.bundle import BundleError, Descriptor, Manifest
from shared.chunks import CHUNK_BYTES, MAX_TABLE_BYTES, Chunk, ChunkTable
from shared.digest import hex_of

MAX_FAILURES: Final = 3
"""Attempts without progress after which a mirror is not asked again for a blob."""
MAX_LIES: Final = 2
"""Wrong chunks after which a mirror is not asked again at all."""


@dataclass(frozen=True)
class Run:
    """Neighbouring chunks that one Range request fetches."""

    first: int
    end: int
    """One past the last chunk."""


@dataclass
class Mirror:
    """A place to fetch from, and how it has behaved."""

    base: str
    lies: int = 0
    failures: int = 0
    """Since it last gave something."""
    received: int = 0


def first_run(table: ChunkTable, missing: Collection[int]) -> Run:
    """Return the first stretch of missing chunks; there must be one."""
    first = min(missing)
    end = first + 1
    while end < len(table.chunks) and end in missing:
        end += 1
    return Run(first, end)


def choose(mirrors: Sequence[Mirror]) -> Mirror | None:
    """Return the best-behaved mirror that is still worth asking, None when there is none."""
    usable = [
        mirror for mirror in mirrors if mirror.lies < MAX_LIES and mirror.failures < MAX_FAILURES
    ]
    return min(usable, key=lambda mirror: (mirror.lies, mirror.failures), default=None)


def whole(descriptor: Descriptor) -> ChunkTable:
    """Return the table of a small blob: one chunk, whose hash is the blob's own."""
    if descriptor.size == 0:
        return ChunkTable(())
    return ChunkTable((Chunk(descriptor.size, bytes.fromhex(hex_of(descriptor.digest))),))


def check_shape(manifest: Manifest) -> None:
    """Refuse a bundle that could not be fetched piece by piece.

    Raises:
        BundleError: a large file without a chunk table.
    """
    tables = {layer.chunk_table for layer in manifest.files}
    for layer in (*manifest.layers, manifest.config):
        limit = MAX_TABLE_BYTES if layer.digest in tables else CHUNK_BYTES
        if layer.chunk_table is None and layer.size > limit:
            raise BundleError(
                f"{layer.path or layer.media_type!r} has {layer.size} bytes and no chunk table"
            )


def check_table(layer: Descriptor, table: ChunkTable) -> None:
    """Refuse a table that does not cover its file exactly.

    Raises:
        BundleError: another total length.
    """
    if table.total_bytes != layer.size:
        raise BundleError(
            f"the chunk table of {layer.path!r} covers {table.total_bytes} of {layer.size} bytes"
        )


def unique(layers: Iterable[Descriptor]) -> tuple[Descriptor, ...]:
    """Return each blob once, small ones first, so that a broken bundle shows early."""
    return tuple(
        sorted({layer.digest: layer for layer in layers}.values(), key=lambda one: one.size)
    )
