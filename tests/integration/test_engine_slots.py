"""Slots over real engine processes: load, switch, revert, crash, hang."""

import asyncio
import contextlib
import os
import signal
from contextlib import aclosing

import pytest

from agent.engine.frames import Done
from agent.serving.admission import Bounds
from agent.serving.errors import (
    BusyError,
    ContextOverflowError,
    DeadlineError,
    EngineCrashedError,
    EngineLoadError,
    EngineTimeoutError,
    ForbiddenSlotError,
    NotServingError,
    OutOfMemoryError,
    SlotStateError,
    SlowReaderError,
)
from agent.serving.lifecycle import SlotState
from agent.serving.permits import limited_to
from agent.serving.rates import Rates
from agent.serving.worker import Limits
from shared.evals import ChatMessage
from tests.support.engine_slots import FakeCounters, a_chat, a_toy, answer, open_slots

pytestmark = pytest.mark.slow

WHO = [ChatMessage(role="user", content="who")]


async def up_again(slots):
    """Wait until the slot's engine has been restarted."""
    async with asyncio.timeout(20):
        while not slots.ready("main"):  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)


async def nobody_left(slots):
    """Wait until every request has left the queue."""
    async with asyncio.timeout(20):
        while slots.all()[0].admission.requests:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)


def memory_for(count):
    """Return a budget into which `count` bundles of `FORECAST` fit."""
    return FORECAST * count + FORECAST // 2


FORECAST = 150 * 2**20


async def test_a_served_bundle_answers(tmp_path):
    counters = FakeCounters()
    async with open_slots(counters=counters) as slots:
        await slots.serve("main", a_toy(tmp_path))
        assert await answer(slots, "who") == "1.0.0"
        facts = slots.facts("main")
    assert (facts.requests, facts.failed_requests, facts.crashes) == (1, 0, 0)
    assert facts.memory_bytes > 2**20
    assert counters.records[0]["generated_tokens"] == len("1.0.0") + 1


async def test_a_candidate_is_asked_while_the_incumbent_serves(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path))
        await slots.load("main", a_toy(tmp_path, version="2.0.0"))
        assert (await slots.ask("main", WHO, max_tokens=10)).text == "2.0.0"
        assert await answer(slots, "who") == "1.0.0"
        assert slots.candidate("main").version == "2.0.0"
        assert slots.serving("main").version == "1.0.0"


async def test_a_switch_drops_no_request(tmp_path):
    long = "a long answer that is still on its way when the switch comes"
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path, answers={"long": long}, step_ms=5))
        await slots.load("main", a_toy(tmp_path, version="2.0.0"))
        running = [asyncio.create_task(answer(slots, "long")) for _ in range(4)]
        started = await slots.submit("main", a_chat("who"))
        await slots.switch("main")
        assert await answer(slots, "who") == "2.0.0"
        await slots.commit("main")
        assert "".join([e.text async for e in started if not isinstance(e, Done)]) == "1.0.0"
        assert set(await asyncio.gather(*running)) <= {long, "long"}
        assert slots.facts("main").failed_requests == 0


async def test_a_revert_brings_the_former_bundle_back_at_once(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path))
        before = slots.all()[0].incumbent.pid
        await slots.load("main", a_toy(tmp_path, version="2.0.0"))
        await slots.switch("main")
        await slots.revert("main")
        assert await answer(slots, "who") == "1.0.0"
        assert slots.all()[0].incumbent.pid == before
        assert slots.candidate("main") is None


async def test_a_candidate_that_never_served_is_reverted_too(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path))
        await slots.load("main", a_toy(tmp_path, version="2.0.0"))
        await slots.revert("main")
        assert slots.candidate("main") is None
        assert await answer(slots, "who") == "1.0.0"


async def test_a_first_bundle_on_trial_is_reverted_to_nothing(tmp_path):
    async with open_slots() as slots:
        await slots.load("main", a_toy(tmp_path))
        await slots.switch("main")
        await slots.revert("main")
        assert slots.serving("main") is None
        with pytest.raises(NotServingError):
            await slots.submit("main", a_chat("who"))


async def test_without_room_for_both_the_incumbent_makes_way_and_comes_back(tmp_path):
    async with open_slots(budget=memory_for(1)) as slots:
        await slots.serve("main", a_toy(tmp_path, memory_bytes=FORECAST))
        await slots.load("main", a_toy(tmp_path, version="2.0.0", memory_bytes=FORECAST))
        with pytest.raises(NotServingError, match="try again in"):
            await slots.submit("main", a_chat("who"))
        await slots.switch("main")
        assert await answer(slots, "who") == "2.0.0"
        await slots.revert("main")
        assert await answer(slots, "who") == "1.0.0"


async def test_a_failed_load_leaves_what_served_serving(tmp_path):
    broken = a_toy(tmp_path, version="2.0.0", on_load="!crash", memory_bytes=FORECAST)
    for budget in (memory_for(1), memory_for(2)):
        async with open_slots(budget=budget) as slots:
            await slots.serve("main", a_toy(tmp_path, memory_bytes=FORECAST))
            with pytest.raises(EngineLoadError, match="SIGSEGV"):
                await slots.load("main", broken)
            assert await answer(slots, "who") == "1.0.0"
            await slots.revert("main")
            assert await answer(slots, "who") == "1.0.0"


