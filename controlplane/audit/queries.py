"""Read what happened. An event's id is its place in the chain."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from sqlmodel import Session, col, func, select

from controlplane.audit import chain
from controlplane.audit.chain import Break, Entry
from controlplane.audit.tables import AuditHeadRow, EventRow

_PAGE: Final = 500


@dataclass(frozen=True)
class Event:
    """One thing that happened."""

    id: int
    at: datetime
    kind: str
    subject: str
    actor: str
    text: str


@dataclass(frozen=True)
class Head:
    """Where the chain ends."""

    seq: int
    hash: str


@dataclass(frozen=True)
class Verification:
    """What a walk along the whole chain found."""

    entries: int
    head: Head
    breaks: tuple[Break, ...]


def recent(
    session: Session, *, limit: int = 20, kind: str | None = None, subject: str | None = None
) -> list[Event]:
    """Return the newest events first."""
    query = select(EventRow).where(col(EventRow.seq).is_not(None))
    query = query.order_by(col(EventRow.seq).desc()).limit(limit)
    if kind is not None:
        query = query.where(EventRow.kind == kind)
    if subject is not None:
        query = query.where(EventRow.subject == subject)
    return [event_of(row) for row in session.exec(query)]


def after(session: Session, last_id: int, *, limit: int = 200) -> list[Event]:
    """Return the events that follow `last_id`, oldest first: what a live page has missed."""
    query = (
        select(EventRow).where(col(EventRow.seq) > last_id).order_by(col(EventRow.seq)).limit(limit)
    )
    return [event_of(row) for row in session.exec(query)]


def newest_id(session: Session) -> int:
    return session.exec(select(func.max(EventRow.seq))).one() or 0


def head(session: Session) -> Head:
    row = session.exec(select(AuditHeadRow)).one_or_none()
    return Head(0, chain.START) if row is None else Head(row.seq, row.hash)


def entries(session: Session, *, after: int = 0, limit: int | None = None) -> Iterator[Entry]:
    """Yield the links of the chain in order, a page at a time."""
    return islice(_walk(session, after), limit)


def verify(session: Session, *, expected: Head | None = None, most: int = 20) -> Verification:
    """Walk along the whole chain and name the first places at which it does not hold.

    A head that was kept elsewhere must still be in it: only that shows that the end was not cut.
    """
    end = head(session)
    walked = _Walked(session, end)
    found = list(islice(chain.breaks(walked), most))
    if not found and walked.last != end:
        found = [Break(walked.last.seq, f"the chain ends here, and should end at {end.seq}")]
    if expected is not None and not found and not _has(session, expected):
        found = [Break(expected.seq, "it is not the entry whose hash was kept")]
    return Verification(walked.last.seq, end, tuple(found))


def _has(session: Session, expected: Head) -> bool:
    query = select(EventRow.hash).where(EventRow.seq == expected.seq)
    return session.exec(query).one_or_none() == expected.hash


class _Walked:
    """The links of the chain, and the last one that was passed."""

    def __init__(self, session: Session, end: Head) -> None:
        self._session = session
        self._end = end
        self.last = Head(0, chain.START)

    def __iter__(self) -> Iterator[Entry]:
        for entry in entries(self._session, limit=self._end.seq):
            yield entry
            self.last = Head(entry.seq, entry.hash)


def _walk(session: Session, last: int) -> Iterator[Entry]:
    while True:
        rows = session.exec(
            select(EventRow)
            .where(col(EventRow.seq) > last)
            .order_by(col(EventRow.seq))
            .limit(_PAGE)
        ).all()
        for row in rows:
            yield _entry(row)
        if len(rows) < _PAGE:
            return
        last = rows[-1].seq or last
        session.expunge_all()


def event_of(row: EventRow) -> Event:
    assert row.seq is not None
    return Event(row.seq, row.at, row.kind, row.subject, row.actor, row.text)


def _entry(row: EventRow) -> Entry:
    assert row.seq is not None
    return Entry(
        seq=row.seq,
        at=row.at,
        kind=row.kind,
        subject=row.subject,
        actor=row.actor,
        text=row.text,
        previous=row.previous or "",
        hash=row.hash or "",
    )
