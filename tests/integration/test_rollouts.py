"""Rollouts on a real database: service, runner, recording and hints together."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from controlplane.rollouts import hints, queries, service
from controlplane.rollouts.errors import (
    NobodyError,
    PolicyError,
    ReleaseNotReadyError,
    RolloutNotFoundError,
    RolloutStateError,
)
from controlplane.rollouts.preflight import Outcome
from controlplane.rollouts.tables import DeploymentRow, HintRow
from shared.deployment import State
from shared.ids import DeviceId
from shared.machine import InvalidTransitionError
from tests.support.builders import a_candidate, a_policy, a_report
from tests.support.rollout_control import Control, CrashError, Fleet, bundle_in
from tests.support.rollout_fleet import Fate

THREE = (
    a_candidate("f16", memory_mb=83.1, percent=99.1, size_mb=50),
    a_candidate("q8_0", memory_mb=71, percent=99.0, size_mb=27),
    a_candidate("q4_k_m", memory_mb=60, percent=95, size_mb=16),
)
CANARY = ({"name": "canary", "count": 1}, {"name": "rest"})


@pytest.fixture
def control(tmp_path: Path) -> Iterator[Control]:
    control = Control(tmp_path)
    yield control
    control.close()


def canary_policy(**changes):
    return a_policy(waves=CANARY, soak_s=5, **changes)


def a_base(control: Control, fleet: Fleet) -> None:
    """Bring every device to 1.0.0."""
    control.create(control.add_release("1.0.0", *THREE), a_policy(soak_s=0))
    fleet.work()


def test_three_budgets_get_three_variants_in_two_waves(control):
    fleet = Fleet(control, ada=96, bob=75, cleo=64)
    rollout = control.create(control.add_release("1.0.0", *THREE), canary_policy())
    fleet.work(rounds=30)

    detail = control.detail(rollout)
    assert detail.summary.state == "completed"
    assert {each.device_name: each.variant for each in detail.deployments} == {
        "ada": "f16",
        "bob": "q8_0",
        "cleo": "q4_k_m",
    }
    assert [(wave.name, wave.state.value, wave.devices) for wave in detail.waves] == [
        ("canary", "passed", 1),
        ("rest", "passed", 2),
    ]
    assert fleet["bob"].runs == bundle_in("1.0.0", "q8_0")
    assert detail.waves[1].judgement is not None
    assert detail.waves[1].judgement.numbers["succeeded"] == 2


def test_the_second_wave_waits_for_the_soak(control):
    fleet = Fleet(control, "ada", "bob")
    rollout = control.create(control.add_release("1.0.0"), canary_policy())
    fleet.work(rounds=9, seconds=0.1)
    assert control.states(rollout) == {"ada": "committed", "bob": "queued"}
    control.tick(4)
    assert control.states(rollout)["bob"] == "queued"
    control.tick(2)
    assert control.states(rollout)["bob"] == "offered"


def test_a_bad_canary_rolls_back_and_nobody_else_is_touched(control):
    fleet = Fleet(control, "ada", "bob")
    a_base(control, fleet)
    fleet["ada"].fate = Fate.PROBE
    rollout = control.create(control.add_release("2.0.0"), canary_policy(on_failure="roll_back"))
    fleet.work(rounds=15)

    assert control.detail(rollout).summary.state == "rolled_back"
    assert control.states(rollout) == {"ada": "rolled_back", "bob": "canceled"}
    assert fleet["ada"].runs == fleet["bob"].runs == bundle_in("1.0.0")
    assert any("rolling back because " in e for e in control.events())


def test_a_failed_rollout_leaves_the_director_saying_what_runs(control):
    fleet = Fleet(control, "ada")
    a_base(control, fleet)
    fleet["ada"].fate = Fate.PROBE
    control.create(control.add_release("2.0.0"), canary_policy())
    fleet.work()
    control.tick(61)
    assert control.director.signed["ada", "main"].digest == bundle_in("1.0.0")


def test_a_bad_second_wave_takes_the_first_one_back(control):
    fleet = Fleet(control, "ada", "bob", "cleo")
    a_base(control, fleet)
    fleet["bob"].fate = Fate.PROBE
    fleet["cleo"].fate = Fate.PROBE
    rollout = control.create(control.add_release("2.0.0"), canary_policy(on_failure="roll_back"))
    fleet.work(rounds=40)

    assert control.detail(rollout).summary.state == "rolled_back"
    assert control.states(rollout)["ada/back"] == "committed"
    assert {each.runs for each in fleet.devices.values()} == {bundle_in("1.0.0")}
    assert control.director.signed["ada", "main"].digest == bundle_in("1.0.0")


def test_a_device_that_ran_nothing_before_keeps_what_it_has(control):
    fleet = Fleet(control, "ada", "bob")
    fleet["bob"].fate = Fate.PROBE
    rollout = control.create(control.add_release("1.0.0"), canary_policy(on_failure="roll_back"))
    fleet.work(rounds=30)

    assert control.detail(rollout).summary.state == "rollback_partial"
    assert control.states(rollout)["ada/back"] == "removed"
    assert fleet["ada"].runs == bundle_in("1.0.0")
    assert any("ada cannot be sent back: ran nothing known before" in e for e in control.events())


def test_a_completed_rollout_can_be_rolled_back(control):
    fleet = Fleet(control, "ada", "bob")
    a_base(control, fleet)
    rollout = control.create(control.add_release("2.0.0"), a_policy(soak_s=0))
    fleet.work()
    assert fleet["ada"].runs == bundle_in("2.0.0")
    control.steer("rollback", rollout)
    fleet.work()
    assert control.detail(rollout).summary.state == "rolled_back"
    assert fleet["ada"].runs == bundle_in("1.0.0")


def test_a_device_that_runs_it_already_is_skipped(control):
    fleet = Fleet(control, "ada", "bob")
    release = control.add_release("1.0.0")
    control.create(release, a_policy(soak_s=0), selector="name=ada")
    fleet.work()
    again = control.create(release, a_policy(soak_s=0))
    fleet.work()
    assert control.states(again) == {"ada": "skipped", "bob": "committed"}
    assert len(fleet["ada"].committed) == 1


def test_a_device_that_nothing_fits_is_left_out_and_told_why(control):
    Fleet(control, ada=96, tiny=50)
    rollout = control.create(control.add_release("1.0.0", *THREE))
    left = next(e for e in control.detail(rollout).deployments if e.device_name == "tiny")
    assert left.state is State.REMOVED
    assert left.why == (
        "no variant fits: the smallest, q4_k_m, needs 60.0 MB of memory, may use 50.0 MB"
    )


def test_a_preflight_tells_everything_and_does_nothing(control):
    Fleet(control, ada=96, bob=75, tiny=50)
    release = control.add_release("1.0.0", *THREE)
    with control.database.reading() as session:
        found = service.preflight(
            session, release=release, slot="main", selector="", policy=canary_policy()
        )
        assert not queries.rollouts(session)
    assert found.variants == {"f16": 1, "q8_0": 1}
    assert [(wave.name, wave.devices) for wave in found.waves] == [("canary", 1), ("rest", 1)]
    assert [each.outcome for each in found.devices] == [
        Outcome.DEPLOY,
        Outcome.DEPLOY,
        Outcome.LEFT_OUT,
    ]


def test_a_rollout_for_nobody_does_not_start(control):
    release = control.add_release("1.0.0", *THREE)
    with pytest.raises(NobodyError, match="no device is enrolled"):
        control.create(release)
    control.add_device("tiny", memory_mb=50)
    with pytest.raises(NobodyError, match="fits any of 1 device; tiny: no variant fits"):
        control.create(release)
    with pytest.raises(NobodyError, match="no device matches 'gpu'; others enrolled: 1"):
        control.create(release, selector="gpu")


def test_a_release_must_be_published_first(control):
    release = control.add_release("1.0.0")
    with control.database.transaction() as session:
        from controlplane.registry.tables import VariantRow  # noqa: PLC0415

        for row in session.exec(select(VariantRow)):
            row.digest = None
    with pytest.raises(ReleaseNotReadyError, match=r"flotilla publish device-control 1\.0\.0"):
        control.create(release)


def test_a_bad_selector_and_a_bad_slot_are_refused(control):
    release = control.add_release("1.0.0")
    with pytest.raises(PolicyError, match="character 6"):
        control.create(release, selector="site=")
    with pytest.raises(PolicyError, match="slot: 'Main!' is not a name"):
        control.create(release, slot="Main!")


def test_a_policy_error_names_the_field():
    with pytest.raises(PolicyError, match=r"waves\.0\.count"):
        service.parse_policy({"waves": [{"name": "a", "count": -1}]})


def test_an_unknown_rollout_is_not_found(control):
    with control.database.reading() as session, pytest.raises(RolloutNotFoundError):
        queries.rollout(session, "none")


def test_a_rollout_is_found_by_the_beginning_of_its_id(control):
    Fleet(control, "ada")
    rollout = control.create(control.add_release("1.0.0"))
    assert control.detail(rollout[:8]).summary.id == rollout


def test_a_gate_pauses_and_resuming_tries_the_failed_ones_again(control):
    fleet = Fleet(control, "ada", "bob")
    fleet["ada"].fate = Fate.HARD
    rollout = control.create(control.add_release("1.0.0"), canary_policy())
    fleet.work()
    summary = control.detail(rollout).summary
    assert (summary.state, summary.reason) == ("paused", "gate")
    assert summary.sentence.startswith("paused because ")

    fleet["ada"].fate = Fate.GOOD
    control.steer("resume", rollout)
    fleet.work(rounds=30)
    assert control.detail(rollout).summary.state == "completed"
    assert control.detail(rollout).deployments[0].attempt == 2


def test_a_person_may_overrule_a_gate(control):
    fleet = Fleet(control, "ada", "bob")
    fleet["ada"].fate = Fate.HARD
    rollout = control.create(control.add_release("1.0.0"), canary_policy())
    fleet.work()
    control.steer("promote", rollout)
    fleet.work(rounds=20)
    assert control.detail(rollout).summary.state == "completed_with_failures"
    assert control.states(rollout) == {"ada": "failed", "bob": "committed"}


def test_there_must_be_something_to_promote(control):
    Fleet(control, "ada")
    rollout = control.create(control.add_release("1.0.0"))
    control.tick()
    with pytest.raises(RolloutStateError, match="its wave 'all' active"):
        control.steer("promote", rollout)


def test_a_manual_rollout_waits_for_a_person(control):
    fleet = Fleet(control, "ada", "bob")
    rollout = control.create(control.add_release("1.0.0"), canary_policy(promotion="manual"))
    fleet.work(rounds=20)
    assert control.detail(rollout).waves[0].state == "awaiting_promotion"
    control.steer("promote", rollout)
    fleet.work(rounds=20)
    assert control.detail(rollout).summary.state == "completed"


def test_a_paused_rollout_offers_nothing(control):
    fleet = Fleet(control, "ada", "bob")
    rollout = control.create(control.add_release("1.0.0"), a_policy(max_in_flight=1))
    control.tick()
    control.steer("pause", rollout)
    fleet.work(rounds=20)
    assert control.states(rollout) == {"ada": "committed", "bob": "queued"}
    control.steer("resume", rollout)
    fleet.work(rounds=12)
    assert control.states(rollout)["bob"] == "committed"


def test_aborting_stops_what_is_under_way(control):
    fleet = Fleet(control, "ada", "bob", "cleo")
    rollout = control.create(control.add_release("1.0.0"), a_policy(max_in_flight=2))
    fleet.work(rounds=2)
    control.steer("abort", rollout)
    fleet.work(rounds=4)
    assert control.detail(rollout).summary.state == "aborted"
    assert set(control.states(rollout).values()) == {"canceled"}
    assert control.director.signed == {}
    with pytest.raises(InvalidTransitionError):
        control.steer("resume", rollout)


def test_a_retryable_fault_is_tried_again_by_itself(control):
    fleet = Fleet(control, "ada")
    fleet["ada"].fate = Fate.DOWNLOAD
    rollout = control.create(control.add_release("1.0.0"), a_policy(soak_s=0))
    fleet.work(rounds=4)
    assert control.states(rollout) == {"ada": "failed"}
    fleet["ada"].fate = Fate.GOOD
    fleet.work(rounds=12, seconds=20)
    assert control.states(rollout) == {"ada": "committed"}
    assert control.detail(rollout).summary.state == "completed"


def test_a_late_truth_corrects_the_counters(control):
    fleet = Fleet(control, "ada")
    rollout = control.create(
        control.add_release("1.0.0"),
        a_policy(retries={"attempts": 1}, on_failure="pause"),
    )
    control.tick()
    fleet.hear()
    control.tick(130)
    assert control.detail(rollout).summary.counts == {State.TIMED_OUT: 1}
    for _ in range(8):
        fleet["ada"].step(control.clock.now())
    fleet.speak()
    assert control.detail(rollout).summary.counts == {State.COMMITTED: 1}
    history = _history(control, rollout)
    assert history.steps[-1].late


def _history(control, rollout):
    deployment = control.detail(rollout).deployments[0].id
    with control.database.reading() as session:
        return queries.deployment(session, deployment)


def test_the_history_keeps_every_step(control):
    fleet = Fleet(control, "ada")
    rollout = control.create(control.add_release("1.0.0"))
    fleet.work(rounds=10)
    assert [step.state.value for step in _history(control, rollout).steps] == [
        "offered",
        "accepted",
        "downloading",
        "verifying",
        "staged",
        "activating",
        "probing",
        "trial",
        "committed",
    ]


def test_a_report_for_an_unknown_deployment_is_noted_and_acknowledged(control):
    control.add_device("ada")
    ack = control.record(DeviceId("ada"), a_report("nothing", state=State.COMMITTED, seq=3))
    assert ack is not None
    assert ack.seq == 3
    assert "not known here (nothing); ignored" in control.events()[-1]


def test_a_report_on_another_devices_deployment_is_ignored(control):
    fleet = Fleet(control, "ada", "bob")
    rollout = control.create(control.add_release("1.0.0"), selector="name=ada")
    fleet.work(rounds=1)
    deployment = control.detail(rollout).deployments[0]
    report = a_report(deployment.id, state=State.COMMITTED, seq=9)
    assert control.record(DeviceId("bob"), report) is None
    assert control.states(rollout)["ada"] == deployment.state.value


def test_a_terminal_report_is_acknowledged_each_time(control):
    fleet = Fleet(control, "ada")
    rollout = control.create(control.add_release("1.0.0"), a_policy(soak_s=0))
    fleet.work()
    deployment = control.detail(rollout).deployments[0].id
    events = len(control.events())
    ack = control.record(DeviceId("ada"), a_report(deployment, state=State.COMMITTED, seq=8))
    assert ack is not None
    assert ack.seq == 8
    assert len(control.events()) == events


def test_one_slot_has_one_active_deployment(control):
    fleet = Fleet(control, "ada")
    rollout = control.create(control.add_release("1.0.0"))
    fleet.work(rounds=2)
    with control.database.reading() as session:
        row = session.get_one(DeploymentRow, control.detail(rollout).deployments[0].id)
    twin = DeploymentRow(**{**row.model_dump(), "id": "twin"})
    with pytest.raises(IntegrityError), control.database.transaction() as session:
        session.add(twin)


def test_a_second_rollout_waits_for_the_first(control):
    fleet = Fleet(control, "ada")
    first = control.create(control.add_release("1.0.0"), a_policy(soak_s=0))
    fleet.work(rounds=2)
    second = control.create(control.add_release("2.0.0"), a_policy(soak_s=0))
    fleet.work(rounds=2)
    assert control.states(second) == {"ada": "queued"}
    fleet.work(rounds=20)
    assert control.states(first) == control.states(second) == {"ada": "committed"}
    assert fleet["ada"].runs == bundle_in("2.0.0")


def test_a_second_rollout_takes_over_from_a_paused_one(control):
    fleet = Fleet(control, "ada", "bob")
    first = control.create(control.add_release("1.0.0"), a_policy(max_in_flight=1))
    fleet.work(rounds=2)
    control.steer("pause", first)
    second = control.create(control.add_release("2.0.0"), a_policy(soak_s=0))
    fleet.work(rounds=20)
    assert control.states(first) == {"ada": "superseded", "bob": "queued"}
    control.steer("resume", first)
    fleet.work(rounds=5)
    assert control.states(first)["bob"] == "superseded"
    assert control.states(second) == {"ada": "committed", "bob": "committed"}


def test_two_slots_do_not_hinder_each_other(control):
    Fleet(control, "ada")
    release = control.add_release("1.0.0")
    control.create(release)
    control.create(release, slot="other")
    control.tick()
    assert set(control.hints()[DeviceId("ada")].deployments) == {"main", "other"}


def test_a_hint_waits_until_the_director_has_signed(control):
    control.add_device("ada")
    control.create(control.add_release("1.0.0"))
    control.director.crash_before = True
    with pytest.raises(CrashError):
        control.tick()
    assert not control.hints()
    control.restart()
    control.tick()
    hint = control.hints()[DeviceId("ada")]
    assert hint.director_version == control.director.version
    assert hint.deployments["main"].attempt == 1


def test_a_crash_after_signing_loses_no_hint(control):
    control.add_device("ada")
    control.create(control.add_release("1.0.0"))
    control.director.crash_after = True
    with pytest.raises(CrashError):
        control.tick()
    control.restart()
    control.tick()
    assert control.hints()[DeviceId("ada")].director_version == control.director.version


def test_a_hint_grows_with_every_change_and_is_sent_once(control):
    fleet = Fleet(control, "ada")
    rollout = control.create(control.add_release("1.0.0"))
    control.tick()
    first = control.hints()[DeviceId("ada")]
    assert not control.hints()
    fleet["ada"].hear(first.deployments["main"], None, control.clock.now())
    fleet.speak()
    control.steer("abort", rollout)
    control.tick()
    second = control.hints()[DeviceId("ada")]
    assert second.version > first.version
    assert second.deployments["main"].cancel


def test_a_hint_that_changed_while_it_was_sent_is_sent_again(control):
    control.add_device("ada")
    rollout = control.create(control.add_release("1.0.0"))
    control.tick()
    with control.database.reading() as session:
        [(device, hint)] = hints.pending(session, 10)
    control.steer("abort", rollout)
    control.tick()
    with control.database.transaction() as session:
        hints.sent(session, device, hint.version, control.clock.now())
        assert session.get_one(HintRow, device).state == "pending"


def test_every_hint_can_be_sent_once_more(control):
    control.add_device("ada")
    control.create(control.add_release("1.0.0"))
    control.tick()
    first = control.hints()
    with control.database.transaction() as session:
        assert hints.republish_all(session) == 1
    assert control.hints() == first


def test_the_director_is_asked_again_before_things_expire(control):
    control.tick()
    calls = control.director.calls
    control.tick(10)
    assert control.director.calls == calls
    control.tick(60)
    assert control.director.calls == calls + 1


def test_a_device_has_its_own_list_of_deployments(control):
    fleet = Fleet(control, "ada")
    a_base(control, fleet)
    control.clock.advance(1)
    control.create(control.add_release("2.0.0"), a_policy(soak_s=0))
    fleet.work()
    with control.database.reading() as session:
        found = queries.deployments_of_device(session, DeviceId("ada"))
    assert [each.version for each in found] == ["2.0.0", "1.0.0"]


def test_a_device_that_leaves_the_fleet_does_not_hold_a_wave_up(control):
    from controlplane.devices.tables import DeviceRow  # noqa: PLC0415

    fleet = Fleet(control, "ada", "bob")
    rollout = control.create(control.add_release("1.0.0"), a_policy(soak_s=0))
    with control.database.transaction() as session:
        session.get_one(DeviceRow, "bob").revoked_at = control.clock.now()
    fleet["bob"].online = False
    fleet.work()
    assert control.states(rollout) == {"ada": "committed", "bob": "removed"}
