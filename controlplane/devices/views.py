"""Searches of the fleet that have a name; whoever may see the fleet sees them all."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import uuid4

from sqlmodel import Session, col, func, or_, select

from controlplane.audit import service as audit
from controlplane.db.errors import ConflictError, InvalidError, NotFoundError
from controlplane.devices.listing import Wanted, wanted
from controlplane.devices.tables import DeviceViewRow

MOST: Final = 100
MAX_NAME: Final = 60


@dataclass(frozen=True)
class View:
    id: str
    name: str
    query: str
    presence: str
    order: str
    created_by: str


def views(session: Session) -> tuple[View, ...]:
    """Return every saved search, by name."""
    query = select(DeviceViewRow).order_by(func.lower(DeviceViewRow.name))
    return tuple(_view(row) for row in session.exec(query))


def view(session: Session, named: str) -> View:
    """Return a saved search by its id or its name.

    Raises:
        NotFoundError: there is none.
    """
    wanted = or_(col(DeviceViewRow.id) == named, col(DeviceViewRow.name) == named)
    row = session.exec(select(DeviceViewRow).where(wanted)).first()
    if row is None:
        raise NotFoundError("view", named)
    return _view(row)


def save(
    session: Session,
    *,
    name: str,
    query: str,
    presence: str,
    order: str,
    actor: str,
    now: datetime,
) -> str:
    """Keep a search under a name; the same name again replaces it. Return its id.

    Raises:
        InvalidError: the name is empty or long.
        ConflictError: there are too many already.
        QueryError: the search cannot be read.
    """
    title = " ".join(name.split())
    if not title or len(title) > MAX_NAME:
        raise InvalidError(f"a view needs a name of at most {MAX_NAME} characters")
    want: Wanted = wanted(query, presence=presence, order=order)
    row = session.exec(select(DeviceViewRow).where(DeviceViewRow.name == title)).first()
    if row is None:
        if session.exec(select(func.count()).select_from(DeviceViewRow)).one() >= MOST:
            raise ConflictError(f"there are {MOST} saved views already; delete one first")
        row = DeviceViewRow(
            id=str(uuid4()),
            name=title,
            query="",
            presence="",
            order="",
            created_at=now,
            created_by=actor,
        )
    row.query, row.presence, row.order = query.strip(), want.presence, want.order.value
    session.add(row)
    _note(session, row.id, f"saved the view {title!r}", actor=actor, now=now)
    return row.id


def delete(session: Session, view: str, *, actor: str, now: datetime) -> None:
    """Forget a saved search.

    Raises:
        NotFoundError: there is none.
    """
    row = session.exec(select(DeviceViewRow).where(col(DeviceViewRow.id) == view)).first()
    if row is None:
        raise NotFoundError("view", view)
    session.delete(row)
    _note(session, row.id, f"deleted the view {row.name!r}", actor=actor, now=now)


def _view(row: DeviceViewRow) -> View:
    return View(row.id, row.name, row.query, row.presence, row.order, row.created_by)


def _note(session: Session, view: str, text: str, *, actor: str, now: datetime) -> None:
    audit.note(session, kind="view", subject=view, text=text, now=now, actor=actor)
