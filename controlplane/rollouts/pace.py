"""How many devices now, and how long until the next attempt. Pure.

The rate is kept by one instant, `pace_at`: when the next device may be told (the "virtual
scheduling" form of the generic cell rate algorithm, ITU-T I.371). In any `t` seconds no more than
`t` times the rate are told, and a burst of `BURST_S` seconds' worth.
"""

from datetime import datetime, timedelta

from controlplane.rollouts.policy import Backoff, Rate
from shared.backoff import full_jitter_s

BURST_S = 5.0
"""What may be told at once after a rest: a tick must be able to keep the rate up."""


def per_minute(rate: Rate, *, succeeded: int) -> float:
    """Return the present rate: stepped up for every so many that succeeded, to the ceiling."""
    steps = succeeded // rate.every
    if rate.factor == 1 or rate.per_minute >= rate.max_per_minute:
        return min(rate.per_minute, rate.max_per_minute)
    grown = rate.per_minute
    for _ in range(steps):
        grown *= rate.factor
        if grown >= rate.max_per_minute:
            return rate.max_per_minute
    return grown


def allowed(per_minute: float, *, pace_at: datetime | None, now: datetime) -> int:
    """Return how many may be told now."""
    interval_s = 60 / per_minute
    start = _start(pace_at, now)
    waited_s = (now - start).total_seconds()
    return 0 if waited_s < 0 else int(waited_s / interval_s + 1e-9) + 1


def after(told: int, per_minute: float, *, pace_at: datetime | None, now: datetime) -> datetime:
    """Return `pace_at` once `told` devices have been told."""
    return _start(pace_at, now) + timedelta(seconds=told * 60 / per_minute)


def _start(pace_at: datetime | None, now: datetime) -> datetime:
    """Return from when on the rate counts: a long rest saves up no more than a burst."""
    if pace_at is None:
        return now
    return max(pace_at, now - timedelta(seconds=BURST_S))


def retry_at(backoff: Backoff, *, failed_at: datetime, attempt: int, jitter: float) -> datetime:
    """Return when attempt number `attempt` that failed may be followed by the next.

    Half of the delay is fixed: a device that fails at once must not be offered at once again.
    """
    delay_s = full_jitter_s(
        attempt - 1, jitter=0.5 + jitter / 2, base_s=backoff.base_s, cap_s=backoff.cap_s
    )
    return failed_at + timedelta(seconds=delay_s)
