"""A deployment on one device, from hint to last report, without a process or a socket."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from agent.bundles.errors import DiskFullError, TransferError
from agent.trust.errors import RefusedError
from shared.deployment import State
from shared.errors import Category, FlotillaError
from shared.ids import DeploymentId
from shared.policy import DevicePolicy, Go
from tests.support.agent_device import FakeDevice
from tests.support.agent_fakes import a_capability, a_model, unreachable

OLD, NEW = a_model("old"), a_model("new")


@pytest.fixture
def device() -> Iterator[FakeDevice]:
    fake = FakeDevice()
    yield fake
    fake.close()


async def install(device: FakeDevice) -> None:
    device.offer(OLD, "d-old")
    await device.run()
    assert device.serving == OLD.digest


class GrumpyDiskError(FlotillaError):
    code = "grumpy_disk"
    category = Category.RESOURCE
    retryable = True


async def test_a_good_bundle_walks_every_state_and_is_committed(device):
    device.offer(NEW, "d1")
    await device.run()
    assert device.states("d1") == [
        State.ACCEPTED,
        State.DOWNLOADING,
        State.VERIFYING,
        State.STAGED,
        State.ACTIVATING,
        State.PROBING,
        State.TRIAL,
        State.COMMITTED,
    ]
    assert device.serving == NEW.digest


async def test_the_last_report_carries_what_was_measured(device):
    device.offer(NEW, "d1")
    await device.run()
    measured = device.last("d1").measurements
    assert measured is not None
    assert (measured.golden_right, measured.golden_items) == (1, 1)
    assert (measured.first_token_ms, measured.tokens_per_s) == (12.0, 30.0)
    assert (measured.memory_bytes, measured.load_ms, measured.crashes) == (1000, 20, 0)


async def test_the_slot_remembers_what_served_before(device):
    await install(device)
    device.offer(NEW, "d1")
    await device.run()
    state = device.journal.slots()["main"]
    assert (state.active.bundle, state.previous and state.previous.bundle) == (
        NEW.digest,
        OLD.digest,
    )
    assert device.bundles.kept == {OLD.digest, NEW.digest}


async def test_it_waits_staged_until_it_may_activate(device):
    hint = device.offer(NEW, "d1", go=Go.STAGE)
    await device.run()
    assert device.states("d1")[-1] is State.STAGED
    assert device.serving is None
    device.hint(hint.model_copy(update={"go": Go.ACTIVATE}))
    await device.run()
    assert device.states("d1")[-1] is State.COMMITTED


async def test_wrong_golden_answers_send_it_back_with_the_numbers(device):
    await install(device)
    device.offer(a_model("dull", answers=False), "d1")
    await device.run()
    last = device.last("d1")
    assert device.states("d1")[-2:] == [State.ROLLING_BACK, State.ROLLED_BACK]
    assert last.fault is not None
    assert last.fault.category is Category.EVAL
    assert "0 of 1" in last.fault.message
    assert last.measurements is not None
    assert last.measurements.golden_right == 0
    assert device.serving == OLD.digest


async def test_a_bundle_that_does_not_load_sends_it_back(device):
    await install(device)
    device.offer(a_model("broken", loads=False), "d1")
    await device.run()
    assert device.states("d1")[-1] is State.ROLLED_BACK
    assert device.serving == OLD.digest


async def test_crashes_on_trial_send_it_back(device):
    await install(device)
    device.offer(a_model("shaky", trial_crashes=2), "d1")
    await device.run()
    fault = device.last("d1").fault
    assert device.states("d1")[-3:] == [State.TRIAL, State.ROLLING_BACK, State.ROLLED_BACK]
    assert fault is not None
    assert "crashed 2 times" in fault.message
    assert device.serving == OLD.digest


async def test_bytes_that_are_not_the_signed_ones_change_nothing(device):
    await install(device)
    device.offer(a_model("forged", genuine=False), "d1")
    await device.run()
    assert device.states("d1")[-2:] == [State.VERIFYING, State.FAILED]
    assert device.serving == OLD.digest


async def test_a_variant_that_does_not_fit_is_rejected_with_a_sentence(device):
    device.capability = a_capability(memory_budget_bytes=5)
    device.offer(NEW, "d1")
    await device.run()
    last = device.last("d1")
    assert last.state is State.REJECTED
    assert last.fault is not None
    assert last.fault.message == "needs 10 B of memory, may use 5 B"


async def test_a_refused_assignment_is_rejected(device):
    device.offer(NEW, "d1")
    device.trust.failures.append(RefusedError("it was recalled"))
    await device.run()
    assert device.states("d1") == [State.ACCEPTED, State.REJECTED]


async def test_a_hint_that_the_director_does_not_back_is_rejected_in_the_end(device):
    hint = device.offer(NEW, "d1")
    device.hint(hint.model_copy(update={"id": DeploymentId("forged")}))
    await device.run()
    last = device.last("forged")
    assert last.state is State.REJECTED
    assert last.fault is not None
    assert last.fault.code == "assignment_mismatch"


async def test_a_director_that_lags_behind_the_hint_is_waited_for(device):
    device.offer(NEW, "d1")
    late = device.trust.director.pop("main")
    await device.run(until=lambda: device.timer.elapsed_s > 1)
    device.trust.director["main"] = late
    await device.run()
    assert device.states("d1")[-1] is State.COMMITTED


async def test_the_bundle_that_serves_already_is_skipped(device):
    await install(device)
    device.offer(OLD, "d1")
    await device.run()
    assert device.states("d1") == [State.ACCEPTED, State.SKIPPED]


async def test_without_network_it_waits_as_long_as_it_takes(device):
    device.offer(NEW, "d1")
    device.trust.failures.extend(unreachable() for _ in range(20))
    device.bundles.failures.extend(TransferError("no route") for _ in range(20))
    await device.run()
    assert device.states("d1")[-1] is State.COMMITTED


async def test_a_download_past_its_deadline_times_out(device):
    device.offer(NEW, "d1", policy=DevicePolicy(download_deadline_s=60))
    device.bundles.failures.extend(TransferError("no route") for _ in range(200))
    await device.run()
    assert device.states("d1")[-1] is State.TIMED_OUT


async def test_other_faults_that_may_pass_are_retried_a_few_times(device):
    device.offer(NEW, "d1", policy=DevicePolicy(max_attempts=3, trial_s=1))
    device.bundles.failures.extend([GrumpyDiskError("no"), GrumpyDiskError("no")])
    await device.run()
    assert device.states("d1")[-1] is State.COMMITTED


async def test_and_then_it_fails(device):
    device.offer(NEW, "d1", policy=DevicePolicy(max_attempts=3))
    device.bundles.failures.extend(GrumpyDiskError("no") for _ in range(3))
    await device.run()
    last = device.last("d1")
    assert last.state is State.FAILED
    assert last.fault is not None
    assert (last.fault.code, last.fault.component) == ("grumpy_disk", "bundles")


async def test_a_full_disk_is_cleared_of_what_nobody_needs(device):
    await install(device)
    device.offer(a_model("dull", answers=False), "d1")
    await device.run()
    device.offer(NEW, "d2")
    device.bundles.failures.append(DiskFullError("no room"))
    await device.run()
    assert device.states("d2")[-1] is State.COMMITTED
    assert device.disk.installed == {OLD.digest, NEW.digest}


async def test_when_the_network_is_back_nobody_waits_out_the_delay(device):
    device.offer(NEW, "d1")
    device.trust.failures.extend(unreachable() for _ in range(10))

    def poke_until_ended() -> bool:
        device.executor.retry_now()
        return device.ended("d1")

    await device.run(until=poke_until_ended)
    assert device.timer.elapsed_s < 20  # the delays alone would be more than 300 s


async def test_a_deadline_ends_what_is_not_activated(device):
    device.offer(NEW, "d1", go=Go.STAGE, deadline_s=100)
    await device.run(until=lambda: device.ended("d1"))
    assert device.states("d1")[-1] is State.TIMED_OUT


async def test_cancelling_before_activation_changes_nothing(device):
    hint = device.offer(NEW, "d1", go=Go.STAGE)
    await device.run()
    device.hint(hint.model_copy(update={"cancel": True}))
    await device.run()
    assert device.states("d1")[-1] is State.CANCELED


async def test_cancelling_a_trial_goes_back(device):
    await install(device)
    hint = device.offer(NEW, "d1", policy=DevicePolicy(trial_s=1000))
    work = device.run(until=lambda: device.serving == NEW.digest)
    await work
    device.hint(hint.model_copy(update={"cancel": True}))
    await device.run()
    assert device.states("d1")[-2:] == [State.ROLLING_BACK, State.ROLLED_BACK]
    assert device.serving == OLD.digest


async def test_a_newer_assignment_replaces_one_that_waits(device):
    device.offer(OLD, "d1", go=Go.STAGE)
    await device.run()
    device.offer(NEW, "d2")
    await device.run()
    last = device.last("d1")
    assert last.state is State.SUPERSEDED
    assert "d2" in last.reason
    assert device.states("d2")[-1] is State.COMMITTED


async def test_a_newer_assignment_sends_a_trial_back_first(device):
    await install(device)
    device.offer(a_model("middle"), "d1", policy=DevicePolicy(trial_s=1000))
    await device.run(until=lambda: device.serving == a_model("middle").digest)
    device.offer(NEW, "d2")
    await device.run()
    assert device.states("d1")[-1] is State.ROLLED_BACK
    assert device.states("d2")[-1] is State.COMMITTED


async def test_an_older_hint_is_not_heard(device):
    device.offer(NEW, "d1", go=Go.STAGE)
    device.versions = 0
    device.offer(OLD, "d0")
    await device.run()
    assert ("d0", 1, 1) not in device.reports


async def test_another_attempt_is_another_story(device):
    device.offer(NEW, "d1")
    device.trust.failures.append(RefusedError("not yet"))
    await device.run()
    device.offer(NEW, "d1", attempt=2)
    await device.run()
    assert device.states("d1")[-1] is State.REJECTED
    assert device.states("d1", 2)[-1] is State.COMMITTED


async def test_a_server_that_hints_at_an_ended_attempt_is_told_again(device):
    hint = device.offer(NEW, "d1")
    await device.run()
    with device.database.transaction() as connection:
        connection.execute("DELETE FROM outbox")
    device.hint(hint)
    (item,) = device.outbox.unacked()
    assert b'"committed"' in item.payload


async def test_a_start_serves_from_disk_without_network(device):
    await install(device)
    device.boot()
    device.trust.failures.extend(unreachable() for _ in range(100))
    await device.run()
    assert device.serving == OLD.digest


async def test_a_start_with_a_damaged_bundle_serves_the_one_before(device):
    await install(device)
    device.offer(NEW, "d1")
    await device.run()
    device.boot()
    device.disk.installed.discard(NEW.digest)
    await device.run()
    assert device.serving == OLD.digest


async def test_where_nothing_can_serve_it_is_tried_again_later(device):
    await install(device)
    device.boot()
    device.disk.installed.clear()
    await device.run(until=lambda: device.timer.elapsed_s > 100)
    device.disk.installed.add(OLD.digest)
    await device.run(until=lambda: device.serving == OLD.digest)


async def test_a_way_back_that_fails_is_said_so(device):
    await install(device)
    device.offer(a_model("shaky", trial_crashes=9), "d1")
    device.slots.broken.add(OLD.digest)
    await device.run(until=lambda: device.ended("d1"))
    assert device.states("d1")[-1] is State.ROLLBACK_FAILED


async def test_the_time_of_each_state_is_the_device_s_own(device):
    device.offer(NEW, "d1", policy=DevicePolicy(trial_s=30))
    await device.run()
    committed = device.last("d1").at
    trial = next(r.at for r in device.reports.values() if r.state is State.TRIAL)
    assert committed - trial >= timedelta(seconds=30)
