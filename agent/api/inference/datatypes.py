"""The datatypes of tensors: how elements lie in memory, and how JSON says them. Pure.

Sizes are checked against shapes before anything of that size is made.
"""

import math
import struct
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from agent.api.errors import ApiError

UNPROCESSABLE: Final = 422
BYTES: Final = "BYTES"
MAX_DIMENSIONS: Final = 16
SIZES: Final = {
    "BOOL": 1,
    "INT8": 1,
    "UINT8": 1,
    "INT16": 2,
    "UINT16": 2,
    "INT32": 4,
    "UINT32": 4,
    "INT64": 8,
    "UINT64": 8,
    "FP16": 2,
    "BF16": 2,
    "FP32": 4,
    "FP64": 8,
}
"""Bytes of one element; `BYTES` says its own."""
_CODES: Final = {
    "BOOL": "?",
    "INT8": "b",
    "UINT8": "B",
    "INT16": "h",
    "UINT16": "H",
    "INT32": "i",
    "UINT32": "I",
    "INT64": "q",
    "UINT64": "Q",
    "FP16": "e",
    "FP32": "f",
    "FP64": "d",
}
_LENGTH: Final = struct.Struct("<I")
_BLOCK: Final = 4096
"""Elements that are packed at once."""


class TensorError(ApiError):
    """A tensor that is not what it says it is."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(
            f"tensor {name[:100]!r}: {what}",
            status=UNPROCESSABLE,
            param=name[:100],
            code="invalid_tensor",
        )


def elements_of(name: str, shape: Sequence[int]) -> int:
    """Return how many elements a shape has.

    Raises:
        TensorError: it is no shape.
    """
    if len(shape) > MAX_DIMENSIONS:
        raise TensorError(name, f"{len(shape)} dimensions, at most {MAX_DIMENSIONS} are served")
    if any(length < 0 for length in shape):
        raise TensorError(name, "a tensor that is sent has no dimension below 0")
    return math.prod(shape)


def check_raw(name: str, datatype: str, shape: Sequence[int], raw: bytes) -> None:
    """Make sure that `raw` is exactly the elements of a tensor.

    Raises:
        TensorError: it is not.
    """
    elements = elements_of(name, shape)
    if datatype == BYTES:
        found = sum(1 for _ in texts_of(name, raw))
        if found != elements:
            raise TensorError(name, f"the shape wants {elements} elements, the data has {found}")
        return
    wanted = elements * _size(name, datatype)
    if len(raw) != wanted:
        raise TensorError(
            name,
            f"{datatype} of shape {list(shape)} takes {wanted} bytes, the data has {len(raw)}",
        )


def texts_of(name: str, raw: bytes) -> Iterator[bytes]:
    """Yield the elements of a `BYTES` tensor: a length in four bytes and as many bytes, each.

    Raises:
        TensorError: a length does not fit what follows.
    """
    at = 0
    while at < len(raw):
        if len(raw) - at < _LENGTH.size:
            raise TensorError(name, "the data ends within the length of an element")
        (length,) = _LENGTH.unpack_from(raw, at)
        at += _LENGTH.size
        if len(raw) - at < length:
            raise TensorError(
                name, f"an element says it has {length} bytes, {len(raw) - at} are left"
            )
        yield raw[at : at + length]
        at += length


def raw_of_texts(texts: Sequence[bytes]) -> bytes:
    return b"".join(_LENGTH.pack(len(text)) + text for text in texts)


def raw_of_json(name: str, datatype: str, shape: Sequence[int], data: Sequence[Any]) -> bytes:
    """Pack the elements that JSON gave, flat or nested as the shape is.

    Raises:
        TensorError: they are not of that type, or not as many as the shape wants.
    """
    elements = elements_of(name, shape)
    nested = bool(data) and isinstance(data[0], list)
    flat = list(_unnested(name, shape, data)) if nested else data
    if len(flat) != elements:
        raise TensorError(name, f"the shape wants {elements} elements, the data has {len(flat)}")
    if datatype == BYTES:
        return raw_of_texts([_text(name, one) for one in flat])
    code = _code(name, datatype)
    allowed = _allowed(datatype)
    wrong = next((str(one)[:40] for one in flat if not allowed(one)), None)
    if wrong is not None:
        raise TensorError(name, f"{wrong!r} is no {datatype}")
    blocks = (flat[at : at + _BLOCK] for at in range(0, len(flat), _BLOCK))
    try:
        return b"".join(struct.pack(f"<{len(block)}{code}", *block) for block in blocks)
    except (struct.error, OverflowError) as error:
        raise TensorError(name, f"a value does not fit {datatype}: {error}") from error


def json_of_raw(name: str, datatype: str, raw: bytes) -> list[Any]:
    """Return elements as JSON says them, flat.

    Raises:
        TensorError: JSON has no word for one of them; as binary data it can be had.
    """
    hint = "ask for it with 'binary_data': true"
    if datatype == BYTES:
        try:
            return [text.decode() for text in texts_of(name, raw)]
        except UnicodeDecodeError as error:
            raise TensorError(name, f"an element is not UTF-8; {hint}") from error
    code = _code(name, datatype)
    values = [value for (value,) in struct.iter_unpack(f"<{code}", raw)]
    if code in "efd" and not all(map(math.isfinite, values)):
        raise TensorError(name, f"JSON has no word for NaN and infinity; {hint}")
    return values


def _unnested(name: str, shape: Sequence[int], data: Any) -> Iterator[Any]:
    """Yield the elements of nested lists whose lengths are those of the shape."""
    if not shape:
        if isinstance(data, list):
            raise TensorError(name, "the data is nested deeper than the shape")
        yield data
        return
    if not isinstance(data, list) or len(data) != shape[0]:
        raise TensorError(name, "the data is neither flat nor nested as the shape says")
    for one in data:
        yield from _unnested(name, shape[1:], one)


def _size(name: str, datatype: str) -> int:
    if datatype not in SIZES:
        known = ", ".join((*SIZES, BYTES))
        raise TensorError(name, f"there is no datatype {datatype[:40]!r}; there are {known}")
    return SIZES[datatype]


def _code(name: str, datatype: str) -> str:
    _size(name, datatype)
    if datatype not in _CODES:
        raise TensorError(name, f"JSON has no word for {datatype}; send and ask for it as binary")
    return _CODES[datatype]


def _allowed(datatype: str) -> Callable[[Any], bool]:
    if datatype == "BOOL":
        return lambda value: isinstance(value, bool)
    kinds = (int, float) if datatype.startswith("FP") else (int,)
    return lambda value: isinstance(value, kinds) and not isinstance(value, bool)


def _text(name: str, value: Any) -> bytes:
    if not isinstance(value, str):
        raise TensorError(name, f"{str(value)[:40]!r} is no text, as the elements of BYTES are")
    try:
        return value.encode()
    except UnicodeEncodeError as error:
        raise TensorError(name, "an element has half of a surrogate pair") from error
