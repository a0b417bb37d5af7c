"""The header of a GGUF file: metadata and tensor table, read from a byte stream.

Everything is read as hostile: counts, lengths and sizes are bounded before they are believed, and
the only error that leaves is `GgufError`. Long arrays (a vocabulary) are skipped, not kept.
Format: github.com/ggml-org/ggml/blob/master/docs/gguf.md, versions 2 and 3, little-endian.
"""

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final

from shared.errors import Category, FlotillaError

Scalar = int | float | bool | str
Value = Scalar | tuple[Scalar, ...]

MAX_HEADER_BYTES: Final = 256 * 2**20
MAX_TENSORS: Final = 100_000
MAX_ENTRIES: Final = 20_000
MAX_KEY_BYTES: Final = 65_535
MAX_STRING_BYTES: Final = 8 * 2**20
MAX_ARRAY_ITEMS: Final = 2**21
SHORT_ARRAY_ITEMS: Final = 64
"""Arrays up to this many items are kept in the metadata."""
MAX_TENSOR_BYTES: Final = 2**40

_MAGIC: Final = b"GGUF"
_VERSIONS: Final = (2, 3)
_DEFAULT_ALIGNMENT: Final = 32
_MAX_ALIGNMENT: Final = 2**20
_MAX_DIMENSIONS: Final = 8
_PIECE_BYTES: Final = 2**20

_STRING: Final = 8
_ARRAY: Final = 9
_NUMBERS: Final[Mapping[int, struct.Struct]] = {
    kind: struct.Struct(f"<{code}")
    for kind, code in {
        0: "B",
        1: "b",
        2: "H",
        3: "h",
        4: "I",
        5: "i",
        6: "f",
        7: "?",
        10: "Q",
        11: "q",
        12: "d",
    }.items()
}
_U32: Final = struct.Struct("<I")
_U64: Final = struct.Struct("<Q")

_BLOCKS: Final[Mapping[int, tuple[int, int]]] = {
    0: (1, 4),
    1: (1, 2),
    2: (32, 18),
    3: (32, 20),
    6: (32, 22),
    7: (32, 24),
    8: (32, 34),
    9: (32, 40),
    10: (256, 84),
    11: (256, 110),
    12: (256, 144),
    13: (256, 176),
    14: (256, 210),
    15: (256, 292),
    16: (256, 66),
    17: (256, 74),
    18: (256, 98),
    19: (256, 50),
    20: (32, 18),
    21: (256, 110),
    22: (256, 82),
    23: (256, 136),
    24: (1, 1),
    25: (1, 2),
    26: (1, 4),
    27: (1, 8),
    28: (1, 8),
    29: (256, 56),
    30: (1, 2),
    34: (256, 54),
    35: (256, 66),
    39: (32, 17),
    40: (64, 36),
    41: (128, 18),
}
"""ggml type -> elements and bytes of one block."""

_FILE_TYPES: Final[Mapping[int, str]] = {
    0: "f32",
    1: "f16",
    2: "q4_0",
    3: "q4_1",
    7: "q8_0",
    8: "q5_0",
    9: "q5_1",
    10: "q2_k",
    11: "q3_k_s",
    12: "q3_k_m",
    13: "q3_k_l",
    14: "q4_k_s",
    15: "q4_k_m",
    16: "q5_k_s",
    17: "q5_k_m",
    18: "q6_k",
    19: "iq2_xxs",
    20: "iq2_xs",
    21: "q2_k_s",
    22: "iq3_xs",
    23: "iq3_xxs",
    24: "iq1_s",
    25: "iq4_nl",
    26: "iq3_s",
    27: "iq3_m",
    28: "iq2_s",
    29: "iq2_m",
    30: "iq4_xs",
    31: "iq1_m",
    32: "bf16",
    36: "tq1_0",
    37: "tq2_0",
    38: "mxfp4_moe",
}
"""`general.file_type` -> the quantization's usual name."""


