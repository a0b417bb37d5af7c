"""What people see of rollouts: read models for the console, the API and the command line."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from controlplane.devices import queries as fleet
from controlplane.rollouts import rows, snapshots
from controlplane.rollouts.errors import DeploymentNotFoundError
from controlplane.rollouts.gates import Judgement
from controlplane.rollouts.machine import RolloutState, WaveState
from controlplane.rollouts.model import Kind
from controlplane.rollouts.tables import (
    DeploymentEventRow,
    DeploymentRow,
    RolloutRow,
    WaveRow,
)
from shared.deployment import State
from shared.errors import Fault
from shared.ids import DeploymentId, DeviceId, ReleaseId, RolloutId
from shared.wire.up import Measurements, Progress


@dataclass(frozen=True)
class RolloutSummary:
    """A rollout in a list."""

    id: RolloutId
    release: ReleaseId
    line: str
    version: str
    slot: str
    selector: str
    state: RolloutState
    reason: str | None
    """Why it is paused: `manual`, `gate`..."""
    sentence: str
    created_by: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    counts: dict[State, int]
    """Devices by the state of their deployment, rollbacks not counted."""


@dataclass(frozen=True)
class DeploymentView:
    """One device's part in a rollout."""

    id: DeploymentId
    rollout: RolloutId
    device: DeviceId
    device_name: str
    online: bool
    wave: int | None
    kind: Kind
    slot: str
    line: str
    version: str
    variant: str
    bundle: str | None
    why: str
    """Why this variant, or why none."""
    predicted_memory_bytes: int | None
    state: State
    attempt: int
    cancelling: bool
    reason: str
    """The last thing said about it."""
    changed_at: datetime
    finished_at: datetime | None
    progress: Progress | None
    fault: Fault | None
    measurements: Measurements | None
    before: Measurements | None
    """What the bundle measured that the device ran before."""
    steps: dict[str, datetime]
    """When each state of the present attempt was entered."""


@dataclass(frozen=True)
class WaveView:
    index: int
    name: str
    state: WaveState
    started_at: datetime | None
    soak_until: datetime | None
    finished_at: datetime | None
    judgement: Judgement | None
    judged_at: datetime | None
    devices: int
    counts: dict[State, int]


@dataclass(frozen=True)
class RolloutDetail:
    """A rollout with everything in it."""

    summary: RolloutSummary
    policy: dict[str, Any]
    waves: tuple[WaveView, ...]
    deployments: tuple[DeploymentView, ...]
    """In the order in which devices are reached; rollbacks come last."""


@dataclass(frozen=True)
class StepView:
    """One entry of a deployment's history."""

    attempt: int
    seq: int | None
    state: State
    at: datetime
    received_at: datetime
    late: bool
    text: str


@dataclass(frozen=True)
class DeploymentHistory:
    deployment: DeploymentView
    steps: tuple[StepView, ...] = field(default=())


def rollouts(session: Session, *, limit: int = 100) -> tuple[RolloutSummary, ...]:
    """Return rollouts, the newest first."""
    found = session.exec(
        select(RolloutRow).order_by(col(RolloutRow.created_at).desc()).limit(limit)
    ).all()
    counts = _counts(session, [row.id for row in found])
    return tuple(_summary(row, counts[row.id]) for row in found)


def rollout(session: Session, rollout_id: str) -> RolloutDetail:
    """Return one rollout, by its id or an unambiguous beginning of it.

    Raises:
        RolloutNotFoundError: there is none.
    """
    row = snapshots.row(session, rollout_id)
    members = deployments(session, row.id)
    return RolloutDetail(
        summary=_summary(row, _count(each for each in members if each.kind is Kind.FORWARD)),
        policy=row.policy,
        waves=tuple(_wave(each, members) for each in snapshots.waves(session, row.id)),
        deployments=members,
    )


def deployments(session: Session, rollout_id: str) -> tuple[DeploymentView, ...]:
    """Return the deployments of a rollout, in the order in which devices are reached."""
    found = sorted(snapshots.deployments(session, rollout_id), key=_order)
    return _views(session, found)


def deployments_of_device(
    session: Session, device: DeviceId, *, limit: int = 50
) -> tuple[DeploymentView, ...]:
    """Return what a device was asked to do, the newest first."""
    found = session.exec(
        select(DeploymentRow)
        .where(DeploymentRow.device == device)
        .order_by(col(DeploymentRow.created_at).desc(), col(DeploymentRow.id))
        .limit(limit)
    ).all()
    return _views(session, found)


