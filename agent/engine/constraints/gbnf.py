"""llama.cpp's GBNF, read into a tree and written as llguidance's Lark. Pure.

GBNF is a grammar over characters, Lark one over terminals that match as much as they can. So what
is regular is gathered into terminals as large as possible: a grammar without recursion becomes one
regular expression and means exactly the same. Where a terminal stands before something that could
also continue it, across the border of a recursive rule, the Lark is stricter than the GBNF.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from agent.engine.constraints.errors import ConstraintError
from agent.engine.constraints.gbnf_reader import (
    Chars,
    Choice,
    Literal,
    Node,
    Reference,
    Repeat,
    Series,
    Token,
    read,
)

ROOT: Final = "root"


def to_lark(text: str) -> str:
    """Return the same grammar as Lark, with `%token` where it names a token.

    Raises:
        ConstraintError: it cannot be read, or lacks a rule.
    """
    rules = read(text)
    if ROOT not in rules:
        raise ConstraintError("the GBNF grammar has no rule 'root'")
    for name, rule in rules.items():
        for wanted in _references(rule):
            if wanted not in rules:
                raise ConstraintError(
                    f"the GBNF grammar has no rule {wanted!r}, which {name!r} uses"
                )
    return _Writer(rules, _regular(rules)).write()


def _regular(rules: Mapping[str, Node]) -> frozenset[str]:
    """Return the rules that never lead back to themselves, nor to one that does."""
    regular: set[str] = set()
    grown = True
    while grown:
        more = {
            name
            for name, rule in rules.items()
            if name not in regular and _is_regular(rule, regular)
        }
        regular |= more
        grown = bool(more)
    return frozenset(regular)


def _is_regular(node: Node, regular: set[str] | frozenset[str]) -> bool:
    match node:
        case Reference(name):
            return name in regular
        case Token():
            return False
        case Repeat(inner):
            return _is_regular(inner, regular)
        case Series(parts) | Choice(parts):
            return all(_is_regular(part, regular) for part in parts)
        case _:
            return True


def _references(node: Node) -> Iterator[str]:
    match node:
        case Reference(name):
            yield name
        case Repeat(inner):
            yield from _references(inner)
        case Series(parts) | Choice(parts):
            for part in parts:
                yield from _references(part)
        case _:
            pass


@dataclass
class _Writer:
    rules: Mapping[str, Node]
    regular: frozenset[str]

    def __post_init__(self) -> None:
        self._names = {
            name: f"T{index}" if name in self.regular else f"r{index}"
            for index, name in enumerate(self.rules)
        }
        self._terminals: dict[str, str] = {}

    def write(self) -> str:
        lines = [f"start: {self._names[ROOT]}"]
        for name, rule in self.rules.items():
            body = self._terminal(rule) if name in self.regular else self._rule(rule)
            lines.append(f"{self._names[name]}: {body}")
        lines += (f"{name}: {body}" for body, name in self._terminals.items())
        return "\n".join(lines) + "\n"

    def _rule(self, node: Node) -> str:
        """Write what is not regular, or part of it."""
        if _is_regular(node, self.regular):
            return self._named(node)
        match node:
            case Reference(name):
                return self._names[name]
            case Token(text):
                return text
            case Repeat(inner):
                return f"({self._rule(inner)}){_times(node)}"
            case Choice(parts):
                return "(" + " | ".join(self._rule(part) for part in parts) + ")"
            case Series(parts):
                return " ".join(self._rule(part) for part in self._gathered(parts))
            case _:
                raise AssertionError(node)

    def _gathered(self, parts: tuple[Node, ...]) -> Iterator[Node]:
        """Put neighbours that are regular together: one terminal instead of several."""
        run: list[Node] = []
        for part in parts:
            if _is_regular(part, self.regular):
                run.append(part)
                continue
            if run:
                yield Series(tuple(run))
            run = []
            yield part
        if run:
            yield Series(tuple(run))

    def _named(self, node: Node) -> str:
        if isinstance(node, Series) and len(node.parts) == 1:
            return self._named(node.parts[0])
        if isinstance(node, Reference):
            return self._names[node.name]
        body = self._terminal(node)
        return self._terminals.setdefault(body, f"X{len(self._terminals)}")

    def _terminal(self, node: Node) -> str:
        match node:
            case Literal(text):
                return json.dumps(text)
            case Chars(ranges, negated):
                inner = "".join(f"\\u{{{low:x}}}-\\u{{{high:x}}}" for low, high in ranges)
                return f"/[{'^' * negated}{inner}]/"
            case Reference(name):
                return self._names[name]
            case Repeat(inner):
                return f"({self._terminal(inner)}){_times(node)}"
            case Choice(parts):
                return "(" + " | ".join(self._terminal(part) for part in parts) + ")"
            case Series(parts):
                return " ".join(self._terminal(part) for part in parts) or '""'
            case _:
                raise AssertionError(node)


def _times(node: Repeat) -> str:
    most = "" if node.most is None else node.most
    return f"{{{node.least},{most}}}"
