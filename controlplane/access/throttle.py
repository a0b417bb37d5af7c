"""How long somebody who guesses must wait. Pure.

The first few failures are free; from then on each one doubles the wait, up to a longest. Failures
are forgotten when nothing failed for a while.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

NONE: Final = timedelta(0)


@dataclass(frozen=True)
class Limit:
    free: int
    """Failures that cost no wait."""
    first: timedelta = timedelta(seconds=10)
    longest: timedelta = timedelta(minutes=15)
    forget: timedelta = timedelta(hours=1)


ACCOUNT: Final = Limit(free=5)
ADDRESS: Final = Limit(free=20)
"""An office behind one address shares it."""


@dataclass(frozen=True)
class Tally:
    """What is remembered of an account or an address."""

    failures: int
    last_at: datetime


def wait(tally: Tally | None, limit: Limit, now: datetime) -> timedelta:
    """Return how long until the next attempt is looked at."""
    if tally is None or tally.failures < limit.free or now - tally.last_at >= limit.forget:
        return NONE
    doubled: int = 2 ** min(tally.failures - limit.free, 20)
    length = min(limit.first * doubled, limit.longest)
    return max(NONE, tally.last_at + length - now)


def failed(tally: Tally | None, limit: Limit, now: datetime) -> Tally:
    """Return the tally after one more failure."""
    if tally is None or now - tally.last_at >= limit.forget:
        return Tally(1, now)
    return Tally(tally.failures + 1, now)
