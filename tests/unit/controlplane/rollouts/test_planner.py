from datetime import timedelta

import pytest

from controlplane.rollouts.gates import Verdict
from controlplane.rollouts.machine import (
    PauseReason,
    RolloutEvent,
    RolloutState,
    WaveEvent,
    WaveState,
)
from controlplane.rollouts.model import (
    Action,
    AskToStop,
    Blocker,
    Close,
    Judge,
    Kind,
    MoveRollout,
    MoveWave,
    Offer,
    Retry,
    Snapshot,
    Undo,
)
from controlplane.rollouts.planner import plan
from shared.deployment import Event, State
from shared.ids import DeploymentId, DeviceId
from tests.support.builders import (
    NOON,
    a_deployment,
    a_fault,
    a_policy,
    a_snapshot,
    a_wave,
    deployments,
)

LATER = NOON + timedelta(days=2)


def steps(snapshot: Snapshot, now=NOON) -> list[Action]:
    """Return what is planned, but for the gates' notes."""
    return [each for each in plan(snapshot, now) if not isinstance(each, Judge)]


def moves(snapshot: Snapshot, now=NOON) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for each in steps(snapshot, now):
        match each:
            case MoveWave():
                found.append((each.wave, each.event))
            case MoveRollout():
                found.append((each.event, each.reason))
            case _:
                found.append((type(each), each.deployment))
    return found


def test_the_first_wave_starts_first():
    snapshot = a_snapshot(
        a_deployment("a"),
        a_deployment("b", wave=1),
        waves=(a_wave(0, state=WaveState.PENDING), a_wave(1, state=WaveState.PENDING)),
    )
    assert moves(snapshot) == [(0, WaveEvent.START)]


def test_an_empty_wave_is_skipped():
    assert moves(a_snapshot(waves=(a_wave(state=WaveState.PENDING),))) == [(0, WaveEvent.SKIP)]


def test_devices_are_offered_as_many_as_may_be_in_flight():
    members = deployments(State.TRIAL, *[State.QUEUED] * 5)
    found = steps(a_snapshot(*members, policy=a_policy(max_in_flight=3)))
    assert found == [Offer(members[1].id), Offer(members[2].id)]


def test_a_device_that_is_away_is_not_offered_anything():
    assert not steps(a_snapshot(a_deployment(online=False)))


def test_a_later_wave_waits():
    snapshot = a_snapshot(
        a_deployment("a", state=State.TRIAL),
        a_deployment("b", wave=1),
        waves=(a_wave(0), a_wave(1, state=WaveState.PENDING)),
    )
    assert not steps(snapshot)


def test_one_early_failure_is_not_evidence():
    members = deployments(State.FAILED, *[State.TRIAL] * 99)
    assert not steps(a_snapshot(*members))


def test_a_finished_wave_soaks():
    found = steps(a_snapshot(*deployments(State.COMMITTED)))
    assert found == [
        MoveWave(
            0,
            WaveEvent.SETTLE,
            "wave 'wave-0' is done and soaks for 60 s",
            soak_until=NOON + timedelta(seconds=60),
        )
    ]


def test_soaking_lasts_as_long_as_it_should():
    wave = a_wave(state=WaveState.SOAKING, soak_until=NOON + timedelta(seconds=60))
    snapshot = a_snapshot(*deployments(State.COMMITTED), waves=(wave,))
    assert not steps(snapshot, NOON + timedelta(seconds=59))
    assert moves(snapshot, NOON + timedelta(seconds=60)) == [(0, WaveEvent.SOAKED)]


def test_a_late_failure_ends_the_soak():
    wave = a_wave(state=WaveState.SOAKING, soak_until=LATER)
    snapshot = a_snapshot(*deployments(State.ROLLED_BACK), waves=(wave,))
    assert moves(snapshot)[0] == (0, WaveEvent.FAIL)


def test_a_good_wave_passes():
    snapshot = a_snapshot(
        *deployments(State.COMMITTED), waves=(a_wave(state=WaveState.EVALUATING),)
    )
    assert moves(snapshot) == [(0, WaveEvent.PROMOTE)]


def test_a_person_may_want_to_promote():
    waves = (a_wave(state=WaveState.EVALUATING), a_wave(1, state=WaveState.PENDING))
    snapshot = a_snapshot(
        *deployments(State.COMMITTED), waves=waves, policy=a_policy(promotion="manual")
    )
    assert moves(snapshot) == [(0, WaveEvent.HOLD)]


@pytest.mark.parametrize(
    ("on_failure", "event", "reason"),
    [
        ("pause", RolloutEvent.PAUSE, PauseReason.GATE),
        ("abort", RolloutEvent.ABORT, None),
        ("roll_back", RolloutEvent.ROLL_BACK, None),
    ],
)
def test_a_bad_wave_does_what_the_policy_says(on_failure, event, reason):
    snapshot = a_snapshot(*deployments(State.ROLLED_BACK), policy=a_policy(on_failure=on_failure))
    assert moves(snapshot) == [(0, WaveEvent.FAIL), (event, reason)]
    last = plan(snapshot, NOON)[-1]
    assert isinstance(last, MoveRollout)
    assert "because " in last.sentence


