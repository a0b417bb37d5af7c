"""Lists of devices, cut to pages by the database.

A search is a query of the language, or plain words that a device's name, labels or versions
contain. What the database cannot judge exactly is walked through in pieces, never held whole.
"""

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Any, Final

from sqlalchemy import ColumnElement, String, and_, cast, or_, true
from sqlmodel import Session, col, func, select

from controlplane.devices import queries
from controlplane.devices.model import Device
from controlplane.devices.query import facts, match, sql
from controlplane.devices.query.errors import QueryError
from controlplane.devices.query.reader import read
from controlplane.devices.query.tree import Every, Node
from controlplane.devices.tables import (
    DeviceCapabilityRow,
    DeviceRow,
    DeviceSlotRow,
    DeviceStatusRow,
)
from shared.ids import DeviceId

MAX_WORDS: Final = 6
_SIGNS: Final = frozenset("=!()<>~,")
_KEYWORDS: Final = frozenset({"and", "or", "not", "has", "in", "notin"})
_PIECE: Final = 500
EVERYBODY: Final = Every()


class Order(StrEnum):
    NAME = "name"
    SEEN = "seen"
    """Who has been away longest comes first."""
    NEWEST = "newest"
    """Who was enrolled last comes first."""


@dataclass(frozen=True)
class Wanted:
    """Which devices a list shows, and in what order."""

    node: Node = EVERYBODY
    words: tuple[str, ...] = ()
    presence: str = ""
    order: Order = Order.NAME


@dataclass(frozen=True)
class Listed:
    """One page, and how many there are in all."""

    devices: tuple[Device, ...]
    total: int


def wanted(text: str, *, presence: str = "", order: str = "") -> Wanted:
    """Read what somebody typed into the search box.

    Raises:
        QueryError: it looks like a query and cannot be read.
    """
    asked = text.strip()
    words = asked.split()
    plain = _SIGNS.isdisjoint(asked) and _KEYWORDS.isdisjoint(word.lower() for word in words)
    return Wanted(
        node=EVERYBODY if plain else read(asked),
        words=tuple(words[:MAX_WORDS]) if plain else (),
        presence=presence if presence in {"online", "offline", "never"} else "",
        order=Order(order) if order in set(Order) else Order.NAME,
    )


def page(session: Session, want: Wanted, *, now: datetime, offset: int, limit: int) -> Listed:
    """Return one page of the devices that are meant."""
    clause = sql.compiled(want.node, now)
    condition = and_(clause.condition, _others(want))
    if not clause.exact:
        return _walked(session, want, condition, now=now, offset=offset, limit=limit)
    counted = _joined(select(func.count()).select_from(DeviceRow)).where(condition)
    rows = session.exec(_ordered(_rows(condition), want.order).offset(offset).limit(limit))
    return Listed(tuple(queries.device_of(*row) for row in rows), session.exec(counted).one())


def ids(session: Session, want: Wanted, *, now: datetime, limit: int) -> tuple[DeviceId, ...]:
    """Return the ids of the devices that are meant, at most `limit` of them."""
    clause = sql.compiled(want.node, now)
    condition = and_(clause.condition, _others(want))
    if clause.exact:
        query = _joined(select(DeviceRow.id)).where(condition).order_by(col(DeviceRow.name))
        return tuple(DeviceId(each) for each in session.exec(query.limit(limit)))
    # Closed at once, for a cursor that was not read to its end stays open in the database.
    with closing(_matching(session, want, condition, now)) as matching:
        return tuple(device.id for device in islice(matching, limit))


def expiring(
    session: Session, *, before: datetime, limit: int
) -> tuple[int, tuple[tuple[DeviceId, str, datetime], ...]]:
    """Return how many certificates end before a moment, and whose end first."""
    ending = and_(
        col(DeviceRow.revoked_at).is_(None), col(DeviceRow.certificate_expires_at) < before
    )
    number = session.exec(select(func.count()).select_from(DeviceRow).where(ending)).one()
    if not number:
        return 0, ()
    first = session.exec(
        select(DeviceRow.id, DeviceRow.name, DeviceRow.certificate_expires_at)
        .where(ending)
        .order_by(col(DeviceRow.certificate_expires_at), col(DeviceRow.name))
        .limit(limit)
    )
    return number, tuple((DeviceId(key), name, ends) for key, name, ends in first)


