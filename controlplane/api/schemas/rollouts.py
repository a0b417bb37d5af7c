"""Bodies of the rollouts' routes."""

from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from controlplane.rollouts.explaining import Explanation
from controlplane.rollouts.gates import Judgement
from controlplane.rollouts.policy import RolloutPolicy
from controlplane.rollouts.preflight import Forecast, Outcome, Preflight
from controlplane.rollouts.queries import (
    DeploymentHistory,
    DeploymentView,
    RolloutDetail,
    RolloutSummary,
    StepView,
    WaveView,
)
from shared.errors import Fault
from shared.sizing import Parameters
from shared.wire.up import Measurements, Progress


class _Body(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class RolloutRequest(BaseModel):
    """What to roll out to whom: a release by its id, or by `line` and `version`."""

    model_config = ConfigDict(extra="forbid")

    release: str | None = Field(default=None, max_length=40)
    line: str | None = Field(default=None, max_length=63)
    version: str | None = Field(default=None, max_length=63)
    slot: str = Field(default="main", max_length=63)
    selector: str = Field(default="", max_length=500)
    """Label expression, such as `site=lisbon,class in (kiosk,gateway),!lab`; empty is everybody."""
    policy: RolloutPolicy = RolloutPolicy()


class CreateRollout(RolloutRequest):
    start: bool = True
    """Start at once; otherwise it waits for `/start`."""


class RollbackRequest(BaseModel):
    """What to take back: one wave by its name, or without it everything."""

    model_config = ConfigDict(extra="forbid")

    wave: str | None = Field(default=None, max_length=40)


class DecisionRequest(BaseModel):
    """Why somebody approves or rejects."""

    model_config = ConfigDict(extra="forbid")

    comment: str = Field(default="", max_length=500)


class ForecastBody(_Body):
    """One device's part in a rollout that has not started."""

    device: str
    name: str
    online: bool
    outcome: Outcome
    variant: str | None
    predicted_memory_bytes: int | None
    wave: int | None
    sentence: str
    context: int | None = None
    """Tokens of a request that it would be served for."""
    parallel: int | None = None
    """Requests at once."""
    tokens_per_s: float | None = None
    """Predicted, of each request, while all are answered."""
    first_token_ms: float | None = None
    fetch_bytes: int = 0
    """What the device would have to fetch."""
    objections: list[str] = []
    """To the variants that it would not get."""

    @classmethod
    def of(cls, forecast: Forecast) -> Self:
        chosen, way, speed = forecast.candidate, forecast.parameters, forecast.speed
        return cls(
            device=forecast.device,
            name=forecast.name,
            online=forecast.online,
            outcome=forecast.outcome,
            variant=None if chosen is None else chosen.name,
            predicted_memory_bytes=forecast.predicted_memory_bytes,
            wave=forecast.wave,
            sentence=forecast.sentence,
            context=None if way is None else way.context,
            parallel=None if way is None else way.parallel,
            tokens_per_s=None if speed is None else speed.tokens_per_s,
            first_token_ms=None if speed is None else speed.first_token_s * 1000,
            fetch_bytes=forecast.fetch_bytes,
            objections=[f"{each.variant} {each.sentence}" for each in forecast.objections],
        )


class GroupBody(_Body):
    """Devices that get nothing for the same reason."""

    code: str
    variant: str
    devices: int
    sentence: str
    names: list[str]
    """Some of them."""


class SiteBody(_Body):
    """What has to be moved to the devices with one `site` label."""

    name: str
    devices: int
    bytes: int
    held_bytes: int


class DurationBody(_Body):
    """How long a rollout would take, in seconds."""

    likely_s: float
    late_s: float
    unknown: int
    """Devices that are away, and nobody knows for how long."""
    sentence: str


class PlannedWaveBody(_Body):
    name: str
    devices: int


class PreflightBody(BaseModel):
    line: str
    version: str
    waves: list[PlannedWaveBody]
    variants: dict[str, int]
    """How many devices would get each variant."""
    devices: list[ForecastBody]
    unmatched: int
    """Devices that the selector leaves out."""
    groups: list[GroupBody] = []
    """Why devices get nothing, the reason of most devices first."""
    sites: list[SiteBody] = []
    """What has to be moved, and where to, the largest first."""
    duration: DurationBody | None = None

    @classmethod
    def of(cls, preflight: Preflight) -> Self:
        return cls(
            line=preflight.line,
            version=preflight.version,
            waves=[PlannedWaveBody.model_validate(each) for each in preflight.waves],
            variants=preflight.variants,
            devices=[ForecastBody.of(each) for each in preflight.devices],
            unmatched=preflight.unmatched,
            groups=[GroupBody.model_validate(each) for each in preflight.groups],
            sites=[SiteBody.model_validate(each) for each in preflight.sites],
            duration=None
            if preflight.duration is None
            else DurationBody.model_validate(preflight.duration),
        )


class CheckBody(_Body):
    """What a gate found in one class of hardware: every number of the test."""

    gate: str
    hardware: str
    finding: str
    """`pass`, `fail`, `wait` for more devices, `inconclusive`, or `watched` without a limit."""
    devices: int
    sentence: str
    test: str
    before: float | None
    after: float | None
    change: float | None
    low: float | None
    high: float | None
    p: float | None
    limit: float | None


class JudgementBody(_Body):
    """What a gate said, with the numbers it saw."""

    verdict: str
    sentence: str
    numbers: dict[str, float]
    checks: list[CheckBody] = []

    @classmethod
    def of(cls, judgement: Judgement | None) -> Self | None:
        return None if judgement is None else cls.model_validate(judgement)


class WaveBody(BaseModel):
    index: int
    name: str
    state: str
    devices: int
    counts: dict[str, int]
    started_at: datetime | None
    soak_until: datetime | None
    finished_at: datetime | None
    judgement: JudgementBody | None
    judged_at: datetime | None

    @classmethod
    def of(cls, wave: WaveView) -> Self:
        return cls(
            index=wave.index,
            name=wave.name,
            state=wave.state,
            devices=wave.devices,
            counts=_words(wave.counts),
            started_at=wave.started_at,
            soak_until=wave.soak_until,
            finished_at=wave.finished_at,
            judgement=JudgementBody.of(wave.judgement),
            judged_at=wave.judged_at,
        )


class DeploymentBody(_Body):
    """One device's part in a rollout."""

    id: str
    rollout: str
    device: str
    device_name: str
    online: bool
    wave: int | None
    kind: str
    slot: str
    line: str
    version: str
    variant: str
    bundle: str | None
    why: str
    predicted_memory_bytes: int | None
    state: str
    attempt: int
    cancelling: bool
    reason: str
    changed_at: datetime
    finished_at: datetime | None
    progress: Progress | None
    fault: Fault | None
    measurements: Measurements | None
    before: Measurements | None
    steps: dict[str, datetime]
    parameters: Parameters | None = None
    """How it is to be served, where that is not as the bundle has it."""
    predicted_tokens_per_s: float | None = None
    """Of a request that is alone, as the device measures it."""

    @classmethod
    def of(cls, deployment: DeploymentView) -> Self:
        return cls.model_validate(deployment)


class StepBody(_Body):
    attempt: int
    seq: int | None
    state: str
    at: datetime
    received_at: datetime
    late: bool
    text: str

    @classmethod
    def of(cls, step: StepView) -> Self:
        return cls.model_validate(step)


class DeploymentHistoryBody(BaseModel):
    deployment: DeploymentBody
    steps: list[StepBody]

    @classmethod
    def of(cls, history: DeploymentHistory) -> Self:
        return cls(
            deployment=DeploymentBody.of(history.deployment),
            steps=[StepBody.of(each) for each in history.steps],
        )


class RolloutBody(BaseModel):
    """A rollout in a list."""

    id: str
    release: str
    line: str
    version: str
    slot: str
    selector: str
    state: str
    reason: str | None
    sentence: str
    created_by: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    counts: dict[str, int]
    start_at: datetime | None = None
    ends_at: datetime | None = None
    decided_by: str | None = None
    comment: str = ""
    superseded_by: str | None = None
    closing: bool = False

    @classmethod
    def of(cls, summary: RolloutSummary) -> Self:
        return cls(
            id=summary.id,
            release=summary.release,
            line=summary.line,
            version=summary.version,
            slot=summary.slot,
            selector=summary.selector,
            state=summary.state,
            reason=summary.reason,
            sentence=summary.sentence,
            created_by=summary.created_by,
            created_at=summary.created_at,
            started_at=summary.started_at,
            finished_at=summary.finished_at,
            counts=_words(summary.counts),
            start_at=summary.start_at,
            ends_at=summary.ends_at,
            decided_by=summary.decided_by,
            comment=summary.comment,
            superseded_by=summary.superseded_by,
            closing=summary.closing,
        )


class RolloutDetailBody(RolloutBody):
    policy: dict[str, Any]
    waves: list[WaveBody]
    deployments: list[DeploymentBody]

    @classmethod
    def whole(cls, detail: RolloutDetail) -> Self:
        return cls(
            **RolloutBody.of(detail.summary).model_dump(),
            policy=detail.policy,
            waves=[WaveBody.of(each) for each in detail.waves],
            deployments=[DeploymentBody.of(each) for each in detail.deployments],
        )


class ExplanationBody(BaseModel):
    """Where a device stands in a rollout, and why."""

    device: str
    device_name: str
    deployment: DeploymentBody | None
    sentences: list[str]

    @classmethod
    def of(cls, found: Explanation) -> Self:
        deployment = found.deployment
        return cls(
            device=found.device,
            device_name=found.device_name,
            deployment=None if deployment is None else DeploymentBody.of(deployment),
            sentences=list(found.sentences),
        )


class RolloutList(BaseModel):
    rollouts: list[RolloutBody]


class DeploymentList(BaseModel):
    deployments: list[DeploymentBody]


def _words(counts: object) -> dict[str, int]:
    assert isinstance(counts, dict)
    return {str(state): number for state, number in counts.items()}
