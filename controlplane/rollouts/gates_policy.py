"""What the gates of a rollout ask for: budgets against what each device ran before. Pure."""

from enum import StrEnum

from pydantic import Field

from controlplane.rollouts.parts import Part, Percent


class Inconclusive(StrEnum):
    """What a finished wave does when its measurements prove nothing either way."""

    GO = "go"
    STOP = "stop"


class Gates(Part):
    """How much worse than before a wave may be, and how sure a gate must be.

    Changes are each device's own, against the bundle that it ran before, and they are judged for
    each class of hardware. None looks and shows, but never stops a wave.
    """

    confidence_percent: float = Field(default=95.0, ge=80, le=99.9)
    """How sure a gate must be before it says that a limit is broken, or kept."""
    min_devices: int = Field(default=5, ge=4, le=1000)
    """Devices of one class of hardware below which they are judged together with other classes."""
    max_slowdown_percent: Percent | None = 30.0
    """Loss of tokens/s of one answer."""
    max_first_token_growth_percent: float | None = Field(default=60.0, ge=0, le=10_000)
    max_memory_growth_percent: float | None = Field(default=None, ge=0, le=10_000)
    max_golden_loss_points: Percent | None = 5.0
    """Golden prompts that the former bundle answered right and this one does not, in points."""
    max_error_growth_points: Percent | None = 5.0
    """More of the users' requests that the engine failed, in points."""
    max_crashed_percent: Percent | None = 10.0
    """Devices whose engine crashed on trial, even where the trial forgave it."""
    max_throttled_percent: Percent | None = None
    """Devices that were too hot to run at full speed on trial, and were not before."""
    inconclusive: Inconclusive = Inconclusive.GO
