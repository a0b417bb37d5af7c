"""Other rollouts of the same slot: who holds a device, and who has overtaken whom."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, not_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from controlplane.rollouts.machine import YIELDING, RolloutState
from controlplane.rollouts.model import ACTIVE, Blocker
from controlplane.rollouts.tables import DeploymentRow, RolloutRow
from shared.deployment import SERVER_OWNED, SUCCEEDED, UNCHANGED, State
from shared.ids import DeploymentId, DeviceId

_ACTIVE = [state.value for state in sorted(ACTIVE)]
_SOFT = [state.value for state in sorted(SERVER_OWNED | UNCHANGED)]
_REACHED = [state.value for state in sorted(ACTIVE | SUCCEEDED)]
_YIELDING = [state.value for state in sorted(YIELDING)]
_UNDONE = [state.value for state in (RolloutState.ROLLED_BACK, RolloutState.ABORTED)]


def free(slot: str) -> ColumnElement[bool]:
    """Return the condition that no rollout holds on to a deployment's device."""
    other: Any = aliased(DeploymentRow)
    rollout: Any = aliased(RolloutRow)
    gives_way = and_(rollout.state.in_(_YIELDING), other.state.in_(_SOFT))
    return not_(
        exists()
        .where(other.device == col(DeploymentRow.device))
        .where(other.slot == slot, other.state.in_(_ACTIVE))
        .where(rollout.id == other.rollout_id, not_(gives_way))
    )


def blockers(
    session: Session, rollout: RolloutRow, devices: Sequence[DeviceId]
) -> dict[DeviceId, Blocker]:
    """Return the deployments of other rollouts that hold these devices."""
    if not devices:
        return {}
    found = session.exec(
        select(DeploymentRow.id, DeploymentRow.device, DeploymentRow.state, RolloutRow.state)
        .join(RolloutRow, col(DeploymentRow.rollout_id) == col(RolloutRow.id))
        .where(
            DeploymentRow.slot == rollout.slot,
            DeploymentRow.rollout_id != rollout.id,
            col(DeploymentRow.device).in_(devices),
            col(DeploymentRow.state).in_(_ACTIVE),
        )
    ).all()
    return {
        DeviceId(device): Blocker(
            deployment=DeploymentId(deployment),
            state=State(state),
            yields=RolloutState(of_rollout) in YIELDING,
        )
        for deployment, device, state, of_rollout in found
    }


def overtaken(
    session: Session, rollout: RolloutRow, devices: Iterable[DeviceId]
) -> frozenset[DeviceId]:
    """Return those that a newer rollout has reached; one that was undone does not count."""
    wanted = list(devices)
    if rollout.started_at is None or not wanted:
        return frozenset()
    found = session.exec(
        select(DeploymentRow.device)
        .join(RolloutRow, col(DeploymentRow.rollout_id) == col(RolloutRow.id))
        .where(
            DeploymentRow.slot == rollout.slot,
            col(DeploymentRow.device).in_(wanted),
            col(RolloutRow.started_at) > rollout.started_at,
            col(RolloutRow.state).not_in(_UNDONE),
            col(DeploymentRow.state).in_(_REACHED),
        )
    ).all()
    return frozenset(DeviceId(each) for each in found)
