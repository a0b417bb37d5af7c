"""What an ONNX file asks for beside itself: other files, and operators from elsewhere. Pure.

Reads the protobuf encoding directly, without the `onnx` package and without copying weights, and
before onnxruntime opens the file. The numbers are those of onnx.proto, where they never change.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_MAX_DEPTH: Final = 128
_MAX_VARINT_BITS: Final = 63

_STEPS: Final[dict[str, dict[int, str]]] = {
    "model": {7: "graph", 20: "training", 25: "function"},
    "training": {1: "graph", 2: "graph"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "function": {7: "node", 11: "attribute"},
    "node": {5: "attribute"},
    "attribute": {
        5: "tensor",
        6: "graph",
        10: "tensor",
        11: "graph",
        22: "sparse",
        23: "sparse",
    },
    "sparse": {1: "tensor", 2: "tensor"},
    "tensor": {13: "entry"},
    "entry": {},
}
"""By message, the fields that hold another message which may lead out of the file."""
_NODE_OPERATOR, _NODE_DOMAIN, _FUNCTION_DOMAIN, _ENTRY_KEY, _ENTRY_VALUE = 4, 7, 10, 1, 2


class ScanError(Exception):
    """The bytes are not an ONNX model."""


@dataclass(slots=True)
class Scan:
    files: set[str] = field(default_factory=set)
    """Where weights lie outside the file, as the file says it."""
    operators: set[tuple[str, str]] = field(default_factory=set)
    """(domain, name) of every operator in use."""
    functions: set[str] = field(default_factory=set)
    """Domains of functions that the file defines itself."""
    graphs: int = 0


def scan(data: memoryview) -> Scan:
    """Read a model.

    Raises:
        ScanError: it is not one.
    """
    found = Scan()
    waiting: list[tuple[str, memoryview, int]] = [("model", data, 0)]
    while waiting:
        kind, message, depth = waiting.pop()
        if depth > _MAX_DEPTH:
            raise ScanError(f"messages are nested more than {_MAX_DEPTH} deep")
        texts: dict[int, memoryview] = {}
        for number, value in _fields(message):
            inner = _STEPS[kind].get(number)
            if inner is None:
                texts[number] = value
            else:
                waiting.append((inner, value, depth + 1))
        _note(kind, texts, found)
    if not found.graphs:
        raise ScanError("there is no graph in it")
    return found


def _note(kind: str, texts: dict[int, memoryview], found: Scan) -> None:
    def text(number: int) -> str:
        return bytes(texts.get(number, b"")).decode("utf-8", "replace")

    match kind:
        case "graph":
            found.graphs += 1
        case "node":
            found.operators.add((text(_NODE_DOMAIN), text(_NODE_OPERATOR)))
        case "function":
            found.functions.add(text(_FUNCTION_DOMAIN))
        case "entry" if text(_ENTRY_KEY) == "location":
            found.files.add(text(_ENTRY_VALUE))
        case _:
            pass


def _fields(data: memoryview) -> Iterator[tuple[int, memoryview]]:
    """Return the fields of a message that have a length; numbers are stepped over."""
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        match tag & 7:
            case 0:
                _, at = _varint(data, at)
            case 1:
                at += 8
            case 5:
                at += 4
            case 2:
                size, at = _varint(data, at)
                if size > len(data) - at:
                    raise ScanError("a field is longer than what holds it")
                yield tag >> 3, data[at : at + size]
                at += size
            case other:
                raise ScanError(f"a field is of the unknown kind {other}")
    if at > len(data):
        raise ScanError("it ends within a field")


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(data) and shift <= _MAX_VARINT_BITS:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:  # noqa: PLR2004 - the bit that says that more follow
            return value, at
        shift += 7
    raise ScanError("a number has no end")
