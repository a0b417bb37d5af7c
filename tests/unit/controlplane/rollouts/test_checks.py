"""One question of one class of hardware: what proves something, and what does not."""

import random

import pytest

from controlplane.rollouts.checks import (
    ERRORS,
    FIRST_TOKEN,
    GOLDEN,
    TOKENS,
    Finding,
    Sample,
    Terms,
    compare,
    count,
)
from shared.wire.up import Measurements


def terms(limit: float | None = 30.0, **changes) -> Terms:
    return Terms(**{"limit": limit, "level": 0.05, "least": 5, "complete": True, **changes})


def rates(*now: float, before: float = 100.0) -> list[Sample]:
    return [
        Sample(Measurements(tokens_per_s=each), Measurements(tokens_per_s=before)) for each in now
    ]


def finding(samples: list[Sample], held_to: Terms, gauge=TOKENS) -> Finding:
    found = compare(gauge, "a CPU", samples, held_to)
    assert found is not None
    return found.finding


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ((50, 52, 55, 49, 60), Finding.FAIL),
        ((98, 101, 99, 97, 103), Finding.PASS),
        ((98, 101, 99, 97, 20), Finding.INCONCLUSIVE),
        ((50, 52, 55, 49), Finding.INCONCLUSIVE),
        ((68, 72, 69, 71, 70), Finding.INCONCLUSIVE),
        ((98, 101, 99, 97, 103, 100, 102, 96, 95, 10), Finding.PASS),
        ((50, 52, 55, 49, 60, 51, 53, 47, 56, 200), Finding.FAIL),
    ],
    ids=[
        "all much slower",
        "as before",
        "one broken device of five",
        "too few",
        "at the limit",
        "one broken device of ten",
        "one lucky device of ten",
    ],
)
def test_a_finished_class_is_found_slower_only_when_chance_does_not_explain_it(now, expected):
    assert finding(rates(*now), terms()) is expected


def test_on_the_way_only_what_chance_practically_never_does_fails():
    five, twelve = rates(*[50] * 5), rates(*range(40, 52))
    assert finding(five, terms(complete=False)) is Finding.WAIT
    assert finding(twelve, terms(complete=False)) is Finding.FAIL


def test_a_later_first_token_is_worse_and_a_sooner_one_is_not():
    def times(now: float) -> list[Sample]:
        one = Sample(Measurements(first_token_ms=now), Measurements(first_token_ms=100))
        return [one] * 6

    assert finding(times(200), terms(60), FIRST_TOKEN) is Finding.FAIL
    assert finding(times(50), terms(60), FIRST_TOKEN) is Finding.PASS


def test_golden_prompts_are_compared_in_points():
    def scores(now: int, before: int) -> list[Sample]:
        return [
            Sample(
                Measurements(golden_right=now, golden_items=20),
                Measurements(golden_right=before, golden_items=20),
            )
        ] * 5

    assert finding(scores(17, 20), terms(5), GOLDEN) is Finding.FAIL
    assert finding(scores(20, 20), terms(5), GOLDEN) is Finding.PASS
    assert finding(scores(20, 2), terms(5), GOLDEN) is Finding.PASS


def test_few_requests_say_nothing_of_their_errors():
    few = Measurements(requests=5, failed_requests=5)
    many = Measurements(requests=100, failed_requests=0)
    assert compare(ERRORS, "", [Sample(few, many)] * 9, terms(5)) is None


def test_what_has_no_limit_is_shown_and_not_judged():
    found = compare(TOKENS, "a CPU", rates(10, 10, 10, 10, 10), terms(None))
    assert found is not None
    assert (found.finding, found.change) == (Finding.WATCHED, pytest.approx(90))


def test_a_device_that_ran_nothing_before_is_not_compared():
    assert compare(TOKENS, "", [Sample(Measurements(tokens_per_s=1), None)] * 9, terms()) is None


def test_a_check_says_what_it_saw():
    found = compare(TOKENS, "a CPU", rates(50, 52, 55, 49, 60), terms())
    assert found is not None
    assert found.sentence == (
        "48 % slower than before on a CPU (typical of 5 devices, 95 % sure of at least 40);"
        " 30 % is allowed"
    )
    assert (found.before, found.after, found.devices) == (100, 52, 5)
    assert found.p == pytest.approx(1 / 32)
    assert found.low == pytest.approx(40)


@pytest.mark.parametrize(
    ("hits", "of", "complete", "expected"),
    [
        (0, 5, True, Finding.PASS),
        (1, 5, True, Finding.INCONCLUSIVE),
        (3, 5, True, Finding.FAIL),
        (1, 20, True, Finding.PASS),
        (3, 5, False, Finding.WAIT),
        (5, 5, False, Finding.FAIL),
    ],
)
def test_a_share_fails_only_when_chance_does_not_explain_it(hits, of, complete, expected):
    found = count("crashes", "crashed", "", hits, of, terms(10, complete=complete))
    assert found is not None
    assert found.finding is expected


def test_a_release_that_changes_nothing_is_practically_never_stopped():
    rng = random.Random(3)
    stopped = sum(
        finding(rates(*(100 * rng.lognormvariate(0, 0.1) for _ in range(6))), terms())
        is Finding.FAIL
        for _ in range(2000)
    )
    assert stopped == 0


def test_a_release_exactly_at_its_limit_is_stopped_as_rarely_as_the_confidence_says():
    rng = random.Random(4)
    stopped = sum(
        finding(rates(*(70 * rng.lognormvariate(0, 0.1) for _ in range(8))), terms())
        is Finding.FAIL
        for _ in range(2000)
    )
    assert 0.02 < stopped / 2000 < 0.06


def test_a_release_twice_as_slow_is_caught_by_six_noisy_devices():
    rng = random.Random(5)
    stopped = sum(
        finding(rates(*(50 * rng.lognormvariate(0, 0.1) for _ in range(6))), terms())
        is Finding.FAIL
        for _ in range(500)
    )
    assert stopped / 500 > 0.95
