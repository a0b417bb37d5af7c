"""Read what happened."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from controlplane.audit.tables import EventRow


@dataclass(frozen=True)
class Event:
    """One thing that happened."""

    id: int
    at: datetime
    kind: str
    subject: str
    actor: str
    text: str


def recent(
    session: Session, *, limit: int = 20, kind: str | None = None, subject: str | None = None
) -> list[Event]:
    """Return the newest events first."""
    query = select(EventRow).order_by(col(EventRow.id).desc()).limit(limit)
    if kind is not None:
        query = query.where(EventRow.kind == kind)
    if subject is not None:
        query = query.where(EventRow.subject == subject)
    return [_event(row) for row in session.exec(query)]


def after(session: Session, last_id: int, *, limit: int = 200) -> list[Event]:
    """Return the events that follow `last_id`, oldest first: what a live page has missed."""
    query = (
        select(EventRow).where(col(EventRow.id) > last_id).order_by(col(EventRow.id)).limit(limit)
    )
    return [_event(row) for row in session.exec(query)]


def newest_id(session: Session) -> int:
    return session.exec(select(func.max(EventRow.id))).one() or 0


def _event(row: EventRow) -> Event:
    assert row.id is not None
    return Event(row.id, row.at, row.kind, row.subject, row.actor, row.text)
