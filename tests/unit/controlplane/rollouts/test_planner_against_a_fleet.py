"""The planner and the fold against a fleet that fails in every way it knows."""

from collections import Counter

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from controlplane.rollouts import gates, pace
from controlplane.rollouts.machine import ENDED, RolloutEvent, RolloutState, WaveState
from controlplane.rollouts.model import Judge, Kind
from controlplane.rollouts.windows import is_open
from shared.deployment import TERMINAL, State
from shared.ids import DeviceId
from tests.support.builders import a_deployment, a_policy, a_snapshot, a_wave, bundle_of
from tests.support.rollout_fleet import Fate, ModelDevice, deliver, deliver_all
from tests.support.rollout_world import World

NAMES = [f"m{number}" for number in range(6)]
devices = st.sampled_from(NAMES).map(DeviceId)
CANARIES = 2
CLIMBING = {"per_minute": 1, "factor": 3, "every": 2, "max_per_minute": 30}
HALF_HOURS = {"cron": "0 * * * *", "duration_s": 1800, "timezone": "Asia/Kathmandu"}


class RolloutAgainstAFleet(RuleBasedStateMachine):
    @initialize(
        in_flight=st.integers(1, 4),
        sample=st.integers(1, 6),
        on_failure=st.sampled_from(["pause", "abort", "roll_back", "roll_back_wave"]),
        budget=st.sampled_from([None, {"count": 1}, {"percent": 70}]),
        rate=st.sampled_from([None, {"per_minute": 2}, CLIMBING]),
        prefetch=st.sampled_from(["none", "next", "all"]),
        windows=st.sampled_from([{}, {"activate": [HALF_HOURS]}, {"download": [HALF_HOURS]}]),
        offline=st.sampled_from(["wait", "exclude", "fail"]),
        failure=st.sampled_from([0, 30, 100]),
        fates=st.lists(st.sampled_from(list(Fate)), min_size=6, max_size=6),
    )
    def begin(
        self,
        in_flight,
        sample,
        on_failure,
        budget,
        rate,
        prefetch,
        windows,
        offline,
        failure,
        fates,
    ):
        policy = a_policy(
            max_in_flight=in_flight,
            min_sample=sample,
            on_failure=on_failure,
            offline={"action": offline, "after_s": 600},
            failure_percent=failure,
            success_percent=50,
            budgets=[] if budget is None else [{"label": "site", **budget}],
            rate=rate,
            prefetch=prefetch,
            windows=windows,
            max_fetching=2,
        )
        members = [
            a_deployment(
                name,
                wave=0 if number < CANARIES else 1,
                reversible=number % 3 > 0,
                labels={"site": "even" if number % 2 == 0 else "odd"},
            )
            for number, name in enumerate(NAMES)
        ]
        waves = (a_wave(0, state=WaveState.PENDING), a_wave(1, state=WaveState.PENDING))
        fleet = [
            ModelDevice(DeviceId(name), runs=bundle_of("old"), fate=fate)
            for name, fate in zip(NAMES, fates, strict=True)
        ]
        self.world = World(a_snapshot(*members, policy=policy, waves=waves), fleet)
        self.ended: dict[str, State] = {}

    @rule()
    def tick(self):
        for action in self.world.tick():
            if isinstance(action, Judge):
                self._never_below_the_sample(action)

    @rule(seconds=st.sampled_from([1, 30, 130, 700, 30_000]))
    def time_passes(self, seconds):
        self.world.pass_(seconds)

    @rule(name=devices)
    def a_device_hears(self, name):
        hint = self.world.hint_for(name)
        self.world.devices[name].hear(hint, self.world.bundle(hint), self.world.now)

    @rule(name=devices, count=st.integers(1, 9))
    def a_device_works(self, name, count):
        for _ in range(count):
            self.world.devices[name].step(self.world.now)

    @rule(name=devices, index=st.integers(0, 20), again=st.booleans())
    def a_report_arrives(self, name, index, again):
        deliver(self.world.devices[name], index, self.world.record, keep=again)

    @rule(name=devices, index=st.integers(0, 20))
    def a_report_is_lost(self, name, index):
        air = self.world.devices[name].air
        if air:
            air.pop(index % len(air))

    @rule(name=devices)
    def a_device_repeats_itself(self, name):
        self.world.devices[name].resend()

    @rule(name=devices)
    def a_device_goes_or_comes(self, name):
        device = self.world.devices[name]
        device.online = not device.online

    @rule(name=devices, fate=st.sampled_from(list(Fate)))
    def fate_turns(self, name, fate):
        self.world.devices[name].fate = fate

    @rule(
        event=st.sampled_from(
            [
                RolloutEvent.PAUSE,
                RolloutEvent.RESUME,
                RolloutEvent.RESUME,
                RolloutEvent.ABORT,
                RolloutEvent.ROLL_BACK,
            ]
        )
    )
    def a_person_steers(self, event):
        if event is RolloutEvent.RESUME and any(
            wave.state is WaveState.FAILED for wave in self.world.snapshot.waves
        ):
            return
        self.world.ask(event)

    @rule(name=devices)
    def saying_everything_again_changes_nothing(self, name):
        device = self.world.devices[name]
        if not device.online:
            return
        deliver_all(device, self.world.record)
        known = self.world.snapshot
        device.resend()
        said = [*device.air]
        for report in said:
            self.world.record(device.id, report)
        assert self.world.snapshot == known

    @invariant()
    def never_too_many_at_once(self):
        policy = self.world.snapshot.policy
        assert self.world.snapshot.in_flight <= policy.max_in_flight
        assert self.world.snapshot.fetching <= policy.max_fetching + policy.max_in_flight
        disturbed = Counter(
            each.labels["site"] for each in self.world.snapshot.deployments if each.disturbs
        )
        for budget in policy.budgets:
            assert all(number <= budget.limit(3) for number in disturbed.values())

    @invariant()
    def never_faster_than_the_rate(self):
        rate = self.world.snapshot.policy.rate
        if rate is None:
            return
        most = rate.max_per_minute if rate.factor > 1 else rate.per_minute
        burst = 1 + pace.BURST_S * most / 60
        for first, since in enumerate(self.world.told):
            for number, at in enumerate(self.world.told[first:], start=1):
                assert number <= burst + (at - since).total_seconds() * most / 60 + 1e-6

    @invariant()
    def nobody_is_told_while_the_window_is_shut(self):
        shut = self.world.snapshot.policy.windows.activate
        assert all(is_open(shut, at) for at in self.world.told)

    @invariant()
    def never_two_at_once_on_one_device(self):
        active = Counter(each.device for each in self.world.snapshot.deployments if each.active)
        assert not [device for device, count in active.items() if count > 1]

    @invariant()
    def what_has_ended_stays_so(self):
        for each in self.world.snapshot.deployments:
            key = f"{each.id}/{each.attempt}"
            before = self.ended.get(key)
            assert before is None or before is each.state, (key, before, each.state)
            if each.state in TERMINAL and not each.by_server:
                self.ended[key] = each.state

    def teardown(self):
        """When everybody answers, and nobody holds it up, a rollout ends."""
        if not hasattr(self, "world"):
            return
        for device in self.world.devices.values():
            device.online = True
        for _ in range(300):
            if self.world.snapshot.state in ENDED:
                break
            if self.world.snapshot.state is RolloutState.PAUSED:
                self.world.ask(RolloutEvent.ABORT)
            self.tick()
            for name, device in self.world.devices.items():
                self.a_device_hears(name)
                device.step(self.world.now)
                deliver_all(device, self.world.record)
            self.never_too_many_at_once()
            self.never_two_at_once_on_one_device()
            self.what_has_ended_stays_so()
            self.world.pass_(60)
        assert self.world.snapshot.state in ENDED, self.world.snapshot
        self._nobody_is_left_behind()

    def _never_below_the_sample(self, action: Judge) -> None:
        numbers = action.judgement.numbers
        if action.judgement.verdict is not gates.Verdict.WAIT and numbers["devices"]:
            assert numbers["succeeded"] + numbers["failed"] >= numbers["needed"]

    def _nobody_is_left_behind(self) -> None:
        """After a whole rollback nobody runs the new bundle but those that could not go back."""
        if self.world.snapshot.state is not RolloutState.ROLLED_BACK:
            return
        back = (each for each in self.world.snapshot.deployments if each.kind is Kind.ROLLBACK)
        for each in back:
            device = self.world.devices[each.device]
            assert device.runs == bundle_of("old"), each


TestRolloutAgainstAFleet = RolloutAgainstAFleet.TestCase
TestRolloutAgainstAFleet.settings = settings(
    max_examples=80,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
