"""One measured question at a time: is this class of hardware worse off than before? Pure.

Every device is compared with itself, so that fast and slow ones can stand in one sample. A check
fails only when chance cannot explain what was seen; while devices are still to come, only when it
practically never could (Haybittle and Peto's rule for looks on the way), so that looking often
does not find what is not there.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from controlplane.rollouts import statistics
from controlplane.rollouts.wording import devices
from shared.wire.up import Measurements

INTERIM_LEVEL = 0.001
"""How unlikely chance must be to stop a class of which devices are still to come."""
MOST_PAIRS = 100
"""More devices of one class say nothing new; evenly chosen ones stand for the rest."""
MIN_REQUESTS = 20
"""Of users, on both sides, before the share of failed ones says anything."""


class Finding(StrEnum):
    PASS = "pass"  # noqa: S105 - a verdict
    FAIL = "fail"
    WAIT = "wait"
    """Too few devices so far."""
    INCONCLUSIVE = "inconclusive"
    """All devices are in, and they prove nothing either way."""
    WATCHED = "watched"
    """Shown, never judged."""


@dataclass(frozen=True)
class Sample:
    """One device's part in a check."""

    now: Measurements
    before: Measurements | None


@dataclass(frozen=True)
class Check:
    """What a gate found in one class of hardware, and the numbers it saw."""

    gate: str
    hardware: str
    finding: Finding
    devices: int
    """How many were compared."""
    sentence: str
    test: str = ""
    before: float | None = None
    after: float | None = None
    """Medians; of a share, the share itself in percent."""
    change: float | None = None
    """The typical device's change: percent, or points."""
    low: float | None = None
    high: float | None = None
    """Where the typical change, or the share, lies with the confidence that was asked for."""
    p: float | None = None
    """How likely it is to see this or worse while the limit is kept."""
    limit: float | None = None


@dataclass(frozen=True)
class Terms:
    """What a check is held to."""

    limit: float | None
    level: float
    """One minus the confidence."""
    least: int
    """Devices needed."""
    complete: bool
    """No more devices of this class will come."""
    interim_level: float = INTERIM_LEVEL
    """What stands in for `level` until it is complete."""


@dataclass(frozen=True)
class Gauge:
    """A number that is compared with what it was: how it is read, and how it is worded."""

    gate: str
    worse: str
    better: str
    read: Callable[[Measurements], float | None]
    unit: str = "%"
    """`%` compares by ratio, `points` by difference."""
    higher_is_worse: bool = True


def _golden(measured: Measurements) -> float | None:
    if not measured.golden_items or measured.golden_right is None:
        return None
    return 100 * measured.golden_right / measured.golden_items


def _errors(measured: Measurements) -> float | None:
    if measured.requests is None or measured.requests < MIN_REQUESTS:
        return None
    return 100 * (measured.failed_requests or 0) / measured.requests


TOKENS = Gauge(
    "tokens_per_s", "slower", "faster", lambda each: each.tokens_per_s, higher_is_worse=False
)
FIRST_TOKEN = Gauge(
    "first_token_ms", "later to the first token", "sooner", lambda each: each.first_token_ms
)
MEMORY = Gauge("memory_bytes", "more memory", "less memory", lambda each: each.memory_bytes)
GOLDEN = Gauge(
    "golden",
    "fewer golden prompts right",
    "more golden prompts right",
    _golden,
    unit="points",
    higher_is_worse=False,
)
ERRORS = Gauge("errors", "more failed requests", "fewer failed requests", _errors, unit="points")


