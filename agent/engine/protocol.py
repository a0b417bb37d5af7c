"""Frames between the agent and an engine child: a length in four bytes, then JSON.

The child runs a model file from outside, so the agent believes nothing it says: every frame is
bounded and checked field by field. Plain dataclasses, because the child does not afford pydantic.
"""

import json
import math
import struct
import types
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

HEADER_BYTES: Final = 4
MAX_FRAME_BYTES: Final = 16 * 2**20

STOP: Final = "stop"
LENGTH: Final = "length"
CANCELLED: Final = "cancelled"


class ProtocolError(Exception):
    """Bytes that are not a frame; whoever sent them is not to be talked to any more."""


@dataclass(frozen=True, slots=True)
class Message:
    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next token is drawn; temperature 0 always takes the likeliest."""

    temperature: float = 0.0
    top_k: int = 40
    top_p: float = 0.95
    min_p: float = 0.05
    seed: int | None = None
    repeat_penalty: float = 1.0
    frequency_penalty: float = 0.0
    presence_penalty: float = 0.0
    penalty_window: int = 64
    """How many of the last tokens the penalties look at."""


@dataclass(frozen=True, slots=True)
class Load:
    """The first frame: what to load; answered by `Ready` or `LoadFailed`."""

    weights: str
    context: int
    """Tokens that one request may use, prompt and answer together."""
    parallel: int
    """Requests at once."""
    threads: int | None = None
    batch: int = 512
    """Most tokens evaluated in one step."""


@dataclass(frozen=True, slots=True)
class Generate:
    """A request: exactly one of `messages`, `prompt` and `tokens`."""

    id: int
    max_tokens: int
    messages: tuple[Message, ...] | None = None
    prompt: str | None = None
    tokens: tuple[int, ...] | None = None
    sampling: Sampling = Sampling()
    stop: tuple[str, ...] = ()
    deadline_s: float | None = None
    """Seconds from arrival in the child after which the request fails."""


@dataclass(frozen=True, slots=True)
class Cancel:
    id: int


@dataclass(frozen=True, slots=True)
class Ready:
    """The bundle is loaded."""

    n_ctx: int
    """Tokens one request may use; at most what `Load` asked for and the model was made for."""
    parallel: int
    vocab: int
    architecture: str
    chat_template: bool
    load_ms: int
    sandbox: tuple[str, ...] = ()
    """What the child could take away from itself, by name."""


@dataclass(frozen=True, slots=True)
class LoadFailed:
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """The request was understood and waits for its turn."""

    id: int
    prompt_tokens: int


@dataclass(frozen=True, slots=True)
class Delta:
    """More text of an answer."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Usage:
    prompt: int
    cached: int
    """Prompt tokens that were still in memory from an earlier request."""
    generated: int


@dataclass(frozen=True, slots=True)
class Timings:
    prompt_ms: float
    """From the first prompt token's turn to the last one evaluated."""
    first_token_ms: float
    """From arrival in the child to the first generated token."""
    tokens_per_s: float
    """Decode rate after the first token; 0 for answers of one token."""


@dataclass(frozen=True, slots=True)
class Done:
    id: int
    finish_reason: str
    """`stop`, `length` or `cancelled`."""
    usage: Usage
    timings: Timings


@dataclass(frozen=True, slots=True)
class Failed:
    """The request failed; `code` says whose fault it was."""

    id: int
    code: str
    message: str
    prompt_tokens: int = 0
    n_ctx: int = 0


@dataclass(frozen=True, slots=True)
class Pulse:
    """The loop is alive: sent at most once a second while it works."""

    running: int
    waiting: int


CONTEXT_OVERFLOW: Final = "context_overflow"
BAD_REQUEST: Final = "bad_request"
BAD_TEMPLATE: Final = "bad_chat_template"
DEADLINE: Final = "deadline"
ENGINE_FAILED: Final = "engine_failed"

ToChild = Load | Generate | Cancel
FromChild = Ready | LoadFailed | Accepted | Delta | Done | Failed | Pulse
Frame = ToChild | FromChild

_KINDS: dict[str, type[Frame]] = {
    "load": Load,
    "generate": Generate,
    "cancel": Cancel,
    "ready": Ready,
    "load_failed": LoadFailed,
    "accepted": Accepted,
    "delta": Delta,
    "done": Done,
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


_READERS = {
    kind: _readers_of(kind) for kind in (*_KINDS.values(), Message, Sampling, Usage, Timings)
}
