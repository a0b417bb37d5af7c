"""The keeper of one loaded bundle: has a child run it, and starts another when it dies.

A crash fails the requests that the child was working on and nothing else; requests that come while
the next child starts are refused with the time to come back. Restarts back off with full jitter.
A worker can also sleep: its child is gone, its memory with it, until somebody wakes it.
"""

import asyncio
import contextlib
import itertools
import logging
import random
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Protocol

from agent.engine.frames import (
    Accepted,
    Ask,
    Delta,
    Done,
    Pulse,
    Ready,
    Tensors,
    Tokens,
    Vectors,
)
from agent.serving.errors import (
    EngineCrashedError,
    EngineError,
    EngineTimeoutError,
    NotServingError,
    RequestFailedError,
)
from agent.serving.failures import raise_failure
from agent.serving.mailbox import UNREAD_BYTES, Event, Mailbox, Shelf
from agent.serving.process import EngineProcess, proportional_bytes
from agent.serving.rates import Rates
from agent.serving.servable import GenerateRequest, Servable
from shared.backoff import full_jitter_s

log = logging.getLogger(__name__)

Reply = Vectors | Tensors | Tokens
MIN_RETRY_S, MAX_RETRY_S = 2, 120


class Framed(Protocol):
    """A request that is answered by one frame."""

    @property
    def deadline_s(self) -> float | None: ...

    def frame(self, number: int) -> Ask: ...


@dataclass(frozen=True)
class Limits:
    """How long a worker waits for its child, and how much it keeps for a reader."""

    load_s: float = 300.0
    accept_s: float = 60.0
    """For a prompt to be rendered, cut into tokens and accepted."""
    stall_s: float = 120.0
    """Silence of a child with requests, after which it counts as hung."""
    steady_s: float = 60.0
    """A child that lived this long begins the back-off anew when it dies."""
    unread_bytes: int = UNREAD_BYTES
    """Of an answer that its reader has not taken."""


