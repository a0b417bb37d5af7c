"""The policy of a rollout: its waves, its limits, and what to do when they are crossed. Pure.

A rollout keeps its own copy, so that editing a template never changes what is under way. Every
field has a default; `docs/reference/policy.md` explains each.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AwareDatetime, Field, field_validator, model_validator

from controlplane.rollouts import selectors
from controlplane.rollouts.gates_policy import Gates
from controlplane.rollouts.parts import Part, Percent, Seconds
from controlplane.rollouts.windows import Windows
from controlplane.rollouts.workload import Workload
from shared.errors import Category
from shared.policy import DevicePolicy


class OnFailure(StrEnum):
    """What happens to the rollout when a gate says stop."""

    PAUSE = "pause"
    ABORT = "abort"
    ROLL_BACK_WAVE = "roll_back_wave"
    """Send the devices of the failed wave back, then pause."""
    ROLL_BACK = "roll_back"
    """Send the devices of every wave back, the newest wave first."""


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


class Prefetch(StrEnum):
    """Which waves may fetch and verify before it is their turn to activate."""

    NONE = "none"
    NEXT = "next"
    ALL = "all"


class Membership(StrEnum):
    """Who takes part."""

    FIXED = "fixed"
    """The devices that match when the rollout starts."""
    DYNAMIC = "dynamic"
    """Those that match later too; such a rollout goes on until somebody closes it."""


class Overrun(StrEnum):
    """What happens when the rollout is not done by its deadline."""

    PAUSE = "pause"
    ABORT = "abort"
    ROLL_BACK = "roll_back"


_LATEST = datetime(2100, 1, 1, tzinfo=UTC)

Selector = Annotated[str, Field(max_length=500)]


def _parsed(text: str) -> str:
    try:
        selectors.parse(text)
    except selectors.SelectorError as error:
        raise ValueError(str(error)) from error
    return text


class WavePolicy(Part):
    """One wave: which devices (`selector`), and how many of them (`count` or `percent`).

    Without either limit it takes all that are left and match.
    """

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}$")
    selector: Selector = ""
    count: int | None = Field(default=None, ge=1, le=1_000_000)
    percent: float | None = Field(default=None, gt=0, le=100)
    """Of all devices of the rollout that match the selector; rounded up, at least one."""
    soak_s: Seconds | None = None
    """Instead of the rollout's."""
    promotion: Promotion | None = None
    """Instead of the rollout's."""

    @field_validator("selector")
    @classmethod
    def _parses(cls, text: str) -> str:
        return _parsed(text)

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        if self.count is not None and self.percent is not None:
            raise ValueError(f"wave {self.name!r} has both count and percent; give one of them")
        return self


class Rate(Part):
    """How many devices a minute are told to activate: constant, or growing with success."""

    per_minute: float = Field(gt=0, le=1_000_000)
    """The rate to begin with."""
    factor: float = Field(default=1.0, ge=1, le=100)
    """By what the rate is multiplied at every step up; 1 keeps it constant."""
    every: int = Field(default=10, ge=1, le=1_000_000)
    """Devices that must have succeeded for a step up."""
    max_per_minute: float = Field(default=1_000_000, gt=0, le=1_000_000)

    @model_validator(mode="after")
    def _grows(self) -> Self:
        if self.max_per_minute < self.per_minute:
            raise ValueError("max_per_minute is less than per_minute")
        return self


class Budget(Part):
    """At most so many devices of each value of a label are disturbed at once."""

    label: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,62}$")
    percent: float | None = Field(default=None, gt=0, le=100)
    """Of the enrolled devices with that value; rounded down, at least one."""
    count: int | None = Field(default=None, ge=1, le=1_000_000)

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        if (self.count is None) == (self.percent is None):
            raise ValueError(f"budget of {self.label!r}: give either count or percent")
        return self

    def limit(self, size: int) -> int:
        """Return how many of a group of `size` devices may be disturbed at once."""
        if self.count is not None:
            return self.count
        assert self.percent is not None
        return max(1, int(size * self.percent / 100))


