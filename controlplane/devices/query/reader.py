"""Reads a query. Pure.

    site=berlin and memory >= 2GiB and not state=failed
    (class in (kiosk, gateway) or name ~ test-) and has gpu

`and` binds closer than `or`. A comma is an `and`, `!` a `not`, and a word alone asks for a label of
that name, so that plain label selectors mean what they mean elsewhere.
"""

import re
from typing import Final

from controlplane.devices.query.errors import QueryError
from controlplane.devices.query.fields import Field, Kind, field_of, is_counted, number_of
from controlplane.devices.query.tree import (
    KEYWORDS,
    PLAIN,
    Compare,
    Every,
    Has,
    Node,
    Not,
    Op,
    either,
    every,
)

MAX_LENGTH: Final = 500
MAX_DEPTH: Final = 16
"""Parentheses within each other."""

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,127}")
_SPACE = re.compile(r"\s*")
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_SIGNS: Final = (
    ("<=", Op.AT_MOST),
    (">=", Op.AT_LEAST),
    ("!=", Op.NOT_IN),
    ("!~", Op.STARTS_NOT),
    ("==", Op.IN),
    ("=", Op.IN),
    ("~", Op.STARTS),
    ("<", Op.LESS),
    (">", Op.MORE),
)
_ORDERED: Final = frozenset({Op.LESS, Op.AT_MOST, Op.MORE, Op.AT_LEAST})
_PREFIXES: Final = frozenset({Op.STARTS, Op.STARTS_NOT})


def read(text: str) -> Node:
    """Read a query; an empty one means everybody.

    Raises:
        QueryError: it cannot be read.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(text, MAX_LENGTH, f"an expression of at most {MAX_LENGTH} characters")
    return _Reader(text).whole()


class _Reader:
    """Walks over the text once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0
        self.space()

    def whole(self) -> Node:
        if self.at == len(self.text):
            return Every()
        node = self.either()
        if self.at < len(self.text):
            raise self.error("'and', 'or', a comma or the end")
        return node

    def either(self) -> Node:
        parts = [self.every()]
        while self.takes_word("or"):
            parts.append(self.every())
        return either(parts)

    def every(self) -> Node:
        parts = [self.negated()]
        while self.takes(",") or self.takes_word("and"):
            parts.append(self.negated())
        return every(parts)

    def negated(self) -> Node:
        turned = False
        while self.takes("!") or self.takes_word("not"):
            turned = not turned
        node = self.primary()
        return Not(node) if turned else node

    def primary(self) -> Node:
        if self.text.startswith("(", self.at):
            return self.grouped()
        if self.takes_word("has"):
            return Has(field_of(self.key()))
        field = field_of(self.key())
        for sign, op in _SIGNS:
            start = self.at
            if self.takes(sign):
                return self.compared(field, op, start)
        for op, words in ((Op.IN, ("in",)), (Op.NOT_IN, ("notin",)), (Op.NOT_IN, ("not", "in"))):
            if self.takes_words(words):
                return Compare(field, op, self.values(field))
        return Has(field)

    def grouped(self) -> Node:
        if self.depth == MAX_DEPTH:
            raise self.error(f"at most {MAX_DEPTH} parentheses within each other")
        self.takes("(")
        self.depth += 1
        node = self.either()
        if not self.takes(")"):
            raise self.error("'and', 'or', a comma or ')'")
        self.depth -= 1
        return node

    def compared(self, field: Field, op: Op, start: int) -> Node:
        if op in _ORDERED and not is_counted(field):
            raise QueryError(
                self.text, start, f"'=', '!=', '~' or 'in', because {field.name} has no order"
            )
        if op in _PREFIXES and field.kind is not Kind.TEXT:
            raise QueryError(self.text, start, f"a comparison, because {field.name} is no text")
        if op in _PREFIXES:
            return Compare(field, op, (self.value(),))
        return Compare(field, op, (self.value_of(field),))

    def values(self, field: Field) -> tuple[str, ...]:
        if not self.takes("("):
            raise self.error("'('")
        values = [self.value_of(field)]
        while self.takes(","):
            values.append(self.value_of(field))
        if not self.takes(")"):
            raise self.error("a comma or ')'")
        return tuple(values)

    def value_of(self, field: Field) -> str:
        """Read a value that the field can have."""
        start = self.at
        value = self.value()
        if field.words and value not in field.words:
            raise QueryError(self.text, start, f"one of {', '.join(sorted(field.words))}")
        if is_counted(field) and number_of(field, value) is None:
            raise QueryError(self.text, start, field.kind.value)
        return value

    def value(self) -> str:
        quoted = _QUOTED.match(self.text, self.at)
        if quoted is not None:
            self.move(quoted.end())
            return str(quoted[1] if quoted[1] is not None else quoted[2])
        plain = PLAIN.match(self.text, self.at)
        if plain is None or plain[0].lower() in KEYWORDS:
            raise self.error("a value")
        self.move(plain.end())
        return plain[0]

    def key(self) -> str:
        found = _KEY.match(self.text, self.at)
        if found is None or found[0].lower() in KEYWORDS:
            raise self.error("a label or a field")
        self.move(found.end())
        return found[0]

    def takes(self, sign: str) -> bool:
        if not self.text.startswith(sign, self.at):
            return False
        self.move(self.at + len(sign))
        return True

    def takes_words(self, words: tuple[str, ...]) -> bool:
        start = self.at
        if all(self.takes_word(word) for word in words):
            return True
        self.at = start
        return False

    def takes_word(self, word: str) -> bool:
        found = _KEY.match(self.text, self.at)
        if found is None or found[0].lower() != word:
            return False
        self.move(found.end())
        return True

    def move(self, to: int) -> None:
        self.at = to
        self.space()

    def space(self) -> None:
        found = _SPACE.match(self.text, self.at)
        assert found is not None
        self.at = found.end()

    def error(self, expected: str) -> QueryError:
        return QueryError(self.text, self.at, expected)
