"""Maintenance windows: when devices may fetch, and when they may activate. Pure.

A window opens at every instant that its cron expression names, read on a wall clock of its time
zone, and stays open for its duration. Several windows are open when any of them is; no window at
all is always open. The way across a change of daylight saving is that of Debian's cron, which
`cronsim` follows.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError
from pydantic import Field, field_validator, model_validator

from controlplane.rollouts.parts import Part

NEVER = datetime(2100, 1, 1, tzinfo=UTC)
"""When a window opens that does not open for decades."""
_FOLD = timedelta(hours=3)
"""Where a search begins on the other side of now: an hour that comes twice misleads wall clocks."""


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
        opened = next((at for at in self._openings(now + _FOLD, reverse=True) if at <= now), None)
        if opened is None:  # it has never been open yet
            return None
        end = opened + timedelta(seconds=self.duration_s)
        return end if now < end else None

    def opens_at(self, now: datetime) -> datetime:
        """Return when it opens next, after now."""
        return next((at for at in self._openings(now - _FOLD) if at > now), NEVER)

    def _openings(self, since: datetime, *, reverse: bool = False) -> Iterator[datetime]:
        local = since.astimezone(ZoneInfo(self.timezone))
        return (at.astimezone(UTC) for at in CronSim(self.cron, local, reverse=reverse))


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
