"""Which bytes of a blob must travel, and which source is asked for them. Pure decisions."""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from shared.bundle import BundleError, Descriptor, Manifest
from shared.chunks import CHUNK_BYTES, MAX_TABLE_BYTES, Chunk, ChunkTable
from shared.digest import hex_of

MAX_FAILURES: Final = 3
"""Attempts without progress after which a mirror is not asked again for a blob."""
MAX_LIES: Final = 2
"""Wrong chunks after which a mirror is not asked again in this transfer, even when it is alone."""
LANES_PER_MIRROR: Final = 2
"""Requests to one mirror at a time: one may be hashed while the other one travels."""

_STRETCH_S: Final = 2.0
"""How long one request shall take: short enough that no slow mirror keeps the last bytes long."""
_LONGEST_STRETCH_BYTES: Final = 16 * CHUNK_BYTES
_SMOOTHING: Final = 0.5


@dataclass(frozen=True)
class Run:
    """Neighbouring chunks that one Range request fetches."""

    first: int
    end: int
    """One past the last chunk."""


@dataclass(eq=False)
class Mirror:
    """How a source has behaved in this transfer."""

    name: str
    near: bool = False
    """Costs no line to the outside."""
    lies: int = 0
    failures: int = 0
    """Since it last gave something."""
    active: int = 0
    """Requests under way."""
    rate: float = 0.0
    """Bytes per second of one request, smoothed; 0 until it is known."""
    received: int = 0

    def measure(self, received: int, spent_s: float) -> None:
        """Take in what one request brought."""
        self.received += received
        if spent_s <= 0 or received == 0:
            return
        sample = received / spent_s
        self.rate = sample if not self.rate else self.rate + _SMOOTHING * (sample - self.rate)


def choose(mirrors: Sequence[Mirror]) -> Mirror | None:
    """Return the mirror that the next request goes to, None when none is free or of use.

    One that lied is asked only when no other is left. Near ones are asked before far ones. Among
    the rest the one wins that failed least, then the one that will be fastest for one more request;
    a mirror of unknown rate is taken for as good as the best.
    """
    usable = usable_of(mirrors)
    honest = [mirror for mirror in usable if not mirror.lies] or usable
    near = [mirror for mirror in honest if mirror.near] or honest
    best = max((mirror.rate for mirror in near), default=0.0) or 1.0
    free = [mirror for mirror in near if mirror.active < LANES_PER_MIRROR]
    return min(
        free,
        key=lambda one: (one.lies, one.failures, (one.active + 1) / (one.rate or best)),
        default=None,
    )


def usable_of(mirrors: Iterable[Mirror]) -> list[Mirror]:
    """Return those that are still worth asking."""
    return [one for one in mirrors if one.lies < MAX_LIES and one.failures < MAX_FAILURES]


def stretch_bytes(rate: float) -> int:
    """Return how much one request to a mirror shall ask for; at least one chunk is."""
    if not rate:
        return CHUNK_BYTES
    return min(_LONGEST_STRETCH_BYTES, max(CHUNK_BYTES, math.ceil(rate * _STRETCH_S)))


def next_run(
    table: ChunkTable, free: Collection[int], *, limit_bytes: int, first: int | None = None
) -> Run:
    """Return the first stretch of free chunks (there must be one), or the one at `first`."""
    first = min(free) if first is None else first
    end = first + 1
    size = table.chunks[first].length
    while end < len(table.chunks) and end in free:
        size += table.chunks[end].length
        if size > limit_bytes:
            break
        end += 1
    return Run(first, end)


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
