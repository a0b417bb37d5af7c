"""What devices are to be told: level-triggered, so that a crash between two steps loses nothing.

A change makes a device's hint *dirty* in the transaction that makes the change. Once the director
has published, the runner makes it *pending* with the director's version; the downlink sends it and
says so. The content is built when it is asked for, from what the deployments say then.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlmodel import Session, and_, col, func, or_, select

from controlplane.rollouts import snapshots
from controlplane.rollouts.model import ACTIVE
from controlplane.rollouts.neighbours import peers_of
from controlplane.rollouts.policy import Overrun, RolloutPolicy
from controlplane.rollouts.tables import DeploymentRow, HintRow, RolloutRow
from shared.deployment import State
from shared.ids import DeploymentId, DeviceId
from shared.policy import Go
from shared.wire.down import DeploymentHint, DesiredHint

DIRTY, PENDING, SENT = "dirty", "pending", "sent"

_ZERO = datetime(2020, 1, 1, tzinfo=UTC)
_STOPPED = frozenset({State.CANCELED, State.SUPERSEDED, State.REMOVED})
_ACTIVE = [state.value for state in sorted(ACTIVE)]


def touch(session: Session, devices: Iterable[str], now: datetime) -> None:
    """Note that these devices must be told something new.

    A version is never smaller than the seconds that have passed since a fixed day, so that it goes
    on growing after the database was restored from a backup: devices ignore what is not newer.
    """
    floor = int((now - _ZERO).total_seconds())
    for device in sorted(set(devices)):
        row = session.get(HintRow, device)
        if row is None:
            session.add(HintRow(device=device, version=max(1, floor), state=DIRTY, changed_at=now))
        else:
            row.version = max(row.version + 1, floor)
            row.state = DIRTY
            row.changed_at = now


def dirty(session: Session) -> dict[str, int]:
    """Return the devices whose hint waits for the director, with the hint's version."""
    return dict(
        session.exec(select(HintRow.device, HintRow.version).where(HintRow.state == DIRTY)).all()
    )


def release(session: Session, versions: dict[str, int], director_version: int) -> None:
    """Let hints go out that the director has signed for; one that changed since stays dirty."""
    for row in session.exec(select(HintRow).where(HintRow.state == DIRTY)):
        if versions.get(row.device) == row.version:
            row.state = PENDING
            row.director_version = director_version


def pending(session: Session, limit: int) -> list[tuple[DeviceId, DesiredHint]]:
    """Return hints that must be sent, the longest waiting first."""
    rows = session.exec(
        select(HintRow)
        .where(HintRow.state == PENDING)
        .order_by(col(HintRow.changed_at), col(HintRow.device))
        .limit(limit)
    ).all()
    deployments = _told(session, [row.device for row in rows])
    return [
        (
            DeviceId(row.device),
            DesiredHint(
                version=row.version,
                director_version=row.director_version,
                deployments=deployments.get(row.device, {}),
            ),
        )
        for row in rows
    ]


def sent(session: Session, device: DeviceId, version: int, now: datetime) -> None:
    """Note that the broker has a hint; a newer one that came up meanwhile stays pending."""
    row = session.get(HintRow, device)
    if row is not None and row.version == version and row.state == PENDING:
        row.state = SENT
        row.sent_at = now


def republish_all(session: Session) -> int:
    """Send every hint once more, for a broker that has lost what it retained."""
    rows = session.exec(select(HintRow).where(HintRow.state == SENT)).all()
    for row in rows:
        row.state = PENDING
    return len(rows)


def _ends(policy: RolloutPolicy) -> bool:
    """Tell whether a device may give up by itself when the rollout's deadline has passed."""
    return policy.deadline is not None and policy.deadline.action is not Overrun.PAUSE


def _told(session: Session, devices: Sequence[str]) -> dict[str, dict[str, DeploymentHint]]:
    """Return, by device and slot, what was offered last, if it still matters there.

    That is the active deployment, or else one that the server has closed behind the device's back.
    """
    newest = (
        select(
            col(DeploymentRow.device).label("device"),
            col(DeploymentRow.slot).label("slot"),
            func.max(col(DeploymentRow.offered_at)).label("offered_at"),
        )
        .where(col(DeploymentRow.device).in_(devices))
        .group_by(col(DeploymentRow.device), col(DeploymentRow.slot))
        .subquery()
    )
    rows = session.exec(
        select(DeploymentRow, RolloutRow)
        .join(RolloutRow, col(DeploymentRow.rollout_id) == col(RolloutRow.id))
        .join(
            newest,
            and_(
                col(DeploymentRow.device) == newest.c.device,
                col(DeploymentRow.slot) == newest.c.slot,
                col(DeploymentRow.offered_at) == newest.c.offered_at,
            ),
        )
        .where(or_(col(DeploymentRow.state).in_(_ACTIVE), col(DeploymentRow.by_server)))
        .order_by(col(DeploymentRow.state).in_(_ACTIVE))
    ).all()
    neighbours = peers_of(session, [row for row, _ in rows])
    found: dict[str, dict[str, DeploymentHint]] = {}
    for row, rollout in rows:
        state = State(row.state)
        if state is State.QUEUED:
            continue
        policy = snapshots.policy(session, rollout.id)
        found.setdefault(row.device, {})[row.slot] = DeploymentHint(
            id=DeploymentId(row.id),
            attempt=row.attempt,
            go=Go(row.go),
            policy=policy.device,
            deadline=rollout.ends_at if _ends(policy) else None,
            cancel=row.cancel_at is not None or state in _STOPPED,
            peers=neighbours.get(row.id, ()),
        )
    return found
