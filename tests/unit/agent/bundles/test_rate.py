from hypothesis import given
from hypothesis import strategies as st

from agent.bundles.rate import Bucket, Pace, Watch


def test_who_takes_too_much_waits_for_exactly_that():
    bucket = Bucket(bytes_per_s=100)

    assert bucket.take(50, now=10.0) == 0.5
    assert bucket.take(50, now=10.5) == 0.5


def test_a_long_pause_is_not_made_up_for():
    bucket = Bucket(bytes_per_s=100)
    bucket.take(1, now=0.0)

    assert bucket.take(100, now=1000.0) == 0.75


@given(st.lists(st.integers(1, 10_000), min_size=2, max_size=50), st.integers(1, 1000))
def test_obedient_takers_never_exceed_the_rate_by_more_than_a_burst(takes: list[int], rate: int):
    bucket = Bucket(bytes_per_s=rate)
    now = 0.0
    for count in takes:
        now += bucket.take(count, now)

    assert sum(takes) <= rate * (now + 0.25) + 1e-6


def test_a_clock_that_goes_back_gives_nothing():
    bucket = Bucket(bytes_per_s=100)
    bucket.take(100, now=10.0)

    assert bucket.take(0, now=5.0) == 1.0


def test_a_window_with_too_few_bytes_is_too_slow():
    watch = Watch(Pace(window_s=10.0, least_bytes=100))

    assert not watch.too_slow(50, 9.0)
    assert watch.too_slow(49, 1.0)


def test_every_window_is_judged_by_itself():
    watch = Watch(Pace(window_s=10.0, least_bytes=100))

    assert not watch.too_slow(1000, 10.0)
    assert watch.too_slow(99, 10.0)
