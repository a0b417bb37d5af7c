"""Does a device meet a query, and if not, why. Pure."""

from typing import assert_never

from controlplane.devices.query.facts import Facts
from controlplane.devices.query.fields import Field, Kind, is_counted, number_of
from controlplane.devices.query.tree import (
    Compare,
    Either,
    Every,
    Has,
    Node,
    Not,
    Op,
    fields_in,
)
from shared.compat import size

_TURNED = {Op.NOT_IN: Op.IN, Op.STARTS_NOT: Op.STARTS}
"""Comparisons that hold where another does not, also for what is not known."""


def meets(node: Node, facts: Facts) -> bool:
    """Tell whether a query holds for a device."""
    match node:
        case Has():
            return bool(facts.texts_of(node.field) or facts.numbers_of(node.field))
        case Compare():
            return _compares(node, facts)
        case Not():
            return not meets(node.part, facts)
        case Every():
            return all(meets(part, facts) for part in node.parts)
        case Either():
            return any(meets(part, facts) for part in node.parts)
        case _:
            assert_never(node)


def explain(node: Node, facts: Facts) -> str:
    """Say in words whether, and if not why not, a device meets a query."""
    parts = node.parts if isinstance(node, Every) else (node,)
    failed = [_why(part, facts) for part in parts if not meets(part, facts)]
    return "; ".join(failed) if failed else "matches"


def _compares(node: Compare, facts: Facts) -> bool:
    if node.op in _TURNED:
        return not _compares(Compare(node.field, _TURNED[node.op], node.values), facts)
    if is_counted(node.field):
        return any(
            _holds(node.op, have, number_of(node.field, wanted) or 0.0)
            for have in facts.numbers_of(node.field)
            for wanted in node.values
        )
    texts = facts.texts_of(node.field)
    if node.op is Op.STARTS:
        return any(text.startswith(node.values) for text in texts)
    return any(text in node.values for text in texts)


def _holds(op: Op, have: float, wanted: float) -> bool:
    match op:
        case Op.LESS:
            return have < wanted
        case Op.AT_MOST:
            return have <= wanted
        case Op.MORE:
            return have > wanted
        case Op.AT_LEAST:
            return have >= wanted
        case _:
            return have == wanted


def _why(node: Node, facts: Facts) -> str:
    asked = list(dict.fromkeys(fields_in(node)))
    return f"{node} does not hold: {' and '.join(_say(field, facts) for field in asked)}"


def _say(field: Field, facts: Facts) -> str:
    if is_counted(field):
        values = [_quantity(field, number) for number in facts.numbers_of(field)]
    else:
        values = list(facts.texts_of(field))
    if values:
        return f"{field.name} is {', '.join(values)}"
    return f"it has no {'label ' if field.label else ''}{field.label or field.name}"


def _quantity(field: Field, number: float) -> str:
    match field.kind:
        case Kind.SIZE:
            return size(int(number))
        case Kind.AGE:
            return f"{number:.0f} s"
        case _:
            return f"{number:g}"
