"""As much of a query as a database can judge.

What it cannot (what a capability holds in lists: engines, instruction sets, accelerators) is left
out so that no device is missed; `exact` says whether somebody must look again. Every condition is
made true or false, never unknown, because a device that says nothing of its memory is not one
"without 2 GiB".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, assert_never

from sqlalchemy import Boolean, ColumnElement, and_, exists, false, func, not_, or_, true
from sqlmodel import col

from controlplane.devices.query.fields import (
    FAILED,
    SERVING,
    SLOT_FACTS,
    Field,
    fact_of,
    is_counted,
    number_of,
)
from controlplane.devices.query.tree import Compare, Either, Every, Has, Node, Not, Op
from controlplane.devices.tables import (
    DeviceCapabilityRow,
    DeviceRow,
    DeviceSlotRow,
    DeviceStatusRow,
)

Column = ColumnElement[Any]


@dataclass(frozen=True)
class Clause:
    """A condition that every device meets which the query means."""

    condition: ColumnElement[bool]
    exact: bool = True
    """It means the same; otherwise some devices meet it that are not meant."""


def compiled(node: Node, now: datetime) -> Clause:
    """Return what a database is to judge, over devices, their status and their capability."""
    match node:
        case Has():
            return _has(node.field)
        case Compare():
            return _compare(node, now)
        case Not():
            part = compiled(node.part, now)
            return Clause(not_(part.condition)) if part.exact else _ANYBODY
        case Every():
            parts = [compiled(part, now) for part in node.parts]
            return _joined(and_(true(), *(part.condition for part in parts)), parts)
        case Either():
            parts = [compiled(part, now) for part in node.parts]
            return _joined(or_(false(), *(part.condition for part in parts)), parts)
        case _:
            assert_never(node)


_ANYBODY: Final = Clause(true(), exact=False)


def _joined(condition: ColumnElement[bool], parts: list[Clause]) -> Clause:
    return Clause(condition, all(part.exact for part in parts))


def _has(field: Field) -> Clause:
    slots = _slots(field)
    if slots is not None:
        return Clause(_a_slot(slots.where_named, slots.column.is_not(None)))
    column = _column(field)
    return _ANYBODY if column is None else Clause(column.is_not(None))


def _compare(node: Compare, now: datetime) -> Clause:
    if node.op in (Op.NOT_IN, Op.STARTS_NOT):
        turned = Op.IN if node.op is Op.NOT_IN else Op.STARTS
        same = _compare(Compare(node.field, turned, node.values), now)
        return Clause(not_(same.condition)) if same.exact else _ANYBODY
    if node.field.name == "state":
        return _state(node.values)
    slots = _slots(node.field)
    if slots is not None:
        found = or_(*(_test(node, slots.column, value, now) for value in node.values))
        return Clause(_a_slot(slots.where_named, found))
    column = _column(node.field)
    if column is None:
        return _ANYBODY
    tests = [_test(node, column, value, now) for value in node.values]
    return Clause(_certain(or_(*tests)))


def _test(node: Compare, column: Column, value: str, now: datetime) -> ColumnElement[bool]:
    wanted: Any = value
    op = node.op
    if is_counted(node.field):
        wanted = number_of(node.field, value) or 0.0
    if node.field.name == "seen":
        # The older the sighting, the greater the age.
        wanted, op = now - timedelta(seconds=wanted), _MIRRORED.get(op, op)
    if op is Op.STARTS:
        return func.substr(column, 1, len(value)) == value
    return _TESTS[op](column, wanted)


_MIRRORED: Final[Mapping[Op, Op]] = {
    Op.LESS: Op.MORE,
    Op.AT_MOST: Op.AT_LEAST,
    Op.MORE: Op.LESS,
    Op.AT_LEAST: Op.AT_MOST,
}
_TESTS: Final[Mapping[Op, Callable[[Column, Any], ColumnElement[bool]]]] = {
    Op.IN: lambda column, value: column == value,
    Op.LESS: lambda column, value: column < value,
    Op.AT_MOST: lambda column, value: column <= value,
    Op.MORE: lambda column, value: column > value,
    Op.AT_LEAST: lambda column, value: column >= value,
}


def _state(values: tuple[str, ...]) -> Clause:
    serving = col(DeviceSlotRow.serving)
    online = col(DeviceStatusRow.online)
    tests = {
        "online": online.is_(True),
        "offline": online.is_(False),
        "never": online.is_(None),
        SERVING: _a_slot(serving.is_(True)),
        FAILED: _a_slot(serving.is_(False), col(DeviceSlotRow.bundle).is_not(None)),
    }
    return Clause(or_(*(tests[value] for value in values)))


def _certain(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return a condition that is false where SQL would not know."""
    return func.coalesce(condition, false(), type_=Boolean)


def _column(field: Field) -> Any:
    """Return where a database has a field; None where it has a list of them, or nothing."""
    if field.label:
        return _part(DeviceRow.labels, field.label).as_string()
    if field.name in _CAPABILITY_NUMBERS:
        return _part(DeviceCapabilityRow.capability, _CAPABILITY_NUMBERS[field.name]).as_float()
    if field.name in _CAPABILITY_TEXTS:
        return _part(DeviceCapabilityRow.capability, _CAPABILITY_TEXTS[field.name]).as_string()
    column = _COLUMNS.get(field.name)
    return None if column is None else column()


@dataclass(frozen=True)
class _Slots:
    """Where a fact of slots stands, and of which slot."""

    column: Column
    where_named: ColumnElement[bool]


def _slots(field: Field) -> _Slots | None:
    if field.slot:
        named = col(DeviceSlotRow.slot) == field.slot
        return _Slots(_slot_column(fact_of(field)), named)
    if field.label or field.name not in ("slot", *SLOT_FACTS):
        return None
    return _Slots(_slot_column(field.name), true())


def _slot_column(fact: str) -> Column:
    return func.nullif(col(getattr(DeviceSlotRow, fact)), "")


def _a_slot(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say that a device has a slot of which all that holds."""
    return exists().where(col(DeviceSlotRow.device) == col(DeviceRow.id), *conditions)


def _part(document: object, key: str) -> Any:
    column: Any = col(document)
    return column[key]


_COLUMNS: Final[Mapping[str, Callable[[], Any]]] = {
    "name": lambda: col(DeviceRow.name),
    "id": lambda: col(DeviceRow.id),
    "agent": lambda: func.nullif(col(DeviceStatusRow.agent), ""),
    "seen": lambda: col(DeviceStatusRow.last_seen),
}
_CAPABILITY_NUMBERS: Final[Mapping[str, str]] = {
    "memory": "memory_budget_bytes",
    "memory_total": "memory_total_bytes",
    "disk": "disk_budget_bytes",
    "cores": "cores",
}
_CAPABILITY_TEXTS: Final[Mapping[str, str]] = {
    "arch": "architecture",
    "cpu": "cpu_model",
    "system": "system",
}
