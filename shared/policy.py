"""The part of a rollout's policy that the device itself obeys.

It arrives as a hint, so it can delay or cancel work, never cause an install; its bounds keep a
hostile hint from holding a device in trial for ever.
"""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Go(StrEnum):
    """How far the device may go by itself."""

    STAGE = "stage"
    ACTIVATE = "activate"


class Swap(StrEnum):
    """What happens where memory does not hold the old bundle and the new one at once."""

    STOP_THEN_START = "stop_then_start"
    """The old one is stopped first; callers are told when to come back meanwhile."""
    KEEP_OLD = "keep_old"
    """The old one goes on serving, and the deployment fails."""


class DevicePolicy(BaseModel):
    """Trial, swap, deadlines and retries of one deployment; times in seconds."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    trial_s: float = Field(default=30.0, ge=0, le=7 * 86_400)
    """How long the candidate must serve without trouble before it is committed."""
    trial_max_crashes: int = Field(default=1, ge=0, le=100)
    """Engine crashes in trial that are still forgiven."""
    trial_max_error_rate: float = Field(default=0.2, ge=0, le=1)
    """Share of requests failed by the engine above which the trial is lost (from 5 requests on)."""
    trial_golden_s: float = Field(default=30.0, ge=0, le=7 * 86_400)
    """How often the golden prompts are asked again in trial; 0 asks them before it only."""
    trial_max_slowdown_percent: float | None = Field(default=None, ge=0, le=100)
    """Loss of tokens/s against the outgoing bundle, twice in a row, above which it is lost."""
    swap: Swap = Swap.STOP_THEN_START
    drain_s: float = Field(default=60.0, ge=0, le=3600)
    """For answers under way whose bundle must make room; those that take longer are cut off."""
    download_deadline_s: float = Field(default=6 * 3600.0, gt=0, le=90 * 86_400)
    download_bytes_per_s: int | None = Field(default=None, ge=1024)
    """What a download may take of the line; the device's own setting counts when it is lower."""
    activate_deadline_s: float = Field(default=300.0, gt=0, le=86_400)
    """Longest that loading and probing may take."""
    max_attempts: int = Field(default=3, ge=1, le=20)
    """Download attempts for retryable faults, on the device's own account."""