@dataclass(frozen=True)
class Hooks:
    """What whoever submits a request wants to hear, at the moment it happens in the engine."""

    accepted: Callable[[Accepted], None] = lambda _accepted: None
    said: Callable[[Delta], None] = lambda _delta: None
    ended: Callable[[Event], None] = lambda _event: None
    """The engine is done with it, whether or not its reader has read everything."""
    left: Callable[[], None] = lambda: None
    """Its reader has read everything, or wants no more."""


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
        self.rates = Rates()
        self.asleep = False
        self._crashes = 0
        self._limits = limits or Limits()
        self._jitter = jitter
        self._ids = itertools.count(1)
        self._may_take_bytes = 0
        self._ready: Ready | None = None
        self._process: EngineProcess | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._ending: asyncio.Task[None] | None = None
        self._idle = asyncio.Event()
        self._idle.set()
        self._inside: set[Mailbox] = set()
        self._shelf = Shelf()

    async def start(self, *, may_take_bytes: int = 0) -> None:
        """Load the bundle, within so much memory where it is known; also wakes it from sleep.

        Raises:
            EngineError: it cannot be loaded; nothing is left running.
        """
        if self._ending is not None:
            await asyncio.shield(self._ending)
        self._may_take_bytes = may_take_bytes
        process = self._process = await self._spawn()
        self.asleep = False
        self._keeping = asyncio.create_task(self._keep(process))

    @property
    def up(self) -> bool:
        return self._process is not None and not self._process.ended.is_set()

    @property
    def crashes(self) -> int:
        """How often a child died, one that was to replace it included.

        Counted from the moment its requests were told.
        """
        died = self._process is not None and self._process.ended.is_set()
        return self._crashes + died

    @property
    def running(self) -> int:
        """Requests that have not ended."""
        return len(self._inside)

    @property
    def ready(self) -> Ready | None:
        """What the last child said when it had loaded the bundle."""
        return self._ready

    @property
    def pulse(self) -> Pulse | None:
        return self._process.pulse if self._process else None

    @property
    def context(self) -> int:
        return self._ready.n_ctx if self._ready else self.servable.context

    @property
    def load_ms(self) -> int:
        return self._ready.load_ms if self._ready else 0

    @property
    def retry_after_s(self) -> int:
        """Return when a child that is being loaded will probably answer."""
        return round(min(MAX_RETRY_S, max(MIN_RETRY_S, 1 + self.load_ms / 1000)))

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def memory_bytes(self) -> int:
        return proportional_bytes(self._process.pid) if self._process else 0

    async def submit(
        self, request: GenerateRequest, hooks: Hooks | None = None
    ) -> AsyncGenerator[Delta | Done, None]:
        """Have a request accepted; iterate the result to its `Done`, or close it to cancel.

        Raises:
            NotServingError: the child is being restarted.
            RequestError: the request is wrong in itself.
            EngineError: the engine failed before it accepted the request.
        """
        hooks = hooks or Hooks()
        process, number = self._up(), next(self._ids)
        frame = request.frame(number, context=self.context, parameters=self.servable.parameters)
        mailbox = self._enter(hooks)
        try:
            await process.ask(frame, mailbox)
            hooks.accepted(_accepted(await self._first(process, mailbox)))
        except BaseException:
            self._leave(mailbox)
            process.cancel(number)
            raise
        answer = self._follow(process, number, mailbox, hooks)
        # A generator that was never begun does not run its `finally`; this one is begun here.
        await anext(answer)
        return answer

    async def call(
        self, request: Framed, hooks: Hooks | None = None, *, within_s: float | None = None
    ) -> Reply:
        """Have a request answered by one frame.

        Raises:
            NotServingError: the child is being restarted.
            RequestError: the request is wrong in itself.
            EngineTimeoutError: no answer within `within_s`.
            EngineError: the engine failed.
        """
        hooks = hooks or Hooks()
        process, number = self._up(), next(self._ids)
        mailbox = self._enter(hooks)
        try:
            async with asyncio.timeout(within_s):
                await process.ask(request.frame(number), mailbox)
                while isinstance(event := await mailbox.get(), Accepted):
                    hooks.accepted(event)
        except TimeoutError:
            raise EngineTimeoutError(
                f"the engine did not answer within {within_s:g} s; it is busy, try again"
            ) from None
        finally:
            self._leave(mailbox)
            process.cancel(number)
        raise_failure(event)
        if isinstance(event, Vectors | Tensors | Tokens):
            return event
        raise _unexpected(event)

    async def drained(self, timeout_s: float) -> bool:
        """Wait until nothing runs; False when something still does after `timeout_s`."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self._idle.wait()
        return not self._inside

    async def sleep(self, *, drain_timeout_s: float = 0.0) -> None:
        """End the child, once its requests are done, and give its memory back; `start` wakes it."""
        self.asleep = True
        await self.drained(drain_timeout_s)
        await self.stop()

    async def stop(self) -> None:
        """End the child; requests that still run fail. A stop that has begun is finished."""
        if self._ending is None or self._ending.done():
            self._ending = asyncio.create_task(self._end_child())
        await asyncio.shield(self._ending)

    async def _end_child(self) -> None:
        if self._keeping is not None:
            self._keeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeping
            self._keeping = None
        process, self._process = self._process, None
        if process is not None:
            await process.stop()

    def _up(self) -> EngineProcess:
        process = self._process
        if process is None or not self.up:
            why = "is being loaded" if self.asleep else "restarts its engine after a crash"
            raise NotServingError(f"{self.servable.name} {why}", retry_after_s=self.retry_after_s)
        return process

    async def _first(self, process: EngineProcess, mailbox: Mailbox) -> Event:
        try:
            async with asyncio.timeout(self._limits.accept_s):
                return await mailbox.get()
        except TimeoutError:
            await process.kill("hung over a prompt")
            raise EngineTimeoutError("the engine hung over this prompt; it is restarted") from None

    async def _follow(
        self, process: EngineProcess, request: int, mailbox: Mailbox, hooks: Hooks
    ) -> AsyncGenerator[Delta | Done, None]:
        try:
            yield Delta(request, "")
            while True:
                event = await mailbox.get()
                raise_failure(event)
                if not isinstance(event, Delta | Done):
                    raise _unexpected(event)
                yield event
                if isinstance(event, Done):
                    return
        finally:
            mailbox.close()
            self._leave(mailbox)
            process.cancel(request)
            hooks.left()

    def _enter(self, hooks: Hooks) -> Mailbox:
        def ended(event: Event) -> None:
            self._leave(mailbox)
            if isinstance(event, EngineCrashedError):
                event.retry_after_s = self.retry_after_s
            hooks.ended(event)

        mailbox = Mailbox(unread_bytes=self._limits.unread_bytes, on_piece=hooks.said, on_end=ended)
        self._inside.add(mailbox)
        self._idle.clear()
        return mailbox

    def _leave(self, mailbox: Mailbox) -> None:
        self._inside.discard(mailbox)
        if not self._inside:
            self._idle.set()

    async def _spawn(self) -> EngineProcess:
        load = self.servable.load(memory_bytes=self._may_take_bytes)
        process = await EngineProcess.spawn(load, timeout_s=self._limits.load_s)
        self._ready = process.ready
        return process

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
                    self._crashes += 1
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


def _accepted(event: Event) -> Accepted:
    raise_failure(event)
    if isinstance(event, Accepted):
        return event
    raise _unexpected(event)


def _unexpected(event: Event) -> RequestFailedError:
    return RequestFailedError(f"the engine answered with {type(event).__name__}")
