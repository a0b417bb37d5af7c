"""What a device measures of the bundle it leaves and of the one it tries, and what follows."""

from collections.abc import Iterator

import pytest

from shared.deployment import State
from shared.policy import DevicePolicy, Swap
from tests.support.agent_device import FakeDevice
from tests.support.agent_fakes import a_model

OLD = a_model("old", tokens_per_s=40.0)
LONG = DevicePolicy(trial_s=100, trial_golden_s=10)


@pytest.fixture
def device() -> Iterator[FakeDevice]:
    fake = FakeDevice()
    yield fake
    fake.close()


async def install(device: FakeDevice) -> None:
    device.offer(OLD, "d-old")
    await device.run()
    assert device.serving == OLD.digest


async def test_the_outgoing_bundle_is_asked_the_same_prompts_just_before_it_is_left(device):
    await install(device)
    device.slots.requests, device.slots.failed_requests = 50, 1
    device.offer(a_model("new", tokens_per_s=20.0), "d1")
    await device.run()

    measured = device.last("d1").measurements
    assert measured is not None
    assert measured.before is not None
    assert (measured.tokens_per_s, measured.before.tokens_per_s) == (20.0, 40.0)
    assert (measured.before.golden_right, measured.before.golden_items) == (1, 1)
    assert (measured.before.requests, measured.before.failed_requests) == (50, 1)


async def test_a_first_bundle_has_nothing_to_be_compared_with(device):
    device.offer(OLD, "d1")
    await device.run()
    measured = device.last("d1").measurements
    assert measured is not None
    assert measured.before is None


async def test_what_was_measured_before_survives_a_power_cut_on_trial(device):
    await install(device)
    device.offer(a_model("new"), "d1", policy=LONG)
    await device.run(lambda: "trial" in device.states_now("d1"))
    device.boot()
    await device.run()

    assert device.states("d1")[-1] is State.COMMITTED
    measured = device.last("d1").measurements
    assert measured is not None
    assert measured.before is not None
    assert measured.before.tokens_per_s == 40.0


async def test_an_outgoing_bundle_that_does_not_answer_stops_nothing(device):
    await install(device)
    device.slots.mute.add(OLD.digest)
    device.offer(a_model("new"), "d1")
    await device.run()
    assert device.states("d1")[-1] is State.COMMITTED
    measured = device.last("d1").measurements
    assert measured is not None
    assert measured.before is None


async def test_golden_prompts_are_asked_again_and_again_on_trial(device):
    device.offer(OLD, "d1", policy=LONG)
    await device.run()
    measured = device.last("d1").measurements
    assert measured is not None
    assert measured.trial_rounds
    assert measured.trial_rounds > 2
    assert measured.trial_golden_right == 1
    assert measured.trial_s is not None
    assert measured.trial_s >= 100


async def test_an_engine_that_takes_long_over_its_prompts_is_asked_less_often(device):
    def takes_long() -> None:
        device.timer.elapsed_s += 20

    device.slots.on_ask = takes_long
    device.offer(OLD, "d1", policy=LONG.model_copy(update={"trial_s": 2000}))
    await device.run()
    measured = device.last("d1").measurements
    assert measured is not None
    assert measured.trial_rounds is not None
    assert 4 <= measured.trial_rounds <= 10


async def test_answers_that_turn_wrong_on_trial_send_it_back(device):
    await install(device)
    device.offer(a_model("fickle", answers_on_trial=False), "d1", policy=LONG)
    await device.run()
    last = device.last("d1")
    assert device.states("d1")[-3:] == [State.TRIAL, State.ROLLING_BACK, State.ROLLED_BACK]
    assert last.fault is not None
    assert last.fault.message == "answered 0 of 1 golden prompts right on trial, needs 1"
    assert device.serving == OLD.digest


async def test_a_bundle_that_falls_silent_on_trial_is_sent_back(device):
    await install(device)
    device.offer(a_model("mute", silent_on_trial=True), "d1", policy=LONG)
    await device.run()
    fault = device.last("d1").fault
    assert fault is not None
    assert "unanswered 3 times in a row" in fault.message
    assert device.serving == OLD.digest


async def test_a_trial_is_not_won_before_its_prompts_were_asked_once(device):
    device.offer(a_model("mute", silent_on_trial=True), "d1", policy=DevicePolicy(trial_s=1))
    await device.run()
    assert device.states("d1")[-1] is State.ROLLED_BACK


async def test_a_bundle_that_is_far_slower_is_sent_back_where_the_policy_says_so(device):
    await install(device)
    slow = a_model("slow", tokens_per_s=10.0)
    policy = LONG.model_copy(update={"trial_max_slowdown_percent": 50.0})
    device.offer(slow, "d1", policy=policy)
    await device.run()
    fault = device.last("d1").fault
    assert fault is not None
    assert "75 % slower than the bundle before it, twice in a row" in fault.message
    assert device.serving == OLD.digest


async def test_heat_is_looked_at_all_through_a_trial(device):
    device.throttled = lambda: True
    device.boot()
    device.offer(OLD, "d1")
    await device.run()
    measured = device.last("d1").measurements
    assert measured is not None
    assert measured.throttled_percent == 100.0


@pytest.mark.parametrize(
    ("swap", "end"),
    [(Swap.STOP_THEN_START, State.COMMITTED), (Swap.KEEP_OLD, State.ROLLED_BACK)],
)
async def test_where_two_bundles_do_not_fit_the_policy_says_which_one_gives_way(device, swap, end):
    await install(device)
    served = []
    device.power.watch = lambda: served.append(device.serving)
    large = a_model("large", memory_bytes=95)
    device.offer(large, "d1", policy=DevicePolicy(trial_s=5, swap=swap, drain_s=7))
    await device.run()

    assert device.states("d1")[-1] is end
    assert device.serving == (large.digest if end is State.COMMITTED else OLD.digest)
    assert (None in served) is (swap is Swap.STOP_THEN_START)
    assert 7 in device.slots.drains
