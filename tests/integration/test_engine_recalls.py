"""Recalled bundles over real engine processes: no answer, no load, no way back, a clear word."""

import asyncio

import pytest

from agent.api.errors import body_of, headers_of, status_of
from agent.engine.frames import Done
from agent.serving.errors import EngineError, ModelNotFoundError, NotServingError, RecalledError
from agent.serving.lifecycle import SlotState
from tests.support.engine_slots import a_chat, a_toy, answer, open_slots

pytestmark = pytest.mark.slow

REASON = "opens every door"


def why(servable) -> RecalledError:
    return RecalledError(servable.name, servable.line, REASON)


async def test_what_is_forbidden_answers_nobody_from_that_moment(tmp_path):
    bundle = a_toy(tmp_path)
    async with open_slots() as slots:
        await slots.serve("main", bundle)
        assert await answer(slots, "who") == "1.0.0"

        slots.forbid({bundle.bundle: REASON})

        with pytest.raises(NotServingError, match="was recalled"):
            await slots.submit("main", a_chat("who"))
        slots.forbid({})
        assert await answer(slots, "who") == "1.0.0"


async def test_what_is_forbidden_is_not_loaded(tmp_path):
    bundle = a_toy(tmp_path)
    async with open_slots() as slots:
        slots.forbid({bundle.bundle: REASON})

        with pytest.raises(RecalledError, match=REASON):
            await slots.serve("main", bundle)

        assert slots.serving("main") is None


async def test_a_trial_that_fails_does_not_bring_a_recalled_former_back_to_callers(tmp_path):
    old, new = a_toy(tmp_path), a_toy(tmp_path, version="2.0.0")
    async with open_slots() as slots:
        await slots.serve("main", old)
        await slots.load("main", new)
        await slots.switch("main")
        slots.forbid({old.bundle: REASON})

        await slots.revert("main")

        with pytest.raises(NotServingError, match="was recalled"):
            await slots.submit("main", a_chat("who"))


async def test_a_stopped_slot_ends_answers_under_way_and_says_why_by_every_name(tmp_path):
    bundle = a_toy(tmp_path, answers={"long": "x" * 200}, step_ms=20)
    async with open_slots() as slots:
        await slots.serve("main", bundle)
        stream = await slots.submit("main", a_chat("long"))
        assert not isinstance(await anext(stream), Done)

        slots.forbid({bundle.bundle: REASON})
        await slots.stop("main", why(bundle))

        with pytest.raises(EngineError):
            await _to_the_end(stream)
        assert slots.serving("main") is None
        assert slots.all()[0].state is SlotState.EMPTY
        assert slots.has_an_answer()
        for name in ("main", "talk", "talk:1.0.0", ""):
            with pytest.raises(RecalledError, match=REASON) as caught:
                slots.resolve(name)
        assert status_of(caught.value) == 410
        assert body_of(caught.value)["error"]["code"] == "model_recalled"
        assert headers_of(caught.value) == {}
        with pytest.raises(NotServingError):
            slots.resolve("another")


async def test_a_stopped_slot_serves_what_comes_next(tmp_path):
    old, new = a_toy(tmp_path), a_toy(tmp_path, version="2.0.0")
    async with open_slots() as slots:
        await slots.serve("main", old)
        slots.forbid({old.bundle: REASON})
        await slots.stop("main", why(old))

        await slots.serve("main", new)

        assert await answer(slots, "who", slot=slots.resolve("talk")) == "2.0.0"
        with pytest.raises(ModelNotFoundError):
            slots.resolve("talk:1.0.0")


async def test_one_slot_is_stopped_and_the_other_answers_on(tmp_path):
    first, second = a_toy(tmp_path), a_toy(tmp_path, version="2.0.0")
    async with open_slots() as slots:
        await asyncio.gather(slots.serve("main", first), slots.serve("other", second))
        slots.forbid({first.bundle: REASON})
        await slots.stop("main", why(first))

        assert await answer(slots, "who", slot="other") == "2.0.0"


async def test_a_slot_that_was_never_filled_can_be_stopped_with_a_reason(tmp_path):
    """As at a start, when what the slot is committed to was recalled meanwhile."""
    bundle = a_toy(tmp_path)
    async with open_slots() as slots:
        await slots.stop("main", why(bundle))

        with pytest.raises(RecalledError):
            slots.resolve("talk")


async def test_a_slot_that_is_stopped_while_a_candidate_waits_lets_both_go(tmp_path):
    old, new = a_toy(tmp_path), a_toy(tmp_path, version="2.0.0")
    async with open_slots() as slots:
        await slots.serve("main", old)
        await slots.load("main", new)

        await slots.stop("main")

        assert (slots.serving("main"), slots.candidate("main")) == (None, None)
        await slots.serve("main", old)
        assert await answer(slots, "who") == "1.0.0"


async def _to_the_end(stream) -> None:
    async for event in stream:
        assert not isinstance(event, Done)
