"""How long somebody who guesses must wait."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from controlplane.access.throttle import ACCOUNT, NONE, Limit, Tally, failed, wait

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LIMIT = Limit(free=3, first=timedelta(seconds=10), longest=timedelta(minutes=1))


def after(failures: int, limit: Limit = LIMIT) -> Tally:
    tally = None
    for _ in range(failures):
        tally = failed(tally, limit, NOW)
    assert tally is not None
    return tally


def test_the_first_attempts_cost_nothing():
    assert wait(None, LIMIT, NOW) == NONE
    assert wait(after(2), LIMIT, NOW) == NONE


def test_every_further_failure_doubles_the_wait_up_to_the_longest():
    waits = [wait(after(number), LIMIT, NOW).total_seconds() for number in range(3, 8)]

    assert waits == [10, 20, 40, 60, 60]


def test_time_passes():
    assert wait(after(3), LIMIT, NOW + timedelta(seconds=4)) == timedelta(seconds=6)
    assert wait(after(3), LIMIT, NOW + timedelta(seconds=11)) == NONE


def test_failures_are_forgotten_after_a_while_without_one():
    later = NOW + LIMIT.forget

    assert wait(after(9), LIMIT, later) == NONE
    assert failed(after(9), LIMIT, later) == Tally(1, later)


@given(st.integers(0, 10_000), st.integers(-100, 100_000))
def test_nobody_waits_longer_than_the_longest(failures: int, passed_s: int):
    tally = Tally(failures, NOW)

    found = wait(tally, ACCOUNT, NOW + timedelta(seconds=max(0, passed_s)))

    assert NONE <= found <= ACCOUNT.longest
