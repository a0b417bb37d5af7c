"""Where the tensors of an ONNX model are: in the model's own file, and in the files beside it.

An ONNX model is one protobuf message; a large tensor may say that its bytes are at an offset of
another file (`external_data`). Only that is read here, by a reader that knows the wire format of
protobuf and five messages of onnx.proto3, so that nothing has to be installed for it. Everything is
parsed as hostile: depth and counts are bounded, and every length is held against what is there.
Specification: onnx/onnx.proto3 and docs/ExternalData.md of the ONNX project; the encoding of
protocol buffers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from shared.errors import Category, FlotillaError

Buffer = bytes | bytearray | memoryview

MAX_FIELDS: Final = 5_000_000
MAX_TENSORS: Final = 500_000
MAX_DEPTH: Final = 16
_LONGEST_VARINT: Final = 10

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_MODEL_GRAPH: Final = 7
_GRAPH_NODE, _GRAPH_INITIALIZER = 1, 5
_NODE_ATTRIBUTE: Final = 5
_ATTRIBUTE_TENSOR, _ATTRIBUTE_GRAPH = 5, 6
_TENSOR_RAW, _TENSOR_EXTERNAL = 9, 13
_ENTRY_KEY, _ENTRY_VALUE = 1, 2


class OnnxLayoutError(FlotillaError):
    """Bytes that are not an ONNX model, or one beyond what is read."""

    code = "bad_onnx"
    category = Category.CONFIG


class Span(NamedTuple):
    """A stretch of a file."""

    offset: int
    length: int | None
    """None: up to the end of the file."""


@dataclass
class OnnxLayout:
    """Where tensors are."""

    inline: list[Span] = field(default_factory=list)
    """In the model's own file."""
    external: dict[str, list[Span]] = field(default_factory=dict)
    """In other files, by their path from the model's folder."""


class _Field(NamedTuple):
    number: int
    start: int
    end: int
    """Of its bytes; equal to `start` for anything but a string, bytes or a message."""


def read_layout(model: Buffer) -> OnnxLayout:
    """Find the tensors of a model.

    Raises:
        OnnxLayoutError: it is not one.
    """
    walk = _Walk(memoryview(model))
    for graph in walk.each(0, len(model), _MODEL_GRAPH):
        walk.graph(graph, MAX_DEPTH)
    return walk.layout


class _Walk:
    """One pass over the message."""

    def __init__(self, data: memoryview) -> None:
        self._data = data
        self._fields = 0
        self._tensors = 0
        self.layout = OnnxLayout()

    def each(self, start: int, end: int, *numbers: int) -> Iterator[_Field]:
        """Go through the parts of a message that have one of these numbers."""
        position = start
        while position < end:
            self._fields += 1
            if self._fields > MAX_FIELDS:
                raise OnnxLayoutError(f"an ONNX model of more than {MAX_FIELDS} fields is not read")
            key, position = self._varint(position, end)
            part, position = self._value(key >> 3, key & 7, position, end)
            if part.number in numbers and part.end > part.start:
                yield part

    def graph(self, graph: _Field, depth: int) -> None:
        if depth == 0:
            raise OnnxLayoutError(f"graphs within graphs, more than {MAX_DEPTH} deep, are not read")
        for part in self.each(graph.start, graph.end, _GRAPH_INITIALIZER, _GRAPH_NODE):
            if part.number == _GRAPH_INITIALIZER:
                self._tensor(part)
                continue
            for attribute in self.each(part.start, part.end, _NODE_ATTRIBUTE):
                self._attribute(attribute, depth)

    def _attribute(self, attribute: _Field, depth: int) -> None:
        inner = self.each(attribute.start, attribute.end, _ATTRIBUTE_TENSOR, _ATTRIBUTE_GRAPH)
        for part in inner:
            if part.number == _ATTRIBUTE_TENSOR:
                self._tensor(part)
            else:
                self.graph(part, depth - 1)

    def _tensor(self, tensor: _Field) -> None:
        self._tensors += 1
        if self._tensors > MAX_TENSORS:
            raise OnnxLayoutError(f"an ONNX model of more than {MAX_TENSORS} tensors is not read")
        entries = {}
        for part in self.each(tensor.start, tensor.end, _TENSOR_RAW, _TENSOR_EXTERNAL):
            if part.number == _TENSOR_RAW:
                self.layout.inline.append(Span(part.start, part.end - part.start))
            else:
                name, value = self._entry(part)
                entries[name] = value
        if entries:
            location, span = _external(entries)
            self.layout.external.setdefault(location, []).append(span)

    def _entry(self, entry: _Field) -> tuple[str, str]:
        texts = {_ENTRY_KEY: "", _ENTRY_VALUE: ""}
        for part in self.each(entry.start, entry.end, *texts):
            try:
                texts[part.number] = str(self._data[part.start : part.end], "utf-8")
            except UnicodeDecodeError:
                raise OnnxLayoutError("an ONNX tensor says in no text where it is") from None
        return texts[_ENTRY_KEY], texts[_ENTRY_VALUE]

    def _value(self, number: int, kind: int, position: int, end: int) -> tuple[_Field, int]:
        if kind == _VARINT:
            _, after = self._varint(position, end)
            return _Field(number, after, after), after
        if kind == _BYTES:
            length, start = self._varint(position, end)
        else:
            sizes = {_FIXED64: 8, _FIXED32: 4}
            if kind not in sizes:
                raise OnnxLayoutError(f"not an ONNX model: wire type {kind} at byte {position}")
            length, start = sizes[kind], position
        if length > end - start:
            raise OnnxLayoutError(f"not an ONNX model: a field at byte {position} goes beyond it")
        after = start + length
        return _Field(number, start if kind == _BYTES else after, after), after

    def _varint(self, position: int, end: int) -> tuple[int, int]:
        value = 0
        for count in range(min(_LONGEST_VARINT, end - position)):
            byte = self._data[position + count]
            value |= (byte & 0x7F) << (7 * count)
            if byte < 0x80:  # noqa: PLR2004 - the top bit says that more follows
                return value, position + count + 1
        raise OnnxLayoutError(f"not an ONNX model: a broken number at byte {position}")


def _external(entries: Mapping[str, str]) -> tuple[str, Span]:
    location = entries.get("location", "")
    path = PurePosixPath(location)
    if not location or path.is_absolute() or ".." in path.parts or "\\" in location:
        raise OnnxLayoutError(f"an ONNX tensor says that it is in {location[:200]!r}")
    numbers = [entries.get("offset", "0"), entries.get("length", "0")]
    if not all(text.isascii() and text.isdigit() and len(text) < 19 for text in numbers):  # noqa: PLR2004
        raise OnnxLayoutError(f"an ONNX tensor says that it is at {numbers[0][:40]!r}")
    length = int(numbers[1]) if "length" in entries else None
    return path.as_posix(), Span(int(numbers[0]), length)
