"""The few tests that the gates need, exact where samples are small. Pure.

Two questions are asked. Of a share: could so many of these devices have failed by chance, if the
true share were only the one that is allowed? The binomial distribution answers it exactly, and
Clopper and Pearson's interval turns the answer round. Of a change, measured on each device against
itself: is it beyond what is allowed on the typical device? Wilcoxon's signed-rank test answers it
from the order of the changes alone, so that one wild device counts no more than any other; Hodges
and Lehmann's median of pairwise means says how large the change is, and how far it may be off.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from statistics import NormalDist

EXACT = 25
"""Changes up to which every way of drawing their signs is counted; beyond, the normal curve."""


@dataclass(frozen=True)
class Interval:
    """An estimate, and where the truth lies with the confidence that was asked for on each side.

    A side on which nothing can be said, because the sample is too small, is None.
    """

    estimate: float
    low: float | None = None
    high: float | None = None


def at_least(hits: int, tries: int, rate: float) -> float:
    """Return the chance of `hits` or more in `tries`, each of which hits with chance `rate`."""
    if hits <= 0:
        return 1.0
    if rate <= 0:
        return 0.0
    if rate >= 1:
        return 1.0
    return _beta(rate, hits, tries - hits + 1)


@lru_cache(maxsize=256)
def share(hits: int, tries: int, *, level: float) -> Interval:
    """Return the share of hits, with Clopper and Pearson's bounds: each is wrong at `level`."""
    low = _solve(lambda rate: at_least(hits, tries, rate), level) if hits else 0.0
    above = tries - hits
    high = 1.0 - _solve(lambda rate: at_least(above, tries, rate), level) if above else 1.0
    return Interval(hits / tries, low, high)


def signed_rank(changes: Sequence[float]) -> float:
    """Return how likely changes so far above zero are when the typical one is not above it.

    Zeros say nothing and are left out; equal sizes share their ranks.
    """
    told = [each for each in changes if each]
    if not told:
        return 1.0
    ranks = _doubled_ranks(told)
    above = sum(rank for rank, change in zip(ranks, told, strict=True) if change > 0)
    if len(told) <= EXACT:
        return _exact_tail(tuple(sorted(ranks)), above)
    mean = sum(ranks) / 2
    deviation = math.sqrt(sum(rank * rank for rank in ranks) / 4)
    return 1.0 - NormalDist().cdf((above - 1 - mean) / deviation)  # 1 is half a rank, doubled


def typical(changes: Sequence[float], *, level: float) -> Interval:
    """Return the typical change with bounds that are each wrong with chance `level`."""
    ordered = sorted(changes)
    means = sorted(
        (one + other) / 2 for index, one in enumerate(ordered) for other in ordered[index:]
    )
    middle = len(means) // 2
    estimate = means[middle] if len(means) % 2 else (means[middle - 1] + means[middle]) / 2
    beyond = _below(len(ordered), level)
    if beyond < 0:
        return Interval(estimate)
    return Interval(estimate, means[beyond], means[-1 - beyond])


@lru_cache(maxsize=256)
def _below(count: int, level: float) -> int:
    """Return the largest rank sum that lies with its tail within `level`; -1 for none."""
    if count > EXACT:
        mean = count * (count + 1) / 4
        deviation = math.sqrt(count * (count + 1) * (2 * count + 1) / 24)
        return math.floor(mean + NormalDist().inv_cdf(level) * deviation - 0.5)
    ways = _ways(tuple(range(1, count + 1)))
    tail, total = 0, 2**count
    for rank_sum, number in enumerate(ways):
        tail += number
        if tail > level * total:
            return rank_sum - 1
    return len(ways) - 1


def _doubled_ranks(changes: Sequence[float]) -> list[int]:
    """Return twice the rank of each change by its size: whole numbers where ranks are shared."""
    order = sorted(range(len(changes)), key=lambda index: abs(changes[index]))
    ranks = [0] * len(changes)
    place = 0
    for _, equals in groupby(order, key=lambda index: abs(changes[index])):
        group = list(equals)
        for index in group:
            ranks[index] = 2 * place + len(group) + 1
        place += len(group)
    return ranks


@lru_cache(maxsize=256)
def _exact_tail(ranks: tuple[int, ...], above: int) -> float:
    ways = _ways(ranks)
    return float(sum(ways[above:]) / 2 ** len(ranks))


@lru_cache(maxsize=64)
def _ways(ranks: tuple[int, ...]) -> tuple[int, ...]:
    """Return for every sum in how many ways signs can be drawn so that ranks add up to it."""
    ways = [1]
    for rank in ranks:
        longer = [*ways, *[0] * rank]
        for index, number in enumerate(ways):
            longer[index + rank] += number
        ways = longer
    return tuple(ways)


def _solve(tail: Callable[[float], float], level: float) -> float:
    """Return the rate at which a tail that grows with it comes to `level`."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if tail(middle) < level else (low, middle)
    return round(low, 12)


def _beta(x: float, a: float, b: float) -> float:
    """Return the regularized incomplete beta function, which is a binomial tail."""
    if x > (a + 1) / (a + b + 2):
        return 1.0 - _beta(1.0 - x, b, a)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    return min(1.0, front / (a * _fraction(x, a, b)))


def _fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction of the incomplete beta function, from its far end inwards."""
    value = 1.0
    for m in range(_TERMS, 0, -1):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        value = 1.0 + even / (1.0 + odd / value)
    first = -(a + b) * x / (a + 1)
    return 1.0 + first / value


_HALVINGS = 45
_TERMS = 200
"""Of the continued fraction; enough for samples of ten thousand."""
