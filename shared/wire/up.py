"""What a device says.

Order is never taken from arrival: presence orders by session and sequence, deployments by attempt
and sequence, telemetry by the batch's own id.
"""

from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from shared.capabilities import Capability
from shared.deployment import State
from shared.digest import DigestField
from shared.errors import Fault
from shared.ids import DeploymentId, SessionId
from shared.wire.base import Message

MAX_REFUSED: Final = 16
MAX_NAME: Final = 200


class SlotReport(Message):
    """What a slot serves now."""

    bundle: DigestField | None = None
    deployment: DeploymentId | None = None
    line: str = Field(default="", max_length=63)
    version: str = Field(default="", max_length=63)
    variant: str = Field(default="", max_length=63)
    serving: bool = False
    """Whether it answers requests at this moment."""
    context: int | None = Field(default=None, ge=1)
    """Tokens that one request may use."""
    parallel: int | None = Field(default=None, ge=1)
    """Requests at once."""
    recall: str = Field(default="", pattern="^(stop|warn)?$")
    """What the recall list says of `recalled`."""
    recalled: DigestField | None = None
    """The bundle that was recalled: the one above, or the one that it had to replace."""
    recall_reason: str = Field(default="", max_length=500)


class Birth(Message):
    """`up/state`, retained: the device is there, and this is all of it."""

    online: Literal[True] = True
    session: SessionId = Field(max_length=40)
    seq: Literal[0] = 0
    at: AwareDatetime
    agent: str = Field(max_length=40)
    """Version of the agent."""
    capability: DigestField
    slots: dict[str, SlotReport] = Field(default_factory=dict, max_length=64)
    director_version: int = Field(default=0, ge=0)
    """Newest director timestamp the device has verified."""
    api: str = Field(default="", max_length=200)
    """Where the device's local API listens, for people beside it; empty when it does not."""


class Death(Message):
    """`up/state`, retained, sent as the will: this session is over."""

    online: Literal[False] = False
    session: SessionId = Field(max_length=40)


class Report(Message):
    """`up/report`: only what changed since the last one of this session."""

    session: SessionId = Field(max_length=40)
    seq: int = Field(ge=1)
    at: AwareDatetime
    slots: dict[str, SlotReport] | None = Field(default=None, max_length=64)
    director_version: int | None = Field(default=None, ge=0)
    api: str | None = Field(default=None, max_length=200)


class CapabilityReport(Message):
    """`up/capability`: the whole of it, when its hash changed or somebody asked."""

    session: SessionId = Field(max_length=40)
    at: AwareDatetime
    capability: Capability


class Progress(Message):
    """How far a download is, in bytes."""

    done_bytes: int = Field(ge=0)
    total_bytes: int = Field(ge=0)
    reused_bytes: int = Field(default=0, ge=0)
    """Bytes taken from bundles that were on the device already."""
    refused: tuple[Annotated[str, StringConstraints(max_length=MAX_NAME)], ...] = Field(
        default=(), max_length=MAX_REFUSED
    )
    """Sources that gave wrong bytes and were left for others."""


class Measurements(Message):
    """What the device measured of a candidate; None for what it did not."""

    golden_right: int | None = Field(default=None, ge=0)
    golden_items: int | None = Field(default=None, ge=0)
    load_ms: int | None = Field(default=None, ge=0)
    first_token_ms: float | None = Field(default=None, ge=0)
    """Median time to first token over the golden prompts."""
    tokens_per_s: float | None = Field(default=None, ge=0)
    """Decode rate of one request over the golden prompts."""
    memory_bytes: int | None = Field(default=None, ge=0)
    """Proportional set size of the engine process after the golden prompts."""
    crashes: int | None = Field(default=None, ge=0)
    requests: int | None = Field(default=None, ge=0)
    """Of users, since the bundle took over; as are the failed ones and the two medians below."""
    failed_requests: int | None = Field(default=None, ge=0)
    live_first_token_ms: float | None = Field(default=None, ge=0)
    live_tokens_per_s: float | None = Field(default=None, ge=0)
    throttled_percent: float | None = Field(default=None, ge=0, le=100)
    """Of the time that it was looked, how often the machine was too hot for full speed."""
    trial_s: float | None = Field(default=None, ge=0)
    trial_rounds: int | None = Field(default=None, ge=0)
    """Times that the golden prompts were asked in trial."""
    trial_golden_right: int | None = Field(default=None, ge=0)
    """In the worst of these rounds."""
    before: "Measurements | None" = None
    """What the outgoing bundle measured with the same golden prompts, just before it was left."""


class DeploymentReport(Message):
    """`up/deployment`: one step; a terminal one is resent until `down/ack` covers its seq."""

    deployment: DeploymentId
    slot: str = Field(max_length=63)
    attempt: int = Field(ge=1)
    seq: int = Field(ge=1)
    state: State
    at: AwareDatetime
    bundle: DigestField | None = None
    progress: Progress | None = None
    fault: Fault | None = None
    measurements: Measurements | None = None
    reason: str = Field(default="", max_length=200)
    """Why a deployment is deferred or was skipped."""


class TelemetrySample(Message):
    """Counters of one slot over one interval."""

    at: AwareDatetime
    interval_s: float = Field(gt=0)
    slot: str = Field(max_length=63)
    requests: int = Field(default=0, ge=0)
    failed: int = Field(default=0, ge=0)
    prompt_tokens: int = Field(default=0, ge=0)
    generated_tokens: int = Field(default=0, ge=0)
    first_token_ms_p50: float | None = None
    tokens_per_s_p50: float | None = None
    memory_bytes: int | None = None
    temperature_c: float | None = Field(default=None, ge=-50, le=200)
    """Of the hottest place of the machine, at the end of the interval."""


class TelemetryBatch(Message):
    """`up/telemetry`: samples from the durable outbox; `id` makes a second delivery harmless."""

    id: str = Field(max_length=40)
    samples: tuple[TelemetrySample, ...] = Field(max_length=500)


class Reply(Message):
    """`up/reply/<command id>`."""

    id: str = Field(max_length=40)
    ok: bool
    result: dict[str, object] = Field(default_factory=dict)
    fault: Fault | None = None
    seq: int | None = Field(default=None, ge=1)
    """Which piece of an answer this is; None when it is all of it."""
    more: bool | None = None
    """Whether further pieces follow."""
