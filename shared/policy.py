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


class DevicePolicy(BaseModel):
    """Trial, deadlines and retries of one deployment; times in seconds."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    trial_s: float = Field(default=30.0, ge=0, le=7 * 86_400)
    """How long the candidate must serve without trouble before it is committed."""
    trial_max_crashes: int = Field(default=1, ge=0, le=100)
    """Engine crashes in trial that are still forgiven."""
    trial_max_error_rate: float = Field(default=0.2, ge=0, le=1)
    """Share of requests failed by the engine above which the trial is lost (from 5 requests on)."""
    download_deadline_s: float = Field(default=6 * 3600.0, gt=0, le=90 * 86_400)
    download_bytes_per_s: int | None = Field(default=None, ge=1024)
    """What a download may take of the line; the device's own setting counts when it is lower."""
    activate_deadline_s: float = Field(default=300.0, gt=0, le=86_400)
    """Longest that loading and probing may take."""
    max_attempts: int = Field(default=3, ge=1, le=20)
    """Download attempts for retryable faults, on the device's own account."""
