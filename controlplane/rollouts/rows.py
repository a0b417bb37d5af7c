"""Between rows and the values that decisions see."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from controlplane.devices.model import Device
from controlplane.rollouts.gates import Judgement, Verdict
from controlplane.rollouts.machine import WaveState
from controlplane.rollouts.model import DeploymentFacts, Kind, WaveFacts
from controlplane.rollouts.tables import DeploymentEventRow, DeploymentRow, WaveRow
from shared.deployment import TERMINAL, TOUCHED, State
from shared.digest import DigestField
from shared.errors import Fault
from shared.ids import DeploymentId, DeviceId
from shared.wire.up import Measurements, Progress

_TOUCHING = TOUCHED | {State.ROLLING_BACK}


class Previous(BaseModel):
    """What a device ran before a deployment reached it, and how to assign it again."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    bundle: DigestField
    target_path: str
    manifest_length: int
    line: str
    version: str
    variant: str
    deployment: DeploymentId | None = None
    """The deployment that brought it."""


def facts(row: DeploymentRow, device: Device | None) -> DeploymentFacts:
    """Return what the planner knows of a deployment; `device` is None once it is deleted."""
    online = device is not None and device.presence == "online"
    return DeploymentFacts(
        id=DeploymentId(row.id),
        device=DeviceId(row.device),
        wave=row.wave,
        kind=Kind(row.kind),
        state=State(row.state),
        changed_at=row.changed_at,
        attempt=row.attempt,
        seq=row.seq,
        by_server=row.by_server,
        final=row.final,
        touched=any(state.value in row.steps for state in _TOUCHING),
        online=online,
        gone=device is None,
        unreachable_since=None if online or device is None else device.last_seen,
        cancel_at=row.cancel_at,
        offered_at=row.offered_at,
        fault=None if row.fault is None else Fault.model_validate(row.fault),
        progress=None if row.progress is None else Progress.model_validate(row.progress),
        measurements=measured(row.measurements),
        before=measured(row.before),
        reversible=row.previous is not None,
        undoes=None if row.undoes is None else DeploymentId(row.undoes),
        jitter=_jitter(row),
    )


def measured(value: Mapping[str, object] | None) -> Measurements | None:
    return None if value is None else Measurements.model_validate(value)


def wave_facts(row: WaveRow) -> WaveFacts:
    return WaveFacts(
        index=row.position,
        name=row.name,
        state=WaveState(row.state),
        soak_until=row.soak_until,
        judgement=judgement(row),
    )


def judgement(row: WaveRow) -> Judgement | None:
    if row.judgement is None:
        return None
    return Judgement(
        verdict=Verdict(row.judgement["verdict"]),
        sentence=row.judgement["sentence"],
        numbers=row.judgement["numbers"],
    )


def enter(row: DeploymentRow, state: State, *, now: datetime, by_server: bool) -> None:
    """Put a deployment into a state."""
    row.state = state.value
    row.by_server = by_server
    row.changed_at = now
    row.finished_at = now if state in TERMINAL else None
    row.steps = {**row.steps, state.value: now.isoformat()}


def step(
    row: DeploymentRow,
    *,
    now: datetime,
    text: str = "",
    seq: int | None = None,
    at: datetime | None = None,
    late: bool = False,
) -> DeploymentEventRow:
    """Return the event that says which state `row` has just entered."""
    return DeploymentEventRow(
        deployment_id=row.id,
        attempt=row.attempt,
        seq=seq,
        state=row.state,
        at=at or now,
        received_at=now,
        late=late,
        text=text[:2000],
    )


def _jitter(row: DeploymentRow) -> float:
    seed = hashlib.sha256(f"{row.id}/{row.attempt}".encode()).digest()
    return int.from_bytes(seed[:4], "big") / 2**32
