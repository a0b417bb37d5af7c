"""Maintenance windows: when devices may fetch, and when they may activate. Pure.

A window opens at every instant that its cron expression names, read on a wall clock of its time
zone, and stays open for its duration. Several windows are open when any of them is; no window at
all is always open. The way across a change of daylight saving is that of Debian's cron, which
`cronsim` follows.
"""

from datetime import UTC, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError
from pydantic import Field, field_validator, model_validator

from controlplane.rollouts.parts import Part


class Window(Part):
    """Opens as `cron` says, in `timezone`, for `duration_s` seconds."""

    cron: str = Field(max_length=100)
    """Minute, hour, day of month, month, day of week: `0 2 * * 1-5`."""
    duration_s: float = Field(ge=60, le=7 * 86_400)
    timezone: str = Field(default="UTC", max_length=64)

    @field_validator("timezone")
    @classmethod
    def _known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, OSError, ValueError) as error:
            raise ValueError(
                f"there is no time zone {name!r}; use names such as Europe/Lisbon"
            ) from error
        return name

    @model_validator(mode="after")
    def _ticks(self) -> Self:
        try:
            next(CronSim(self.cron, datetime(2026, 1, 1, tzinfo=UTC)))
        except CronSimError as error:
            raise ValueError(f"cron {self.cron!r}: {error}") from error
        except StopIteration:
            raise ValueError(f"cron {self.cron!r} never comes true") from None
        return self

    def closes_at(self, now: datetime) -> datetime | None:
        """Return when the window that is open now closes, None while it is shut."""
        # An opening at this very minute counts: the search is for what lies strictly before.
        local = now.astimezone(ZoneInfo(self.timezone)) + timedelta(microseconds=1)
        opened = next(CronSim(self.cron, local, reverse=True)).astimezone(UTC)
        end = opened + timedelta(seconds=self.duration_s)
        return end if now < end else None

    def opens_at(self, now: datetime) -> datetime:
        """Return when it opens next, after now."""
        local = now.astimezone(ZoneInfo(self.timezone))
        return next(CronSim(self.cron, local)).astimezone(UTC)


class Windows(Part):
    """Downloads and activations, kept apart."""

    download: tuple[Window, ...] = Field(default=(), max_length=20)
    activate: tuple[Window, ...] = Field(default=(), max_length=20)


def is_open(windows: tuple[Window, ...], now: datetime) -> bool:
    return not windows or any(each.closes_at(now) is not None for each in windows)


def opens_at(windows: tuple[Window, ...], now: datetime) -> datetime:
    """Return when the first of them opens next; now, when one is open."""
    if is_open(windows, now):
        return now
    return min(each.opens_at(now) for each in windows)
