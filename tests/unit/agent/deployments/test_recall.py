"""Recalled bundles go out of service, whatever is under way, and stay out."""

import asyncio
from collections.abc import Iterator

import pytest

from agent.deployments.recall import Ruling, is_due, rule
from agent.deployments.standing import slot_reports
from shared.deployment import State
from shared.errors import Category
from shared.policy import DevicePolicy, Go
from shared.trust import RevokedEntry
from tests.support.agent_device import FakeDevice
from tests.support.agent_fakes import Model, a_model

OLD, NEW, THIRD = a_model("old"), a_model("new"), a_model("third")


def a_recall(model: Model, action: str = "stop") -> RevokedEntry:
    return RevokedEntry(sha256=model.digest, action=action, reason="opens every door")


@pytest.fixture
def device() -> Iterator[FakeDevice]:
    fake = FakeDevice()
    yield fake
    fake.close()


async def install(device: FakeDevice, *models: Model) -> None:
    for number, model in enumerate(models):
        device.offer(model, f"d-{number}-{model.digest[-4:]}")
        await device.run()
        assert device.serving == model.digest


def report(device: FakeDevice):
    return slot_reports(device.journal, device.slots, device.recalls.all())["main"]


@pytest.mark.parametrize(
    ("active", "previous", "stopped", "ruling"),
    [
        (OLD, None, (), Ruling.KEEP),
        (NEW, OLD, (OLD,), Ruling.KEEP),
        (NEW, OLD, (NEW,), Ruling.FALL_BACK),
        (NEW, OLD, (NEW, OLD), Ruling.STOP),
        (NEW, None, (NEW,), Ruling.STOP),
        (NEW, OLD, (THIRD,), Ruling.KEEP),
    ],
)
def test_a_slot_falls_back_once_and_stops_when_it_cannot(active, previous, stopped, ruling):
    digests = {model.digest for model in stopped}
    assert rule(active.digest, previous and previous.digest, stopped=digests) is ruling


def test_a_connection_is_a_reason_to_look_when_the_last_look_is_an_hour_old():
    assert is_due(None, 5.0)
    assert not is_due(10.0, 20.0)
    assert is_due(10.0, 4000.0)


async def test_a_recalled_bundle_gives_way_to_the_one_before(device):
    await install(device, OLD, NEW)

    device.recall(a_recall(NEW))
    assert device.slots.answers() is None
    await device.run()

    assert device.slots.answers() == OLD.digest
    state = device.journal.slots()["main"]
    assert (state.active.bundle, state.previous, state.left) == (OLD.digest, None, NEW.digest)
    said = report(device)
    assert (said.bundle, said.serving) == (OLD.digest, True)
    assert (said.recall, said.recalled) == ("stop", NEW.digest)


async def test_with_nothing_to_fall_back_to_the_slot_stops_for_good_and_says_why(device):
    await install(device, OLD)

    device.recall(a_recall(OLD))
    await device.run()
    waited = device.timer.elapsed_s
    await device.run()

    assert device.serving is None
    assert device.slots.stopped == "opens every door"
    assert device.timer.elapsed_s == waited
    said = report(device)
    assert (said.serving, said.recall, said.recall_reason) == (False, "stop", "opens every door")


async def test_when_both_are_recalled_neither_serves(device):
    await install(device, OLD, NEW)

    device.recall(a_recall(NEW), a_recall(OLD))
    await device.run()

    assert device.serving is None


@pytest.mark.parametrize("recalled", [(NEW,), (NEW, OLD)])
async def test_a_recall_outlives_a_start_without_network(device, recalled):
    await install(device, OLD, NEW)
    device.recalls.replace([a_recall(model) for model in recalled])

    device.boot()
    await device.run()

    assert device.slots.answers() == (None if OLD in recalled else OLD.digest)


async def test_a_warning_is_said_and_moves_nothing(device):
    await install(device, OLD)

    device.recall(a_recall(OLD, "warn"))
    await device.run()

    assert device.slots.answers() == OLD.digest
    assert report(device).recall == "warn"


async def test_a_stopped_slot_takes_the_next_release(device):
    await install(device, OLD)
    device.recall(a_recall(OLD))
    await device.run()

    await install(device, NEW)

    assert device.slots.answers() == NEW.digest
    assert device.slots.stopped is None
    assert report(device).recall == ""


async def test_a_recall_that_is_taken_back_lets_the_bundle_serve_again(device):
    await install(device, OLD)
    device.recall(a_recall(OLD))
    await device.run()

    device.recall()
    await device.run()

    assert device.slots.answers() == OLD.digest


async def test_a_bundle_recalled_on_its_way_is_given_up_before_it_serves(device):
    await install(device, OLD)
    device.offer(NEW, "d-new", go=Go.STAGE)
    await device.run()

    device.recall(a_recall(NEW))
    await device.run(until=lambda: device.ended("d-new"))

    last = device.last("d-new")
    assert last.state is State.FAILED
    assert last.fault is not None
    assert last.fault.category is Category.SECURITY
    assert device.slots.answers() == OLD.digest


async def test_a_bundle_recalled_on_trial_goes_back(device):
    await install(device, OLD)
    device.offer(NEW, "d-new", policy=DevicePolicy(trial_s=3600))
    await device.run(until=lambda: device.serving == NEW.digest)

    device.recall(a_recall(NEW))
    assert device.slots.answers() is None
    await device.run()

    assert device.states("d-new")[-2:] == [State.ROLLING_BACK, State.ROLLED_BACK]
    assert device.slots.answers() == OLD.digest


async def test_when_a_trial_fails_the_recalled_former_does_not_come_back(device):
    await install(device, OLD)
    device.offer(a_model("shaky", trial_crashes=5), "d-new", policy=DevicePolicy(trial_s=3600))
    await device.run(until=lambda: device.slots.candidate("main") is not None)

    device.recall(a_recall(OLD))
    await device.run()

    assert device.states("d-new")[-1] in {State.ROLLED_BACK, State.ROLLBACK_FAILED}
    assert device.slots.answers() is None
    assert device.serving is None


async def _cut_while_falling_back(device: FakeDevice, moment: int) -> bool:
    await install(device, OLD, NEW)
    device.recalls.replace([a_recall(NEW)])
    device.boot()
    cut = await device.run(kill_after=moment)
    assert device.slots.answers() in {None, OLD.digest}
    await device.run()
    assert device.slots.answers() == OLD.digest, moment
    return cut


def test_the_power_may_go_at_any_moment_of_a_fall_back():
    for moment in range(60):
        device = FakeDevice()
        try:
            cut = asyncio.run(_cut_while_falling_back(device, moment))
        finally:
            device.close()
        if not cut:
            return
    raise AssertionError("never ran to its end")
