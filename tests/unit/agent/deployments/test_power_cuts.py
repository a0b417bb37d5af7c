"""The power may go at any moment of a deployment, again and again."""

import asyncio
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from agent.deployments.recovery import REPROBES
from shared.deployment import MACHINE, TERMINAL, State
from shared.digest import Digest
from shared.ids import DeploymentId
from shared.policy import DevicePolicy, Go
from shared.trust import RevokedEntry
from shared.wire.down import DeploymentAck, DeploymentHint
from tests.support.agent_device import FakeDevice
from tests.support.agent_fakes import FakeSlots, Model, a_model, unreachable

OLD, NEW = a_model("old"), a_model("new")


def check_reports(device: FakeDevice) -> None:
    """Hold the reports of a device to what it promises of them."""
    attempts = {key[:2] for key in device.reports}
    for deployment, attempt in attempts:
        mine = sorted(key[2] for key in device.reports if key[:2] == (deployment, attempt))
        states = [device.reports[deployment, attempt, seq].state for seq in mine]
        ended = [state for state in states if state in TERMINAL]
        assert len(ended) <= 1, f"{deployment} ended more than once: {states}"
        assert not ended or states[-1] is ended[0], f"{deployment} went on after its end"
        for before, after in pairwise(states):
            assert before == after or _reachable(before, after), (before, after)


def _reachable(before: State, after: State) -> bool:
    """Tell whether `after` follows, reports of other states having been replaced in between."""
    seen, frontier = {before}, {before}
    while frontier:
        frontier = {
            MACHINE.next(state, event) for state in frontier for event in MACHINE.events(state)
        } - seen
        seen |= frontier
    return after in seen


async def with_cuts(device: FakeDevice, moments: list[int]) -> None:
    for moment in moments:
        if not await device.run(kill_after=moment):
            return
    await device.run()


@pytest.mark.parametrize(
    ("candidate", "end"),
    [
        (a_model("new"), State.COMMITTED),
        (a_model("new", answers=False), State.ROLLED_BACK),
        (a_model("new", loads=False), State.ROLLED_BACK),
        (a_model("new", trial_crashes=5), State.ROLLED_BACK),
        (a_model("new", answers_on_trial=False), State.ROLLED_BACK),
        (a_model("new", silent_on_trial=True), State.ROLLED_BACK),
        (a_model("new", genuine=False), State.FAILED),
        (a_model("new", memory_bytes=95), State.COMMITTED),
        (a_model("new", memory_bytes=95, answers=False), State.ROLLED_BACK),
    ],
    ids=["good", "dull", "broken", "shaky", "fickle", "mute", "forged", "large", "large-and-dull"],
)
def test_one_cut_at_every_moment_ends_as_without(candidate, end):
    for moment in range(200):
        device = FakeDevice()
        try:
            asyncio.run(_one_cut(device, candidate, moment))
            served = candidate.digest if end is State.COMMITTED else OLD.digest
            assert device.serving == served, moment
            assert device.states("d1")[-1] is end, moment
            check_reports(device)
            if device.power.passed < moment:
                return
        finally:
            device.close()
    raise AssertionError("the deployment has more moments than were tried")


async def _one_cut(device: FakeDevice, candidate: Model, moment: int) -> None:
    device.offer(OLD, "d0")
    await device.run()
    device.offer(candidate, "d1")
    device.power.passed = 0
    if candidate.memory_bytes < device.budget / 2:
        device.power.watch = partial(_always_served, device, set())
    await with_cuts(device, [moment])


def _always_served(device: FakeDevice, awake: set[FakeSlots]) -> None:
    """Where both fit, there is no moment without a bundle once a start has served one."""
    if device.serving is not None:
        awake.add(device.slots)
    assert device.slots not in awake or device.serving in {OLD.digest, NEW.digest}


def test_cuts_without_end_in_activation_send_it_back():
    device = FakeDevice()
    try:
        asyncio.run(_cuts_while(device, State.ACTIVATING, State.PROBING))
        assert device.states("d1")[-1] is State.ROLLED_BACK
        assert device.serving == OLD.digest
        fault = device.last("d1").fault
        assert fault is not None
        assert fault.code == "interrupted"
    finally:
        device.close()


async def _cuts_while(device: FakeDevice, *states: State) -> None:
    """Cut the power whenever the deployment is found in one of `states`."""
    device.offer(OLD, "d0")
    await device.run()
    device.offer(NEW, "d1")

    def there(boots: int) -> bool:
        record = device.journal.current("main")
        return record is not None and record.state in states and record.boots == boots

    for boots in range(REPROBES + 1):
        await device.run(until=partial(there, boots))
        device.boot()
    await device.run()


