"""Reads one way of writing a call, character by character; says what it found as it goes. Pure.

A reader takes characters until it is over. It is `begun` once the name is certain, from when on
the arguments go out as they come; one that breaks before has said nothing, so that its text can
still be shown as what it is.
"""

from collections.abc import Callable, Collection
from typing import Any, Protocol

from agent.api.tools.parts import ToolArguments, ToolBegin
from agent.api.tools.scanner import WHITE, Scanner, dumps, loads

_KEYS = frozenset(
    {"name", "tool_name", "arguments", "parameters", "function", "type", "id", "tool_call_id"}
)


class Calls:
    """The calls of one answer so far, and the parts that nobody has taken yet."""

    def __init__(self, call_id: Callable[[], str]) -> None:
        self._call_id = call_id
        self._parts: list[ToolBegin | ToolArguments] = []
        self._said: list[str] = []
        self.count = 0

    def begin(self, name: str) -> None:
        self._parts = self.take()
        self._parts.append(ToolBegin(self.count, self._call_id(), name))
        self.count += 1

    def say(self, text: str) -> None:
        """Add to the arguments of the call that was begun last."""
        self._said.append(text)

    def take(self) -> list[ToolBegin | ToolArguments]:
        parts, self._parts = self._parts, []
        if self._said:
            parts.append(ToolArguments(self.count - 1, "".join(self._said)))
            self._said.clear()
        return parts


class Reader(Protocol):
    begun: bool
    over: bool
    broken: bool

    def feed(self, char: str) -> bool:
        """Take a character; False, without having taken it, where the reader is at its end."""
        ...


class ObjectReader:
    """`{"name": ..., "arguments": {...}}`, keys in any order."""

    def __init__(self, calls: Calls, names: Collection[str] | None) -> None:
        """Read a call of one of `names`; of any function where that is None."""
        self.begun = self.over = self.broken = False
        self._calls = calls
        self._names = names
        self._state = self._open
        self._key = ""
        self._text = ""
        self._value = Scanner()
        self._name: str | None = None
        self._arguments: str | None = None
        self._streams = False

    def feed(self, char: str) -> bool:
        if self.over or self.broken:
            return False
        return self._state(char)

    def _open(self, char: str) -> bool:
        if char == "{":
            self._state = self._next
        elif char not in WHITE:
            self.broken = True
            return False
        return True

    def _next(self, char: str) -> bool:
        """Between two members."""
        if char == '"':
            self._value = Scanner()
            self._value.feed(char)
            self._text = char
            self._state = self._in_key
        elif char == "}":
            self._close()
        elif char not in WHITE and char != ",":
            self.broken = True
            return False
        return not self.broken

    def _in_key(self, char: str) -> bool:
        self._value.feed(char)
        self._text += char
        if self._value.over:
            key = loads(self._text)
            if key not in _KEYS and self._names is not None:
                self.broken = True
                return False
            self._key = str(key)
            self._state = self._colon
        return True

    def _colon(self, char: str) -> bool:
        if char == ":":
            self._value, self._text = Scanner(), ""
            self._state = self._in_value
        elif char not in WHITE:
            self.broken = True
            return False
        return True

    def _in_value(self, char: str) -> bool:
        if not self._text and char in WHITE:
            return True
        if not self._text:
            wanted = self._key in {"arguments", "parameters"}
            self._streams = wanted and char == "{" and self._name is not None
            if self._streams:
                self._begin()
        if not self._value.feed(char):
            self._member()
            return not self.broken and self.feed(char)
        self._text += char
        if self._streams:
            self._calls.say(char)
        if self._value.over:
            self._member()
        return not self.broken

    def _member(self) -> None:
        """A member is whole."""
        self._state = self._next
        value = None if self._streams else loads(self._text)
        match self._key:
            case "name" | "tool_name":
                self._named(value)
            case "function" if isinstance(value, str):
                self._named(value)
            case "function" if isinstance(value, dict):
                self._named(value.get("name"))
                self._arguments = _object(value.get("arguments"), None)
            case "arguments" | "parameters" if not self._streams:
                self._arguments = _object(value, self._text)
            case _:
                pass
        self._streams = False

    def _named(self, name: Any) -> None:
        if not isinstance(name, str) or not name or (self._names and name not in self._names):
            self.broken = True
        elif self._name is None:
            self._name = name

    def _begin(self) -> None:
        assert self._name is not None
        self.begun = True
        self._calls.begin(self._name)

    def _close(self) -> None:
        if not self.begun:
            if self._name is None or (self._arguments is None and self._names is not None):
                self.broken = True
                return
            self._begin()
            self._calls.say(self._arguments or "{}")
        self.over = True


class ArrayReader:
    """`[{...}, {...}]`."""

    def __init__(self, calls: Calls, names: Collection[str] | None) -> None:
        self.begun = self.over = self.broken = False
        self._calls = calls
        self._names = names
        self._opened = False
        self._inner: ObjectReader | None = None

    def feed(self, char: str) -> bool:
        if self.over or self.broken:
            return False
        if self._inner is not None:
            return self._within(self._inner, char)
        if char == "{" and self._opened:
            self._inner = ObjectReader(self._calls, self._names)
            return self._inner.feed(char)
        if char == "]" and self._opened:
            self.over = True
            return True
        if char == "[" and not self._opened:
            self._opened = True
            return True
        self.broken = char not in WHITE and char != ","
        return not self.broken

    def _within(self, inner: ObjectReader, char: str) -> bool:
        taken = inner.feed(char)
        self.begun = self.begun or inner.begun
        if inner.broken:
            self.broken = True
        elif inner.over:
            self._inner = None
            return taken or self.feed(char)
        return taken


def _object(value: Any, text: str | None) -> str | None:
    """Return arguments as the text of an object; some models write them as a string of it."""
    if isinstance(value, str):
        value, text = loads(value), value
    if value is None:
        return "{}"
    if isinstance(value, dict):
        return dumps(value) if text is None else text
    return None
