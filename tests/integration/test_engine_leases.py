"""Slots that are unloaded when nobody asks, and loaded again when somebody does."""

import asyncio
import time
from contextlib import aclosing

import pytest

from agent.serving.admission import Bounds
from agent.serving.errors import BusyError, EngineLoadError, NotServingError, OutOfMemoryError
from shared.evals import ChatMessage
from tests.support.engine_slots import a_chat, a_toy, answer, open_slots

pytestmark = pytest.mark.slow

WHO = [ChatMessage(role="user", content="who")]
FORECAST = 150 * 2**20


def memory_for(count):
    """Return a budget into which `count` bundles of `FORECAST` fit."""
    return FORECAST * count + FORECAST // 2


async def asleep(slots, slot="main"):
    """Wait until a slot has been unloaded, and its process is gone."""
    (held,) = (one for one in slots.all() if one.name == slot)
    async with asyncio.timeout(20):
        while slots.loaded(slot) or held.incumbent.pid:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)


async def test_a_slot_stays_loaded_unless_somebody_says_otherwise(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path))
        await answer(slots, "who")
        assert slots.loaded("main")
        assert slots.expires_at("main") is None


async def test_a_slot_that_nobody_asks_is_unloaded_and_wakes_for_the_next_request(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path))
        before = slots.all()[0].incumbent.pid
        slots.keep_alive("main", 0.05)
        await asleep(slots)
        assert slots.facts("main").memory_bytes == 0
        assert slots.ready("main")
        assert slots.serving("main").version == "1.0.0"
        assert slots.describe("main").engine
        assert await answer(slots, "who") == "1.0.0"
        assert slots.all()[0].incumbent.pid != before
        await asleep(slots)


async def test_the_time_begins_again_with_every_request(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path, answers={"long": "x" * 300}, step_ms=2))
        slots.keep_alive("main", 3600.0)
        first = slots.expires_at("main")
        assert first - time.time() == pytest.approx(3600, abs=60)
        stream = await slots.submit("main", a_chat("long"))
        async with aclosing(stream):
            slots.keep_alive("main", 0.0)
            await anext(stream)
            assert slots.loaded("main")
        await asleep(slots)


async def test_unloading_waits_for_the_requests_that_run(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path, answers={"long": "x" * 100}, step_ms=5))
        running = asyncio.create_task(answer(slots, "long"))
        await asyncio.sleep(0)
        await slots.unload("main")
        assert await running == "x" * 100
        await asleep(slots)


async def test_unloading_an_idle_slot_is_done_when_it_returns_and_preloading_too(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path))
        await slots.unload("main")
        assert not slots.loaded("main")
        assert slots.expires_at("main") is None
        await slots.unload("main")
        await slots.preload("main")
        assert slots.loaded("main")
        await slots.preload("main")


async def test_all_who_come_while_it_sleeps_wait_for_one_load(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path))
        await slots.unload("main")
        answers = await asyncio.gather(*(answer(slots, "who") for _ in range(8)))
        assert answers == ["1.0.0"] * 8
        assert slots.all()[0].tally.loads == 2


async def test_who_waits_for_a_load_stands_in_the_queue(tmp_path):
    async with open_slots(bounds=Bounds(requests=1)) as slots:
        await slots.serve("main", a_toy(tmp_path, parallel=1))
        await slots.unload("main")
        waiting = [asyncio.create_task(answer(slots, "who")) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await slots.submit("main", a_chat("who"))
        assert await asyncio.gather(*waiting) == ["1.0.0"] * 2


async def test_who_gives_up_waiting_leaves_the_queue_and_the_load_goes_on(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path))
        await slots.unload("main")
        impatient = asyncio.create_task(answer(slots, "who"))
        await asyncio.sleep(0)
        impatient.cancel()
        with pytest.raises(asyncio.CancelledError):
            await impatient
        assert slots.all()[0].admission.requests == 0
        assert await answer(slots, "who") == "1.0.0"


async def test_a_slot_whose_file_is_gone_says_so_and_can_be_asked_again(tmp_path):
    async with open_slots() as slots:
        toy = a_toy(tmp_path)
        await slots.serve("main", toy)
        await slots.unload("main")
        kept = toy.weights.read_bytes()
        toy.weights.unlink()
        with pytest.raises(EngineLoadError):
            await answer(slots, "who")
        toy.weights.write_bytes(kept)
        assert await answer(slots, "who") == "1.0.0"


async def test_an_idle_slot_gives_its_memory_to_another_and_takes_it_back(tmp_path):
    async with open_slots(budget=memory_for(1)) as slots:
        await slots.serve("main", a_toy(tmp_path, memory_bytes=FORECAST))
        slots.keep_alive("main", 3600.0)
        await slots.serve("other", a_toy(tmp_path, version="2.0.0", memory_bytes=FORECAST))
        assert not slots.loaded("main")
        slots.keep_alive("other", 3600.0)
        assert await answer(slots, "who") == "1.0.0"
        assert not slots.loaded("other")
        assert await answer(slots, "who", slot="other") == "2.0.0"


async def test_a_slot_that_must_stay_loaded_does_not_make_way(tmp_path):
    async with open_slots(budget=memory_for(1)) as slots:
        await slots.serve("main", a_toy(tmp_path, memory_bytes=FORECAST))
        with pytest.raises(OutOfMemoryError, match="other slots take"):
            await slots.serve("other", a_toy(tmp_path, version="2.0.0", memory_bytes=FORECAST))
        assert slots.loaded("main")


async def test_what_is_on_trial_is_not_unloaded_until_it_is_committed(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path))
        slots.keep_alive("main", 0.0)
        await slots.load("main", a_toy(tmp_path, version="2.0.0"))
        assert (await slots.ask("main", WHO, max_tokens=10)).text == "2.0.0"
        await slots.switch("main")
        await slots.unload("main")
        assert slots.loaded("main")
        assert await answer(slots, "who") == "2.0.0"
        assert slots.loaded("main")
        await slots.commit("main")
        await asleep(slots)
        assert await answer(slots, "who") == "2.0.0"


async def test_a_trial_over_a_sleeping_bundle_can_be_reverted_to_it(tmp_path):
    async with open_slots(budget=memory_for(1)) as slots:
        await slots.serve("main", a_toy(tmp_path, memory_bytes=FORECAST))
        await slots.unload("main")
        await slots.load("main", a_toy(tmp_path, version="2.0.0", memory_bytes=FORECAST))
        assert slots.serving("main").version == "1.0.0"
        await slots.switch("main")
        assert await answer(slots, "who") == "2.0.0"
        await slots.revert("main")
        assert slots.serving("main").version == "1.0.0"
        assert await answer(slots, "who") == "1.0.0"


async def test_golden_prompts_wake_a_slot_that_sleeps(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path))
        await slots.unload("main")
        assert (await slots.ask("main", WHO, max_tokens=10)).text == "1.0.0"


async def test_an_empty_slot_can_be_neither_preloaded_nor_described(tmp_path):
    async with open_slots() as slots:
        await slots.load("main", a_toy(tmp_path))
        for attempt in (slots.preload("main"), slots.submit("main", a_chat("who"))):
            with pytest.raises(NotServingError):
                await attempt
        with pytest.raises(NotServingError):
            slots.describe("main")
        assert not slots.loaded("main")
