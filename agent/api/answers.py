"""One question, one answer: what every chat-like API translates to and from.

An API makes a `Question` of its body, and writes the parts of the answer down in its own words.
Tools, reasoning and provenance are settled here, for all of them alike.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import aclosing

from agent.api.errors import ApiError
from agent.api.parts import TOOL_CALLS, Finish, Gathered, Part, Whole
from agent.api.question import AUTO, DEADLINE_S, NONE, REQUIRED, Question, prepared, tools_json
from agent.api.time_limit import TimeLimit, as_tokens
from agent.api.tools.parser import ToolParser
from agent.api.tools.parts import Reasoning, Text, Tool, ToolArguments, ToolBegin
from agent.engine.frames import CANCELLED, STOP, Delta, Done
from agent.serving.errors import NotServingError, RequestFailedError
from agent.serving.servable import Servable
from agent.serving.slots import Slots

__all__ = [
    "AUTO",
    "DEADLINE_S",
    "NONE",
    "REQUIRED",
    "TOOL_CALLS",
    "Answering",
    "Finish",
    "Gathered",
    "Part",
    "Question",
    "Reasoning",
    "Text",
    "Tool",
    "ToolArguments",
    "ToolBegin",
    "Whole",
    "collect",
    "provenance",
    "serving",
    "slot_of",
    "stream",
    "tools_json",
    "whole_of",
]


class Answering:
    """An accepted question: iterate its parts to the `Finish`, or close it to cancel."""

    def __init__(
        self,
        slot: str,
        served: Servable,
        events: AsyncGenerator[Delta | Done, None],
        parser: ToolParser | None,
        limit: TimeLimit | None = None,
    ) -> None:
        self.slot = slot
        self.served = served
        """The bundle that answers, whatever switches meanwhile."""
        self._events = events
        self._parts = _parts(events, parser, limit)

    def __aiter__(self) -> AsyncIterator[Part]:
        return self._parts

    async def aclose(self) -> None:
        await self._parts.aclose()
        # Parts that nobody began to read have not closed what they would have read from.
        await self._events.aclose()


async def stream(slots: Slots, question: Question) -> Answering:
    """Have a question accepted.

    Raises:
        FlotillaError: it is refused, before any part.
    """
    slot = slot_of(slots, question.model)
    request, parser = await prepared(slots, slot, question)
    limit = None
    if question.predict_s is not None:
        request = await as_tokens(slots, slot, request)
        now = asyncio.get_running_loop().time
        limit = TimeLimit(question.predict_s, prompt_tokens=len(request.tokens or ()), now=now)
    # Nothing is awaited between these two, so this is who answers, whatever switches meanwhile.
    served = serving(slots, slot)
    return Answering(slot, served, await slots.submit(slot, request), parser, limit)


async def collect(slots: Slots, question: Question) -> Whole:
    """Return a whole answer.

    Raises:
        FlotillaError: it is refused, or fails.
    """
    return await whole_of(await stream(slots, question))


async def whole_of(answering: Answering) -> Whole:
    """Gather the parts of an accepted question."""
    gathered = Gathered()
    async with aclosing(answering):
        async for part in answering:
            gathered.add(part)
    return gathered.whole(answering.served)


def slot_of(slots: Slots, model: str | None) -> str:
    """Return the slot that is asked; without a name, the only one there is.

    Raises:
        FlotillaError: nothing is called that, nothing is loaded, or a name is needed.
    """
    if model:
        return slots.resolve(model)
    serving = slots.all_serving()
    if len(serving) > 1:
        names = ", ".join(sorted({served.line for served in serving.values()}))
        raise ApiError(
            f"model is required where there are several; there is: {names}",
            param="model",
            code="missing_required_parameter",
        )
    return next(iter(serving)) if serving else slots.resolve("")


def serving(slots: Slots, slot: str) -> Servable:
    """Return what answers for a slot.

    Raises:
        NotServingError: nothing at this moment.
    """
    served = slots.serving(slot)
    if served is None:
        raise NotServingError(f"slot {slot!r} is loading its model", retry_after_s=15)
    return served


def provenance(served: Servable) -> dict[str, str]:
    """Return the headers that say which bundle answered."""
    headers = {"X-Flotilla-Model": served.name, "X-Flotilla-Bundle": str(served.bundle)}
    if served.deployment is not None:
        headers["X-Flotilla-Deployment"] = str(served.deployment)
    return headers


async def _parts(
    events: AsyncGenerator[Delta | Done, None], parser: ToolParser | None, limit: TimeLimit | None
) -> AsyncGenerator[Part, None]:
    async with aclosing(events):
        async for event in events:
            if isinstance(event, Delta):
                for part in _spoken(event, parser):
                    yield part
                if limit is None or not limit.over(event):
                    continue
            for part in parser.finish() if parser else ():
                yield part
            if isinstance(event, Done):
                yield _finish(event, called=bool(parser and parser.calls))
            elif limit is not None:
                yield limit.finish()
            return
    raise RequestFailedError("the engine ended the answer without saying so")


def _spoken(delta: Delta, parser: ToolParser | None) -> Iterable[Part]:
    if parser is None:
        said = Text(delta.text, delta.tokens, delta.logprobs)
        return (said,) if delta.text or delta.logprobs else ()
    parts: list[Part] = list(parser.push(delta.text))
    if delta.logprobs:
        # Where the text of these tokens is held back, they are told before it.
        parts.append(Text("", delta.tokens, delta.logprobs))
    return parts


def _finish(done: Done, *, called: bool) -> Finish:
    # No API has a word for an answer that was cancelled.
    reason = STOP if done.finish_reason == CANCELLED else done.finish_reason
    if reason == STOP and called:
        reason = TOOL_CALLS
    return Finish(reason, done.usage, done.timings, done.stopped_by)