def deployment(session: Session, deployment_id: str) -> DeploymentHistory:
    """Return one deployment with every step of it.

    Raises:
        DeploymentNotFoundError: there is none.
    """
    row = session.get(DeploymentRow, deployment_id)
    if row is None:
        raise DeploymentNotFoundError(deployment_id)
    steps = session.exec(
        select(DeploymentEventRow)
        .where(DeploymentEventRow.deployment_id == deployment_id)
        .order_by(col(DeploymentEventRow.id))
    ).all()
    return DeploymentHistory(
        deployment=_views(session, [row])[0],
        steps=tuple(
            StepView(
                attempt=each.attempt,
                seq=each.seq,
                state=State(each.state),
                at=each.at,
                received_at=each.received_at,
                late=each.late,
                text=each.text,
            )
            for each in steps
        ),
    )


def _views(session: Session, found: Sequence[DeploymentRow]) -> tuple[DeploymentView, ...]:
    devices = {each.id: each for each in fleet.devices(session)}
    names = {key: each.name for key, each in devices.items()}
    online = {key for key, each in devices.items() if each.presence == "online"}
    return tuple(_view(row, names, online) for row in found)


def _view(
    row: DeploymentRow, names: Mapping[DeviceId, str], online: set[DeviceId]
) -> DeploymentView:
    device = DeviceId(row.device)
    return DeploymentView(
        id=DeploymentId(row.id),
        rollout=RolloutId(row.rollout_id),
        device=device,
        device_name=names.get(device, row.device),
        online=device in online,
        wave=row.wave,
        kind=Kind(row.kind),
        slot=row.slot,
        line=row.line,
        version=row.version,
        variant=row.variant,
        bundle=row.bundle,
        why=row.why,
        predicted_memory_bytes=row.predicted_memory_bytes,
        state=State(row.state),
        attempt=row.attempt,
        cancelling=row.cancel_at is not None,
        reason=row.reason,
        changed_at=row.changed_at,
        finished_at=row.finished_at,
        progress=None if row.progress is None else Progress.model_validate(row.progress),
        fault=None if row.fault is None else Fault.model_validate(row.fault),
        measurements=rows.measured(row.measurements),
        before=rows.measured(row.before),
        steps={state: datetime.fromisoformat(at) for state, at in row.steps.items()},
    )


def _wave(row: WaveRow, members: Sequence[DeploymentView]) -> WaveView:
    own = [each for each in members if each.wave == row.position and each.kind is Kind.FORWARD]
    return WaveView(
        index=row.position,
        name=row.name,
        state=WaveState(row.state),
        started_at=row.started_at,
        soak_until=row.soak_until,
        finished_at=row.finished_at,
        judgement=rows.judgement(row),
        judged_at=row.judged_at,
        devices=len(own),
        counts=_count(own),
    )


def _summary(row: RolloutRow, counts: dict[State, int]) -> RolloutSummary:
    return RolloutSummary(
        id=RolloutId(row.id),
        release=ReleaseId(row.release_id),
        line=row.line,
        version=row.version,
        slot=row.slot,
        selector=row.selector,
        state=RolloutState(row.state),
        reason=row.reason,
        sentence=row.sentence,
        created_by=row.created_by,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        counts=counts,
    )


def _counts(session: Session, ids: Sequence[str]) -> Mapping[str, dict[State, int]]:
    found = session.exec(
        select(DeploymentRow.rollout_id, DeploymentRow.state, func.count())
        .where(col(DeploymentRow.rollout_id).in_(ids), DeploymentRow.kind == Kind.FORWARD.value)
        .group_by(DeploymentRow.rollout_id, DeploymentRow.state)
    ).all()
    counts: dict[str, dict[State, int]] = defaultdict(dict)
    for rollout_id, state, number in found:
        counts[rollout_id][State(state)] = number
    return counts


def _count(deployments: Iterable[DeploymentView]) -> dict[State, int]:
    return dict(Counter(each.state for each in deployments))


def _order(row: DeploymentRow) -> tuple[bool, bool, int, int]:
    return row.kind != Kind.FORWARD, row.wave is None, row.wave or 0, row.position
