"""The gates' tests against published values, and against what chance really does."""

import math
import random
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlplane.rollouts.statistics import at_least, share, signed_rank, typical

# Heights of cross- and self-fertilized plants (Darwin; the example of SciPy's documentation).
PLANTS = (6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75)
# Depression scale before and after a tranquilizer (Hollander and Wolfe; the example of R).
SCALE = (0.952, -0.147, 1.022, 0.43, 0.62, 0.59, 0.49, -0.08, 0.01)


@pytest.mark.parametrize(
    ("changes", "p"),
    [
        (PLANTS, 0.0206298828125),
        (SCALE, 0.01953125),
        ((1, 2, 3, 4, 5), 1 / 32),
        ((1, 1, 1, 1, 1), 1 / 32),
        ((1, 2, 3, 4), 1 / 16),
        ((-1, -2, -3), 1.0),
        ((0, 0, 0), 1.0),
        ((), 1.0),
    ],
)
def test_the_signed_rank_test_agrees_with_published_values(changes, p):
    assert signed_rank(changes) == pytest.approx(p, rel=1e-12)


@given(st.lists(st.integers(-4, 4), min_size=1, max_size=9))
def test_the_exact_test_counts_every_way_of_drawing_signs(changes):
    told = [each for each in changes if each]
    sizes = sorted(map(abs, told))
    ranks = {size: sizes.index(size) + (sizes.count(size) + 1) / 2 for size in sizes}
    seen = sum(ranks[abs(each)] for each in told if each > 0)
    sums = [
        sum(ranks[size] for size, up in zip(sizes, signs, strict=True) if up)
        for signs in product((False, True), repeat=len(sizes))
    ]
    assert signed_rank(changes) == pytest.approx(sum(each >= seen for each in sums) / len(sums))


def test_beyond_small_samples_the_normal_curve_is_close_to_the_exact_count():
    rng = random.Random(1)
    for _ in range(20):
        changes = [rng.gauss(0.3, 1) for _ in range(25)]
        more = [*changes, 1e-9]  # of the smallest rank: it changes next to nothing
        assert signed_rank(more) == pytest.approx(signed_rank(changes), abs=0.03)


@pytest.mark.parametrize(
    ("hits", "tries", "rate", "p"),
    [
        (3, 15, 0.1, 0.18406106910639114),
        (2, 2, 0.1, 0.01),
        (1, 5, 0.1, 1 - 0.9**5),
        (0, 5, 0.1, 1.0),
        (5, 5, 1.0, 1.0),
        (1, 5, 0.0, 0.0),
    ],
)
def test_the_binomial_tail_agrees_with_published_values(hits, tries, rate, p):
    assert at_least(hits, tries, rate) == pytest.approx(p, rel=1e-9)


@pytest.mark.parametrize(
    ("hits", "tries", "rate"), [(3, 7, 0.25), (40, 100, 0.5), (620, 10_000, 0.06), (1, 2000, 0.5)]
)
def test_the_binomial_tail_is_the_sum_of_its_terms(hits, tries, rate):
    terms = (
        math.exp(
            math.log(math.comb(tries, each))
            + each * math.log(rate)
            + (tries - each) * math.log1p(-rate)
        )
        for each in range(hits, tries + 1)
    )
    assert at_least(hits, tries, rate) == pytest.approx(math.fsum(terms), rel=1e-8)


@pytest.mark.parametrize(
    ("hits", "tries", "low", "high"),
    [(0, 10, 0.0, 0.30850), (4, 20, 0.05733, 0.43661), (10, 10, 0.69150, 1.0)],
)
def test_clopper_and_pearsons_bounds_agree_with_published_values(hits, tries, low, high):
    found = share(hits, tries, level=0.025)
    assert found.low == pytest.approx(low, abs=1e-5)
    assert found.high == pytest.approx(high, abs=1e-5)


def test_the_typical_change_agrees_with_published_values():
    found = typical(SCALE, level=0.025)
    assert found.estimate == pytest.approx(0.46)
    assert (found.low, found.high) == (pytest.approx(0.01), pytest.approx(0.786))


def test_too_small_a_sample_has_an_estimate_and_no_bounds():
    found = typical((1.0, 2.0, 3.0), level=0.05)
    assert (found.estimate, found.low, found.high) == (2.0, None, None)


@pytest.mark.parametrize("count", [5, 8, 26, 60])
def test_the_bounds_hold_the_truth_as_often_as_they_say(count):
    rng = random.Random(count)
    held = 0
    for _ in range(400):
        found = typical([rng.gauss(1.0, 1.0) for _ in range(count)], level=0.05)
        assert found.low is not None
        held += found.low <= 1.0
    assert held / 400 > 0.92


def test_the_bounds_and_the_test_say_the_same():
    rng = random.Random(7)
    for count in (6, 12, 24):
        for _ in range(50):
            changes = [rng.gauss(0.5, 1.0) for _ in range(count)]
            found = typical(changes, level=0.05)
            assert found.low is not None
            assert (found.low > 0) == (signed_rank(changes) <= 0.05)
