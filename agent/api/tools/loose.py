"""Calls that look almost like JSON: those of Python, and those of the Gemma family. Pure."""

from dataclasses import dataclass
from typing import Any, Final

from agent.api.tools.scanner import WHITE

MAX_NESTING: Final = 32
_WORDS: Final = {"true": True, "false": False, "null": None, "none": None}
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


class LooseError(ValueError):
    """The text is no such call."""


@dataclass(frozen=True, slots=True)
class Style:
    """How one family writes a call."""

    quotes: tuple[str, ...]
    opening: str
    assign: str
    prefix: str = ""
    """Before the name."""
    listed: bool = False
    """Whether calls stand between square brackets, with commas."""


CODE: Final = Style(quotes=('"', "'"), opening="(", assign="=", listed=True)
"""`[look(at="door", times=2)]`."""
GEMMA: Final = Style(quotes=('<|"|>', "<escape>"), opening="{", assign=":", prefix="call:")
"""`call:look{at:<|"|>door<|"|>,times:2}`."""
CLOSING: Final = {"(": ")", "{": "}", "[": "]"}


def parse_call(text: str, style: Style) -> tuple[str, dict[str, Any]]:
    """Return the name and the arguments.

    Raises:
        LooseError: it is no call.
    """
    return _Parser(text.strip().removeprefix(style.prefix), style).call()


class _Parser:
    def __init__(self, text: str, style: Style) -> None:
        self._text = text
        self._style = style
        self._at = 0

    def call(self) -> tuple[str, dict[str, Any]]:
        name, found, _ = self._text.partition(self._style.opening)
        if not found or not name.strip().replace(".", "_").replace("-", "_").isidentifier():
            raise LooseError(name)
        self._at = len(name)
        arguments = self._members(self._style.assign, depth=0)
        if self._text[self._at :].strip():
            raise LooseError(self._text)
        return name.strip(), arguments

    def _members(self, assign: str, depth: int) -> dict[str, Any]:
        """Read what stands between brackets, the opening one being next."""
        closing = CLOSING[self._text[self._at]]
        self._at += 1
        members: dict[str, Any] = {}
        while self._peek() != closing:
            key = self._key(assign)
            members[key] = self._value(depth + 1)
            if self._peek() == ",":
                self._at += 1
            elif self._peek() != closing:
                raise LooseError(self._text)
        self._at += 1
        return members

    def _key(self, assign: str) -> str:
        quoted = self._quoted()
        if quoted is None:
            begin = self._at
            while self._at < len(self._text) and self._text[self._at] not in {assign, ","}:
                self._at += 1
            quoted = self._text[begin : self._at].strip()
        if not quoted or self._peek() != assign:
            raise LooseError(self._text)
        self._at += 1
        return quoted

    def _value(self, depth: int) -> Any:
        if depth > MAX_NESTING:
            raise LooseError("too deep")
        char = self._peek()
        if char == "{":
            return self._members(":", depth)
        if char == "[":
            return self._items(depth)
        quoted = self._quoted()
        return self._word() if quoted is None else quoted

    def _items(self, depth: int) -> list[Any]:
        self._at += 1
        items: list[Any] = []
        while self._peek() != "]":
            items.append(self._value(depth + 1))
            if self._peek() == ",":
                self._at += 1
            elif self._peek() != "]":
                raise LooseError(self._text)
        self._at += 1
        return items

    def _quoted(self) -> str | None:
        self._peek()
        for quote in self._style.quotes:
            if self._text.startswith(quote, self._at):
                self._at += len(quote)
                return self._string(quote)
        return None

    def _string(self, quote: str) -> str:
        made = ""
        while not self._text.startswith(quote, self._at):
            if self._at >= len(self._text):
                raise LooseError(self._text)
            char = self._text[self._at]
            self._at += 1
            if char == "\\" and len(quote) == 1:
                char = self._text[self._at : self._at + 1]
                self._at += 1
                char = _ESCAPES.get(char, char if char in "\\'\"" else f"\\{char}")
            made += char
        self._at += len(quote)
        return made

    def _word(self) -> Any:
        begin = self._at
        while self._at < len(self._text) and self._text[self._at] not in ",]})":
            self._at += 1
        word = self._text[begin : self._at].strip()
        if word.lower() in _WORDS:
            return _WORDS[word.lower()]
        try:
            return int(word) if word.lstrip("+-").isdecimal() else _finite(word)
        except ValueError:
            raise LooseError(word) from None

    def _peek(self) -> str:
        while self._text[self._at : self._at + 1] in WHITE:
            self._at += 1
        return self._text[self._at : self._at + 1]


def _finite(word: str) -> float:
    value = float(word)
    if value - value != 0:
        raise ValueError(word)
    return value
