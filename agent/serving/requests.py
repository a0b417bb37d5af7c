"""One request through a slot: handed to its worker, counted when the engine is done with it.

A request leaves the queue at that moment, whether or not its reader has read the answer: a reader
that stands still must not keep others waiting.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from typing import NoReturn

from agent.engine.frames import Accepted, Delta, Done, Tensors, Tokens, Vectors
from agent.engine.values import Message
from agent.serving.admission import Admission, Ticket
from agent.serving.errors import (
    NotServingError,
    RequestError,
    RequestFailedError,
    SlowReaderError,
)
from agent.serving.failures import failure_of
from agent.serving.mailbox import Event
from agent.serving.ports import Counters, Turn
from agent.serving.servable import (
    Answer,
    DetokenizeRequest,
    EmbedRequest,
    GenerateRequest,
    InferRequest,
    TokenizeRequest,
)
from agent.serving.slot import Slot
from agent.serving.worker import Framed, Hooks, Reply, Worker

ASK_DEADLINE_S = 120.0
TOKENS_S = 60.0
"""For a text to be cut into tokens."""
_GREEDY = {
    "temperature": 0.0,
    "repeat_penalty": 1.0,
    "frequency_penalty": 0.0,
    "presence_penalty": 0.0,
}

Request = EmbedRequest | InferRequest | TokenizeRequest | DetokenizeRequest


async def ask(worker: Worker, messages: Sequence[Turn], *, max_tokens: int) -> Answer:
    """Ask outside the queue and uncounted, as a trial does; always the likeliest answer.

    A model without a chat template is asked the bare words. Nothing of the prompt is taken from
    memory, so that the time to the first token means the same whatever was asked before.

    Raises:
        EngineError: there was no answer.
    """
    turns = tuple(Message(one.role, one.content) for one in messages)
    talks = worker.ready is None or worker.ready.chat_template
    request = GenerateRequest(
        messages=turns if talks else None,
        prompt=None if talks else "\n".join(one.content for one in turns),
        max_tokens=max_tokens,
        sampling=_GREEDY,
        deadline_s=ASK_DEADLINE_S,
        reuse=False,
    )
    text, done = await answer_of(await worker.submit(request))
    return Answer(
        text, done.timings.first_token_ms, done.timings.tokens_per_s, done.usage.generated
    )


class Desk:
    """Takes requests for a slot: into a queue, to who serves, and out again."""

    def __init__(self, awake: Callable[[Slot], Awaitable[Worker]], counters: Counters) -> None:
        self._awake = awake
        self._counters = counters

    async def submit(
        self, held: Slot, request: GenerateRequest
    ) -> AsyncGenerator[Delta | Done, None]:
        """Have who serves accept a request.

        Raises:
            BusyError: the queue is full.
            EngineError: nobody serves, or the engine refused the request, or failed.
        """
        visit = Visit.begin(held, held.admission, request.guessed_tokens)
        try:
            return await visit.submit(await self._awake(held), request, self._counters)
        except BaseException:
            visit.leave()
            raise

    async def embed(self, held: Slot, request: EmbedRequest) -> Vectors:
        reply = await self._call(held, held.admission, request)
        return reply if isinstance(reply, Vectors) else _unexpected(reply)

    async def infer(self, held: Slot, request: InferRequest) -> Tensors:
        reply = await self._call(held, held.admission, request)
        return reply if isinstance(reply, Tensors) else _unexpected(reply)

    async def cut(self, held: Slot, request: TokenizeRequest | DetokenizeRequest) -> Tokens:
        """Turn text into tokens, or back; takes no turn of the engine."""
        reply = await self._call(held, held.beside, request, within_s=TOKENS_S)
        return reply if isinstance(reply, Tokens) else _unexpected(reply)

    async def _call(
        self, held: Slot, queue: Admission, request: Request, *, within_s: float | None = None
    ) -> Reply:
        visit = Visit.begin(held, queue, request.guessed_tokens)
        try:
            worker = await self._awake(held)
            return await visit.call(worker, request, self._counters, within_s=within_s)
        finally:
            visit.leave()


class Visit:
    """A request that was let into a queue of a slot, until it leaves."""

    def __init__(
        self, held: Slot, queue: Admission, ticket: Ticket, *, now: Callable[[], float]
    ) -> None:
        self._held = held
        self._queue = queue
        self._ticket = ticket
        self._now = now
        self._said_s: float | None = None

    @classmethod
    def begin(cls, held: Slot, queue: Admission, prompt_tokens: int) -> "Visit":
        """Let a request in.

        Raises:
            BusyError: the queue is full.
        """
        now = asyncio.get_running_loop().time
        return cls(held, queue, held.enter(queue, prompt_tokens), now=now)

    def leave(self) -> None:
        self._held.leave(self._queue, self._ticket)

    async def submit(
        self, worker: Worker, request: GenerateRequest, counters: Counters
    ) -> AsyncGenerator[Delta | Done, None]:
        """Have the worker accept a request.

        Raises:
            EngineError: the engine refused the request, or failed.
        """
        hooks = Hooks(
            accepted=self._accepted,
            said=self._said,
            ended=lambda event: self._ended(worker, event, counters),
            left=self.leave,
        )
        try:
            return await worker.submit(request, hooks)
        except NotServingError:
            self._failed(worker, counters)
            raise

    async def call(
        self, worker: Worker, request: Framed, counters: Counters, *, within_s: float | None = None
    ) -> Reply:
        """Have the worker answer a request by one frame.

        Raises:
            EngineError: the engine refused the request, or failed.
        """
        hooks = Hooks(
            accepted=self._accepted,
            ended=lambda event: self._ended(worker, event, counters),
        )
        try:
            return await worker.call(request, hooks, within_s=within_s)
        except NotServingError:
            self._failed(worker, counters)
            raise

    def _accepted(self, accepted: Accepted) -> None:
        self._queue.recount(self._ticket, accepted.prompt_tokens)

    def _said(self, piece: Delta) -> None:
        now_s = self._now()
        if self._said_s is not None:
            self._held.tally.inter_token_s.observe(now_s - self._said_s)
        if piece.text:
            self._said_s = now_s

    def _ended(self, worker: Worker, event: Event, counters: Counters) -> None:
        error = failure_of(event)
        if isinstance(event, Done):
            self._held.answered(worker, event)
            _record(counters, self._held.name, event)
        elif isinstance(event, Vectors):
            self._held.embedded(worker, event)
            _record(counters, self._held.name, None, prompt_tokens=event.prompt_tokens)
        elif isinstance(event, Tensors):
            self._held.count(worker, failed=False)
            _record(counters, self._held.name, None)
        elif isinstance(error, SlowReaderError):
            self._held.tally.unread += 1
        elif error is not None and not isinstance(error, RequestError):
            self._failed(worker, counters)
        self.leave()

    def _failed(self, worker: Worker, counters: Counters) -> None:
        self._held.count(worker, failed=True)
        _record(counters, self._held.name, None, failed=True)


async def answer_of(
    stream: AsyncGenerator[Delta | Done, None],
) -> tuple[str, Done]:
    """Collect a whole answer.

    Raises:
        EngineError: it did not come to its end.
    """
    texts: list[str] = []
    async with aclosing(stream):
        async for event in stream:
            if isinstance(event, Done):
                return "".join(texts), event
            texts.append(event.text)
    raise RequestFailedError("the engine ended the answer without saying so")


def _unexpected(reply: Reply) -> NoReturn:
    raise RequestFailedError(f"the engine answered with {type(reply).__name__}")


def _record(
    counters: Counters,
    slot: str,
    done: Done | None,
    *,
    failed: bool = False,
    prompt_tokens: int = 0,
) -> None:
    counters.record_request(
        slot,
        failed=failed,
        prompt_tokens=done.usage.prompt if done else prompt_tokens,
        generated_tokens=done.usage.generated if done else 0,
        first_token_ms=done.timings.first_token_ms if done else None,
        tokens_per_s=done.timings.tokens_per_s if done else None,
    )
