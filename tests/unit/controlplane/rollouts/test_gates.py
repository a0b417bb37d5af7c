import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlplane.rollouts import verdicts
from controlplane.rollouts.checks import Finding
from controlplane.rollouts.gates import OTHERS, Judgement, Outcome, Verdict, judge, tally
from shared.deployment import TERMINAL, State
from shared.wire.up import Measurements
from tests.support.builders import a_policy


def ended(*states: State) -> list[Outcome]:
    return [Outcome(state, settled=state in TERMINAL) for state in states]


GOLDEN = Measurements(golden_right=8, golden_items=10)
GOOD, BAD, BUSY = State.COMMITTED, State.ROLLED_BACK, State.TRIAL


@pytest.mark.parametrize(
    ("good", "bad", "busy", "verdict"),
    [
        (0, 1, 99, Verdict.WAIT),
        (4, 0, 96, Verdict.WAIT),
        (4, 1, 95, Verdict.WAIT),
        (3, 2, 95, Verdict.WAIT),
        (2, 3, 95, Verdict.STOP),
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
    assert found.sentence == "1 of 2 devices succeeded (50 %), at least 95 % must"
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


def slower(count: int, percent: float = 50, hardware: str = "a CPU") -> list[Outcome]:
    """Return devices that became slower by about `percent`."""
    return [
        Outcome(
            GOOD,
            settled=True,
            measurements=Measurements(tokens_per_s=100 - percent + number / 10),
            before=Measurements(tokens_per_s=100),
            hardware=hardware,
        )
        for number in range(count)
    ]


def failed(count: int, hardware: str = "") -> list[Outcome]:
    return [Outcome(BAD, settled=True, hardware=hardware)] * count


def good(count: int, hardware: str = "") -> list[Outcome]:
    return [Outcome(GOOD, settled=True, hardware=hardware)] * count


def found_of(judgement: Judgement, gate: str, hardware: str = "") -> Finding:
    (found,) = [each for each in judgement.checks if (each.gate, each.hardware) == (gate, hardware)]
    return found.finding


def test_golden_prompts_below_the_limit_stop_a_wave() -> None:
    outcomes = [Outcome(GOOD, settled=True, measurements=GOLDEN)]
    found = judge(outcomes, a_policy(limits={"min_golden_percent": 90}))
    assert found.verdict is Verdict.STOP
    assert found.sentence == "80.0 % of the golden prompts were right, at least 90 % must be"


def test_a_bundle_that_is_slower_on_every_device_stops_its_wave() -> None:
    found = judge(slower(5), a_policy())
    assert found.verdict is Verdict.STOP
    assert found.sentence.startswith("50 % slower than before on a CPU (typical of 5 devices")
    assert found_of(found, "tokens_per_s", "a CPU") is Finding.FAIL
    assert found.numbers["tokens_per_s_change_percent"] == pytest.approx(-49.8, abs=0.01)


def test_one_slow_device_is_bad_luck() -> None:
    found = judge([*slower(1, 90), *slower(4, 0)], a_policy())
    assert found.verdict is Verdict.GO
    assert found_of(found, "tokens_per_s", "a CPU") is Finding.INCONCLUSIVE


def test_an_older_policy_s_limit_goes_before_the_gate_s_own() -> None:
    assert judge(slower(5, 20), a_policy()).verdict is Verdict.GO
    found = judge(slower(5, 20), a_policy(limits={"max_slowdown_percent": 10}))
    assert found.verdict is Verdict.STOP


def test_a_class_of_hardware_that_suffers_is_found_among_many_that_do_not() -> None:
    found = judge([*slower(20, 0, "fast"), *slower(5, 60, "slow")], a_policy())
    assert found.verdict is Verdict.STOP
    assert "on slow" in found.sentence
    assert found_of(found, "tokens_per_s", "fast") is Finding.PASS


def test_classes_of_few_devices_are_judged_together() -> None:
    few = [*slower(3, 60, "a"), *slower(3, 60, "b"), *slower(9, 0, "c")]
    found = judge(few, a_policy())
    assert found.verdict is Verdict.STOP
    assert found_of(found, "tokens_per_s", OTHERS) is Finding.FAIL


def test_what_proves_nothing_is_decided_by_the_policy() -> None:
    unsure = [*slower(3, 32), *slower(2, 28)]
    assert judge(unsure, a_policy()).verdict is Verdict.GO
    found = judge(unsure, a_policy(gates={"inconclusive": "stop"}))
    assert found.verdict is Verdict.STOP
    assert found.sentence.startswith("not sure enough, and the policy says stop: ")


def test_one_early_failure_of_five_does_not_stop_a_wave_and_three_do() -> None:
    busy = [Outcome(BUSY, settled=False)] * 95
    assert judge([*good(4), *failed(1), *busy], a_policy()).verdict is Verdict.WAIT
    found = judge([*good(2), *failed(3), *busy], a_policy())
    assert found.verdict is Verdict.STOP
    assert found.sentence == "3 of 5 devices failed (60 %), at most 10 % may"


def test_a_class_of_hardware_that_fails_is_found_among_many_that_do_not() -> None:
    found = judge([*good(95, "fast"), *failed(3, "slow")], a_policy())
    assert found.verdict is Verdict.STOP
    assert found.sentence == "3 of 3 devices on slow failed (100 %), at most 10 % may"


def test_engines_that_crash_on_many_devices_stop_a_wave_although_each_was_forgiven() -> None:
    crashed = Outcome(GOOD, settled=True, measurements=Measurements(crashes=1))
    fine = Outcome(GOOD, settled=True, measurements=Measurements(crashes=0))
    assert judge([crashed, *[fine] * 5], a_policy()).verdict is Verdict.GO
    found = judge([*[crashed] * 4, *[fine] * 2], a_policy())
    assert found.verdict is Verdict.STOP
    assert "4 of 6 devices had an engine that crashed on trial" in found.sentence


def test_a_device_that_was_too_hot_before_is_not_held_against_the_bundle() -> None:
    hot = Measurements(throttled_percent=80.0)
    policy = a_policy(gates={"max_throttled_percent": 10})
    always = Outcome(GOOD, settled=True, measurements=hot, before=hot)
    newly = Outcome(GOOD, settled=True, measurements=hot)
    assert judge([always] * 6, policy).verdict is Verdict.GO
    assert judge([newly] * 6, policy).verdict is Verdict.STOP


def test_gates_without_limits_stop_nothing() -> None:
    gates = dict.fromkeys(
        (
            "max_slowdown_percent",
            "max_first_token_growth_percent",
            "max_golden_loss_points",
            "max_error_growth_points",
            "max_crashed_percent",
        )
    )
    found = judge(slower(9, 90), a_policy(gates=gates))
    assert found.verdict is Verdict.GO
    assert found_of(found, "tokens_per_s", "a CPU") is Finding.WATCHED


def test_a_judgement_is_the_same_after_it_was_kept() -> None:
    found = judge([*slower(5), *failed(1)], a_policy())
    assert verdicts.load(json.loads(json.dumps(verdicts.dump(found.checks)))) == found.checks


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
