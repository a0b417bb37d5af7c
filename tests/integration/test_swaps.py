"""Swaps under load, with and without memory for two bundles: whoever asks is answered or told."""

import asyncio
import os
import signal

import pytest

from agent.serving.errors import (
    EngineCrashedError,
    NotServingError,
    OutOfMemoryError,
    SlotStateError,
)
from tests.support.engine_slots import a_chat, a_toy, answer, open_slots

pytestmark = pytest.mark.slow

FORECAST = 150 * 2**20
ONE = FORECAST * 3 // 2
LONG = "an answer that takes its time, so that some swap comes in the middle of it"


def versions(folder, *, step_ms=2):
    """Return two bundles of one line that say who they are, slowly."""
    return [
        a_toy(
            folder,
            version=version,
            answers={"tell": f"{LONG} {version}"},
            step_ms=step_ms,
            memory_bytes=FORECAST,
        )
        for version in ("1.0.0", "2.0.0")
    ]


async def ask_until(done, slots, whole, away):
    while not done.is_set():
        try:
            whole.append(await answer(slots, "tell"))
        except NotServingError as error:
            away.append(error.retry_after_s)
            await asyncio.sleep(0.02)


async def more(whole):
    """Wait for some answers."""
    told = len(whole)
    async with asyncio.timeout(30):
        while len(whole) < told + 4:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("budget", [10 * FORECAST, ONE], ids=["room for two", "room for one"])
async def test_activations_and_rollbacks_under_load_fail_nobody(tmp_path, budget):
    first, second = versions(tmp_path)
    whole, away, done = [], [], asyncio.Event()
    async with open_slots(budget=budget) as slots:
        await slots.serve("main", first)
        asking = [asyncio.create_task(ask_until(done, slots, whole, away)) for _ in range(3)]
        for back in (True, False):
            await more(whole)
            await slots.load("main", second, drain_s=20)
            await slots.switch("main")
            await more(whole)
            await (slots.revert("main", drain_s=20) if back else slots.commit("main"))
        done.set()
        await asyncio.gather(*asking)
    assert {each[len(LONG) :] for each in whole} == {" 1.0.0", " 2.0.0"}
    assert all(each.startswith(LONG) for each in whole)
    assert (away == []) is (budget != ONE)
    assert all(seconds >= 1 for seconds in away)


async def test_a_bundle_that_must_go_on_serving_is_never_stopped_for_another(tmp_path):
    first, second = versions(tmp_path)
    async with open_slots(budget=ONE) as slots:
        await slots.serve("main", first)
        before = slots.all()[0].incumbent.pid
        with pytest.raises(OutOfMemoryError, match="must go on serving"):
            await slots.load("main", second, keep=True)
        assert slots.all()[0].incumbent.pid == before
        assert await answer(slots, "who") == "1.0.0"


async def test_an_answer_that_outlasts_the_drain_is_cut_off_with_the_time_to_come_back(tmp_path):
    first, second = versions(tmp_path, step_ms=200)
    async with open_slots(budget=ONE) as slots:
        await slots.serve("main", first)
        stream = await slots.submit("main", a_chat("tell"))
        loading = asyncio.create_task(slots.load("main", second, drain_s=0.1))
        with pytest.raises(EngineCrashedError) as cut:
            async for _event in stream:
                pass
        assert cut.value.retry_after_s >= 1
        await loading
        await slots.switch("main")
        assert await answer(slots, "who") == "2.0.0"


async def test_callers_are_sent_away_for_about_as_long_as_loading_takes(tmp_path):
    first, second = versions(tmp_path)
    async with open_slots(budget=ONE) as slots:
        await slots.serve("main", first)
        await slots.load("main", second)
        with pytest.raises(NotServingError) as away:
            await slots.submit("main", a_chat("who"))
    assert 1 <= away.value.retry_after_s <= 5


async def test_a_candidate_whose_engine_has_just_died_does_not_take_over(tmp_path):
    first, second = versions(tmp_path)
    async with open_slots(jitter=1.0) as slots:
        await slots.serve("main", first)
        await slots.load("main", second)
        candidate = slots.all()[0].candidate
        os.kill(candidate.pid, signal.SIGKILL)
        async with asyncio.timeout(20):
            while candidate.up:  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.01)
        with pytest.raises(SlotStateError, match="engine has ended"):
            await slots.switch("main")
        assert await answer(slots, "who") == "1.0.0"


async def test_users_medians_are_those_of_the_bundle_that_serves(tmp_path):
    first, second = versions(tmp_path)
    async with open_slots() as slots:
        await slots.serve("main", first)
        assert slots.facts("main").first_token_ms is None
        await answer(slots, "tell")
        facts = slots.facts("main")
        assert facts.first_token_ms is not None
        assert facts.tokens_per_s is not None
        await slots.load("main", second)
        await slots.switch("main")
        assert slots.facts("main").first_token_ms is None


async def test_an_engine_that_cannot_be_started_again_counts_each_try_as_a_crash(tmp_path):
    first, second = versions(tmp_path)
    async with open_slots() as slots:
        await slots.serve("main", first)
        await slots.load("main", second)
        await slots.switch("main")
        second.weights.unlink()
        os.kill(slots.all()[0].incumbent.pid, signal.SIGKILL)
        async with asyncio.timeout(30):
            while slots.facts("main").crashes < 3:  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.01)
        assert not slots.ready("main")
        await slots.revert("main")
        assert await answer(slots, "who") == "1.0.0"
