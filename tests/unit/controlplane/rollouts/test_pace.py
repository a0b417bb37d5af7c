from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlplane.rollouts import pace
from controlplane.rollouts.policy import Rate
from tests.support.builders import NOON


@pytest.mark.parametrize(
    ("succeeded", "expected"), [(0, 5), (9, 5), (10, 10), (25, 20), (30, 40), (10_000, 100)]
)
def test_an_exponential_rate_steps_up_with_success_to_its_ceiling(succeeded, expected):
    rate = Rate(per_minute=5, factor=2, every=10, max_per_minute=100)
    assert pace.per_minute(rate, succeeded=succeeded) == expected


def test_a_constant_rate_stays():
    assert pace.per_minute(Rate(per_minute=7), succeeded=1000) == 7


def test_the_first_may_be_told_at_once_and_the_next_after_an_interval():
    assert pace.allowed(6, pace_at=None, now=NOON) == 1
    following = pace.after(1, 6, pace_at=None, now=NOON)
    assert following == NOON + timedelta(seconds=10)
    assert pace.allowed(6, pace_at=following, now=NOON + timedelta(seconds=9)) == 0
    assert pace.allowed(6, pace_at=following, now=NOON + timedelta(seconds=10)) == 1


def test_a_long_rest_saves_up_no_more_than_a_burst():
    assert pace.allowed(600, pace_at=NOON, now=NOON + timedelta(hours=1)) == 51


@given(
    per_minute=st.floats(0.5, 2000),
    pauses=st.lists(st.floats(0, 40), min_size=1, max_size=40),
)
def test_however_often_one_looks_the_rate_is_kept(per_minute, pauses):
    now, pace_at, told = NOON, None, []
    for pause in pauses:
        now += timedelta(seconds=pause)
        allowed = pace.allowed(per_minute, pace_at=pace_at, now=now)
        if allowed:
            pace_at = pace.after(allowed, per_minute, pace_at=pace_at, now=now)
            told.append((now, allowed))
    for first, (since, _) in enumerate(told):
        for last, (at, _) in enumerate(told[first:], start=first):
            number = sum(allowed for _, allowed in told[first : last + 1])
            elapsed_s = (at - since).total_seconds() + pace.BURST_S
            assert number <= 1 + elapsed_s * per_minute / 60 + 1e-3
