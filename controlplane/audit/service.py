"""Write down what happened, in the transaction in which it happens.

An entry is chained at the very end of its transaction, under the lock of the chain's head: commits
are one after the other from there on, the order of the chain is the order of commits, and because
nothing else is locked after the head, nobody waits for each other in a circle.
"""

from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from controlplane.audit import chain
from controlplane.audit.tables import AuditHeadRow, EventRow
from controlplane.db.session import at_commit

SYSTEM: Final = "flotilla"
"""The actor of what nobody asked for: a tick, a device's report."""
_HEAD: Final = 1


def note(
    session: Session, *, kind: str, subject: str, text: str, now: datetime, actor: str = SYSTEM
) -> None:
    """Add an event: `kind` is `device`, `release`, `rollout`, `access`..., `subject` its id."""
    session.add(
        EventRow(at=now, kind=kind, subject=subject[:80], actor=actor[:80], text=_plain(text)[:500])
    )
    at_commit(session, _chain)


def _chain(session: Session) -> None:
    session.flush()
    head = session.exec(
        select(AuditHeadRow)
        .where(AuditHeadRow.id == _HEAD)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if head is None:
        head = AuditHeadRow(id=_HEAD, seq=0, hash=chain.START)
        session.add(head)
    rows = session.exec(
        select(EventRow).where(col(EventRow.seq).is_(None)).order_by(col(EventRow.id))
    )
    for row in rows:
        row.seq = head.seq + 1
        row.previous = head.hash
        row.hash = chain.link(
            seq=row.seq,
            at=row.at,
            kind=row.kind,
            subject=row.subject,
            actor=row.actor,
            text=row.text,
            previous=row.previous,
        )
        head.seq, head.hash = row.seq, row.hash
    session.flush()


def _plain(text: str) -> str:
    """Return a text without what a terminal or a database stumbles over."""
    return "".join(each if each.isprintable() else " " for each in text)
