"""The chunk table of a file: `(length, sha256)` per chunk, in order.

One table gives resume, per-chunk verification and reuse of what a device already has. A GGUF file
is cut at the end of its header and at every tensor's start, so that tensors which two files share
become equal chunks wherever they stand; so is an ONNX model, and the files that its tensors are in
(`shared.onnx_layout` says where). Any other file is cut every 4 MiB. No chunk is larger than 4 MiB.
Encoded form: 36 bytes per chunk, a big-endian u32 length and the 32 bytes of the sha256.
"""

import hashlib
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO, Final, NamedTuple, Protocol

from shared.errors import Category, FlotillaError

CHUNK_BYTES: Final = 4 * 2**20
MAX_CHUNKS: Final = 1_000_000
LEAST_TENSOR_BYTES: Final = 4096

_ROW: Final = struct.Struct(">I32s")
MAX_TABLE_BYTES: Final = MAX_CHUNKS * _ROW.size


class ChunkTableError(FlotillaError):
    """Bytes that are not a chunk table, or a table that does not belong to its file."""

    code = "bad_chunk_table"
    category = Category.SECURITY


class Placed(Protocol):
    """Something that begins at an offset of the file."""

    @property
    def offset(self) -> int: ...


class Layout(Protocol):
    """What a `shared.gguf.GgufHeader` says about where things are."""

    @property
    def data_offset(self) -> int: ...

    @property
    def end(self) -> int: ...

    @property
    def tensors(self) -> Sequence[Placed]: ...


class Stretch(Protocol):
    """A tensor's place in a file, as `shared.onnx_layout.Span` has it."""

    @property
    def offset(self) -> int: ...

    @property
    def length(self) -> int | None: ...


class Chunk(NamedTuple):
    """One chunk: how long it is and what its bytes hash to."""

    length: int
    sha256: bytes


@dataclass(frozen=True)
class ChunkTable:
    """Every chunk of a file, in order."""

    chunks: tuple[Chunk, ...]

    @property
    def total_bytes(self) -> int:
        return sum(chunk.length for chunk in self.chunks)

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Return where each chunk begins."""
        return tuple(_running(chunk.length for chunk in self.chunks))

    def encode(self) -> bytes:
        return b"".join(_ROW.pack(chunk.length, chunk.sha256) for chunk in self.chunks)

    @classmethod
    def decode(cls, data: bytes) -> "ChunkTable":
        """Read an encoded table.

        Raises:
            ChunkTableError: a broken row, too many rows, or a chunk of a forbidden length.
        """
        if len(data) % _ROW.size or len(data) > MAX_TABLE_BYTES:
            raise ChunkTableError(
                f"a chunk table of {len(data)} bytes is not whole rows of {_ROW.size},"
                f" or more than {MAX_CHUNKS} of them"
            )
        chunks = tuple(Chunk(length, sha256) for length, sha256 in _ROW.iter_unpack(data))
        if any(not 0 < chunk.length <= CHUNK_BYTES for chunk in chunks):
            raise ChunkTableError(f"a chunk must have 1 to {CHUNK_BYTES} bytes")
        return cls(chunks)


def build(stream: BinaryIO, boundaries: Sequence[int]) -> ChunkTable:
    """Hash a file chunk by chunk; `boundaries` are the ends of the chunks, the last its size.

    Raises:
        ChunkTableError: boundaries that do not grow, chunks too large, or a file of another size.
    """
    chunks = []
    start = 0
    for end in boundaries:
        length = end - start
        if not 0 < length <= CHUNK_BYTES:
            raise ChunkTableError(f"a chunk from {start} to {end} is not 1 to {CHUNK_BYTES} bytes")
        data = _exactly(stream, length)
        chunks.append(Chunk(length, hashlib.sha256(data).digest()))
        start = end
    if len(chunks) > MAX_CHUNKS:
        raise ChunkTableError(f"{len(chunks)} chunks, at most {MAX_CHUNKS} are allowed")
    if stream.read(1):
        raise ChunkTableError(f"the file goes on after its last boundary at {start}")
    return ChunkTable(tuple(chunks))


def boundaries_of_gguf(header: Layout, file_size: int) -> tuple[int, ...]:
    """Return the ends of the chunks of a GGUF file.

    Raises:
        ChunkTableError: the file is smaller than its header says.
    """
    if file_size < header.end:
        raise ChunkTableError(f"the header needs {header.end} bytes, the file has {file_size}")
    starts = {header.data_offset, *(tensor.offset for tensor in header.tensors), file_size}
    return _split(sorted(starts - {0}))


def boundaries_of_stretches(stretches: Iterable[Stretch], file_size: int) -> tuple[int, ...]:
    """Return the ends of the chunks of a file in which tensors stand here and there.

    Tensors under 4 KiB are not cut out: their rows in the table would be most of their cost.

    Raises:
        ChunkTableError: a tensor stands beyond the end of the file.
    """
    cuts = {file_size}
    for stretch in stretches:
        end = file_size if stretch.length is None else stretch.offset + stretch.length
        if not stretch.offset <= end <= file_size:
            raise ChunkTableError(f"a tensor ends at {end}, the file has {file_size} bytes")
        if end - stretch.offset >= LEAST_TENSOR_BYTES:
            cuts |= {stretch.offset, end}
    return _split(sorted(cuts - {0}))


def fixed_boundaries(size: int) -> tuple[int, ...]:
    """Return the ends of the chunks of a file without inner structure."""
    return _split([size] if size else [])


def _split(ends: Iterable[int]) -> tuple[int, ...]:
    cuts: list[int] = []
    start = 0
    for end in ends:
        cuts.extend(range(start + CHUNK_BYTES, end, CHUNK_BYTES))
        cuts.append(end)
        start = end
    return tuple(cuts)


def _exactly(stream: BinaryIO, length: int) -> bytes:
    data = stream.read(length)
    while len(data) < length:
        more = stream.read(length - len(data))
        if not more:
            raise ChunkTableError("the file is shorter than its last boundary")
        data += more
    return data


def _running(lengths: Iterable[int]) -> Iterator[int]:
    total = 0
    for length in lengths:
        yield total
        total += length
