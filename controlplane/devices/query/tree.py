"""A query as it was understood. Written out, it reads back the same. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from typing_extensions import override

from controlplane.devices.query.fields import Field

PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/:+@-]{0,127}")
"""A value that needs no quotes."""
KEYWORDS = frozenset({"and", "or", "not", "has", "in", "notin"})


class Op(StrEnum):
    """How a field is compared."""

    IN = "="
    NOT_IN = "!="
    STARTS = "~"
    STARTS_NOT = "!~"
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


@dataclass(frozen=True)
class Has:
    """The device has such a label, or says anything of this."""

    field: Field

    @override
    def __str__(self) -> str:
        return f"has {self.field.name}"


@dataclass(frozen=True)
class Compare:
    """A field compared with values; of several, one is enough."""

    field: Field
    op: Op
    values: tuple[str, ...]

    @override
    def __str__(self) -> str:
        if len(self.values) == 1 and self.op in (Op.IN, Op.NOT_IN):
            return f"{self.field.name}{self.op}{quoted(self.values[0])}"
        if len(self.values) == 1:
            return f"{self.field.name} {self.op} {quoted(self.values[0])}"
        word = "in" if self.op is Op.IN else "not in"
        return f"{self.field.name} {word} ({', '.join(map(quoted, self.values))})"


@dataclass(frozen=True)
class Not:
    part: "Node"

    @override
    def __str__(self) -> str:
        return f"not {_inner(self.part)}"


@dataclass(frozen=True)
class Every:
    """All parts must hold; without parts it holds for everybody."""

    parts: tuple["Node", ...] = ()

    @override
    def __str__(self) -> str:
        return " and ".join(_inner(part) for part in self.parts)


@dataclass(frozen=True)
class Either:
    """One part must hold."""

    parts: tuple["Node", ...]

    @override
    def __str__(self) -> str:
        return " or ".join(_inner(part) for part in self.parts)


Node = Has | Compare | Not | Every | Either


def every(parts: list[Node]) -> Node:
    """Join conditions that must all hold; one stands for itself."""
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Every) else (part,))
    return flat[0] if len(flat) == 1 else Every(tuple(flat))


def either(parts: list[Node]) -> Node:
    """Join conditions of which one is enough; one stands for itself."""
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Either) else (part,))
    return flat[0] if len(flat) == 1 else Either(tuple(flat))


def fields_in(node: Node) -> Iterator[Field]:
    """Return every field that a query asks about, in the order of its text."""
    match node:
        case Has() | Compare():
            yield node.field
        case Not():
            yield from fields_in(node.part)
        case Every() | Either():
            for part in node.parts:
                yield from fields_in(part)


def quoted(value: str) -> str:
    """Write a value so that it is read as one."""
    if PLAIN.fullmatch(value) and value.lower() not in KEYWORDS:
        return value
    return f"'{value}'" if '"' in value else f'"{value}"'


def _inner(node: Node) -> str:
    return f"({node})" if isinstance(node, Every | Either) else str(node)