def labels(session: Session, *, limit: int) -> tuple[tuple[str, str], ...]:
    """Return pairs of label and value that devices have, for those who type a query."""
    found: dict[tuple[str, str], None] = {}
    query = select(DeviceRow.labels).where(col(DeviceRow.revoked_at).is_(None))
    for held in session.exec(query.order_by(col(DeviceRow.name)).limit(_PIECE)):
        found |= dict.fromkeys(held.items())
        if len(found) >= limit:
            break
    return tuple(sorted(found))[:limit]


def _walked(
    session: Session,
    want: Wanted,
    condition: ColumnElement[bool],
    *,
    now: datetime,
    offset: int,
    limit: int,
) -> Listed:
    """Look at each device that the database could not tell, and keep one page of them."""
    kept, total = [], 0
    for device in _matching(session, want, condition, now):
        if offset <= total < offset + limit:
            kept.append(device)
        total += 1
    return Listed(tuple(kept), total)


def _matching(
    session: Session, want: Wanted, condition: ColumnElement[bool], now: datetime
) -> Generator[Device, None, None]:
    query = _ordered(_rows(condition), want.order)
    rows = session.exec(query.execution_options(yield_per=_PIECE))
    try:
        for row in rows:
            device = queries.device_of(*row)
            if match.meets(want.node, facts.of_device(device, now)):
                yield device
    finally:
        rows.close()


def _rows(condition: ColumnElement[bool]) -> Any:
    return _joined(select(DeviceRow, DeviceStatusRow, DeviceCapabilityRow)).where(condition)


def _joined(query: Any) -> Any:
    return (
        query.outerjoin(DeviceStatusRow, col(DeviceStatusRow.device) == col(DeviceRow.id))
        .outerjoin(DeviceCapabilityRow, col(DeviceCapabilityRow.device) == col(DeviceRow.id))
        .where(col(DeviceRow.revoked_at).is_(None))
    )


def _ordered(query: Any, order: Order) -> Any:
    by_name = col(DeviceRow.name)
    match order:
        case Order.NAME:
            return query.order_by(by_name)
        case Order.SEEN:
            return query.order_by(
                col(DeviceStatusRow.last_seen).is_(None), col(DeviceStatusRow.last_seen), by_name
            )
        case Order.NEWEST:
            return query.order_by(col(DeviceRow.enrolled_at).desc(), by_name)


def _others(want: Wanted) -> ColumnElement[bool]:
    """Return what is asked beside the query: presence, and words that something must contain."""
    online = col(DeviceStatusRow.online)
    presence = {
        "": true(),
        "online": online.is_(True),
        "offline": online.is_(False),
        "never": online.is_(None),
    }[want.presence]
    return and_(presence, *(_contains(word) for word in want.words))


def _contains(word: str) -> ColumnElement[bool]:
    served = (
        select(DeviceSlotRow.device)
        .where(
            or_(
                *(
                    col(column).icontains(word, autoescape=True)
                    for column in (
                        DeviceSlotRow.line,
                        DeviceSlotRow.version,
                        DeviceSlotRow.variant,
                    )
                )
            )
        )
        .scalar_subquery()
    )
    return or_(
        col(DeviceRow.name).icontains(word, autoescape=True),
        col(DeviceRow.id).startswith(word, autoescape=True),
        cast(col(DeviceRow.labels), String).icontains(word, autoescape=True),
        col(DeviceRow.id).in_(served),
    )


__all__ = [
    "Listed",
    "Order",
    "QueryError",
    "Wanted",
    "expiring",
    "ids",
    "labels",
    "page",
    "wanted",
]
