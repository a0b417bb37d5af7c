"""Two rollouts on a real database, a fleet that fails in every way, and crashes anywhere."""

import shutil
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlmodel import select

from controlplane.director import service as director
from controlplane.rollouts import counts
from controlplane.rollouts.errors import RolloutStateError
from controlplane.rollouts.machine import ENDED, RolloutState
from controlplane.rollouts.model import ACTIVE, Kind
from controlplane.rollouts.tables import DeploymentRow
from shared.deployment import TERMINAL, State
from shared.ids import DeviceId
from shared.machine import InvalidTransitionError
from shared.policy import Go
from tests.support.builders import a_policy
from tests.support.rollout_control import Control, CrashError, Fleet, bundle_in
from tests.support.rollout_fleet import Fate, deliver

NAMES = ("ada", "bob", "cleo", "dora")
devices = st.sampled_from(NAMES).map(DeviceId)
LIMIT = 2
HALF_HOURS = {"cron": "0 * * * *", "duration_s": 1800}


class RolloutsAgainstAFleet(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="rollouts-"))
        self.control = Control(self.folder)
        self.fleet = Fleet(self.control)
        for number, name in enumerate(NAMES):
            self.fleet.add(name, site="even" if number % 2 == 0 else "odd")
        self.ended = {}

    @initialize(
        on_failure=st.sampled_from(["pause", "abort", "roll_back", "roll_back_wave"]),
        budget=st.sampled_from([None, {"count": 1}, {"percent": 50}]),
        rate=st.sampled_from([None, {"per_minute": 20, "factor": 2, "every": 1}]),
        prefetch=st.sampled_from(["none", "next"]),
        windows=st.sampled_from([{}, {"activate": [HALF_HOURS]}]),
        membership=st.sampled_from(["fixed", "dynamic"]),
        supersede=st.booleans(),
    )
    def begin(self, on_failure, budget, rate, prefetch, windows, membership, supersede):
        self.policy = a_policy(
            waves=[{"name": "canary", "count": 1}, {"name": "rest"}],
            soak_s=5,
            max_in_flight=LIMIT,
            min_sample=2,
            failure_percent=40,
            success_percent=50,
            on_failure=on_failure,
            offline={"action": "exclude", "after_s": 600},
            budgets=[] if budget is None else [{"label": "site", **budget}],
            rate=rate,
            prefetch=prefetch,
            windows=windows,
            membership=membership,
            supersede=supersede,
        )
        self.joined = False
        self.rollouts = [self.control.create(self.control.add_release("1.0.0"), self.policy)]

    @rule()
    def a_second_rollout_starts(self):
        if len(self.rollouts) == 1:
            self.control.clock.advance(1)
            release = self.control.add_release("2.0.0")
            self.rollouts.append(self.control.create(release, self.policy))

    @rule()
    def a_device_joins(self):
        if not self.joined:
            self.joined = True
            self.fleet.add("eve", site="even")

    @rule(seconds=st.sampled_from([0, 1, 30, 700]))
    def tick(self, seconds):
        self.control.tick(seconds)

    @rule(before=st.booleans())
    def the_power_goes_while_signing(self, before):
        self.control.director.crash_before = before
        self.control.director.crash_after = not before
        with suppress(CrashError):
            self.control.tick(1)
        self.control.director.crash_before = self.control.director.crash_after = False
        self.control.restart()

    @rule(name=devices)
    def a_device_hears(self, name):
        self.fleet.retained.update(self.control.hints())
        self.fleet.hears(self.fleet[name])

    @rule(name=devices, count=st.integers(1, 9))
    def a_device_works(self, name, count):
        for _ in range(count):
            self.fleet[name].step(self.control.clock.now())

    @rule(name=devices, index=st.integers(0, 20), again=st.booleans())
    def a_report_arrives(self, name, index, again):
        deliver(self.fleet[name], index, self.control.record, keep=again)

    @rule(name=devices, index=st.integers(0, 20))
    def a_report_is_lost(self, name, index):
        air = self.fleet[name].air
        if air:
            air.pop(index % len(air))

    @rule()
    def everything_arrives(self):
        self.fleet.speak()

    @rule(name=devices)
    def a_device_goes_or_comes(self, name):
        device = self.fleet[name]
        device.online = not device.online
        self.control.set_online(name, online=device.online)

    @rule(name=devices, fate=st.sampled_from(list(Fate)))
    def fate_turns(self, name, fate):
        self.fleet[name].fate = fate

    @rule(verb=st.sampled_from(["pause", "resume", "abort", "rollback"]), which=st.integers(0, 1))
    def a_person_steers(self, verb, which):
        with suppress(InvalidTransitionError):
            self.control.steer(verb, self.rollouts[which % len(self.rollouts)])
            if verb == "resume":
                self.ended.clear()

    @invariant()
    def never_too_many_at_once(self):
        if not hasattr(self, "rollouts"):
            return
        with self.control.database.reading() as session:
            found = session.exec(select(DeploymentRow)).all()
        active = [each for each in found if State(each.state) in ACTIVE]
        told = [each for each in active if each.go == Go.ACTIVATE]
        by_rollout = Counter(each.rollout_id for each in told)
        assert all(count <= LIMIT for count in by_rollout.values())
        for budget in self.policy.budgets:
            sites = {"even": 2 + self.joined, "odd": 2}
            # Who is told counts in every rollout, whichever told it.
            disturbed = Counter(self.fleet.sites[each.device] for each in told)
            for site, size in sites.items():
                assert disturbed[site] <= budget.limit(size)
        by_slot = Counter((each.device, each.slot) for each in active)
        assert all(count == 1 for count in by_slot.values())
        for each in found:
            key = (each.id, each.attempt)
            assert self.ended.get(key, each.state) == each.state
            if State(each.state) in TERMINAL and not each.by_server:
                self.ended[key] = each.state

    @invariant()
    def the_counters_are_the_counts(self):
        for rollout in getattr(self, "rollouts", ()):
            with self.control.database.reading() as session:
                assert counts.differences(session, rollout) == {}
            detail = self.control.detail(rollout)
            forward = [each for each in detail.deployments if each.kind is Kind.FORWARD]
            assert sum(detail.summary.counts.values()) == len(forward)
            for wave in detail.waves:
                assert sum(wave.counts.values()) == wave.devices

    def teardown(self):
        """When everybody answers, and nobody holds them up, all rollouts end."""
        try:
            if hasattr(self, "rollouts"):
                self._let_it_end()
        finally:
            self.control.close()
            shutil.rmtree(self.folder)

    def _let_it_end(self):
        for name, device in self.fleet.devices.items():
            device.online = True
            device.fate = Fate.GOOD
            self.control.set_online(name, online=True)
        for _ in range(120):
            states = [
                RolloutState(self.control.detail(each).summary.state) for each in self.rollouts
            ]
            if all(state in ENDED for state in states):
                break
            for rollout, state in zip(self.rollouts, states, strict=True):
                if state is RolloutState.PAUSED:
                    self.control.steer("abort", rollout)
                elif state is RolloutState.RUNNING:
                    with suppress(RolloutStateError):
                        self.control.steer("close", rollout)
            self.fleet.work(rounds=1, seconds=60)
            self.never_too_many_at_once()
        else:
            pytest.fail(f"it does not end: {[self.control.states(each) for each in self.rollouts]}")
        self.fleet.work(rounds=3, seconds=61)
        self._the_director_asks_for_nothing_that_was_given_up()

    def _the_director_asks_for_nothing_that_was_given_up(self):
        with self.control.database.reading() as session:
            assigned = {each.deployment: each for each in director.assignments(session)}
            for row in session.exec(select(DeploymentRow)):
                given_up = {State.CANCELED, State.FAILED, State.REJECTED, State.ROLLED_BACK}
                if row.kind == Kind.FORWARD and State(row.state) in given_up:
                    assert row.id not in assigned, row
        for device in self.fleet.devices.values():
            assert device.runs in (None, bundle_in("1.0.0"), bundle_in("2.0.0"))


RolloutsAgainstAFleet.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.slow
class TestRolloutsAgainstAFleet(RolloutsAgainstAFleet.TestCase):
    pass