async def test_what_can_never_fit_is_refused_before_anything_is_stopped(tmp_path):
    async with open_slots(budget=memory_for(1)) as slots:
        await slots.serve("main", a_toy(tmp_path, memory_bytes=FORECAST))
        with pytest.raises(OutOfMemoryError, match="may use"):
            await slots.load("main", a_toy(tmp_path, version="2.0.0", memory_bytes=FORECAST * 9))
        assert await answer(slots, "who") == "1.0.0"


async def test_a_bundle_that_takes_more_than_it_may_is_stopped(tmp_path):
    async with open_slots(budget=memory_for(1)) as slots:
        greedy = a_toy(tmp_path, on_load="!memory", memory_bytes=FORECAST)
        with pytest.raises(OutOfMemoryError, match="once it is loaded"):
            await slots.serve("main", greedy)
        assert slots.all()[0].state is SlotState.EMPTY


async def test_a_load_that_hangs_is_given_up(tmp_path):
    async with open_slots(limits=Limits(load_s=1.0)) as slots:
        with pytest.raises(EngineTimeoutError, match="within 1 s"):
            await slots.serve("main", a_toy(tmp_path, on_load="!hang"))


async def test_a_load_that_is_cancelled_leaves_nothing_behind(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path))
        loading = asyncio.create_task(
            slots.load("main", a_toy(tmp_path, version="2.0.0", on_load="!hang"))
        )
        await asyncio.sleep(0)
        loading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await loading
        await slots.revert("main")
        assert await answer(slots, "who") == "1.0.0"


@pytest.mark.parametrize("how", ["!crash", "!abort", "!fatal"])
async def test_a_crash_fails_its_own_requests_and_the_engine_comes_back(tmp_path, how):
    counters = FakeCounters()
    async with open_slots(counters=counters) as slots:
        await slots.serve("main", a_toy(tmp_path))
        with pytest.raises(EngineCrashedError, match="restarted"):
            await answer(slots, f"{how} please")
        await up_again(slots)
        assert await answer(slots, "who") == "1.0.0"
        assert slots.facts("main").crashes == 1
    assert [record["failed"] for record in counters.records] == [True, False]


async def test_a_killed_engine_fails_the_stream_it_was_writing(tmp_path):
    async with open_slots(jitter=1.0) as slots:
        await slots.serve("main", a_toy(tmp_path, answers={"long": "x" * 300}, step_ms=5))
        stream = await slots.submit("main", a_chat("long"))
        async with aclosing(stream):
            await anext(stream)
            os.kill(slots.all()[0].incumbent.pid, signal.SIGKILL)
            with pytest.raises(EngineCrashedError, match="SIGKILL"):
                [event async for event in stream]
        with pytest.raises(NotServingError, match="after a crash"):
            await slots.submit("main", a_chat("who"))
        facts = slots.facts("main")
        assert (facts.crashes, facts.failed_requests) == (1, 2)


async def test_an_engine_that_hangs_is_replaced(tmp_path):
    async with open_slots(limits=Limits(stall_s=1.0)) as slots:
        await slots.serve("main", a_toy(tmp_path))
        with pytest.raises(EngineCrashedError, match="said nothing"):
            await answer(slots, "!hang")
        await up_again(slots)
        assert await answer(slots, "who") == "1.0.0"


async def test_an_engine_that_hangs_is_found_out_although_it_still_takes_requests(tmp_path):
    async with open_slots(limits=Limits(stall_s=1.0)) as slots:
        await slots.serve("main", a_toy(tmp_path))
        hanging = asyncio.create_task(answer(slots, "!hang"))
        while not hanging.done():
            with contextlib.suppress(EngineCrashedError, NotServingError, BusyError):
                stream = await slots.submit("main", a_chat("who"))
                await stream.aclose()
            await asyncio.sleep(0.05)
        with pytest.raises(EngineCrashedError, match="said nothing"):
            await hanging


async def test_closing_a_stream_cancels_the_request(tmp_path):
    async with open_slots() as slots:
        toy = a_toy(tmp_path, answers={"long": "x" * 400}, step_ms=5, parallel=1)
        await slots.serve("main", toy)
        stream = await slots.submit("main", a_chat("long"))
        await anext(stream)
        await stream.aclose()
        assert await answer(slots, "who") == "1.0.0"
        held = slots.all()[0]
        assert held.admission.requests == 0
        assert held.incumbent.running == 0


async def test_a_full_queue_refuses_with_a_time(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path, answers={"long": "x" * 400}, step_ms=5))
        bounds = slots.all()[0].admission.bounds
        streams = [await slots.submit("main", a_chat("long")) for _ in range(bounds.requests + 2)]
        with pytest.raises(BusyError) as caught:
            await slots.submit("main", a_chat("who"))
        assert caught.value.retry_after_s >= 1
        for stream in streams:
            await stream.aclose()
        assert await answer(slots, "who") == "1.0.0"


