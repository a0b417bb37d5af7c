"""Label expressions: which devices are meant. Pure.

Terms are joined by commas and must all hold: `site=lisbon`, `site!=lisbon`, `class in (kiosk,
gateway)`, `class notin (lab)`, `gpu` (has the label), `!lab` (has it not). Empty means everybody.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from typing_extensions import override

from shared.errors import Category, FlotillaError

MAX_LENGTH = 500

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,62}")
_SPACE = re.compile(r"\s*")


class SelectorError(FlotillaError):
    """An expression that cannot be read; the message points at the character."""

    code = "bad_selector"
    category = Category.CONFIG

    def __init__(self, text: str, position: int, expected: str) -> None:
        self.text = text
        self.position = position
        found = f"found {text[position]!r}" if position < len(text) else "it ends"
        super().__init__(
            f"selector {text!r}, character {position + 1}: expected {expected}, {found}"
        )


class Check(StrEnum):
    IN = "in"
    NOT_IN = "notin"
    HAS = "has"
    HAS_NOT = "has not"


@dataclass(frozen=True)
class Term:
    """One condition on one label."""

    key: str
    check: Check
    values: tuple[str, ...] = ()

    def matches(self, labels: Mapping[str, str]) -> bool:
        match self.check:
            case Check.IN:
                return labels.get(self.key) in self.values
            case Check.NOT_IN:
                return labels.get(self.key) not in self.values
            case Check.HAS:
                return self.key in labels
            case Check.HAS_NOT:
                return self.key not in labels

    @override
    def __str__(self) -> str:
        match self.check:
            case Check.HAS:
                return self.key
            case Check.HAS_NOT:
                return f"!{self.key}"
            case Check.IN | Check.NOT_IN if len(self.values) == 1:
                return f"{self.key}{'=' if self.check is Check.IN else '!='}{self.values[0]}"
            case Check.IN | Check.NOT_IN:
                return f"{self.key} {self.check} ({','.join(self.values)})"

    def explain(self, labels: Mapping[str, str]) -> str:
        """Say in words why the term does not hold."""
        value = labels.get(self.key)
        has = f"{self.key} is {value}" if value is not None else f"it has no label {self.key}"
        return f"{self} does not hold: {has}"


@dataclass(frozen=True)
class Selector:
    """An expression: all of its terms must hold."""

    terms: tuple[Term, ...] = ()

    def matches(self, labels: Mapping[str, str]) -> bool:
        return all(term.matches(labels) for term in self.terms)

    def explain(self, labels: Mapping[str, str]) -> str:
        """Say in words whether, and if not why not, `labels` match."""
        failed = [term.explain(labels) for term in self.terms if not term.matches(labels)]
        return "; ".join(failed) if failed else "matches"

    @override
    def __str__(self) -> str:
        return ",".join(str(term) for term in self.terms)


def parse(text: str) -> Selector:
    """Read an expression.

    Raises:
        SelectorError: it cannot be read.
    """
    if len(text) > MAX_LENGTH:
        raise SelectorError(text, MAX_LENGTH, f"an expression of at most {MAX_LENGTH} characters")
    return Selector(tuple(_Reader(text).terms()))


class _Reader:
    """Walks over the text once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def terms(self) -> Iterator[Term]:
        self.space()
        if self.at == len(self.text):
            return
        yield self.term()
        while self.takes(","):
            yield self.term()
        if self.at < len(self.text):
            raise SelectorError(self.text, self.at, "a comma or the end")

    def term(self) -> Term:
        if self.takes("!"):
            return Term(self.word("a label"), Check.HAS_NOT)
        key = self.word("a label")
        if self.takes("!="):
            return Term(key, Check.NOT_IN, (self.word("a value"),))
        if self.takes("==") or self.takes("="):
            return Term(key, Check.IN, (self.word("a value"),))
        for check in (Check.NOT_IN, Check.IN):
            if self.takes_word(check):
                return Term(key, check, self.values())
        return Term(key, Check.HAS)

    def values(self) -> tuple[str, ...]:
        if not self.takes("("):
            raise SelectorError(self.text, self.at, "'('")
        values = [self.word("a value")]
        while self.takes(","):
            values.append(self.word("a value"))
        if not self.takes(")"):
            raise SelectorError(self.text, self.at, "a comma or ')'")
        return tuple(values)

    def word(self, expected: str) -> str:
        self.space()
        match = _WORD.match(self.text, self.at)
        if match is None:
            raise SelectorError(self.text, self.at, expected)
        self.at = match.end()
        self.space()
        return match[0]

    def takes(self, sign: str) -> bool:
        if not self.text.startswith(sign, self.at):
            return False
        self.at += len(sign)
        self.space()
        return True

    def takes_word(self, word: str) -> bool:
        match = _WORD.match(self.text, self.at)
        if match is None or match[0] != word:
            return False
        self.at = match.end()
        self.space()
        return True

    def space(self) -> None:
        found = _SPACE.match(self.text, self.at)
        assert found is not None
        self.at = found.end()
