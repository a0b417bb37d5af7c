"""What a policy may ask for, on a real database: pace, budgets, windows, approval, joiners."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from controlplane.db.errors import ConflictError
from controlplane.devices.tables import DeviceStatusRow
from controlplane.rollouts import counts, explaining, lease, service
from controlplane.rollouts.errors import RolloutStateError, SelfApprovalError, WaveNotFoundError
from controlplane.rollouts.runner import Runner
from controlplane.rollouts.tables import CountRow, DeploymentRow
from shared.deployment import State
from shared.machine import InvalidTransitionError
from shared.policy import Go
from tests.support.builders import NOON, a_policy
from tests.support.rollout_control import Control, Fleet, bundle_in
from tests.support.rollout_fleet import Fate

TWO = ({"name": "canary", "count": 1}, {"name": "rest"})


@pytest.fixture
def control(tmp_path: Path) -> Iterator[Control]:
    control = Control(tmp_path)
    yield control
    control.close()


def created(control: Control, policy, version: str = "1.0.0", **changes: str) -> str:
    """Create a rollout as ada; it is not started."""
    release = control.add_release(version)
    with control.database.transaction() as session:
        return service.create(
            session,
            release=release,
            slot="main",
            selector=changes.get("selector", ""),
            policy=policy,
            actor="ada",
            now=control.clock.now(),
        )


def ask(control: Control, verb: str, rollout: str, actor: str = "ada", **more) -> None:
    with control.database.transaction() as session:
        getattr(service, verb)(session, rollout, actor=actor, now=control.clock.now(), **more)


def a_base(control: Control, fleet: Fleet) -> None:
    control.create(control.add_release("0.9.0"), a_policy(soak_s=0))
    fleet.work()


def explain(control: Control, rollout: str, device: str) -> tuple[str, ...]:
    with control.database.reading() as session:
        return explaining.explain(session, rollout, device, control.clock.now()).sentences


def test_the_rate_tells_a_few_at_a_time(control):
    Fleet(control, *[f"m{number}" for number in range(6)])
    rollout = control.create(
        control.add_release("1.0.0"), a_policy(rate={"per_minute": 6, "factor": 2, "every": 2})
    )
    control.tick()
    assert list(control.states(rollout).values()).count("offered") == 1
    control.tick(9)
    assert list(control.states(rollout).values()).count("offered") == 1
    control.tick(1)
    assert list(control.states(rollout).values()).count("offered") == 2
    assert "the rate is 6 devices a minute" in explain(control, rollout, "m5")


def test_a_budget_holds_for_each_site(control):
    for number in range(4):
        control.add_device(f"l{number}", site="lisbon")
        control.add_device(f"p{number}", site="porto")
    control.add_device("free")
    rollout = control.create(
        control.add_release("1.0.0"), a_policy(budgets=[{"label": "site", "percent": 50}])
    )
    control.tick()
    offered = {name for name, state in control.states(rollout).items() if state == "offered"}
    assert offered == {"free", "l0", "l1", "p0", "p1"}
    assert "the budget of site=lisbon is used up (2 of 2 at once)" in explain(
        control, rollout, "l2"
    )


def test_a_device_that_failed_and_is_out_of_reach_keeps_its_place(control):
    fleet = Fleet(control)
    for name in ("a", "b", "c", "d"):
        control.add_device(name, site="lisbon")
    rollout = control.create(
        control.add_release("1.0.0"),
        a_policy(budgets=[{"label": "site", "count": 1}], retries={"attempts": 1}, min_sample=4),
    )
    del fleet
    control.tick()
    control.tick(130)  # a takes no notice and is given up; b's turn comes
    assert control.states(rollout) == {
        "a": "timed_out",
        "b": "offered",
        "c": "queued",
        "d": "queued",
    }
    control.set_online("a", online=False)
    control.tick(130)
    assert control.states(rollout)["b"] == "timed_out"
    assert control.states(rollout)["c"] == "queued"


def test_devices_fetch_ahead_and_activate_when_the_window_opens(control):
    fleet = Fleet(control, "ada", "bob")
    at_one = {"cron": "0 13 * * *", "duration_s": 3600}
    rollout = control.create(
        control.add_release("1.0.0"), a_policy(soak_s=0, windows={"activate": [at_one]})
    )
    fleet.work(rounds=8)
    assert control.states(rollout) == {"ada": "staged", "bob": "staged"}
    assert "the activation window opens at 2026-03-01T13:00+00:00" in explain(
        control, rollout, "ada"
    )
    control.clock.advance(3600)
    fleet.work(rounds=8)
    assert control.states(rollout) == {"ada": "committed", "bob": "committed"}


def test_the_next_wave_fetches_while_the_first_is_judged(control):
    fleet = Fleet(control, "ada", "bob")
    rollout = control.create(
        control.add_release("1.0.0"), a_policy(waves=TWO, soak_s=60, prefetch="next")
    )
    fleet.work(rounds=12)
    assert control.states(rollout) == {"ada": "committed", "bob": "staged"}
    with control.database.reading() as session:
        staged = session.get_one(DeploymentRow, control.detail(rollout).deployments[1].id)
    assert staged.go == Go.STAGE
    control.clock.advance(60)
    fleet.work(rounds=8)
    assert control.states(rollout)["bob"] == "committed"


def test_a_rollout_starts_when_it_is_scheduled(control):
    fleet = Fleet(control, "ada")
    at = (NOON + timedelta(minutes=10)).isoformat()
    rollout = control.create(control.add_release("1.0.0"), a_policy(start_at=at, soak_s=0))
    control.tick(599)
    assert control.detail(rollout).summary.state == "scheduled"
    control.tick(1)
    assert control.detail(rollout).summary.state == "running"
    fleet.work()
    assert control.detail(rollout).summary.state == "completed"


def test_a_scheduled_rollout_that_cannot_start_says_why(control):
    at = (NOON + timedelta(minutes=10)).isoformat()
    rollout = control.create(control.add_release("1.0.0"), a_policy(start_at=at))
    control.tick(600)
    summary = control.detail(rollout).summary
    assert (summary.state, summary.sentence) == (
        "aborted",
        "could not start: no device is enrolled; others enrolled: 0",
    )


def test_somebody_else_must_approve(control):
    fleet = Fleet(control, "ada")
    rollout = created(control, a_policy(approval={"required": True}, soak_s=0))
    ask(control, "start", rollout)
    assert control.detail(rollout).summary.state == "awaiting_approval"
    with pytest.raises(SelfApprovalError, match="ada created this rollout; somebody else must"):
        ask(control, "approve", rollout, actor="ada")
    ask(control, "approve", rollout, actor="bob", comment="go ahead")
    summary = control.detail(rollout).summary
    assert (summary.state, summary.decided_by, summary.comment) == ("running", "bob", "go ahead")
    assert "approved by bob: go ahead" in control.events()
    fleet.work()
    assert control.detail(rollout).summary.state == "completed"


def test_what_was_rejected_never_starts(control):
    control.add_device("ada")
    rollout = created(control, a_policy(approval={"required": True}))
    ask(control, "start", rollout)
    ask(control, "reject", rollout, actor="bob", comment="not on a Friday")
    assert control.detail(rollout).summary.state == "rejected"
    for verb in ("start", "approve", "resume"):
        with pytest.raises(InvalidTransitionError):
            ask(control, verb, rollout, actor="bob")


def test_late_joiners_get_it_too_until_somebody_closes_it(control):
    fleet = Fleet(control, "ada")
    rollout = control.create(
        control.add_release("1.0.0"),
        a_policy(soak_s=0, membership="dynamic"),
        selector="name in (ada, bob, cleo)",
    )
    fleet.work()
    assert control.detail(rollout).summary.state == "running"
    assert control.detail(rollout).waves[0].state == "passed"

    late = Fleet(control, "bob", "dora")
    control.tick(60)
    assert control.states(rollout) == {"ada": "committed", "bob": "offered"}
    assert "1 device joined wave 'all'" in control.events()
    late.work()
    assert control.states(rollout)["bob"] == "committed"
    assert any("is not a member" in each for each in explain(control, rollout, "dora"))

    ask(control, "close", rollout)
    control.tick()
    assert control.detail(rollout).summary.state == "completed"
    Fleet(control, "cleo")
    control.tick(60)
    assert "cleo" not in control.states(rollout)


def test_who_is_no_member_is_told_by_all_that_is_known_of_it(control):
    Fleet(control, "ada", bob=20)
    rollout = control.create(
        control.add_release("1.0.0"), a_policy(soak_s=0), selector="memory >= 50MB"
    )

    (told,) = explain(control, rollout, "bob")
    assert told.startswith("it is not a member: memory >= 50MB does not hold: memory is ")


def test_only_a_dynamic_rollout_can_be_closed(control):
    control.add_device("ada")
    rollout = control.create(control.add_release("1.0.0"))
    with pytest.raises(RolloutStateError, match="its membership is fixed"):
        ask(control, "close", rollout)


def test_a_newer_rollout_may_supersede_an_older_one(control):
    fleet = Fleet(control, "ada", "bob")
    older = control.create(control.add_release("1.0.0"), a_policy(waves=TWO, soak_s=600))
    fleet.work()
    assert control.states(older) == {"ada": "committed", "bob": "queued"}
    newer = control.create(control.add_release("2.0.0"), a_policy(soak_s=0, supersede=True))
    fleet.work(rounds=15)
    summary = control.detail(older).summary
    assert (summary.state, summary.superseded_by) == ("superseded", newer)
    assert control.detail(newer).summary.state == "completed"
    assert {each.runs for each in fleet.devices.values()} == {bundle_in("2.0.0")}


@pytest.mark.parametrize("action", ["pause", "abort"])
def test_a_deadline_is_kept(control, action):
    fleet = Fleet(control, "ada", "bob")
    rollout = control.create(
        control.add_release("1.0.0"),
        a_policy(waves=TWO, soak_s=600, deadline={"after_s": 300, "action": action}),
    )
    fleet.work()
    control.tick(300)
    summary = control.detail(rollout).summary
    if action == "abort":
        assert summary.state == "aborted"
        return
    assert (summary.state, summary.reason) == ("paused", "deadline")
    ask(control, "resume", rollout)
    control.clock.advance(600)
    fleet.work(rounds=20)
    assert control.detail(rollout).summary.state != "paused"


def test_one_wave_is_rolled_back_and_tried_again(control):
    fleet = Fleet(control, "ada", "bob", "cleo")
    a_base(control, fleet)
    fleet["cleo"].fate = Fate.PROBE
    rollout = control.create(
        control.add_release("1.0.0"),
        a_policy(waves=TWO, soak_s=0, on_failure="roll_back_wave", failure_percent=40),
    )
    fleet.work(rounds=40)
    summary = control.detail(rollout).summary
    assert (summary.state, summary.reason) == ("paused", "gate")
    assert fleet["ada"].runs == bundle_in("1.0.0")
    assert fleet["bob"].runs == fleet["cleo"].runs == bundle_in("0.9.0")
    assert "wave 'rest' rolled back: 1 device sent back" in summary.sentence

    fleet["cleo"].fate = Fate.GOOD
    ask(control, "resume", rollout)
    fleet.work(rounds=40)
    assert control.detail(rollout).summary.state == "completed"
    assert {each.runs for each in fleet.devices.values()} == {bundle_in("1.0.0")}


def test_a_person_may_roll_one_wave_back_by_name(control):
    fleet = Fleet(control, "ada", "bob")
    a_base(control, fleet)
    rollout = control.create(control.add_release("1.0.0"), a_policy(waves=TWO, soak_s=600))
    fleet.work()
    with pytest.raises(WaveNotFoundError, match="canaries"):
        ask(control, "rollback", rollout, wave="canaries")
    ask(control, "rollback", rollout, wave="canary")
    fleet.work(rounds=20)
    assert (control.detail(rollout).summary.state, control.detail(rollout).summary.reason) == (
        "paused",
        "manual",
    )
    assert fleet["ada"].runs == bundle_in("0.9.0")


def test_a_restored_control_plane_pauses_until_somebody_has_looked(control):
    fleet = Fleet(control, "ada", "bob")
    rollout = control.create(control.add_release("1.0.0"), a_policy(waves=TWO, soak_s=600))
    fleet.work()
    with control.database.transaction() as session:
        session.get_one(DeviceStatusRow, "ada").director_version = 40
    control.tick(60)
    summary = control.detail(rollout).summary
    assert (summary.state, summary.reason) == ("paused", "restore")
    assert "1 device saw version 40 of the director's orders, here it is 2" in summary.sentence
    ask(control, "resume", rollout)
    control.tick(60)
    assert control.detail(rollout).summary.state == "running"
    assert control.director.version > 40


def test_hints_go_on_growing_after_a_restore(control):
    control.add_device("ada")
    control.create(control.add_release("1.0.0"))
    control.tick()
    first = control.hints()
    assert next(iter(first.values())).version > 100_000_000


def test_one_of_two_control_planes_ticks(control):
    control.add_device("ada")
    control.tick()
    rollout = control.create(control.add_release("1.0.0"))
    other = Runner(control.database, control.clock, control.director, name="other")
    other.tick()
    assert control.states(rollout) == {"ada": "queued"}
    control.clock.advance(31)
    other.tick()
    assert control.states(rollout) == {"ada": "offered"}
    control.steer("abort", rollout)
    control.tick()  # the first one has lost the lease, and waits
    assert control.detail(rollout).summary.state == "aborting"
    other.tick()
    assert control.detail(rollout).summary.state == "aborted"


def test_who_lost_the_lease_without_noticing_writes_nothing(control):
    with control.database.transaction() as session:
        held = lease.take(session, "rollouts", "one", NOON)
    assert held is not None
    with control.database.transaction() as session:
        lease.take(session, "rollouts", "two", NOON + timedelta(seconds=60))
    with (
        pytest.raises(ConflictError, match="another control plane"),
        control.database.transaction() as session,
    ):
        lease.check(session, held)


def test_a_counter_that_is_wrong_is_found_and_mended(control):
    control.add_device("ada")
    rollout = control.create(control.add_release("1.0.0"))
    control.tick()
    with control.database.transaction() as session:
        row = session.get_one(CountRow, (rollout, 0, "forward", State.OFFERED.value, False))
        row.number = 7
    with control.database.reading() as session:
        assert list(counts.differences(session, rollout).values()) == [(7, 1)]
    control.tick(61)
    with control.database.reading() as session:
        assert counts.differences(session, rollout) == {}
    assert control.detail(rollout).waves[0].counts == {State.OFFERED: 1}


def test_retries_wait_as_long_as_their_category_says(control):
    fleet = Fleet(control, "ada")
    fleet["ada"].fate = Fate.DOWNLOAD
    patient = {"network": {"attempts": 2, "base_s": 1000, "cap_s": 1000}}
    rollout = control.create(
        control.add_release("1.0.0"), a_policy(retries={"categories": patient})
    )
    fleet.work(rounds=4)
    assert control.states(rollout) == {"ada": "failed"}
    with control.database.reading() as session:
        retry_at = session.get_one(
            DeploymentRow, control.detail(rollout).deployments[0].id
        ).retry_at
    assert retry_at is not None
    assert retry_at - control.clock.now() > timedelta(seconds=400)
    assert any("attempt 2 is queued at" in each for each in explain(control, rollout, "ada"))
