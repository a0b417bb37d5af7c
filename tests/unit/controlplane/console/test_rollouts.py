"""A rollout as its page shows it."""

from typing import Any

import pytest

from controlplane.access.policy import Principal, Role
from controlplane.console.views import deployments, rollouts
from controlplane.console.views.rollouts import Standing
from controlplane.rollouts.checks import Check, Finding
from controlplane.rollouts.gates import Judgement, Verdict
from controlplane.rollouts.machine import RolloutState, WaveState
from controlplane.rollouts.pages import Named
from shared.deployment import State
from shared.ids import DeviceId
from shared.wire.up import Measurements
from tests.support.console_builders import (
    NOON,
    a_deployment_view,
    a_summary,
    a_wave_view,
)

ADMIN = Principal("admin", Role.ADMIN)


def verbs(state: RolloutState, *waves: WaveState) -> list[str]:
    return [each.verb for each in rollouts.commands(Standing(state, waves), ADMIN)]


def a_check(gate: str, **changes: Any) -> Check:
    values = {"hardware": "", "finding": Finding.WAIT, "devices": 5, "sentence": "", **changes}
    return Check(gate=gate, **values)


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


@pytest.mark.parametrize(
    ("check", "seen", "change", "limit"),
    [
        (
            a_check("tokens_per_s", before=40.0, after=35.0, change=-12.4, low=-20.0, high=-5.0),
            "40 tok/s → 35 tok/s",
            "-12.4 % (-20 to -5)",
            "",
        ),
        (
            a_check("first_token_ms", before=80.0, after=1200.0, limit=60.0),
            "80 ms → 1.2 s",
            "",
            "60 %",
        ),
        (
            a_check("failures", after=40.0, low=12.0, high=74.0, limit=10.0),
            "40 %",
            "12 to 74 %",
            "10 %",
        ),
        (a_check("golden", change=-3.0, limit=5.0), "", "-3.0 points", "5 points"),
        (a_check("errors", change=-0.01, low=-0.2, high=0.4), "", "0 points (0 to 0)", ""),
    ],
    ids=["decode", "first token", "failures", "golden prompts", "nothing"],
)
def test_a_gates_numbers_stand_beside_their_limits(
    check: Check, seen: str, change: str, limit: str
):
    judgement = Judgement(Verdict.WAIT, "so far so good", {}, (check,))

    ((gate,),) = (card.gates for card in rollouts.waves([a_wave_view(judgement=judgement)], {}))

    assert (gate.seen, gate.change, gate.limit) == (seen, change, limit)


def test_a_small_wave_draws_its_devices_and_a_large_one_is_a_bar_alone():
    small, large = a_wave_view(0, devices=3), a_wave_view(1, devices=rollouts.MAX_HULLS + 1)
    device = Named(DeviceId("a"), "kiosk-1", State.TRIAL)

    assert rollouts.drawn([small, large]) == (0,)
    first, second = rollouts.waves([small, large], {0: (device,)})
    assert (first.hulls, second.hulls) == ((device,), ())


def test_a_viewer_is_offered_nothing():
    viewer = Principal("vic", Role.VIEWER)

    assert rollouts.commands(Standing(RolloutState.RUNNING), viewer) == ()


@pytest.mark.parametrize(("own", "offered"), [(False, True), (True, False)])
def test_nobody_is_offered_to_approve_what_they_made(*, own: bool, offered: bool):
    standing = Standing(RolloutState.AWAITING_APPROVAL, own=own)

    assert ("approve" in [each.verb for each in rollouts.commands(standing, ADMIN)]) is offered


def test_only_a_rollout_that_others_may_join_can_be_closed():
    running = Standing(RolloutState.RUNNING, joinable=True)

    assert "close" in [each.verb for each in rollouts.commands(running, ADMIN)]
    assert "close" not in verbs(RolloutState.RUNNING)


def test_a_policy_is_written_as_names_and_values():
    policy = {"soak_s": 60.0, "waves": [{"name": "canary", "count": 1}], "device": {"trial_s": 30}}

    assert rollouts.policy_lines(policy) == (
        ("soak_s", "60.0"),
        ("waves.1.name", "canary"),
        ("waves.1.count", "1"),
        ("device.trial_s", "30"),
    )


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
