"""Safety after a restore: devices that know newer orders than this control plane stop everything.

A control plane restored from a backup has forgotten what it ordered since. The devices have not:
each says which version of the director's repository it has seen. When that is newer than ours,
every running rollout pauses until somebody has looked and resumes one; from then on the director
signs above what the devices have seen, so that they listen again.
"""

from datetime import datetime

from sqlmodel import Session, col, func, select

from controlplane.devices.tables import DeviceRow, DeviceStatusRow
from controlplane.rollouts import effects, snapshots
from controlplane.rollouts.machine import PauseReason, RolloutEvent, RolloutState
from controlplane.rollouts.model import MoveRollout
from controlplane.rollouts.tables import RestoreRow
from controlplane.rollouts.wording import devices


def ahead(session: Session, ours: int) -> tuple[int, int]:
    """Return how many devices have seen more than `ours`, and the newest version of those."""
    newest, count = session.exec(
        select(func.max(DeviceStatusRow.director_version), func.count())
        .join(DeviceRow, col(DeviceRow.id) == col(DeviceStatusRow.device))
        .where(
            col(DeviceRow.revoked_at).is_(None),
            DeviceStatusRow.director_version > max(ours, floor(session)),
        )
    ).one()
    return count, newest or 0


def look(session: Session, ours: int, now: datetime) -> bool:
    """Pause what runs when devices have seen more than `ours`; always True."""
    count, newest = ahead(session, ours)
    if not count:
        return True
    sentence = (
        f"paused: {devices(count)} saw version {newest} of the director's orders, here it is"
        f" {max(ours, floor(session))}; this control plane was restored from a backup. Look whether"
        " its rollouts are the right ones, then resume"
    )
    for row in snapshots.live(session):
        if row.state == RolloutState.RUNNING:
            action = MoveRollout(RolloutEvent.PAUSE, sentence, PauseReason.RESTORE)
            effects.move(session, row, action, now=now)
    return True


def acknowledge(session: Session, *, actor: str, now: datetime) -> None:
    """Let our orders count again, above everything that a device has seen."""
    newest = session.exec(select(func.max(DeviceStatusRow.director_version))).one() or 0
    session.merge(RestoreRow(id=1, version=newest, actor=actor, at=now))


def floor(session: Session) -> int:
    """Return the version above which the director must sign."""
    row = session.get(RestoreRow, 1)
    return 0 if row is None else row.version
