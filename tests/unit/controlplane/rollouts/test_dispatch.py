"""Who may be told what: fetching ahead, windows, budgets, and the reasons to wait."""

from datetime import timedelta

import pytest

from controlplane.rollouts.budgets import Groups
from controlplane.rollouts.dispatch import Dispatcher
from controlplane.rollouts.explanation import explain
from controlplane.rollouts.machine import PauseReason, RolloutEvent, RolloutState, WaveEvent
from controlplane.rollouts.machine import WaveState as Wave
from controlplane.rollouts.model import Close, MoveRollout, MoveWave, Offer, Pace, Steer, Undo
from controlplane.rollouts.planner import plan
from controlplane.rollouts.policy import Budget
from shared.deployment import State
from shared.ids import DeploymentId
from shared.policy import Go
from tests.support.builders import (
    NOON,
    a_deployment,
    a_policy,
    a_snapshot,
    a_wave,
    deployments,
)

AT_ONE = {"cron": "0 13 * * *", "duration_s": 3600}
SITES = [{"label": "site", "percent": 20}]


def actions(snapshot, now=NOON):
    kinds = (Offer, Steer, Pace, Close, MoveWave, MoveRollout, Undo)
    return [each for each in plan(snapshot, now) if isinstance(each, kinds)]


@pytest.mark.parametrize(("size", "limit"), [(1, 1), (4, 1), (5, 1), (9, 1), (10, 2), (100, 20)])
def test_a_budget_of_a_share_is_rounded_down_but_never_to_nobody(size, limit):
    assert Budget(label="site", percent=20).limit(size) == limit


def test_a_budget_holds_back_one_site_and_lets_the_other_go():
    members = [
        a_deployment("a", labels={"site": "lisbon"}),
        a_deployment("b", labels={"site": "lisbon"}),
        a_deployment("c", labels={"site": "porto"}),
        a_deployment("d"),
    ]
    groups = Groups(
        sizes={("site", "lisbon"): 10, ("site", "porto"): 10}, disturbed={("site", "lisbon"): 1}
    )
    found = actions(a_snapshot(*members, policy=a_policy(budgets=SITES), groups=groups))
    assert [each.deployment for each in found] == ["d-a", "d-c", "d-d"]
    assert (
        Dispatcher(
            a_snapshot(
                *members,
                policy=a_policy(budgets=SITES),
                groups=Groups(groups.sizes, {("site", "lisbon"): 2}),
            ),
            NOON,
        ).waits(members[0])
        == "the budget of site=lisbon is used up (2 of 2 at once)"
    )


def test_while_the_activation_window_is_shut_devices_fetch_and_wait():
    policy = a_policy(windows={"activate": [AT_ONE]})
    snapshot = a_snapshot(a_deployment(), policy=policy)
    assert actions(snapshot) == [Offer(DeploymentId("d-a"), Go.STAGE)]


def test_when_the_window_opens_those_that_are_staged_go_on():
    policy = a_policy(windows={"activate": [AT_ONE]})
    staged = a_deployment(state=State.STAGED, go=Go.STAGE)
    assert not actions(a_snapshot(staged, policy=policy), NOON + timedelta(minutes=59))
    found = actions(a_snapshot(staged, policy=policy), NOON + timedelta(hours=1))
    assert found == [Steer(staged.id, Go.ACTIVATE)]


@pytest.mark.parametrize(
    ("state", "held"),
    [
        (State.OFFERED, True),
        (State.DOWNLOADING, True),
        (State.STAGED, True),
        (State.ACTIVATING, False),
        (State.TRIAL, False),
    ],
)
def test_when_the_window_closes_those_that_have_not_begun_to_activate_wait(state, held):
    policy = a_policy(windows={"activate": [AT_ONE]})
    members = deployments(state, go=Go.ACTIVATE, changed_at=NOON + timedelta(hours=2))
    found = actions(a_snapshot(*members, policy=policy), NOON + timedelta(hours=2))
    assert (Steer(members[0].id, Go.STAGE) in found) is held


def test_nothing_is_offered_while_the_download_window_is_shut():
    policy = a_policy(windows={"download": [AT_ONE]})
    snapshot = a_snapshot(a_deployment(), policy=policy)
    assert not actions(snapshot)
    assert explain(snapshot.deployments[0], snapshot, NOON) == (
        "the download window opens at 2026-03-01T13:00+00:00",
    )


def two_waves(**changes):
    return a_snapshot(
        a_deployment("a", state=State.TRIAL),
        a_deployment("b", wave=1),
        a_deployment("c", wave=2),
        waves=(a_wave(0), a_wave(1, state=Wave.PENDING), a_wave(2, state=Wave.PENDING)),
        **changes,
    )


@pytest.mark.parametrize(("prefetch", "waves"), [("none", []), ("next", [1]), ("all", [1, 2])])
def test_later_waves_fetch_ahead_as_the_policy_says(prefetch, waves):
    found = actions(two_waves(policy=a_policy(prefetch=prefetch)))
    assert [each.wave for each in found if isinstance(each, MoveWave)] == waves


