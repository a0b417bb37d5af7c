"""The policy of a rollout: its waves, its limits, and what to do when they are crossed. Pure.

A rollout keeps its own copy, so that editing a template never changes what is under way.
"""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from controlplane.rollouts import selectors
from shared.policy import DevicePolicy

Percent = Annotated[float, Field(ge=0, le=100)]
Seconds = Annotated[float, Field(ge=0, le=90 * 86_400)]


class OnFailure(StrEnum):
    """What happens to the rollout when a gate says stop."""

    PAUSE = "pause"
    ABORT = "abort"
    ROLL_BACK = "roll_back"


class OfflineAction(StrEnum):
    """How a device that cannot be reached counts."""

    WAIT = "wait"
    """The wave does not end without it."""
    EXCLUDE = "exclude"
    """It is left out, and counts neither way."""
    FAIL = "fail"
    """It counts as timed out."""


class Promotion(StrEnum):
    AUTO = "auto"
    MANUAL = "manual"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WavePolicy(_Part):
    """One wave: which devices (`selector`), and how many of them (`count` or `percent`).

    Without either limit it takes all that are left and match.
    """

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}$")
    selector: str = Field(default="", max_length=500)
    count: int | None = Field(default=None, ge=1, le=1_000_000)
    percent: float | None = Field(default=None, gt=0, le=100)
    """Of all devices of the rollout that match the selector; rounded up, at least one."""

    @field_validator("selector")
    @classmethod
    def _parses(cls, text: str) -> str:
        try:
            selectors.parse(text)
        except selectors.SelectorError as error:
            raise ValueError(str(error)) from error
        return text

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        if self.count is not None and self.percent is not None:
            raise ValueError(f"wave {self.name!r} has both count and percent; give one of them")
        return self


class OfflinePolicy(_Part):
    action: OfflineAction = OfflineAction.EXCLUDE
    after_s: Seconds = 86_400.0


class Timeouts(_Part):
    """Longest that a device which is there may stay in a step."""

    offer_s: float = Field(default=120.0, gt=0, le=86_400)
    """From the hint until the device accepts."""
    defer_s: float = Field(default=86_400.0, gt=0, le=90 * 86_400)
    margin_s: float = Field(default=60.0, gt=0, le=86_400)
    """Added to the device's own deadlines, for its reports to arrive."""
    revert_s: float = Field(default=300.0, gt=0, le=86_400)
    cancel_s: float = Field(default=600.0, gt=0, le=86_400)
    """From asking a device to stop until it is given up."""


class Retries(_Part):
    """New attempts after a fault that says it may pass, and after a silence."""

    attempts: int = Field(default=3, ge=1, le=20)
    base_s: float = Field(default=15.0, gt=0, le=86_400)
    cap_s: float = Field(default=600.0, gt=0, le=86_400)


class Workload(_Part):
    """What the work asks of a variant."""

    min_quality_percent: Percent | None = None
    """Least share of the evaluation answered right."""


class Limits(_Part):
    """Limits on what the devices of a wave measured; None does not look."""

    min_golden_percent: Percent | None = None
    """Golden prompts answered right, over the whole wave."""
    max_slowdown_percent: Percent | None = None
    """Loss of tokens/s against what the device ran before (median)."""
    max_first_token_growth_percent: float | None = Field(default=None, ge=0, le=10_000)
    max_memory_growth_percent: float | None = Field(default=None, ge=0, le=10_000)


class RolloutPolicy(_Part):
    waves: tuple[WavePolicy, ...] = Field(default=(WavePolicy(name="all"),), min_length=1)
    success_percent: Percent = 95.0
    """A wave passes when at least this share of its devices succeeded."""
    failure_percent: Percent = 10.0
    """A wave stops as soon as more than this share of the finished devices failed."""
    min_sample: int = Field(default=5, ge=1, le=1_000_000)
    """Finished devices below which nothing is judged (all of them, in a smaller wave)."""
    soak_s: Seconds = 60.0
    """How long a finished wave must stay good before the next one starts."""
    promotion: Promotion = Promotion.AUTO
    on_failure: OnFailure = OnFailure.PAUSE
    max_in_flight: int = Field(default=50, ge=1, le=100_000)
    offline: OfflinePolicy = OfflinePolicy()
    timeouts: Timeouts = Timeouts()
    retries: Retries = Retries()
    device: DevicePolicy = DevicePolicy()
    workload: Workload = Workload()
    limits: Limits = Limits()

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        names = [wave.name for wave in self.waves]
        if len(set(names)) != len(names):
            raise ValueError("waves: two waves have the same name")
        return self


def canary(count: int, **others: object) -> RolloutPolicy:
    """Return the usual policy: `count` devices first, then the rest."""
    waves = ({"name": "canary", "count": count}, {"name": "rest"})
    return RolloutPolicy.model_validate({"waves": waves, **others})
