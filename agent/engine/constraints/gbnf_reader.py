"""Reads the text of a GBNF grammar. Pure."""

from dataclasses import dataclass
from typing import Final

from agent.engine.constraints.errors import ConstraintError

MAX_NESTING: Final = 64
MAX_REPEATS: Final = 10_000
MAX_RULES: Final = 2_000
_HIGHEST: Final = 0x10FFFF
_NAME: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t"}
_HEX_DIGITS: Final = {"x": 2, "u": 4, "U": 8}
_SURROGATES: Final = range(0xD800, 0xE000)


@dataclass(frozen=True, slots=True)
class Literal:
    text: str


@dataclass(frozen=True, slots=True)
class Chars:
    ranges: tuple[tuple[int, int], ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    name: str


@dataclass(frozen=True, slots=True)
class Token:
    """One token of the model, already in the words of Lark."""

    text: str


@dataclass(frozen=True, slots=True)
class Repeat:
    inner: "Node"
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Series:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    parts: tuple["Node", ...]


Node = Literal | Chars | Reference | Token | Repeat | Series | Choice


def read(text: str) -> dict[str, Node]:
    """Return the rules by name.

    Raises:
        ConstraintError: with the line where reading ended.
    """
    return _Reader(text).rules()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def rules(self) -> dict[str, Node]:
        rules: dict[str, Node] = {}
        self._blank(lines=True)
        while self._at < len(self._text):
            name = self._name()
            self._blank(lines=False)
            self._expect("::=")
            self._blank(lines=True)
            if name in rules:
                raise self._error(f"the rule {name!r} is there twice")
            rules[name] = self._choice(0)
            if self._peek() not in {"", "\r", "\n"}:
                raise self._error(f"{self._peek()!r} was not expected")
            self._blank(lines=True)
            if len(rules) > MAX_RULES:
                raise self._error(f"there are more than {MAX_RULES} rules")
        return rules

    def _choice(self, depth: int) -> Node:
        if depth > MAX_NESTING:
            raise self._error(f"brackets nest deeper than {MAX_NESTING}")
        parts = [self._series(depth)]
        while self._peek() == "|":
            self._at += 1
            self._blank(lines=True)
            parts.append(self._series(depth))
        return parts[0] if len(parts) == 1 else Choice(tuple(parts))

    def _series(self, depth: int) -> Node:
        parts: list[Node] = []
        while (part := self._item(depth)) is not None:
            self._blank(lines=depth > 0)
            parts.append(self._repeated(part, depth))
        return parts[0] if len(parts) == 1 else Series(tuple(parts))

    def _item(self, depth: int) -> Node | None:
        char = self._peek()
        if char == '"':
            return self._literal()
        if char == "[":
            return self._chars()
        if char == ".":
            self._at += 1
            return Chars(((0, _HIGHEST),))
        if char == "(":
            self._at += 1
            self._blank(lines=True)
            inner = self._choice(depth + 1)
            self._expect(")")
            return inner
        if char in {"<", "!"}:
            return self._token()
        return Reference(self._name()) if char in _NAME and char else None

    def _repeated(self, part: Node, depth: int) -> Node:
        while (char := self._peek()) and char in "*+?{":
            self._at += 1
            match char:
                case "*":
                    part = Repeat(part, 0, None)
                case "+":
                    part = Repeat(part, 1, None)
                case "?":
                    part = Repeat(part, 0, 1)
                case _:
                    least, most = self._times()
                    part = Series(()) if most == 0 else Repeat(part, least, most)
            self._blank(lines=depth > 0)
        return part

    def _times(self) -> tuple[int, int | None]:
        self._blank(lines=False)
        least = most = self._number()
        self._blank(lines=False)
        if self._peek() == ",":
            self._at += 1
            self._blank(lines=False)
            most = self._number()
            self._blank(lines=False)
        elif least is None:
            raise self._error("a number was expected")
        self._expect("}")
        least = least or 0
        if most is not None and most < least:
            raise self._error(f"{{{least},{most}}} repeats less often than it must")
        return least, most

    def _number(self) -> int | None:
        start = self._at
        while self._peek() and self._peek() in "0123456789":
            self._at += 1
        digits = self._text[start : self._at]
        if len(digits) > len(str(MAX_REPEATS)) or int(digits or 0) > MAX_REPEATS:
            raise self._error(f"at most {MAX_REPEATS} repetitions")
        return int(digits) if digits else None

    def _literal(self) -> Node:
        self._at += 1
        text = ""
        while self._peek() != '"':
            text += self._char()
        self._at += 1
        return Literal(text)

    def _chars(self) -> Node:
        self._at += 1
        negated = self._peek() == "^"
        self._at += negated
        ranges: list[tuple[int, int]] = []
        while self._peek() != "]":
            low = high = ord(self._char())
            if self._peek() == "-" and self._text[self._at + 1 : self._at + 2] != "]":
                self._at += 1
                high = ord(self._char())
            if high < low:
                raise self._error("a range of characters runs backwards")
            ranges.append((low, high))
        self._at += 1
        if not ranges:
            raise self._error("a class of no characters matches nothing")
        return Chars(tuple(ranges), negated)

    def _char(self) -> str:
        char = self._peek()
        if not char:
            raise self._error("it ends in the middle")
        self._at += 1
        if char != "\\":
            return char
        kind = self._peek()
        self._at += 1
        digits = _HEX_DIGITS.get(kind)
        if digits is None:
            if kind in _ESCAPES or (kind and kind in '"\\[]-^'):
                return _ESCAPES.get(kind, kind)
            raise self._error(f"there is no escape \\{kind}")
        code = self._text[self._at : self._at + digits]
        self._at += digits
        try:
            value = int(code, 16) if len(code) == digits else -1
        except ValueError:
            value = -1
        if not 0 <= value <= _HIGHEST or value in _SURROGATES:
            raise self._error(f"\\{kind}{code} is no character")
        return chr(value)

    def _token(self) -> Node:
        if self._peek() == "!":
            raise self._error("'!<...>', any token but one, is not supported")
        end = self._text.find(">", self._at)
        name = self._text[self._at : end + 1]
        if end < 0 or "\n" in name:
            raise self._error("a token must end with '>'")
        self._at = end + 1
        if name.startswith("<["):
            if not (name.endswith("]>") and name[2:-2].isdecimal()):
                raise self._error("a token is written <[number]> or <name>")
            return Token(name)
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        return Token(f'%token "{quoted}"')

    def _name(self) -> str:
        start = self._at
        while self._peek() and self._peek() in _NAME:
            self._at += 1
        if self._at == start:
            raise self._error("the name of a rule was expected")
        return self._text[start : self._at]

    def _blank(self, *, lines: bool) -> None:
        """Go past white space and comments, and past the ends of lines where that is meant."""
        while char := self._peek():
            if char in " \t" or (lines and char in "\r\n"):
                self._at += 1
            elif char == "#":
                while self._peek() not in {"", "\r", "\n"}:
                    self._at += 1
            else:
                return

    def _expect(self, word: str) -> None:
        if not self._text.startswith(word, self._at):
            raise self._error(f"{word!r} was expected")
        self._at += len(word)

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _error(self, what: str) -> ConstraintError:
        line = self._text.count("\n", 0, self._at) + 1
        near = self._text[max(0, self._at - 20) : self._at + 20]
        return ConstraintError(f"the GBNF grammar, line {line}: {what}, near {near!r}")
