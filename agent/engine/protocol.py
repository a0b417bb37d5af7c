"""Frames between the agent and an engine child: a length in four bytes, then JSON.

The child runs a model file from outside, so the agent believes nothing it says: every frame is
bounded and checked field by field.
"""

import json
import math
import struct
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from agent.engine.frames import (
    Accepted,
    Cancel,
    Delta,
    Deltas,
    Detokenize,
    Done,
    Embed,
    Failed,
    Frame,
    Generate,
    Infer,
    Load,
    LoadFailed,
    Pulse,
    Ready,
    Tensors,
    Tokenize,
    Tokens,
    Vectors,
)

HEADER_BYTES: Final = 4
MAX_FRAME_BYTES: Final = 16 * 2**20


class ProtocolError(Exception):
    """Bytes that are not a frame; whoever sent them is not to be talked to any more."""


_KINDS: dict[str, type[Frame]] = {
    "load": Load,
    "generate": Generate,
    "embed": Embed,
    "infer": Infer,
    "tokenize": Tokenize,
    "detokenize": Detokenize,
    "cancel": Cancel,
    "ready": Ready,
    "load_failed": LoadFailed,
    "accepted": Accepted,
    "delta": Delta,
    "deltas": Deltas,
    "done": Done,
    "vectors": Vectors,
    "tensors": Tensors,
    "tokens": Tokens,
    "failed": Failed,
    "pulse": Pulse,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def encode(frame: Frame) -> bytes:
    """Return the frame's bytes, length included.

    Raises:
        ProtocolError: the frame is larger than one may be.
    """
    body = json.dumps(
        {"kind": _NAMES[type(frame)], **_plain(frame)}, default=_plain, separators=(",", ":")
    ).encode("ascii")
    if len(body) > MAX_FRAME_BYTES:
        raise ProtocolError(f"a frame of {len(body)} bytes; at most {MAX_FRAME_BYTES} travel")
    return struct.pack(">I", len(body)) + body


def body_bytes(header: bytes) -> int:
    """Read the length of the frame that follows.

    Raises:
        ProtocolError: it is longer than a frame may be.
    """
    (size,) = struct.unpack(">I", header)
    if size > MAX_FRAME_BYTES:
        raise ProtocolError(f"a frame of {size} bytes was announced; at most {MAX_FRAME_BYTES}")
    return int(size)


def decode(body: bytes) -> Frame:
    """Read a frame's JSON.

    Raises:
        ProtocolError: it is not a frame that we know, in every field.
    """
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"not JSON: {error}") from error
    if not isinstance(value, dict):
        raise ProtocolError("a frame is an object")
    name = value.pop("kind", None)
    kind = _KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise ProtocolError(f"no frame is called {str(name)[:40]!r}")
    frame: Frame = _build(kind, value)
    return frame


def _plain(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _build(kind: type[Any], value: Any) -> Any:
    if not isinstance(value, dict):
        raise ProtocolError(f"{kind.__name__} is an object")
    readers = _READERS[kind]
    try:
        return kind(**{name: readers[name](item) for name, item in value.items()})
    except KeyError as error:
        raise ProtocolError(f"{kind.__name__} has no field {error}") from None
    except TypeError:
        raise ProtocolError(f"{kind.__name__} lacks a field") from None


def _readers_of(kind: type[Any]) -> dict[str, Callable[[Any], Any]]:
    hints = get_type_hints(kind)
    return {
        field.name: _reader(hints[field.name], f"{kind.__name__}.{field.name}")
        for field in fields(kind)
    }


def _reader(hint: Any, where: str) -> Callable[[Any], Any]:
    if is_dataclass(hint):
        return lambda value: _build(hint, value)  # type: ignore[arg-type]
    if get_origin(hint) is tuple:
        item = _reader(get_args(hint)[0], where)
        return lambda value: tuple(item(one) for one in _exactly(list, value, where))
    if get_origin(hint) in {Union, types.UnionType}:
        inner = next(one for one in get_args(hint) if one is not type(None))
        some = _reader(inner, where)
        return lambda value: None if value is None else some(value)
    if hint is float:
        return lambda value: _number(value, where)
    return lambda value: _exactly(hint, value, where)


def _exactly(kind: type[Any], value: Any, where: str) -> Any:
    if type(value) is not kind:
        raise ProtocolError(f"{where} is not {kind.__name__}")
    return value


def _number(value: Any, where: str) -> float:
    if type(value) not in {int, float} or not math.isfinite(value):
        raise ProtocolError(f"{where} is not a finite number")
    return float(value)


class _Readers(dict[type[Any], dict[str, Callable[[Any], Any]]]):
    """The readers of every kind, made when it is first read."""

    def __missing__(self, kind: type[Any]) -> dict[str, Callable[[Any], Any]]:
        readers = self[kind] = _readers_of(kind)
        return readers


_READERS = _Readers()
