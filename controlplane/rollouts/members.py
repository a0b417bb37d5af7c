"""Deployments as the planner sees them, read in one narrow query with their devices."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from controlplane.devices.tables import DeviceRow, DeviceStatusRow
from controlplane.rollouts.model import ACTIVE, DeploymentFacts, Kind
from controlplane.rollouts.policy import OfflineAction, RolloutPolicy
from controlplane.rollouts.reversal import TO_UNDO
from controlplane.rollouts.rivals import free
from controlplane.rollouts.tables import DeploymentRow
from shared.deployment import State
from shared.ids import DeploymentId, DeviceId
from shared.policy import Go

BATCH = 500
"""Of any kind of work, what is taken up at once."""

_ACTIVE = [state.value for state in sorted(ACTIVE)]
_TO_UNDO = [state.value for state in sorted(TO_UNDO)]
_D = DeploymentRow
_COLUMNS = (
    col(_D.id),
    col(_D.device),
    col(_D.wave),
    col(_D.kind),
    col(_D.state),
    col(_D.changed_at),
    col(_D.attempt),
    col(_D.go),
    col(_D.retry_at),
    col(_D.cancel_at),
    col(_D.offered_at),
    col(DeviceRow.revoked_at),
    col(DeviceRow.labels),
    col(DeviceStatusRow.online),
    col(DeviceStatusRow.last_seen),
)


def active(session: Session, rollout: str) -> list[DeploymentFacts]:
    """Return everyone who holds a slot for the rollout."""
    return _read(session, _of(rollout, None).where(col(_D.state).in_(_ACTIVE)))


def due(session: Session, rollout: str, kind: Kind, now: datetime) -> list[DeploymentFacts]:
    """Return those whose next attempt may be queued."""
    return _read(session, _of(rollout, kind).where(col(_D.retry_at) <= now).limit(BATCH))


def lost(
    session: Session, rollout: str, kind: Kind, policy: RolloutPolicy, now: datetime
) -> list[DeploymentFacts]:
    """Return those in the queue whose device has left, or has been away for too long."""
    rule = policy.offline
    limit = now - timedelta(seconds=rule.after_s)
    left: ColumnElement[bool] = or_(
        col(DeviceRow.id).is_(None), col(DeviceRow.revoked_at).is_not(None)
    )
    away = and_(
        col(_D.changed_at) <= limit,
        or_(
            col(DeviceStatusRow.device).is_(None),
            and_(col(DeviceStatusRow.online).is_(False), col(DeviceStatusRow.last_seen) <= limit),
        ),
    )
    condition = left if rule.action is OfflineAction.WAIT else or_(left, away)
    return _read(session, _queued(rollout, kind).where(condition).limit(BATCH))


def queued(session: Session, rollout: str, kind: Kind) -> list[DeploymentFacts]:
    """Return those that were not told anything yet."""
    return _read(session, _queued(rollout, kind).limit(BATCH))


def candidates(
    session: Session, rollout: str, slot: str, *, kind: Kind, waves: list[int]
) -> Iterator[DeploymentFacts]:
    """Give those that could be offered something, in the order in which they are reached.

    Their device is there, and no other rollout holds on to it.
    """
    offset = 0
    while True:
        page = _read(
            session,
            _queued(rollout, kind)
            .where(
                or_(col(_D.wave).in_(waves), col(_D.wave).is_(None)),
                col(DeviceStatusRow.online),
                col(DeviceRow.revoked_at).is_(None),
                free(slot),
            )
            .offset(offset)
            .limit(BATCH),
        )
        yield from page
        if len(page) < BATCH:
            return
        offset += BATCH


def to_undo(session: Session, rollout: str) -> list[DeploymentFacts]:
    """Return those that may run the new bundle and that no rollback takes back yet."""
    back = aliased(DeploymentRow)
    undone = exists().where(
        back.undoes == col(_D.id),  # type: ignore[arg-type]
        back.undoes_attempt == col(_D.attempt),  # type: ignore[arg-type]
    )
    return _read(
        session,
        _of(rollout, Kind.FORWARD)
        .where(col(_D.state).in_(_TO_UNDO), col(_D.offered_at).is_not(None), ~undone)
        .limit(BATCH),
    )


def one(session: Session, deployment: str) -> DeploymentFacts:
    """Return one deployment with its device."""
    return _read(session, _joined().where(col(_D.id) == deployment))[0]


def _of(rollout: str, kind: Kind | None) -> Select[Any]:
    query = _joined().where(col(_D.rollout_id) == rollout)
    if kind is not None:
        query = query.where(col(_D.kind) == kind.value)
    newest_first = kind is Kind.ROLLBACK
    wave = col(_D.wave).desc() if newest_first else col(_D.wave)
    return query.order_by(wave, col(_D.position), col(_D.id))


def _queued(rollout: str, kind: Kind) -> Select[Any]:
    return _of(rollout, kind).where(col(_D.state) == State.QUEUED.value)


def _joined() -> Select[Any]:
    query: Any = (
        select(*_COLUMNS)
        .outerjoin(DeviceRow, col(DeviceRow.id) == col(_D.device))
        .outerjoin(DeviceStatusRow, col(DeviceStatusRow.device) == col(_D.device))
    )
    return cast("Select[Any]", query)


def _read(session: Session, query: Any) -> list[DeploymentFacts]:
    return [_facts(row) for row in session.exec(query)]


def _facts(row: Any) -> DeploymentFacts:
    gone = row.labels is None or row.revoked_at is not None
    online = bool(row.online) and not gone
    return DeploymentFacts(
        id=DeploymentId(row.id),
        device=DeviceId(row.device),
        wave=row.wave,
        kind=Kind(row.kind),
        state=State(row.state),
        changed_at=row.changed_at,
        attempt=row.attempt,
        go=Go(row.go),
        retry_at=row.retry_at,
        online=online,
        gone=gone,
        unreachable_since=None if online else row.last_seen,
        labels=row.labels or {},
        cancel_at=row.cancel_at,
        offered_at=row.offered_at,
    )
