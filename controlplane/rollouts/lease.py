"""A lease: of several control planes on one database, one does a part's work at a time.

Whoever holds it renews it; when it does not, another takes it and the token grows. The holder looks
at the token in every transaction that it writes in, so one that was paused too long, and does not
know it, changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from controlplane.db.errors import ConflictError
from controlplane.rollouts.tables import LeaseRow

ROLLOUTS: Final = "rollouts"
LIFE: Final = timedelta(seconds=30)
"""How long a holder that fell silent keeps the others waiting."""
RENEWAL: Final = timedelta(seconds=10)


@dataclass(frozen=True)
class Held:
    """A lease as its holder knows it."""

    name: str
    token: int


class LeaseLostError(ConflictError):
    """Another control plane has taken the work over."""

    code = "lease_lost"

    def __init__(self, name: str) -> None:
        super().__init__(f"another control plane does the work of {name!r} now; this one waits")


def take(
    session: Session, name: str, holder: str, now: datetime, held: Held | None = None
) -> Held | None:
    """Take the lease, or renew the one that is `held`; None while another holds it."""
    row = session.get(LeaseRow, name, with_for_update=True)
    if row is None:
        session.add(LeaseRow(name=name, holder=holder, token=1, expires_at=now + LIFE))
        return Held(name, 1)
    if held is not None and row.token == held.token:
        if row.expires_at - now < LIFE - RENEWAL:
            row.expires_at = now + LIFE
        return held
    # A holder that was started anew need not wait for itself; what its former life still wants to
    # write is refused.
    if row.holder != holder and row.expires_at > now:
        return None
    row.holder, row.token, row.expires_at = holder, row.token + 1, now + LIFE
    return Held(name, row.token)


def check(session: Session, held: Held) -> None:
    """Make sure that the lease is still held, until the transaction ends.

    Raises:
        LeaseLostError: another holds it.
    """
    row = session.get(LeaseRow, held.name, with_for_update=True)
    if row is None or row.token != held.token:
        raise LeaseLostError(held.name)
