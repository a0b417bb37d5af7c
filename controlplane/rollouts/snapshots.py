"""What the rollouts' tables say: the planner's snapshot, and rows for services."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from controlplane.devices.model import Device
from controlplane.rollouts import rows
from controlplane.rollouts.errors import RolloutNotFoundError
from controlplane.rollouts.machine import LIVE, YIELDING, RolloutState
from controlplane.rollouts.model import ACTIVE, Blocker, Kind, Snapshot
from controlplane.rollouts.policy import RolloutPolicy
from controlplane.rollouts.tables import DeploymentRow, RolloutRow, WaveRow
from shared.deployment import SUCCEEDED, TERMINAL, State
from shared.ids import DeploymentId, DeviceId, RolloutId

_ACTIVE = [state.value for state in sorted(ACTIVE)]
_REACHED = [state.value for state in sorted(ACTIVE | SUCCEEDED)]
_UNDONE = [RolloutState.ROLLED_BACK.value, RolloutState.ABORTED.value]


def live(session: Session) -> Sequence[RolloutRow]:
    """Return the rollouts that the runner must look at, oldest first."""
    return session.exec(
        select(RolloutRow)
        .where(col(RolloutRow.state).in_([state.value for state in sorted(LIVE)]))
        .order_by(col(RolloutRow.started_at), col(RolloutRow.id))
    ).all()


def row(session: Session, rollout: str) -> RolloutRow:
    """Return a rollout by its id, or by the beginning of it when only one begins so.

    Raises:
        RolloutNotFoundError: none, or more than one.
    """
    found = session.get(RolloutRow, rollout)
    if found is not None:
        return found
    pattern = "".join(char for char in rollout if char in "0123456789abcdef-")
    if len(rollout) >= _SHORTEST_PREFIX and pattern == rollout:
        matches = session.exec(
            select(RolloutRow).where(col(RolloutRow.id).like(f"{pattern}%")).limit(2)
        ).all()
        if len(matches) == 1:
            return matches[0]
    raise RolloutNotFoundError(rollout)


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


def snapshot(session: Session, rollout: RolloutRow, devices: Mapping[DeviceId, Device]) -> Snapshot:
    """Return one rollout as it stands."""
    members = deployments(session, rollout.id)
    waiting = {each.device for each in members if each.state == State.QUEUED}
    return Snapshot(
        rollout=RolloutId(rollout.id),
        state=RolloutState(rollout.state),
        policy=RolloutPolicy.model_validate(rollout.policy),
        waves=tuple(rows.wave_facts(each) for each in waves(session, rollout.id)),
        deployments=tuple(rows.facts(each, devices.get(DeviceId(each.device))) for each in members),
        blockers=_blockers(session, rollout) if waiting else {},
        overtaken=_overtaken(session, rollout) if waiting else frozenset(),
    )


def _blockers(session: Session, rollout: RolloutRow) -> dict[DeviceId, Blocker]:
    found = session.exec(
        select(DeploymentRow, RolloutRow.state)
        .join(RolloutRow, col(DeploymentRow.rollout_id) == col(RolloutRow.id))
        .where(
            DeploymentRow.slot == rollout.slot,
            DeploymentRow.rollout_id != rollout.id,
            col(DeploymentRow.state).in_(_ACTIVE),
        )
    ).all()
    return {
        DeviceId(each.device): Blocker(
            deployment=DeploymentId(each.id),
            state=State(each.state),
            yields=RolloutState(state) in YIELDING,
        )
        for each, state in found
    }


def _overtaken(session: Session, rollout: RolloutRow) -> frozenset[DeviceId]:
    """Return the devices that a newer rollout has reached; one that was undone does not count."""
    if rollout.started_at is None:
        return frozenset()
    found = session.exec(
        select(DeploymentRow.device)
        .join(RolloutRow, col(DeploymentRow.rollout_id) == col(RolloutRow.id))
        .where(
            DeploymentRow.slot == rollout.slot,
            col(RolloutRow.started_at) > rollout.started_at,
            col(RolloutRow.state).not_in(_UNDONE),
            col(DeploymentRow.state).in_(_REACHED),
        )
    ).all()
    return frozenset(DeviceId(each) for each in found)


_SHORTEST_PREFIX = 4
