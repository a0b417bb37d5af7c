"""What people see of rollouts: read models for the console, the API and the command line."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from controlplane.devices import queries as fleet
from controlplane.rollouts import counts, rows, snapshots
from controlplane.rollouts.errors import DeploymentNotFoundError
from controlplane.rollouts.gates import Judgement
from controlplane.rollouts.machine import RolloutState, WaveState
from controlplane.rollouts.model import NOBODY, Census, Kind
from controlplane.rollouts.tables import (
    CountRow,
    DeploymentEventRow,
    DeploymentRow,
    RolloutRow,
    WaveRow,
)
from shared.deployment import State
from shared.errors import Fault
from shared.ids import DeploymentId, DeviceId, ReleaseId, RolloutId
from shared.sizing import Parameters
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
    start_at: datetime | None = None
    """When a scheduled one starts."""
    ends_at: datetime | None = None
    """Its deadline."""
    decided_by: str | None = None
    """Who approved or rejected it."""
    comment: str = ""
    superseded_by: str | None = None
    closing: bool = False
    """A dynamic one that nobody may join any more."""


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
    parameters: Parameters | None = None
    """How it is to be served, where that is not as the bundle has it."""
    predicted_tokens_per_s: float | None = None
    """Of a request that is alone, as the device measures it."""


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
    return summaries_of(session, found)


def summaries_of(session: Session, found: Sequence[RolloutRow]) -> tuple[RolloutSummary, ...]:
    """Return what lists show of rollouts."""
    numbers = _counts(session, [row.id for row in found])
    return tuple(_summary(row, numbers[row.id]) for row in found)


def rollout(session: Session, rollout_id: str, *, limit: int | None = None) -> RolloutDetail:
    """Return one rollout, by its id or an unambiguous beginning of it.

    With a limit come only so many deployments: first those under way, then those that failed.

    Raises:
        RolloutNotFoundError: there is none.
    """
    row = snapshots.row(session, rollout_id)
    if limit is None:
        members = deployments(session, row.id)
    else:
        members = views_of(session, snapshots.foremost(session, row.id, limit))
    census = counts.of_waves(session, row.id)
    forward = [each for (_, kind), each in census.items() if kind is Kind.FORWARD]
    return RolloutDetail(
        summary=_summary(row, _numbers(sum(forward, NOBODY))),
        policy=row.policy,
        waves=tuple(
            _wave(each, census.get((each.position, Kind.FORWARD), NOBODY))
            for each in snapshots.waves(session, row.id)
        ),
        deployments=members,
    )


def deployments(session: Session, rollout_id: str) -> tuple[DeploymentView, ...]:
    """Return the deployments of a rollout, in the order in which devices are reached."""
    found = sorted(snapshots.deployments(session, rollout_id), key=_order)
    return views_of(session, found)


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
    return views_of(session, found)


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
        deployment=views_of(session, [row])[0],
        steps=tuple(step_of(each) for each in steps),
    )


def step_of(row: DeploymentEventRow) -> StepView:
    return StepView(
        attempt=row.attempt,
        seq=row.seq,
        state=State(row.state),
        at=row.at,
        received_at=row.received_at,
        late=row.late,
        text=row.text,
    )


def views_of(session: Session, found: Sequence[DeploymentRow]) -> tuple[DeploymentView, ...]:
    """Return what is shown of deployments; of the fleet only the devices that are in them."""
    known = fleet.presence_of(session, {DeviceId(row.device) for row in found})
    return tuple(_view(row, known) for row in found)


def _view(row: DeploymentRow, known: Mapping[DeviceId, tuple[str, bool]]) -> DeploymentView:
    device = DeviceId(row.device)
    name, online = known.get(device, (row.device, False))
    return DeploymentView(
        id=DeploymentId(row.id),
        rollout=RolloutId(row.rollout_id),
        device=device,
        device_name=name,
        online=online,
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
        parameters=rows.parameters_of(row),
        predicted_tokens_per_s=(row.predicted or {}).get("alone_tokens_per_s"),
    )


def _wave(row: WaveRow, census: Census) -> WaveView:
    return WaveView(
        index=row.position,
        name=row.name,
        state=WaveState(row.state),
        started_at=row.started_at,
        soak_until=row.soak_until,
        finished_at=row.finished_at,
        judgement=rows.judgement(row),
        judged_at=row.judged_at,
        devices=census.total,
        counts=_numbers(census),
    )


def _summary(row: RolloutRow, numbers: dict[State, int]) -> RolloutSummary:
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
        counts=numbers,
        start_at=row.start_at,
        ends_at=row.ends_at,
        decided_by=row.decided_by,
        comment=row.comment,
        superseded_by=row.superseded_by,
        closing=row.closing,
    )


def _counts(session: Session, ids: Sequence[str]) -> Mapping[str, dict[State, int]]:
    found = session.exec(
        select(CountRow.rollout_id, CountRow.state, func.sum(CountRow.number))
        .where(col(CountRow.rollout_id).in_(ids), CountRow.kind == Kind.FORWARD.value)
        .group_by(CountRow.rollout_id, CountRow.state)
    ).all()
    numbers: dict[str, dict[State, int]] = defaultdict(dict)
    for rollout_id, state, number in found:
        if number:
            numbers[rollout_id][State(state)] = number
    return numbers


def _numbers(census: Census) -> dict[State, int]:
    return {state: number for state, number in census.numbers.items() if number}


def _order(row: DeploymentRow) -> tuple[bool, bool, int, int]:
    return row.kind != Kind.FORWARD, row.wave is None, row.wave or 0, row.position