class OfflinePolicy(Part):
    action: OfflineAction = OfflineAction.EXCLUDE
    after_s: Seconds = 86_400.0


class Timeouts(Part):
    """Longest that a device which is there may stay in a step."""

    offer_s: float = Field(default=120.0, gt=0, le=86_400)
    """From the hint until the device accepts."""
    defer_s: float = Field(default=86_400.0, gt=0, le=90 * 86_400)
    margin_s: float = Field(default=60.0, gt=0, le=86_400)
    """Added to the device's own deadlines, for its reports to arrive."""
    revert_s: float = Field(default=300.0, gt=0, le=86_400)
    cancel_s: float = Field(default=600.0, gt=0, le=86_400)
    """From asking a device to stop until it is given up."""


class Backoff(Part):
    """How often, and after how long, an attempt that failed is followed by another."""

    attempts: int = Field(default=3, ge=1, le=20)
    base_s: float = Field(default=15.0, gt=0, le=86_400)
    cap_s: float = Field(default=600.0, gt=0, le=86_400)


class Retries(Backoff):
    """New attempts after a fault that says it may pass, and after a silence."""

    categories: Mapping[Category, Backoff] = Field(default_factory=dict)
    """Instead of these numbers, for faults of a category: `network`, `storage`..."""

    def of(self, category: Category | None) -> Backoff:
        return self if category is None else self.categories.get(category, self)


class Deadline(Part):
    """By when the rollout must be done."""

    after_s: float = Field(gt=0, le=366 * 86_400)
    """From its start."""
    action: Overrun = Overrun.PAUSE


class Approval(Part):
    """Whether somebody other than its creator must agree before it starts."""

    required: bool = False


class Limits(Part):
    """Older spelling of three of the `gates`, which it goes before; and a least golden score."""

    min_golden_percent: Percent | None = None
    """Golden prompts answered right, over the whole wave."""
    max_slowdown_percent: Percent | None = None
    max_first_token_growth_percent: float | None = Field(default=None, ge=0, le=10_000)
    max_memory_growth_percent: float | None = Field(default=None, ge=0, le=10_000)


class RolloutPolicy(Part):
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
    """Devices that are told to activate and are not done."""
    max_fetching: int = Field(default=50, ge=1, le=100_000)
    """Devices that fetch ahead at once, for a later wave or a later window."""
    rate: Rate | None = None
    budgets: tuple[Budget, ...] = ()
    windows: Windows = Windows()
    prefetch: Prefetch = Prefetch.NONE
    start_at: AwareDatetime | None = Field(default=None, lt=_LATEST)
    """Not before this instant."""
    deadline: Deadline | None = None
    membership: Membership = Membership.FIXED
    approval: Approval = Approval()
    supersede: bool = False
    """End older rollouts of the same slot and selector when this one starts."""
    offline: OfflinePolicy = OfflinePolicy()
    timeouts: Timeouts = Timeouts()
    retries: Retries = Retries()
    device: DevicePolicy = DevicePolicy()
    workload: Workload = Workload()
    limits: Limits = Limits()
    gates: Gates = Gates()

    @model_validator(mode="after")
    def _differ(self) -> Self:
        names = [wave.name for wave in self.waves]
        if len(set(names)) != len(names):
            raise ValueError("waves: two waves have the same name")
        labels = [budget.label for budget in self.budgets]
        if len(set(labels)) != len(labels):
            raise ValueError("budgets: two budgets are about the same label")
        return self

    def soak_of(self, wave: int) -> float:
        """Return how long a wave soaks; one that the policy does not name soaks as the others."""
        own = self.waves[wave].soak_s if wave < len(self.waves) else None
        return self.soak_s if own is None else own

    def promotion_of(self, wave: int) -> Promotion:
        own = self.waves[wave].promotion if wave < len(self.waves) else None
        return own or self.promotion


def canary(count: int, **others: object) -> RolloutPolicy:
    """Return the usual policy: `count` devices first, then the rest."""
    waves = ({"name": "canary", "count": count}, {"name": "rest"})
    return RolloutPolicy.model_validate({"waves": waves, **others})
