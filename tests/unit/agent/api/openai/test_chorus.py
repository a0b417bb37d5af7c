import asyncio

import pytest

from agent.api.answers import Finish, Question, Text
from agent.api.openai.chorus import Chorus
from agent.engine.frames import Delta
from agent.serving.errors import BusyError
from agent.serving.servable import GenerateRequest
from tests.support.api_slots import FakeSlots, served


def questions(*prompts):
    return [Question("main", GenerateRequest(prompt=prompt)) for prompt in prompts]


class Slow(FakeSlots):
    """Remembers how many answers were under way at once, and holds the first back."""

    def __init__(self, **more):
        super().__init__(**more)
        self.under_way = self.most = 0
        self.closed = 0
        self.go = asyncio.Event()

    async def _answer(self, request, prompt):
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            if len(self.asked) == 1:
                await self.go.wait()
            async for event in super()._answer(request, prompt):
                await asyncio.sleep(0)
                yield event
        finally:
            self.under_way -= 1
            self.closed += 1


async def test_answers_keep_their_places():
    chorus = await Chorus.begin(FakeSlots(), questions("a", "bb", "ccc"))
    wholes = await chorus.wholes()
    assert [whole.text for whole in wholes] == ["a", "bb", "ccc"]


async def test_one_answer_is_read_as_it_comes():
    chorus = await Chorus.begin(FakeSlots(), questions("ab"))
    parts = [part async for part in chorus]
    assert [place for place, _ in parts] == [0, 0, 0]
    assert parts[0][1] == Text("a")
    assert isinstance(parts[-1][1], Finish)


async def test_a_request_fills_no_more_of_a_slot_than_answers_at_once():
    slots = Slow(servable=served(parallel=3))
    slots.go.set()
    chorus = await Chorus.begin(slots, questions(*"abcdefgh"))
    assert [whole.text for whole in await chorus.wholes()] == list("abcdefgh")
    assert slots.most <= 3


async def test_the_others_wait_until_the_first_has_begun():
    slots = Slow()
    chorus = await Chorus.begin(slots, questions("a", "b"))
    reading = asyncio.ensure_future(chorus.wholes())
    for _ in range(20):
        await asyncio.sleep(0)
    assert len(slots.asked) == 1
    slots.go.set()
    await reading
    assert len(slots.asked) == 2


async def test_a_refusal_of_the_first_comes_before_any_part():
    with pytest.raises(BusyError):
        await Chorus.begin(
            FakeSlots(failure=BusyError("full", retry_after_s=1)), questions("a", "b")
        )


async def test_a_failure_of_one_fails_them_all_and_cancels_the_rest():
    class Second(Slow):
        async def submit(self, slot, request):
            if len(self.asked) == 1:
                self.failure = BusyError("full", retry_after_s=1)
            return await super().submit(slot, request)

    slots = Second()
    slots.go.set()
    chorus = await Chorus.begin(slots, questions("a" * 100, "b", "c"))
    with pytest.raises(BusyError):
        await chorus.wholes()
    assert slots.under_way == 0


async def test_a_chorus_that_is_closed_cancels_every_answer():
    slots = Slow()
    slots.go.set()
    chorus = await Chorus.begin(slots, questions("a" * 300, "b" * 300))
    async for _ in chorus:
        if slots.under_way == 2:
            break
    await chorus.aclose()
    assert (slots.under_way, slots.closed) == (0, 2)


async def test_a_chorus_that_nobody_reads_gives_its_request_back():
    class Begun(FakeSlots):
        closed = False

        async def submit(self, _slot, _request):
            async def events():
                try:
                    yield Delta(0, "")
                    yield Delta(0, "")
                finally:
                    self.closed = True

            stream = events()
            await anext(stream)
            return stream

    slots = Begun()
    chorus = await Chorus.begin(slots, questions("a"))
    await chorus.aclose()
    assert slots.closed