class GgufError(FlotillaError):
    """Bytes that are not a GGUF header we can read."""

    code = "bad_gguf"
    category = Category.MODEL


@dataclass(frozen=True)
class Tensor:
    """One row of the tensor table."""

    name: str
    shape: tuple[int, ...]
    ggml_type: int
    offset: int
    """From the start of the file."""
    size_bytes: int

    @property
    def elements(self) -> int:
        return math.prod(self.shape)


@dataclass(frozen=True)
class GgufHeader:
    """What stands before the weights."""

    version: int
    metadata: Mapping[str, Value]
    """Scalars, strings and short arrays; long arrays are left out."""
    lengths: Mapping[str, int]
    """Number of items of every array, kept or not."""
    tensors: tuple[Tensor, ...]
    data_offset: int
    alignment: int

    @property
    def architecture(self) -> str:
        return self._text("general.architecture")

    @property
    def name(self) -> str:
        return self._text("general.name")

    @property
    def context_length(self) -> int:
        """Return the context the model was trained for, 0 when the file does not say."""
        return self.number(f"{self.architecture}.context_length")

    @property
    def parameters(self) -> int:
        """Return how many weights the file holds."""
        return sum(tensor.elements for tensor in self.tensors)

    @property
    def file_type(self) -> str:
        """Return the quantization's usual name (`q4_k_m`), "" when the file does not say."""
        value = self.metadata.get("general.file_type")
        return _FILE_TYPES.get(value, "") if isinstance(value, int) else ""

    @property
    def end(self) -> int:
        """Return the least size that a whole file has."""
        last = max((tensor.offset + tensor.size_bytes for tensor in self.tensors), default=0)
        return max(last, self.data_offset)

    def number(self, key: str) -> int:
        """Return a whole number of the metadata, 0 when it is absent."""
        value = self.metadata.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else 0

    def _text(self, key: str) -> str:
        value = self.metadata.get(key)
        return value if isinstance(value, str) else ""


