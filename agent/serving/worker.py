"""The keeper of one loaded bundle: has a child run it, and starts another when it dies.

A crash fails the requests that the child was working on and nothing else; requests that come while
the next child starts are refused with the time to come back. Restarts back off with full jitter.
"""

import asyncio
import contextlib
import itertools
import logging
import random
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass

from agent.engine import frames
from agent.engine.frames import Accepted, Delta, Done, Failed, Generate, Load
from agent.serving.errors import (
    ChatTemplateError,
    ContextOverflowError,
    DeadlineError,
    EngineCrashedError,
    EngineError,
    EngineTimeoutError,
    NotServingError,
    RequestError,
    RequestFailedError,
)
from agent.serving.process import EngineProcess, Event, proportional_bytes
from agent.serving.servable import GenerateRequest, Servable, sampling_of
from shared.backoff import full_jitter_s

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """How long a worker waits for its child."""

    load_s: float = 300.0
    accept_s: float = 60.0
    """For a prompt to be rendered, cut into tokens and accepted."""
    stall_s: float = 120.0
    """Silence of a child with requests, after which it counts as hung."""
    steady_s: float = 60.0
    """A child that lived this long begins the back-off anew when it dies."""


class Worker:
    """A servable, its child, and the child's successors."""

    def __init__(
        self,
        servable: Servable,
        *,
        limits: Limits | None = None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.servable = servable
        self._crashes = 0
        self._limits = limits or Limits()
        self._jitter = jitter
        self._ids = itertools.count(1)
        self._process: EngineProcess | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._stopping: asyncio.Task[None] | None = None
        self._idle = asyncio.Event()
        self._idle.set()
        self._running = 0

    async def start(self) -> None:
        """Load the bundle.

        Raises:
            EngineError: it cannot be loaded; nothing is left running.
        """
        self._process = await self._spawn()
        self._keeping = asyncio.create_task(self._keep(self._process))

    @property
    def up(self) -> bool:
        return self._process is not None and not self._process.ended.is_set()

    @property
    def crashes(self) -> int:
        """How often a child died, counted from the moment its requests were told."""
        died = self._process is not None and self._process.ended.is_set()
        return self._crashes + died

    @property
    def running(self) -> int:
        """Requests that have not ended."""
        return self._running

    @property
    def context(self) -> int:
        ready = self._process.ready if self._process else None
        return ready.n_ctx if ready else self.servable.context

    @property
    def load_ms(self) -> int:
        ready = self._process.ready if self._process else None
        return ready.load_ms if ready else 0

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def memory_bytes(self) -> int:
        return proportional_bytes(self._process.pid) if self._process else 0

    async def submit(self, request: GenerateRequest) -> AsyncGenerator[Delta | Done, None]:
        """Have a request accepted; iterate the result to its `Done`, or close it to cancel.

        Raises:
            NotServingError: the child is being restarted.
            RequestError: the request is wrong in itself.
            EngineError: the engine failed before it accepted the request.
        """
        process = self._process
        if process is None or not self.up:
            raise NotServingError(
                f"{self.servable.name} restarts its engine after a crash", retry_after_s=5
            )
        frame = self._frame(request)
        self._enter()
        try:
            events = await process.ask(frame)
            accepted = await self._accepted(process, events)
            assert isinstance(accepted, Accepted)
        except BaseException:
            self._leave()
            await process.cancel(frame.id)
            raise
        answer = self._follow(process, frame.id, events)
        # A generator that was never begun does not run its `finally`; this one is begun here.
        await anext(answer)
        return answer

    async def drained(self, timeout_s: float) -> bool:
        """Wait until nothing runs; False when something still does after `timeout_s`."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self._idle.wait()
        return self._running == 0

    async def stop(self) -> None:
        """End the child; requests that still run fail. A stop that has begun is finished."""
        if self._stopping is None:
            self._stopping = asyncio.create_task(self._stop())
        await asyncio.shield(self._stopping)

    async def _stop(self) -> None:
        if self._keeping is not None:
            self._keeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeping
            self._keeping = None
        process, self._process = self._process, None
        if process is not None:
            await process.stop()

    def _frame(self, request: GenerateRequest) -> Generate:
        return Generate(
            id=next(self._ids),
            max_tokens=request.max_tokens or self.context,
            messages=request.messages,
            prompt=request.prompt,
            tokens=request.tokens,
            sampling=sampling_of(self.servable.parameters, request.sampling),
            stop=request.stop,
            deadline_s=request.deadline_s,
        )

    async def _accepted(self, process: EngineProcess, events: "asyncio.Queue[Event]") -> Event:
        try:
            async with asyncio.timeout(self._limits.accept_s):
                event = await events.get()
        except TimeoutError:
            await process.kill("hung over a prompt")
            raise EngineTimeoutError("the engine hung over this prompt; it is restarted") from None
        _raise_failure(event)
        return event

    async def _follow(
        self, process: EngineProcess, request: int, events: "asyncio.Queue[Event]"
    ) -> AsyncGenerator[Delta | Done, None]:
        try:
            yield Delta(request, "")
            while True:
                event = await events.get()
                _raise_failure(event)
                assert isinstance(event, Delta | Done)
                yield event
                if isinstance(event, Done):
                    return
        finally:
            self._leave()
            await process.cancel(request)

    def _enter(self) -> None:
        self._running += 1
        self._idle.clear()

    def _leave(self) -> None:
        self._running -= 1
        if self._running == 0:
            self._idle.set()

    async def _spawn(self) -> EngineProcess:
        servable = self.servable
        load = Load(
            weights=str(servable.weights.resolve()),
            context=servable.context,
            parallel=servable.parallel,
            threads=servable.threads,
        )
        return await EngineProcess.spawn(load, timeout_s=self._limits.load_s)

    async def _keep(self, process: EngineProcess) -> None:
        """Replace the child whenever it ends, until cancelled."""
        now = asyncio.get_running_loop().time
        attempt = 0
        while True:
            born_s = now()
            await self._watch(process)
            self._process = None
            self._crashes += 1
            log.error("engine ended", extra={"how": process.how, "model": self.servable.name})
            if now() - born_s >= self._limits.steady_s:
                attempt = 0
            while self._process is None:
                await asyncio.sleep(full_jitter_s(attempt, jitter=self._jitter()))
                attempt += 1
                try:
                    self._process = process = await self._spawn()
                except EngineError as error:
                    log.error("engine restart failed", extra={"why": str(error)})  # noqa: TRY400
            log.info("engine restarted", extra={"model": self.servable.name, "pid": process.pid})

    async def _watch(self, process: EngineProcess) -> None:
        """Return when the child has ended; end it when it hangs."""
        now = asyncio.get_running_loop().time
        while not process.ended.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._limits.stall_s / 4):
                    await process.ended.wait()
            if not process.running:
                process.heard_s = now()
            elif now() - process.heard_s > self._limits.stall_s and not process.ended.is_set():
                await process.kill(f"said nothing for {self._limits.stall_s:g} s")


async def answer_of(
    stream: AsyncGenerator[Delta | Done, None],
) -> tuple[str, Done]:
    """Collect a whole answer."""
    texts: list[str] = []
    async with aclosing(stream):
        async for event in stream:
            if isinstance(event, Done):
                return "".join(texts), event
            texts.append(event.text)
    raise RequestFailedError("the engine ended the answer without saying so")


def _raise_failure(event: Event) -> None:
    if isinstance(event, EngineCrashedError):
        raise event
    if not isinstance(event, Failed):
        return
    match event.code:
        case frames.CONTEXT_OVERFLOW:
            raise ContextOverflowError(event.prompt_tokens, event.n_ctx)
        case frames.BAD_TEMPLATE:
            raise ChatTemplateError(event.message)
        case frames.BAD_REQUEST:
            raise RequestError(event.message)
        case frames.DEADLINE:
            raise DeadlineError(f"the request was {event.message}")
        case _:
            raise RequestFailedError(event.message)