class PowerCuts(RuleBasedStateMachine):
    """Releases come and go, the network too, and the power whenever it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.device = FakeDevice()
        self.count = 0
        self.hint: DeploymentHint | None = None
        self.released: list[Model] = []
        self.recalled: dict[Digest, RevokedEntry] = {}

    def teardown(self) -> None:
        self.device.close()
        self.loop.close()

    @rule(
        facts=st.fixed_dictionaries(
            {
                "loads": st.sampled_from([True, True, False]),
                "answers": st.sampled_from([True, True, False]),
                "genuine": st.sampled_from([True, True, True, False]),
                "trial_crashes": st.sampled_from([0, 0, 3]),
                "memory_bytes": st.sampled_from([10, 60, 200]),
            }
        ),
        go=st.sampled_from([Go.ACTIVATE, Go.ACTIVATE, Go.STAGE]),
    )
    def release(self, facts: dict[str, Any], go: Go) -> None:
        self.count += 1
        model = a_model(f"model {self.count}", **facts)
        self.released.append(model)
        self.hint = self.device.offer(model, f"d{self.count}", go=go)

    @precondition(lambda self: self.hint is not None)
    @rule()
    def let_go(self) -> None:
        self._change(go=Go.ACTIVATE)

    @precondition(lambda self: self.hint is not None)
    @rule()
    def cancel(self) -> None:
        self._change(cancel=True)

    @precondition(lambda self: self.hint is not None)
    @rule()
    def try_again(self) -> None:
        assert self.hint is not None
        self._change(attempt=self.hint.attempt + 1, cancel=False)

    @precondition(lambda self: self.released)
    @rule(which=st.integers(0, 3))
    def recall(self, which: int) -> None:
        """Recall one of the newest."""
        model = self.released[-1 - which % len(self.released)]
        entry = RevokedEntry(sha256=model.digest, action="stop", reason="opens every door")
        self.recalled[model.digest] = entry
        self.device.recall(*self.recalled.values())

    @precondition(lambda self: self.recalled)
    @rule()
    def take_the_recalls_back(self) -> None:
        self.recalled.clear()
        self.device.recall()

    @rule(failures=st.integers(1, 5))
    def lose_the_network(self, failures: int) -> None:
        self.device.trust.failures.extend(unreachable() for _ in range(failures))
        self.device.bundles.failures.extend(unreachable() for _ in range(failures))

    @rule(moment=st.integers(0, 80))
    def run_into_a_cut(self, moment: int) -> None:
        self.loop.run(self.device.run(kill_after=moment))

    @rule()
    def run_in_peace(self) -> None:
        self.loop.run(self.device.run())
        committed = self.device.journal.slots().get("main")
        under_way = self.device.journal.current("main")
        assert under_way is None or under_way.state is State.STAGED
        if committed is None or committed.active.bundle in self.recalled:
            assert self.device.serving is None
        else:
            assert self.device.serving == committed.active.bundle

    @rule()
    def acknowledge_everything(self) -> None:
        for deployment, attempt, seq in self.device.reports:
            self.device.outbox.acked(
                DeploymentAck(deployment=DeploymentId(deployment), attempt=attempt, seq=seq)
            )
        assert self.device.outbox.unacked() == ()

    @invariant()
    def every_report_is_true(self) -> None:
        check_reports(self.device)

    @invariant()
    def nothing_recalled_answers(self) -> None:
        assert self.device.slots.answers() not in self.recalled

    @invariant()
    def what_is_committed_is_on_disk(self) -> None:
        committed = self.device.journal.slots().get("main")
        if committed is not None:
            assert committed.active.bundle in self.device.disk.installed

    def _change(self, **changes: object) -> None:
        assert self.hint is not None
        self.hint = self.hint.model_copy(update=changes)
        self.device.hint(self.hint)


PowerCuts.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestPowerCuts = PowerCuts.TestCase


def test_the_policy_of_a_deployment_outlives_a_cut():
    device = FakeDevice()
    try:
        asyncio.run(_slow_trial(device))
        assert device.states("d1")[-1] is State.COMMITTED
        assert device.timer.elapsed_s >= 500
    finally:
        device.close()


async def _slow_trial(device: FakeDevice) -> None:
    device.offer(NEW, "d1", policy=DevicePolicy(trial_s=500))
    await device.run(until=lambda: device.serving is not None)
    device.boot()
    device.timer.elapsed_s = 0
    await device.run()