async def test_wrong_requests_are_not_counted_as_failures(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path))
        with pytest.raises(ContextOverflowError, match="512"):
            await slots.submit("main", a_chat("x" * 600))
        assert slots.facts("main").failed_requests == 0


async def test_a_deadline_ends_a_request(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path, answers={"long": "x" * 400}, step_ms=20))
        with pytest.raises(DeadlineError, match="not done within"):
            await answer(slots, "long", deadline_s=0.1)


async def test_steps_out_of_order_are_refused(tmp_path):
    async with open_slots() as slots:
        with pytest.raises(SlotStateError):
            await slots.switch("main")
        await slots.load("main", a_toy(tmp_path))
        with pytest.raises(SlotStateError):
            await slots.commit("main")
        await slots.switch("main")
        with pytest.raises(SlotStateError, match="on trial"):
            await slots.load("main", a_toy(tmp_path, version="2.0.0"))
        await slots.commit("main")
        await slots.commit("main")
        assert slots.serving("main").version == "1.0.0"


async def test_a_served_bundle_can_be_served_anew(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path))
        before = slots.all()[0].incumbent.pid
        await slots.serve("main", a_toy(tmp_path))
        assert slots.all()[0].incumbent.pid != before
        assert await answer(slots, "who") == "1.0.0"


async def test_a_crash_is_nobody_elses_business(tmp_path):
    async with open_slots() as slots:
        long = "still being said while the other engine dies"
        await slots.serve("main", a_toy(tmp_path))
        await slots.serve(
            "other", a_toy(tmp_path, version="2.0.0", answers={"long": long}, step_ms=5)
        )
        before = slots.all()[1].incumbent.pid
        running = asyncio.create_task(answer(slots, "long", slot="other"))
        with pytest.raises(EngineCrashedError, match="restarted"):
            await answer(slots, "!crash please")
        assert await running == long
        assert await answer(slots, "who", slot="other") == "2.0.0"
        assert slots.all()[1].incumbent.pid == before
        assert (slots.facts("other").crashes, slots.facts("main").crashes) == (0, 1)


async def test_a_reader_that_stands_still_holds_nobody_and_loses_its_answer(tmp_path):
    long = "x" * 400
    async with open_slots(limits=Limits(unread_bytes=50)) as slots:
        await slots.serve("main", a_toy(tmp_path, answers={"long": long}))
        still = await slots.submit("main", a_chat("long", max_tokens=400))
        async with aclosing(still):
            assert await answer(slots, "who") == "1.0.0"
            await nobody_left(slots)
            with pytest.raises(SlowReaderError, match="not read"):
                [event async for event in still]
        facts = slots.facts("main")
        assert (facts.failed_requests, slots.all()[0].tally.unread) == (0, 1)


async def test_an_answer_that_nobody_has_read_yet_gives_its_place_up(tmp_path):
    async with open_slots(bounds=Bounds(requests=0)) as slots:
        await slots.serve("main", a_toy(tmp_path, parallel=1))
        unread = [await slots.submit("main", a_chat("who"))]
        while len(unread) < 5:
            try:
                unread.append(await slots.submit("main", a_chat("who")))
            except BusyError:
                await asyncio.sleep(0)
        for stream in unread:
            said = [event async for event in stream]
            assert "".join(one.text for one in said[:-1]) == "1.0.0"


async def test_a_prompts_real_length_replaces_the_guess(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path, answers={"x" * 300: "y" * 100}, step_ms=5))
        queue = slots.all()[0].admission
        stream = await slots.submit("main", a_chat("x" * 300))
        assert queue.prompt_tokens > 300
        await stream.aclose()
        assert queue.prompt_tokens == 0


async def test_the_time_to_come_back_is_measured(tmp_path):
    async with open_slots(bounds=Bounds(requests=6)) as slots:
        toy = a_toy(tmp_path, answers={"long": "x" * 50}, step_ms=10, parallel=1)
        await slots.serve("main", toy)
        assert not slots.all()[0].incumbent.rates.measured
        await answer(slots, "long")
        rates = slots.all()[0].incumbent.rates
        assert rates.measured
        assert rates.answer_tokens == 51
        assert rates != Rates(measured=True, answer_tokens=51)


async def test_a_caller_whose_key_is_for_another_slot_is_refused(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path))
        await slots.serve("other", a_toy(tmp_path, version="2.0.0"))
        with limited_to(frozenset({"other"})):
            assert list(slots.all_serving()) == ["other"]
            assert slots.resolve("talk:2.0.0") == "other"
            for forbidden in ("talk:1.0.0", "main"):
                with pytest.raises(ForbiddenSlotError):
                    slots.resolve(forbidden)
            with pytest.raises(ForbiddenSlotError):
                await slots.submit("main", a_chat("who"))
            with pytest.raises(ForbiddenSlotError):
                await slots.unload("main")
            assert await answer(slots, "who", slot="other") == "2.0.0"
