"""How long a rollout will take, from how long deployments took and when devices were there. Pure.

Waves follow each other. In a wave, devices are reached in rounds of as many as may be in flight at
once; a round takes a download and what else a deployment took, and the wave waits for its devices
that are away, at most as long as the policy has patience with them, and then for its soak.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

from controlplane.rollouts.waiting import Wait

ASSUMED_BYTES_PER_S = 2_000_000
ASSUMED_OTHER_S = 20.0
_FEW = 5
_STEPS = ((86_400, "days"), (3600, "h"), (60, "min"))


@dataclass(frozen=True)
class Past:
    """One deployment that was finished."""

    download_s: float | None
    downloaded_bytes: int
    other_s: float
    """From the offer to its end, without the download and without the trial."""


@dataclass(frozen=True)
class Pace:
    """How fast deployments are."""

    bytes_per_s: float = ASSUMED_BYTES_PER_S
    other_s: float = ASSUMED_OTHER_S
    deployments: int = 0
    """From how many that is known; 0 means that it is assumed."""


@dataclass(frozen=True)
class Reach:
    """One device of a wave."""

    bytes: int
    wait: Wait


@dataclass(frozen=True)
class Terms:
    """What the policy says about time."""

    max_in_flight: int
    soak_s: float
    trial_s: float
    patience_s: float
    """How long the wave waits for a device that is away."""


@dataclass(frozen=True)
class Duration:
    likely_s: float
    late_s: float
    """When the devices that are away come as late as they do one time in ten."""
    unknown: int
    """Devices that are away and of which nobody knows when they come."""
    sentence: str


def pace_of(past: Sequence[Past]) -> Pace:
    """Return the middle of what finished deployments took."""
    if len(past) < _FEW:
        return Pace()
    rates = [
        each.downloaded_bytes / each.download_s
        for each in past
        if each.download_s and each.downloaded_bytes
    ]
    return Pace(
        bytes_per_s=median(rates) if rates else ASSUMED_BYTES_PER_S,
        other_s=median(each.other_s for each in past),
        deployments=len(past),
    )


def forecast(waves: Sequence[Sequence[Reach]], terms: Terms, pace: Pace) -> Duration:
    """Add up the waves."""
    likely = sum(_wave_s(wave, terms, pace, late=False) for wave in waves)
    late = sum(_wave_s(wave, terms, pace, late=True) for wave in waves)
    unknown = sum(each.wait.likely_s is None for wave in waves for each in wave)
    return Duration(likely, late, unknown, _sentence(likely, late, unknown, pace))


def _wave_s(wave: Sequence[Reach], terms: Terms, pace: Pace, *, late: bool) -> float:
    if not wave:
        return 0.0
    size = median(each.bytes for each in wave)
    each_s = size / pace.bytes_per_s + pace.other_s + terms.trial_s
    rounds_s = ceil(len(wave) / terms.max_in_flight) * each_s
    waits = [_wait_s(each.wait, terms, late=late) for each in wave]
    return max(rounds_s, max(waits) + each_s) + terms.soak_s


def _wait_s(wait: Wait, terms: Terms, *, late: bool) -> float:
    known = wait.late_s if late else wait.likely_s
    return terms.patience_s if known is None else min(known, terms.patience_s)


def _sentence(likely: float, late: float, unknown: int, pace: Pace) -> str:
    when = f"about {_span(likely)}"
    if _span(late) != _span(likely):
        when += f", {_span(late)} when devices that are away come late"
    source = (
        f"judged by {pace.deployments} deployments"
        if pace.deployments
        else "assumed, because too few deployments have been finished"
    )
    gone = f"; nobody knows when {unknown} of them come back" if unknown else ""
    return f"{when} ({source}){gone}"


def _span(seconds: float) -> str:
    for unit, name in _STEPS:
        if seconds >= 2 * unit:
            return f"{seconds / unit:.0f} {name}"
    return f"{seconds:.0f} s"
