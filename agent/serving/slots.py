"""Every slot of this device, as callers see it: answers, vectors, tensors, tokens, facts.

A slot that nobody asks may be unloaded, where somebody said so; the next request loads it again
and waits for that. Callers whose key is for some slots only do not reach the others. What changes
a slot for good is in `trials`.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from agent.engine.values import AdapterScale
from agent.serving import permits
from agent.serving.admission import Bounds
from agent.serving.errors import ModelNotFoundError, NotServingError
from agent.serving.lifecycle import SlotState
from agent.serving.ports import Counters
from agent.serving.residence import LOADING_RETRY_S
from agent.serving.router import resolve
from agent.serving.servable import (
    DetokenizeRequest,
    EmbedRequest,
    GenerateRequest,
    InferRequest,
    Servable,
    SlotFacts,
    TokenizeRequest,
)
from agent.serving.slot import Slot
from agent.serving.trials import DRAIN_TIMEOUT_S, Trials

if TYPE_CHECKING:
    from agent.engine.frames import Delta, Done, Ready, Tensors, Tokens, Vectors
    from agent.serving.requests import Desk
    from agent.serving.worker import Worker


class Slots(Trials):
    """Everything that callers and deployments do with the slots of this device."""

    def __init__(
        self,
        *,
        memory_budget_bytes: int,
        counters: Counters,
        make_worker: "Callable[[Servable], Worker] | None" = None,
        drain_timeout_s: float = DRAIN_TIMEOUT_S,
        bounds: Bounds | None = None,
    ) -> None:
        super().__init__(
            memory_budget_bytes=memory_budget_bytes,
            make_worker=make_worker,
            drain_timeout_s=drain_timeout_s,
            bounds=bounds,
        )
        self._counters = counters

    async def submit(
        self, slot: str, request: GenerateRequest
    ) -> "AsyncGenerator[Delta | Done, None]":
        """Have who serves accept a request; close the result to cancel it.

        Raises:
            NotServingError: the slot has nothing loaded at this moment.
            BusyError: the queue is full.
            RequestError: the request is wrong in itself.
            EngineError: the engine failed.
        """
        held = self._permitted(slot)
        if not request.adapters and held.scales:
            request = replace(request, adapters=held.scales)
        return await self._desk.submit(held, request)

    async def embed(self, slot: str, request: EmbedRequest) -> "Vectors":
        """Return vectors, or scores where the model ranks.

        Raises:
            EngineError: as for `submit`.
        """
        return await self._desk.embed(self._permitted(slot), request)

    async def infer(self, slot: str, request: InferRequest) -> "Tensors":
        """Run a tensor model.

        Raises:
            EngineError: as for `submit`.
        """
        return await self._desk.infer(self._permitted(slot), request)

    async def tokenize(self, slot: str, request: TokenizeRequest) -> "Tokens":
        """Cut a text, or messages as the template renders them, into tokens.

        Raises:
            EngineError: as for `submit`.
        """
        return await self._desk.cut(self._permitted(slot), request)

    async def detokenize(self, slot: str, tokens: Sequence[int]) -> "Tokens":
        """Return the text of tokens.

        Raises:
            EngineError: as for `submit`.
        """
        return await self._desk.cut(self._permitted(slot), DetokenizeRequest(tuple(tokens)))

    def describe(self, slot: str) -> "Ready":
        """Return what the engine said of the model that serves; it may be asleep now.

        Raises:
            NotServingError: nothing serves.
        """
        worker = self._permitted(slot).incumbent
        if worker is None or worker.ready is None:
            raise NotServingError(f"slot {slot!r} is loading its model", retry_after_s=5)
        return worker.ready

    async def preload(self, slot: str) -> None:
        """Load what serves a slot again, if it was unloaded.

        Raises:
            EngineError: it cannot be loaded.
        """
        await self._residence.awake(self._permitted(slot))

    async def unload(self, slot: str) -> None:
        """Give a slot's memory back, now or when its requests are done; the next loads it again.

        What is on trial stays loaded.
        """
        held = self._permitted(slot)
        if not await self._residence.sleep(held):
            held.lease.ends_when_idle = True
            held.settle()

    def keep_alive(self, slot: str, seconds: float | None) -> None:
        """Unload a slot when nobody has asked it for so long; None keeps it for ever."""
        held = self._permitted(slot)
        held.lease.extend(seconds, asyncio.get_running_loop().time())
        held.settle()

    def loaded(self, slot: str) -> bool:
        """Tell whether what serves a slot is in memory."""
        held = self._slots.get(slot)
        return bool(held and held.incumbent and not held.incumbent.asleep)

    def expires_at(self, slot: str) -> float | None:
        """Return when a slot will be unloaded if nobody asks, in seconds since 1970."""
        held = self._slots.get(slot)
        if held is None or not self.loaded(slot):
            return None
        due_s, now_s = held.lease.due_s(), asyncio.get_running_loop().time()
        if due_s is None:
            return None if held.lease.keep_s is None else time.time() + held.lease.keep_s
        return time.time() + due_s - now_s

    def scales(self, slot: str) -> tuple[AdapterScale, ...]:
        """Return the adapters of requests that name none."""
        return self._permitted(slot).scales

    def scale(self, slot: str, scales: Sequence[AdapterScale]) -> None:
        """Choose the adapters of requests that name none, until the slot serves something else."""
        self._permitted(slot).scales = tuple(scales)

    def resolve(self, model: str) -> str:
        """Return the slot that a model name means.

        Raises:
            NotServingError: nothing at all is loaded yet.
            ModelNotFoundError: nothing is called that.
            RecalledError: what was called that was stopped.
            ForbiddenSlotError: the caller's key is for other slots.
        """
        serving = self._serving()
        if not serving:
            self._recalls.explain(model)
            raise NotServingError("no model is loaded yet", retry_after_s=LOADING_RETRY_S)
        try:
            slot = resolve(model, serving)
        except ModelNotFoundError:
            self._recalls.explain(model)
            raise
        permits.demand(slot)
        return slot

    def has_an_answer(self) -> bool:
        """Tell whether callers can be answered, or at least be told why not."""
        return bool(self._serving()) or self._recalls.any_stopped

    def all_serving(self) -> dict[str, Servable]:
        """Return what every slot serves, or served until a change that is under way."""
        return {name: one for name, one in self._serving().items() if permits.permits(name)}

    def _serving(self) -> dict[str, Servable]:
        serving = {name: self.serving(name) for name in self._slots}
        for name, held in self._slots.items():
            if serving[name] is None and held.state is not SlotState.EMPTY and held.former:
                serving[name] = held.former.servable
        return {name: servable for name, servable in serving.items() if servable is not None}

    def facts(self, slot: str) -> SlotFacts:
        held = self._slots.get(slot)
        return held.facts() if held else SlotFacts()

    def serving(self, slot: str) -> Servable | None:
        held = self._slots.get(slot)
        return held.incumbent.servable if held and held.incumbent else None

    def candidate(self, slot: str) -> Servable | None:
        held = self._slots.get(slot)
        return held.candidate.servable if held and held.candidate else None

    def context(self, slot: str) -> int:
        """Return the tokens one request to the slot may use; 0 when nothing serves."""
        held = self._slots.get(slot)
        return held.incumbent.context if held and held.incumbent else 0

    def ready(self, slot: str) -> bool:
        """Tell whether the slot can be asked at this moment; if it sleeps, that wakes it."""
        held = self._slots.get(slot)
        return bool(held and held.ready)

    def all(self) -> tuple[Slot, ...]:
        """Return the slots that the caller may ask, to be read."""
        return tuple(held for held in self._slots.values() if permits.permits(held.name))

    @cached_property
    def _desk(self) -> "Desk":
        from agent.serving.requests import Desk  # noqa: PLC0415 - an empty device does without

        return Desk(self._residence.awake, self._counters)

    def _permitted(self, slot: str) -> Slot:
        permits.demand(slot)
        held = self._held(slot)
        if held.incumbent is not None and self._recalls.forbids(held.incumbent.servable):
            raise NotServingError(
                f"{held.incumbent.servable.name} was recalled, and what takes its place is not"
                " loaded yet",
                retry_after_s=LOADING_RETRY_S,
            )
        return held