def read_header(stream: BinaryIO) -> GgufHeader:
    """Read a header from the stream's present position, which is the start of the file.

    Raises:
        GgufError: not GGUF, cut short, or beyond the limits above.
    """
    reader = _Reader(stream)
    if reader.take(4) != _MAGIC:
        raise GgufError("this is not a GGUF file: it does not begin with GGUF")
    version = reader.u32()
    if version not in _VERSIONS:
        raise GgufError(f"GGUF version {version} is not supported, only 2 and 3 are")
    tensor_count = reader.count(MAX_TENSORS, "tensors")
    entry_count = reader.count(MAX_ENTRIES, "metadata entries")
    metadata, lengths = _read_metadata(reader, entry_count)
    alignment = metadata.get("general.alignment", _DEFAULT_ALIGNMENT)
    if (
        not isinstance(alignment, int)
        or not 0 < alignment <= _MAX_ALIGNMENT
        or alignment & (alignment - 1)
    ):
        raise GgufError(f"alignment {alignment!r} is not a power of two up to {_MAX_ALIGNMENT}")
    rows = [_read_tensor(reader) for _ in range(tensor_count)]
    data_offset = -(-reader.position // alignment) * alignment
    tensors = tuple(_placed(row, data_offset, alignment) for row in rows)
    if len({tensor.name for tensor in tensors}) != len(tensors):
        raise GgufError("two tensors share a name")
    return GgufHeader(version, metadata, lengths, tensors, data_offset, alignment)


class _Reader:
    """Takes exact amounts from a stream and keeps count."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.position = 0

    def take(self, size: int) -> bytes:
        if self.position + size > MAX_HEADER_BYTES:
            raise GgufError(f"the header is larger than {MAX_HEADER_BYTES} bytes")
        data = self._stream.read(size)
        while len(data) < size:
            more = self._stream.read(size - len(data))
            if not more:
                raise GgufError(f"the file ends inside the header, at byte {self.position}")
            data += more
        self.position += size
        return data

    def skip(self, size: int) -> None:
        while size > 0:
            piece = min(size, _PIECE_BYTES)
            self.take(piece)
            size -= piece

    def u32(self) -> int:
        return int(_U32.unpack(self.take(4))[0])

    def u64(self) -> int:
        return int(_U64.unpack(self.take(8))[0])

    def count(self, limit: int, what: str) -> int:
        value = self.u64()
        if value > limit:
            raise GgufError(f"the header claims {value} {what}, at most {limit} are read")
        return value

    def text(self, limit: int = MAX_STRING_BYTES) -> str:
        # A broken vocabulary entry is no reason to refuse a model that engines load.
        return self.take(self.count(limit, "bytes in a string")).decode("utf-8", "replace")


def _read_metadata(reader: _Reader, count: int) -> tuple[dict[str, Value], dict[str, int]]:
    metadata: dict[str, Value] = {}
    lengths: dict[str, int] = {}
    for _ in range(count):
        key = reader.text(MAX_KEY_BYTES)
        if key in metadata or key in lengths:
            raise GgufError(f"the metadata key {key[:80]!r} stands twice")
        kind = reader.u32()
        if kind != _ARRAY:
            metadata[key] = _read_scalar(reader, kind)
            continue
        item_kind = reader.u32()
        items = reader.count(MAX_ARRAY_ITEMS, "items in an array")
        lengths[key] = items
        if items <= SHORT_ARRAY_ITEMS:
            metadata[key] = tuple(_read_scalar(reader, item_kind) for _ in range(items))
        else:
            _skip_array(reader, item_kind, items)
    return metadata, lengths


def _read_scalar(reader: _Reader, kind: int) -> Scalar:
    if kind == _STRING:
        return reader.text()
    form = _NUMBERS.get(kind)
    if form is None:
        raise GgufError(f"metadata of type {kind} is not supported")
    value: Scalar = form.unpack(reader.take(form.size))[0]
    return value


def _skip_array(reader: _Reader, kind: int, items: int) -> None:
    if kind == _STRING:
        for _ in range(items):
            reader.skip(reader.count(MAX_STRING_BYTES, "bytes in a string"))
        return
    form = _NUMBERS.get(kind)
    if form is None:
        raise GgufError(f"an array of type {kind} is not supported")
    reader.skip(form.size * items)


def _read_tensor(reader: _Reader) -> Tensor:
    """Read a row; its offset still counts from the start of the data."""
    name = reader.text(MAX_KEY_BYTES)
    dimensions = reader.u32()
    if dimensions > _MAX_DIMENSIONS:
        raise GgufError(f"tensor {name[:80]!r} has {dimensions} dimensions")
    shape = tuple(reader.u64() for _ in range(dimensions))
    ggml_type = reader.u32()
    offset = reader.u64()
    block = _BLOCKS.get(ggml_type)
    if block is None:
        raise GgufError(f"tensor {name[:80]!r} has the unknown type {ggml_type}")
    elements = math.prod(shape)
    block_elements, block_bytes = block
    row = shape[0] if shape else 1
    if row % block_elements:
        raise GgufError(f"tensor {name[:80]!r} has rows that are not whole blocks")
    size = elements // block_elements * block_bytes
    if size > MAX_TENSOR_BYTES or offset > MAX_TENSOR_BYTES:
        raise GgufError(f"tensor {name[:80]!r} claims {size} bytes at {offset}")
    return Tensor(name, shape, ggml_type, offset, size)


def _placed(row: Tensor, data_offset: int, alignment: int) -> Tensor:
    if row.offset % alignment:
        raise GgufError(f"tensor {row.name[:80]!r} is not aligned to {alignment} bytes")
    return Tensor(row.name, row.shape, row.ggml_type, data_offset + row.offset, row.size_bytes)