def compare(gauge: Gauge, hardware: str, samples: Sequence[Sample], terms: Terms) -> Check | None:
    """Compare devices with themselves; None where nothing can be compared."""
    pairs = _pairs(gauge, samples)
    if not pairs:
        return None
    worse = [_worse(gauge, before, now) for before, now in pairs]
    interval = statistics.typical(worse, level=terms.level)
    low = None if interval.low is None else _shown(gauge, interval.low)
    high = None if interval.high is None else _shown(gauge, interval.high)
    change = _shown(gauge, interval.estimate)
    bound = None if terms.limit is None else _scaled(gauge, terms.limit)
    p = None if bound is None else statistics.signed_rank([each - bound for each in worse])
    finding = Finding.WATCHED
    if bound is not None and p is not None:
        within = statistics.signed_rank([bound - each for each in worse]) <= terms.level
        finding = _finding(p, len(pairs), terms, within=within and len(pairs) >= terms.least)
    return Check(
        gate=gauge.gate,
        hardware=hardware,
        finding=finding,
        devices=len(pairs),
        sentence=_sentence(gauge, hardware, change, low, len(pairs), terms),
        test="Wilcoxon signed-rank",
        before=median(before for before, _ in pairs),
        after=median(now for _, now in pairs),
        change=change,
        low=low,
        high=high,
        p=p,
        limit=terms.limit,
    )


def count(gate: str, words: str, hardware: str, hits: int, of: int, terms: Terms) -> Check | None:
    """Hold a share of devices against the share that is allowed; None where there are none."""
    if not of:
        return None
    interval = statistics.share(hits, of, level=terms.level)
    p, finding = None, Finding.WATCHED
    if terms.limit is not None:
        p = statistics.at_least(hits, of, terms.limit / 100)
        finding = _finding(p, of, terms, within=100 * hits <= terms.limit * of)
    sentence = f"{hits} of {devices(of)}{_where(hardware)} {words} ({100 * hits / of:.0f} %)"
    if terms.limit is not None:
        sentence += f", at most {terms.limit:g} % may"
    return Check(
        gate=gate,
        hardware=hardware,
        finding=finding,
        devices=of,
        sentence=sentence,
        test="exact binomial",
        after=100 * hits / of,
        low=None if interval.low is None else 100 * interval.low,
        high=None if interval.high is None else 100 * interval.high,
        p=p,
        limit=terms.limit,
    )


def _finding(p: float, seen: int, terms: Terms, *, within: bool) -> Finding:
    if seen >= terms.least and p <= (terms.level if terms.complete else terms.interim_level):
        return Finding.FAIL
    if not terms.complete:
        return Finding.WAIT
    return Finding.PASS if within else Finding.INCONCLUSIVE


def _pairs(gauge: Gauge, samples: Sequence[Sample]) -> list[tuple[float, float]]:
    pairs = []
    for each in samples:
        if each.before is None:
            continue
        before, now = gauge.read(each.before), gauge.read(each.now)
        if before is None or now is None or (gauge.unit == "%" and min(before, now) <= 0):
            continue
        pairs.append((before, now))
    return pairs[:: -(-len(pairs) // MOST_PAIRS)] if pairs else pairs


def _worse(gauge: Gauge, before: float, now: float) -> float:
    """Return how much worse a device became, in the scale in which changes are compared."""
    change = math.log(now / before) if gauge.unit == "%" else now - before
    return change if gauge.higher_is_worse else -change


def _scaled(gauge: Gauge, limit: float) -> float:
    if gauge.unit != "%":
        return limit
    if gauge.higher_is_worse:
        return math.log1p(limit / 100)
    return math.inf if limit >= 100 else -math.log1p(-limit / 100)  # noqa: PLR2004 - percent


def _shown(gauge: Gauge, worse: float) -> float:
    """Return a change as people read it: how much worse, in percent or points."""
    if gauge.unit != "%":
        return worse
    return 100 * (math.expm1(worse) if gauge.higher_is_worse else -math.expm1(-worse))


def _sentence(
    gauge: Gauge, hardware: str, change: float, low: float | None, pairs: int, terms: Terms
) -> str:
    words = gauge.worse if change >= 0 else gauge.better
    said = f"{abs(change):.0f} {gauge.unit} {words} than before{_where(hardware)}"
    said += f" (typical of {devices(pairs)}"
    if low is not None and low > 0:
        said += f", {100 * (1 - terms.level):g} % sure of at least {low:.0f}"
    said += ")"
    return said if terms.limit is None else f"{said}; {terms.limit:g} {gauge.unit} is allowed"


def _where(hardware: str) -> str:
    return f" on {hardware}" if hardware else ""
