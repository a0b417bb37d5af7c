"""One request through a slot: let in, handed to its worker, counted when it ends."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Protocol

from agent.engine.frames import Delta, Done
from agent.engine.values import Message
from agent.serving.errors import BusyError, EngineError, RequestError
from agent.serving.ports import Counters
from agent.serving.servable import Answer, GenerateRequest
from agent.serving.slot import Slot
from agent.serving.worker import Worker, answer_of

ASK_DEADLINE_S = 120.0
_GREEDY = {
    "temperature": 0.0,
    "repeat_penalty": 1.0,
    "frequency_penalty": 0.0,
    "presence_penalty": 0.0,
}


class Turn(Protocol):
    """One message of a conversation, whoever made it."""

    @property
    def role(self) -> str: ...

    @property
    def content(self) -> str: ...


async def ask(worker: Worker, messages: Sequence[Turn], *, max_tokens: int) -> Answer:
    """Ask outside the queue and uncounted, as a trial does; always the likeliest answer.

    Raises:
        EngineError: there was no answer.
    """
    request = GenerateRequest(
        messages=tuple(Message(one.role, one.content) for one in messages),
        max_tokens=max_tokens,
        sampling=_GREEDY,
        deadline_s=ASK_DEADLINE_S,
    )
    text, done = await answer_of(await worker.submit(request))
    return Answer(
        text, done.timings.first_token_ms, done.timings.tokens_per_s, done.usage.generated
    )


async def submit(
    held: Slot, worker: Worker, request: GenerateRequest, counters: Counters
) -> AsyncGenerator[Delta | Done, None]:
    """Let a request in and have the worker accept it.

    Raises:
        BusyError: the queue is full.
        EngineError: the engine refused the request, or failed.
    """
    tokens = request.guessed_tokens
    refusal = held.admission.enter(tokens)
    if refusal is not None:
        held.tally.refused += 1
        raise BusyError(refusal.reason, retry_after_s=refusal.retry_after_s)
    metered = _metered(held, worker, request, tokens, counters)
    # The first item is an empty delta: the request is accepted, and refusals are raised here.
    await anext(metered)
    return metered


async def _metered(
    held: Slot, worker: Worker, request: GenerateRequest, tokens: int, counters: Counters
) -> AsyncGenerator[Delta | Done, None]:
    now = asyncio.get_running_loop().time
    done: Done | None = None
    failed = False
    took_s: float | None = None
    try:
        async with aclosing(await worker.submit(request)) as stream:
            started_s = now()
            yield Delta(0, "")
            async for event in stream:
                if isinstance(event, Done):
                    done, took_s = event, now() - started_s
                yield event
    except RequestError:
        raise
    except EngineError:
        failed = True
        raise
    finally:
        held.admission.leave(tokens, took_s=took_s)
        if done is not None or failed:
            held.count(worker, done)
            _record(counters, held.name, done)


def _record(counters: Counters, slot: str, done: Done | None) -> None:
    counters.record_request(
        slot,
        failed=done is None,
        prompt_tokens=done.usage.prompt if done else 0,
        generated_tokens=done.usage.generated if done else 0,
        first_token_ms=done.timings.first_token_ms if done else None,
        tokens_per_s=done.timings.tokens_per_s if done else None,
    )
