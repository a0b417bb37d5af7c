"""Find something in the log: by kind, by person, by words; a page at a time, newest first."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from controlplane.audit.queries import Event, event_of
from controlplane.audit.tables import EventRow


@dataclass(frozen=True)
class Asked:
    """What is looked for; empty means anything."""

    kind: str = ""
    actor: str = ""
    words: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    """Kinds that are not shown."""


def page(session: Session, asked: Asked, *, before: int | None, limit: int) -> tuple[Event, ...]:
    """Return the newest events that are older than `before`."""
    query = select(EventRow).where(col(EventRow.seq).is_not(None))
    if before is not None:
        query = query.where(col(EventRow.seq) < before)
    if asked.kind:
        query = query.where(EventRow.kind == asked.kind)
    if asked.hidden:
        query = query.where(col(EventRow.kind).not_in(asked.hidden))
    if asked.actor:
        query = query.where(EventRow.actor == asked.actor)
    for word in asked.words:
        query = query.where(col(EventRow.text).icontains(word, autoescape=True))
    rows = session.exec(query.order_by(col(EventRow.seq).desc()).limit(limit))
    return tuple(event_of(row) for row in rows)
