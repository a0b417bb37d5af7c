"""Rows of rollouts, for services and read models."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from controlplane.rollouts.errors import RolloutNotFoundError
from controlplane.rollouts.machine import LIVE, RolloutState
from controlplane.rollouts.model import Kind
from controlplane.rollouts.policy import RolloutPolicy
from controlplane.rollouts.tables import DeploymentRow, RolloutRow, WaveRow
from shared.deployment import FAILURES, SUCCEEDED, TERMINAL, State

_SHORTEST_PREFIX = 4


def live(session: Session) -> Sequence[RolloutRow]:
    """Return the rollouts that the runner must look at, oldest first."""
    return session.exec(
        select(RolloutRow)
        .where(col(RolloutRow.state).in_([state.value for state in sorted(LIVE)]))
        .order_by(col(RolloutRow.started_at), col(RolloutRow.id))
    ).all()


def scheduled(session: Session, now: datetime) -> Sequence[RolloutRow]:
    """Return the rollouts whose time to start has come."""
    return session.exec(
        select(RolloutRow)
        .where(RolloutRow.state == RolloutState.SCHEDULED.value, col(RolloutRow.start_at) <= now)
        .order_by(col(RolloutRow.start_at), col(RolloutRow.id))
    ).all()


def row(session: Session, rollout: str, *, to_change: bool = False) -> RolloutRow:
    """Return a rollout by its id, or by the beginning of it when only one begins so.

    Whoever is going to change it says so: nobody else does then until the transaction ends.

    Raises:
        RolloutNotFoundError: none, or more than one.
    """
    found = session.get(RolloutRow, rollout)
    pattern = "".join(char for char in rollout if char in "0123456789abcdef-")
    if found is None and len(rollout) >= _SHORTEST_PREFIX and pattern == rollout:
        matches = session.exec(
            select(RolloutRow).where(col(RolloutRow.id).like(f"{pattern}%")).limit(2)
        ).all()
        found = matches[0] if len(matches) == 1 else None
    if found is None:
        raise RolloutNotFoundError(rollout)
    if to_change:
        session.flush()  # what this transaction has changed already must not be read over
        session.refresh(found, with_for_update=True)
    return found


def policy(session: Session, rollout: str) -> RolloutPolicy:
    """Return a rollout's policy, which never changes; a session reads it once."""
    known: dict[str, RolloutPolicy] = session.info.setdefault("rollout_policies", {})
    if rollout not in known:
        known[rollout] = RolloutPolicy.model_validate(session.get_one(RolloutRow, rollout).policy)
    return known[rollout]


def locked(session: Session, deployment: str) -> DeploymentRow | None:
    """Return a deployment to change it: nobody else does until the transaction ends."""
    return session.get(DeploymentRow, deployment, with_for_update=True)


def waves(session: Session, rollout: str) -> Sequence[WaveRow]:
    return session.exec(
        select(WaveRow).where(WaveRow.rollout_id == rollout).order_by(col(WaveRow.position))
    ).all()


def deployments(session: Session, rollout: str) -> Sequence[DeploymentRow]:
    return session.exec(
        select(DeploymentRow)
        .where(DeploymentRow.rollout_id == rollout)
        .order_by(col(DeploymentRow.kind), col(DeploymentRow.position), col(DeploymentRow.id))
    ).all()


def foremost(session: Session, rollout: str, limit: int) -> Sequence[DeploymentRow]:
    """Return the deployments that are worth a look: under way, failed, and then the others."""
    state = col(DeploymentRow.state)
    under_way = [each.value for each in sorted(frozenset(State) - TERMINAL - {State.QUEUED})]
    failed = [each.value for each in sorted(FAILURES)]
    return session.exec(
        select(DeploymentRow)
        .where(DeploymentRow.rollout_id == rollout)
        .order_by(
            case((state.in_(under_way), 0), (state.in_(failed), 1), else_=2),
            col(DeploymentRow.changed_at).desc(),
            col(DeploymentRow.id),
        )
        .limit(limit)
    ).all()


def given_up(session: Session, rollout: str, *, slow_ones: bool) -> Sequence[DeploymentRow]:
    """Return deployments that reached a device and ended without success."""
    ends = TERMINAL - SUCCEEDED - (frozenset() if slow_ones else {State.TIMED_OUT})
    return session.exec(
        select(DeploymentRow).where(
            DeploymentRow.rollout_id == rollout,
            DeploymentRow.kind == Kind.FORWARD.value,
            col(DeploymentRow.offered_at).is_not(None),
            col(DeploymentRow.state).in_([state.value for state in sorted(ends)]),
        )
    ).all()


def to_try_again(session: Session, rollout: str, wave: int) -> Sequence[DeploymentRow]:
    """Return the devices of a failed wave that failed, or were sent back after they had not."""
    back: Any = aliased(DeploymentRow)
    sent_back = exists().where(
        back.undoes == col(DeploymentRow.id),
        back.undoes_attempt == col(DeploymentRow.attempt),
    )
    stopped = [state.value for state in sorted(FAILURES | {State.CANCELED})]
    return session.exec(
        select(DeploymentRow)
        .where(
            DeploymentRow.rollout_id == rollout,
            DeploymentRow.wave == wave,
            DeploymentRow.kind == Kind.FORWARD.value,
            or_(
                col(DeploymentRow.state).in_(stopped),
                and_(col(DeploymentRow.state) == State.COMMITTED.value, sent_back),
            ),
        )
        .order_by(col(DeploymentRow.position))
    ).all()
