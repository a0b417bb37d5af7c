"""A rollout as its page shows it."""

import pytest

from controlplane.console.views import deployments, rollouts
from controlplane.rollouts.gates import Judgement, Verdict
from controlplane.rollouts.machine import RolloutState, WaveState
from controlplane.rollouts.model import Kind
from shared.deployment import State
from shared.wire.up import Measurements
from tests.support.console_builders import (
    NOON,
    a_deployment_view,
    a_detail,
    a_fault,
    a_summary,
    a_wave_view,
)


def verbs(state: RolloutState, *waves: WaveState) -> list[str]:
    cards = rollouts.waves(a_detail(waves=[a_wave_view(i, state=w) for i, w in enumerate(waves)]))
    return [each.verb for each in rollouts.commands(state, cards)]


def test_failures_are_grouped_by_cause_the_most_frequent_first():
    disk, golden = a_fault(code="disk_full"), a_fault(code="golden_prompts_failed")
    failed = [
        a_deployment_view("a", state=State.FAILED, fault=disk),
        a_deployment_view("b", state=State.ROLLED_BACK, fault=golden),
        a_deployment_view("c", state=State.ROLLED_BACK, fault=golden),
        a_deployment_view("d", state=State.TIMED_OUT),
        a_deployment_view("e", state=State.COMMITTED),
    ]

    found = [(each.word, len(each.deployments)) for each in rollouts.causes(failed)]

    assert found == [("golden prompts failed", 2), ("disk full", 1), ("timed out", 1)]


@pytest.mark.parametrize(
    ("state", "waves", "possible"),
    [
        (RolloutState.READY, [], ["start", "abort"]),
        (RolloutState.RUNNING, [WaveState.ACTIVE], ["pause", "rollback", "abort"]),
        (
            RolloutState.RUNNING,
            [WaveState.PASSED, WaveState.SOAKING],
            ["pause", "promote", "rollback", "abort"],
        ),
        (
            RolloutState.PAUSED,
            [WaveState.FAILED, WaveState.PENDING],
            ["resume", "promote", "rollback", "abort"],
        ),
        (RolloutState.COMPLETED, [WaveState.PASSED], ["rollback"]),
        (RolloutState.ROLLED_BACK, [WaveState.FAILED], []),
    ],
)
def test_only_what_is_possible_is_offered(
    state: RolloutState, waves: list[WaveState], possible: list[str]
):
    assert verbs(state, *waves) == possible


def test_a_gates_numbers_stand_beside_their_limits():
    judgement = Judgement(
        Verdict.STOP,
        "too many",
        {
            "failure_percent": 40,
            "failure_limit_percent": 10,
            "tokens_per_s_change_percent": 12.4,
            "devices": 5,
        },
    )
    (card,) = rollouts.waves(a_detail(waves=[a_wave_view(judgement=judgement)]))

    assert [(each.name, each.value) for each in card.numbers] == [
        ("failed", "40 % (at most 10 %)"),
        ("tokens/s against before", "+12 %"),
    ]


def test_a_wave_draws_its_devices_and_no_rollbacks():
    own = a_deployment_view("a", wave=0)
    back = a_deployment_view("a", wave=0, kind=Kind.ROLLBACK)
    (card,) = rollouts.waves(a_detail(waves=[a_wave_view()], deployments=[own, back]))

    assert card.hulls == (own,)


def test_a_large_wave_is_a_bar_alone():
    many = [a_deployment_view(f"d{n}", wave=0) for n in range(rollouts.MAX_HULLS + 1)]
    (card,) = rollouts.waves(a_detail(waves=[a_wave_view()], deployments=many))

    assert card.hulls == ()


def test_a_line_counts_what_succeeded_and_what_failed():
    counts = {State.COMMITTED: 3, State.SKIPPED: 1, State.FAILED: 2, State.QUEUED: 4}

    line = rollouts.line(a_summary(counts=counts))

    assert (line.devices, line.succeeded, line.failed) == (10, 4, 2)


def test_measurements_stand_beside_what_was_before_and_what_was_expected():
    view = a_deployment_view(
        measurements=Measurements(
            golden_right=19, golden_items=20, tokens_per_s=42, first_token_ms=1200, memory_bytes=10
        ),
        before=Measurements(tokens_per_s=40, first_token_ms=80),
        predicted_memory_bytes=12,
    )

    found = [(each.name, each.value, each.beside) for each in deployments.measured(view)]

    assert found == [
        ("golden prompts", "19 of 20", ""),
        ("decode", "42.0 tok/s", "was 40.0 tok/s"),
        ("first token", "1.2 s", "was 80 ms"),
        ("memory", "10 B", "forecast 12 B"),
    ]


def test_nothing_measured_shows_nothing():
    assert deployments.measured(a_deployment_view()) == ()


def test_the_steps_of_a_deployment_are_in_the_order_in_which_they_were_entered():
    view = a_deployment_view(steps={"accepted": NOON.replace(hour=13), "offered": NOON})

    assert [step[0] for step in deployments.steps(view)] == [State.OFFERED, State.ACCEPTED]
