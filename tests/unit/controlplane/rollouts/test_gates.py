import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlplane.rollouts.gates import Outcome, Verdict, judge, tally
from shared.deployment import TERMINAL, State
from shared.wire.up import Measurements
from tests.support.builders import a_policy


def ended(*states: State) -> list[Outcome]:
    return [Outcome(state, settled=state in TERMINAL) for state in states]


GOOD, BAD, BUSY = State.COMMITTED, State.ROLLED_BACK, State.TRIAL


@pytest.mark.parametrize(
    ("good", "bad", "busy", "verdict"),
    [
        (0, 1, 99, Verdict.WAIT),
        (4, 0, 96, Verdict.WAIT),
        (4, 1, 95, Verdict.STOP),
        (9, 1, 90, Verdict.WAIT),
        (10, 0, 0, Verdict.GO),
        (95, 5, 0, Verdict.GO),
        (94, 6, 0, Verdict.STOP),
        (1, 0, 0, Verdict.GO),
        (0, 1, 0, Verdict.STOP),
        (1, 0, 1, Verdict.WAIT),
        (0, 0, 0, Verdict.GO),
    ],
)
def test_a_gate_judges_by_numbers(good: int, bad: int, busy: int, verdict: Verdict) -> None:
    found = judge(ended(*[GOOD] * good, *[BAD] * bad, *[BUSY] * busy), a_policy())
    assert found.verdict is verdict


def test_the_sentence_and_the_numbers_say_what_was_seen() -> None:
    found = judge(ended(GOOD, BAD), a_policy(min_sample=2))
    assert found.sentence == "1 of 2 finished failed (50 %), at most 10 % may"
    assert found.numbers["failure_percent"] == 50
    assert found.numbers["failed"] == 1


def test_devices_that_were_left_out_do_not_count() -> None:
    count = tally(ended(GOOD, State.REMOVED, State.CANCELED, State.SUPERSEDED))
    assert (count.devices, count.succeeded) == (1, 1)


def test_a_failure_that_is_tried_again_is_not_yet_one() -> None:
    count = tally([Outcome(State.FAILED, settled=False)])
    assert (count.failed, count.pending) == (0, 1)


def test_a_device_that_had_it_already_succeeded() -> None:
    assert tally(ended(State.SKIPPED)).succeeded == 1


def measured(now: Measurements, before: Measurements | None = None) -> list[Outcome]:
    return [Outcome(GOOD, settled=True, measurements=now, before=before)]


def test_golden_prompts_below_the_limit_stop_a_wave() -> None:
    policy = a_policy(limits={"min_golden_percent": 90})
    found = judge(measured(Measurements(golden_right=8, golden_items=10)), policy)
    assert found.verdict is Verdict.STOP
    assert found.sentence == "80.0 % of the golden prompts were right, at least 90 % must be"


def test_a_slower_bundle_stops_a_wave_when_the_policy_asks() -> None:
    outcomes = measured(Measurements(tokens_per_s=80), Measurements(tokens_per_s=100))
    assert judge(outcomes, a_policy()).verdict is Verdict.GO
    found = judge(outcomes, a_policy(limits={"max_slowdown_percent": 10}))
    assert found.verdict is Verdict.STOP
    assert found.sentence.startswith("20 % slower than before")


def test_a_faster_bundle_never_stops_a_wave() -> None:
    outcomes = measured(
        Measurements(tokens_per_s=200, first_token_ms=5, memory_bytes=1),
        Measurements(tokens_per_s=100, first_token_ms=10, memory_bytes=2),
    )
    limits = {
        "max_slowdown_percent": 0,
        "max_first_token_growth_percent": 0,
        "max_memory_growth_percent": 0,
    }
    assert judge(outcomes, a_policy(limits=limits)).verdict is Verdict.GO


def test_nothing_is_compared_where_nothing_was_measured_before() -> None:
    policy = a_policy(limits={"max_slowdown_percent": 0})
    assert judge(measured(Measurements(tokens_per_s=1)), policy).verdict is Verdict.GO


@given(st.lists(st.sampled_from(list(State)), max_size=30), st.integers(1, 40))
def test_no_gate_is_judged_below_the_minimum_sample(states: list[State], sample: int) -> None:
    policy = a_policy(min_sample=sample)
    outcomes = ended(*states)
    count = tally(outcomes)
    found = judge(outcomes, policy)
    if count.finished < min(sample, count.devices):
        assert found.verdict is Verdict.WAIT
    if found.verdict is Verdict.GO:
        assert count.pending == 0
