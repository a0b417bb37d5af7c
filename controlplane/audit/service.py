"""Write down what happened, in the transaction in which it happens."""

from datetime import datetime

from sqlmodel import Session

from controlplane.audit.tables import EventRow

SYSTEM = "flotilla"
"""The actor of what nobody asked for: a tick, a device's report."""


def note(
    session: Session, *, kind: str, subject: str, text: str, now: datetime, actor: str = SYSTEM
) -> None:
    """Add an event: `kind` is `device`, `release` or `rollout`, `subject` its id."""
    session.add(EventRow(at=now, kind=kind, subject=subject, actor=actor, text=text[:500]))