def test_a_wave_that_fetches_ahead_does_not_activate():
    snapshot = a_snapshot(
        a_deployment("a", state=State.TRIAL),
        a_deployment("b", wave=1),
        a_deployment("c", wave=1, state=State.STAGED, go=Go.STAGE),
        waves=(a_wave(0), a_wave(1, state=Wave.PREFETCHING)),
        policy=a_policy(prefetch="next"),
    )
    assert actions(snapshot) == [Offer(DeploymentId("d-b"), Go.STAGE)]


def test_those_that_are_staged_need_no_time_limit_and_no_place():
    waiting = a_deployment(state=State.STAGED, go=Go.STAGE, wave=1)
    snapshot = a_snapshot(
        a_deployment("b", state=State.TRIAL, changed_at=NOON + timedelta(days=9)),
        waiting,
        waves=(a_wave(0), a_wave(1, state=Wave.PREFETCHING)),
    )
    assert snapshot.in_flight == 1
    assert snapshot.fetching == 0
    assert not actions(snapshot, NOON + timedelta(days=9))


def test_the_rate_limits_what_is_told_and_is_written_down():
    policy = a_policy(rate={"per_minute": 6})
    found = actions(a_snapshot(*deployments(*[State.QUEUED] * 3), policy=policy))
    assert found == [Offer(DeploymentId("d-n00")), Pace(NOON + timedelta(seconds=10))]


def test_a_deadline_ends_it_as_the_policy_says():
    for action, event, reason in (
        ("pause", RolloutEvent.PAUSE, PauseReason.DEADLINE),
        ("abort", RolloutEvent.ABORT, None),
        ("roll_back", RolloutEvent.ROLL_BACK, None),
    ):
        policy = a_policy(deadline={"after_s": 60, "action": action})
        snapshot = a_snapshot(a_deployment(), policy=policy, ends_at=NOON)
        [move] = actions(snapshot)
        assert (move.event, move.reason) == (event, reason)
        assert "it was not done by 2026-03-01 12:00 UTC" in move.sentence


def test_a_bad_wave_can_be_rolled_back_alone():
    bad = a_snapshot(*deployments(State.ROLLED_BACK), policy=a_policy(on_failure="roll_back_wave"))
    move = plan(bad, NOON)[-1]
    assert isinstance(move, MoveRollout)
    assert (move.event, move.scope) == (RolloutEvent.ROLL_BACK, 0)


def test_rolling_one_wave_back_leaves_the_others_and_pauses():
    first = a_deployment("a", state=State.COMMITTED, offered_at=NOON)
    second = a_deployment("b", wave=1, state=State.COMMITTED, offered_at=NOON)
    waves = (a_wave(0, state=Wave.PASSED), a_wave(1, state=Wave.FAILED), a_wave(2))
    snapshot = a_snapshot(first, second, waves=waves, state=RolloutState.ROLLING_BACK, scope=1)
    assert actions(snapshot) == [Undo(second.id)]
    done = a_snapshot(
        first,
        a_deployment("b", wave=1, state=State.COMMITTED, offered_at=NOON, undone=True),
        waves=waves,
        state=RolloutState.ROLLING_BACK,
        scope=1,
    )
    [move] = actions(done)
    assert (move.event, move.reason) == (RolloutEvent.WAVE_ROLLED_BACK, PauseReason.MANUAL)


def test_a_superseded_rollout_says_so_when_it_has_stopped():
    snapshot = a_snapshot(
        *deployments(State.COMMITTED),
        state=RolloutState.ABORTING,
        superseded=True,
        waves=(a_wave(state=Wave.FAILED),),
    )
    [move] = actions(snapshot)
    assert move.event is RolloutEvent.SUPERSEDED


def test_a_dynamic_rollout_waits_for_others_until_it_is_closed():
    ended = {"waves": (a_wave(state=Wave.PASSED),), "policy": a_policy(membership="dynamic")}
    assert not actions(a_snapshot(*deployments(State.COMMITTED), **ended))
    [move] = actions(a_snapshot(*deployments(State.COMMITTED), closing=True, **ended))
    assert move.event is RolloutEvent.COMPLETE


def test_a_wave_may_soak_and_be_promoted_in_its_own_way():
    policy = a_policy(waves=[{"name": "a", "soak_s": 7, "promotion": "manual"}, {"name": "b"}])
    [move] = actions(a_snapshot(*deployments(State.COMMITTED), policy=policy))
    assert move.soak_until == NOON + timedelta(seconds=7)
    waves = (a_wave(0, state=Wave.EVALUATING), a_wave(1, state=Wave.PENDING))
    [move] = actions(a_snapshot(*deployments(State.COMMITTED), policy=policy, waves=waves))
    assert move.event is WaveEvent.HOLD


@pytest.mark.parametrize(
    ("snapshot", "sentence"),
    [
        (
            two_waves(),
            "its wave 'wave-1' waits for wave 'wave-0', which has 1 device to go",
        ),
        (two_waves(state=RolloutState.PAUSED), "the rollout is paused"),
    ],
)
def test_a_device_is_told_what_it_waits_for(snapshot, sentence):
    assert sentence in explain(snapshot.deployments[1], snapshot, NOON)