def test_what_a_gate_saw_is_stored_once():
    snapshot = a_snapshot(*deployments(State.TRIAL, State.COMMITTED))
    judged = [each for each in plan(snapshot, NOON) if isinstance(each, Judge)]
    assert judged[0].judgement.verdict is Verdict.WAIT
    known = a_snapshot(
        *snapshot.deployments, waves=(a_wave(judgement=judged[0].judgement),), outcomes=None
    )
    assert not plan(known, NOON)


def test_a_fault_that_may_pass_is_tried_again_after_a_while():
    snapshot = a_snapshot(a_deployment(state=State.FAILED, fault=a_fault(), changed_at=NOON))
    assert not steps(snapshot, NOON + timedelta(seconds=1))
    assert steps(snapshot, NOON + timedelta(minutes=1)) == [Retry(DeploymentId("d-a"))]


@pytest.mark.parametrize(
    "changes",
    [
        {"fault": a_fault(retryable=False)},
        {"fault": a_fault(), "attempt": 3},
        {"fault": a_fault(), "final": True},
    ],
)
def test_what_cannot_pass_is_not_tried_again(changes):
    snapshot = a_snapshot(a_deployment(state=State.FAILED, **changes))
    assert moves(snapshot, LATER)[0] == (0, WaveEvent.FAIL)


@pytest.mark.parametrize(
    ("state", "after_s"),
    [
        (State.OFFERED, 120),
        (State.DOWNLOADING, 6 * 3600 + 60),
        (State.ACTIVATING, 360),
        (State.TRIAL, 90),
        (State.ROLLING_BACK, 300),
        (State.DEFERRED, 86_400),
    ],
)
def test_every_step_times_out(state, after_s):
    snapshot = a_snapshot(a_deployment(state=state))
    assert not steps(snapshot, NOON + timedelta(seconds=after_s - 1))
    found = steps(snapshot, NOON + timedelta(seconds=after_s))
    assert isinstance(found[0], Close)
    assert found[0].event is Event.TIME_OUT


@pytest.mark.parametrize(
    ("action", "state", "event"),
    [
        ("wait", State.QUEUED, None),
        ("wait", State.TRIAL, None),
        ("exclude", State.QUEUED, Event.REMOVE),
        ("exclude", State.OFFERED, Event.REMOVE),
        ("exclude", State.TRIAL, Event.TIME_OUT),
        ("fail", State.QUEUED, Event.TIME_OUT),
        ("fail", State.TRIAL, Event.TIME_OUT),
    ],
)
def test_a_device_that_stays_away_counts_as_the_policy_says(action, state, event):
    policy = a_policy(offline={"action": action, "after_s": 3600})
    snapshot = a_snapshot(
        a_deployment(state=state, online=False, unreachable_since=NOON), policy=policy
    )
    assert not steps(snapshot, NOON + timedelta(seconds=3599))
    found = steps(snapshot, NOON + timedelta(seconds=3600))
    assert [each.event for each in found if isinstance(each, Close)] == ([event] if event else [])


def test_a_device_that_is_no_longer_enrolled_is_left_out():
    found = steps(a_snapshot(a_deployment(online=False, gone=True)))
    assert [each.event for each in found if isinstance(each, Close)] == [Event.REMOVE]


def blocked(state: State, *, yields: bool) -> Snapshot:
    blocker = Blocker(DeploymentId("other"), state, yields=yields)
    return a_snapshot(a_deployment(), blockers={DeviceId("a"): blocker})


def test_a_device_that_another_rollout_holds_is_waited_for():
    assert not steps(blocked(State.DOWNLOADING, yields=False))


def test_a_rollout_that_stands_still_gives_its_devices_up():
    assert moves(blocked(State.DOWNLOADING, yields=True)) == [
        (Close, "other"),
        (Offer, "d-a"),
    ]


def test_a_device_in_trial_is_never_taken_away():
    assert not steps(blocked(State.TRIAL, yields=True))


def test_an_older_rollout_does_not_undo_a_newer_one():
    found = steps(a_snapshot(a_deployment(), overtaken=frozenset({DeviceId("a")})))
    assert [each.event for each in found if isinstance(each, Close)] == [Event.SUPERSEDE]


def test_nothing_new_is_offered_while_paused_but_time_outs_go_on():
    members = (a_deployment("a"), a_deployment("b", state=State.TRIAL))
    snapshot = a_snapshot(*members, state=RolloutState.PAUSED)
    assert not steps(snapshot)
    assert moves(snapshot, LATER) == [(Close, "d-b")]


