"""Between rows and the values that decisions see."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from controlplane.rollouts import verdicts
from controlplane.rollouts.gates import Judgement, Verdict
from controlplane.rollouts.machine import WaveState
from controlplane.rollouts.model import NOBODY, Census, DeploymentFacts, Kind, WaveFacts
from controlplane.rollouts.tables import DeploymentEventRow, DeploymentRow, WaveRow
from shared.deployment import TOUCHED, State
from shared.digest import DigestField
from shared.errors import Fault
from shared.ids import DeploymentId, DeviceId
from shared.policy import Go
from shared.sizing import Parameters
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
    parameters: Parameters | None = None
    """How it was served, where that is not as the bundle has it."""


def parameters_of(row: DeploymentRow) -> Parameters | None:
    """Return how a deployment's bundle is to be served, where that is not as the bundle has it."""
    return None if row.parameters is None else Parameters.model_validate(row.parameters)


def facts(row: DeploymentRow) -> DeploymentFacts:
    """Return what a deployment itself says; nothing of its device."""
    found = measured(row.measurements)
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
        go=Go(row.go),
        retry_at=row.retry_at,
        cancel_at=row.cancel_at,
        offered_at=row.offered_at,
        fault=None if row.fault is None else Fault.model_validate(row.fault),
        progress=None if row.progress is None else Progress.model_validate(row.progress),
        measurements=found,
        before=before(found, row.before),
        hardware=row.hardware,
        reversible=row.previous is not None,
        undoes=None if row.undoes is None else DeploymentId(row.undoes),
        jitter=_jitter(row),
    )


def before(found: Measurements | None, kept: Mapping[str, object] | None) -> Measurements | None:
    """Return what the bundle measured that the device ran before: its own word goes first."""
    return (None if found is None else found.before) or measured(kept)


def measured(value: Mapping[str, object] | None) -> Measurements | None:
    return None if value is None else Measurements.model_validate(value)


def wave_facts(row: WaveRow, *, forward: Census = NOBODY, rollbacks: Census = NOBODY) -> WaveFacts:
    return WaveFacts(
        index=row.position,
        name=row.name,
        state=WaveState(row.state),
        soak_until=row.soak_until,
        judgement=judgement(row),
        forward=forward,
        rollbacks=rollbacks,
    )


def judgement(row: WaveRow) -> Judgement | None:
    if row.judgement is None:
        return None
    return Judgement(
        verdict=Verdict(row.judgement["verdict"]),
        sentence=row.judgement["sentence"],
        numbers=row.judgement["numbers"],
        checks=verdicts.load(row.judgement.get("checks", ())),
    )


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
