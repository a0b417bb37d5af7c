"""Several answers to one request: `n`, `best_of`, and lists of prompts.

The first is accepted before anything is sent, so that a refusal is a status. The rest follow at
most as many at a time as the slot answers at once, so that one request does not fill the queue;
where all share a prompt they begin when the first has evaluated it, and share what it cost.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import aclosing
from typing import Self

from agent.api.answers import Answering, Finish, Gathered, Part, Question, Whole, stream
from agent.serving.servable import Servable
from agent.serving.slots import Slots

_AHEAD = 32
"""Parts that may wait for the reader before the answers wait too."""
Voice = tuple[int, Part]


class Chorus:
    """Answers under way; iterate their parts with their places, or close it to cancel."""

    def __init__(self, slots: Slots, first: Answering, rest: Sequence[Question]) -> None:
        self.size = 1 + len(rest)
        self._slots = slots
        self._first = first
        self._rest = rest
        self._parts = self._read()

    @classmethod
    async def begin(cls, slots: Slots, questions: Sequence[Question]) -> Self:
        """Have the first question accepted.

        Raises:
            FlotillaError: it is refused.
        """
        return cls(slots, await stream(slots, questions[0]), questions[1:])

    @property
    def served(self) -> Servable:
        return self._first.served

    def __aiter__(self) -> AsyncIterator[Voice]:
        return self._parts

    async def aclose(self) -> None:
        await self._parts.aclose()
        await self._first.aclose()

    async def wholes(self) -> list[Whole]:
        """Return the answers in their order, once all are whole."""
        gathered = [Gathered() for _ in range(self.size)]
        async with aclosing(self):
            async for place, part in self:
                gathered[place].add(part)
        return [one.whole(self.served) for one in gathered]

    async def _read(self) -> AsyncGenerator[Voice, None]:
        if not self._rest:
            async with aclosing(self._first):
                async for part in self._first:
                    yield 0, part
            return
        voices: asyncio.Queue[Voice | Exception] = asyncio.Queue(_AHEAD)
        begun = asyncio.Event()
        places = iter(enumerate(self._rest, 1))
        width = max(1, min(self.served.parallel - 1, len(self._rest)))
        tasks = [asyncio.create_task(_tell(voices, 0, self._first, begun))]
        tasks += [asyncio.create_task(self._follow(voices, places, begun)) for _ in range(width)]
        try:
            left = self.size
            while left:
                voice = await voices.get()
                if isinstance(voice, Exception):
                    raise voice
                yield voice
                left -= isinstance(voice[1], Finish)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _follow(
        self,
        voices: "asyncio.Queue[Voice | Exception]",
        places: Iterator[tuple[int, Question]],
        begun: asyncio.Event,
    ) -> None:
        await begun.wait()
        for place, question in places:
            try:
                answering = await stream(self._slots, question)
            except Exception as error:  # noqa: BLE001 - it is raised where the parts are read
                await voices.put(error)
                return
            await _tell(voices, place, answering, begun)


async def _tell(
    voices: "asyncio.Queue[Voice | Exception]",
    place: int,
    answering: Answering,
    begun: asyncio.Event,
) -> None:
    try:
        async with aclosing(answering):
            async for part in answering:
                await voices.put((place, part))
                begun.set()
    except Exception as error:  # noqa: BLE001 - it is raised where the parts are read
        await voices.put(error)