def test_aborting_cancels_and_asks_to_stop_then_waits():
    members = deployments(State.QUEUED, State.OFFERED, State.TRIAL)
    snapshot = a_snapshot(*members, state=RolloutState.ABORTING)
    assert moves(snapshot) == [
        (Close, members[0].id),
        (Close, members[1].id),
        (AskToStop, members[2].id),
        (0, WaveEvent.FAIL),
    ]
    asked = a_snapshot(
        a_deployment(state=State.TRIAL, cancel_at=NOON),
        state=RolloutState.ABORTING,
        waves=(a_wave(state=WaveState.FAILED),),
    )
    assert not steps(asked)
    assert moves(asked, NOON + timedelta(seconds=600)) == [(Close, "d-a")]


def test_an_aborted_rollout_says_who_keeps_the_bundle():
    snapshot = a_snapshot(
        *deployments(State.COMMITTED, State.CANCELED),
        state=RolloutState.ABORTING,
        waves=(a_wave(state=WaveState.FAILED),),
    )
    assert plan(snapshot, NOON) == (
        MoveRollout(RolloutEvent.ABORTED, "aborted: 1 device with the new bundle"),
    )


def rolling_back(*members: object) -> Snapshot:
    return a_snapshot(
        *members, state=RolloutState.ROLLING_BACK, waves=(a_wave(state=WaveState.FAILED),)
    )


def test_rolling_back_undoes_every_device_that_may_run_the_new_bundle():
    members = [
        a_deployment(state.value, state=state, offered_at=NOON)
        for state in (
            State.COMMITTED,
            State.TIMED_OUT,
            State.ROLLBACK_FAILED,
            State.ROLLED_BACK,
            State.FAILED,
        )
    ]
    assert moves(rolling_back(*members)) == [
        (Undo, "d-committed"),
        (Undo, "d-timed_out"),
        (Undo, "d-rollback_failed"),
    ]


def test_a_device_that_already_ran_it_is_not_sent_back():
    skipped = a_deployment(state=State.SKIPPED, wave=None)
    assert moves(rolling_back(skipped)) == [(RolloutEvent.ROLLED_BACK, None)]


def undone(state: State) -> Snapshot:
    return rolling_back(
        a_deployment(state=State.COMMITTED, offered_at=NOON, undone=True),
        a_deployment("b", device=DeviceId("a"), kind=Kind.ROLLBACK, undoes="d-a", state=state),
    )


@pytest.mark.parametrize(
    ("state", "event"),
    [
        (State.COMMITTED, RolloutEvent.ROLLED_BACK),
        (State.SKIPPED, RolloutEvent.ROLLED_BACK),
        (State.SUPERSEDED, RolloutEvent.ROLLED_BACK),
        (State.REMOVED, RolloutEvent.ROLLED_BACK_PARTLY),
        (State.ROLLED_BACK, RolloutEvent.ROLLED_BACK_PARTLY),
    ],
)
def test_a_rollback_ends_as_its_deployments_did(state, event):
    assert moves(undone(state)) == [(event, None)]


def test_a_rollback_is_offered_like_any_deployment():
    assert moves(undone(State.QUEUED)) == [(Offer, "d-b")]


@pytest.mark.parametrize(
    ("states", "event"),
    [
        ([State.COMMITTED, State.REMOVED], RolloutEvent.COMPLETE),
        ([State.COMMITTED, State.TIMED_OUT], RolloutEvent.COMPLETE_WITH_FAILURES),
    ],
)
def test_a_rollout_completes_when_every_wave_has_ended(states, event):
    members = deployments(*states, final=True)
    snapshot = a_snapshot(*members, waves=(a_wave(state=WaveState.PASSED),))
    assert moves(snapshot) == [(event, None)]


def test_a_wave_promoted_early_still_reaches_its_devices():
    snapshot = a_snapshot(
        *deployments(State.FAILED, State.QUEUED), waves=(a_wave(state=WaveState.PASSED),)
    )
    assert moves(snapshot) == [(Offer, "d-n01")]


@pytest.mark.parametrize(
    "state",
    sorted(
        set(RolloutState)
        - set(map(RolloutState, ("running", "paused", "aborting", "rolling_back")))
    ),
)
def test_a_rollout_that_is_not_under_way_is_left_alone(state):
    assert plan(a_snapshot(a_deployment(), state=state), LATER) == ()


def test_a_judgement_keeps_its_numbers():
    found = plan(a_snapshot(*deployments(State.COMMITTED)), NOON)[0]
    assert isinstance(found, Judge)
    assert found.judgement.verdict is Verdict.GO
    assert found.judgement.sentence == "1 of 1 device succeeded (100 %), at least 95 % must"
    assert found.judgement.numbers == {
        "devices": 1,
        "succeeded": 1,
        "failed": 0,
        "needed": 1,
        "failure_percent": 0,
        "failure_limit_percent": 10,
        "success_percent": 100,
        "success_needed_percent": 95,
    }
