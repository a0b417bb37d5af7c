"""Every slot of this device: load, ask, switch, commit, revert, serve, submit.

A switch drops nothing: requests that run stay with the worker that has them, new ones go to the
new worker at once. One change at a time is made on the whole device, because all slots share one
memory budget; requests are never held up by a change.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Sequence

from agent.engine.frames import Delta, Done
from agent.serving.errors import (
    EngineError,
    NotServingError,
    OutOfMemoryError,
    SlotStateError,
)
from agent.serving.lifecycle import SlotEvent, SlotState
from agent.serving.memory import NoRoom, Resident, Role, make_room
from agent.serving.ports import Counters
from agent.serving.requests import Turn, ask, submit
from agent.serving.router import resolve
from agent.serving.servable import Answer, GenerateRequest, Servable, SlotFacts
from agent.serving.slot import Former, Slot, needs, taken
from agent.serving.worker import Worker
from shared.compat import size

DRAIN_TIMEOUT_S = 600.0
REVERT_DRAIN_S = 10.0
"""For the requests of a bundle that failed its trial, when the former one waits for its memory."""
ENDING_S = 30.0
"""How long a load waits for workers that are ending, before it counts their memory as taken."""

log = logging.getLogger(__name__)


class Slots:
    """The slots, by name."""

    def __init__(
        self,
        *,
        memory_budget_bytes: int,
        counters: Counters,
        make_worker: Callable[[Servable], Worker] = Worker,
        drain_timeout_s: float = DRAIN_TIMEOUT_S,
    ) -> None:
        self._budget = memory_budget_bytes
        self._counters = counters
        self._make_worker = make_worker
        self._drain_timeout_s = drain_timeout_s
        self._slots: dict[str, Slot] = {}
        self._changing = asyncio.Lock()
        self._retiring: dict[asyncio.Task[None], Worker] = {}

    async def load(self, slot: str, servable: Servable) -> None:
        """Load a bundle as the slot's candidate.

        Where memory does not allow both, the incumbent is stopped first, and callers are told when
        to come back. When the load fails, what served before serves again.

        Raises:
            SlotStateError: a trial is going on.
            OutOfMemoryError: it does not fit.
            EngineError: it cannot be loaded.
        """
        async with self._changing:
            held = self._slots.setdefault(slot, Slot(slot))
            if held.state is SlotState.SWITCHED:
                raise SlotStateError(f"slot {slot!r} is on trial; commit or revert it first")
            await self._drop_candidate(held)
            held.move(SlotEvent.LOAD)
            try:
                await self._load(held, servable)
            except EngineError:
                held.move(SlotEvent.LOAD_FAILED)
                await self._restore_quietly(held)
                raise
            except BaseException:
                held.move(SlotEvent.LOAD_FAILED)
                raise
            held.move(SlotEvent.LOADED)

    async def ask(self, slot: str, messages: Sequence[Turn], *, max_tokens: int) -> Answer:
        """Ask the candidate, or who serves when there is none; always the likeliest answer.

        Raises:
            EngineError: there is nobody to ask, or no answer.
        """
        held = self._held(slot)
        worker = held.candidate or held.incumbent
        if worker is None:
            raise NotServingError(f"slot {slot!r} has nothing loaded", retry_after_s=5)
        return await ask(worker, messages, max_tokens=max_tokens)

    async def switch(self, slot: str) -> None:
        """Let the candidate serve; the incumbent is kept warm while memory allows.

        Raises:
            SlotStateError: there is no candidate.
        """
        async with self._changing:
            held = self._held(slot)
            if held.candidate is None or held.state is not SlotState.LOADED:
                raise SlotStateError(f"slot {slot!r} has no candidate to switch to")
            before = held.incumbent
            if before is not None:
                held.former = Former(before.servable, before)
            held.install(held.candidate)
            held.candidate = None
            held.move(SlotEvent.SWITCH)
            if before is not None and self._taken() > self._budget:
                self._retire_former(held)

    async def commit(self, slot: str) -> None:
        """Keep what serves; the former bundle is stopped once its requests are done."""
        async with self._changing:
            held = self._held(slot)
            if held.state is SlotState.SERVING:
                return
            if held.state is not SlotState.SWITCHED:
                raise SlotStateError(f"slot {slot!r} has nothing on trial to commit")
            self._retire_former(held)
            held.former = None
            held.move(SlotEvent.COMMIT)

    async def revert(self, slot: str) -> None:
        """Let the former bundle serve again, loading it again if it was stopped.

        Where nothing was loaded, or only one bundle for good, nothing changes.

        Raises:
            EngineError: it cannot be loaded any more; the slot serves nothing.
        """
        async with self._changing:
            held = self._slots.get(slot)
            if held is None:
                return
            on_trial = held.incumbent if held.state is SlotState.SWITCHED else None
            held.move(SlotEvent.REVERT)
            await self._drop_candidate(held)
            former = held.former
            if on_trial is not None:
                held.install(former.worker if former else None)
                if former is not None and former.worker is None:
                    # Its memory is wanted, and nobody is served meanwhile.
                    await self._drain(on_trial, REVERT_DRAIN_S)
                else:
                    held.former = None
                    self._retire(on_trial)
            await self._restore(held)

    async def serve(self, slot: str, servable: Servable) -> None:
        """Load a bundle and let it serve with no trial, as at boot.

        Raises:
            EngineError: it cannot be loaded.
        """
        await self.load(slot, servable)
        await self.switch(slot)
        await self.commit(slot)

    async def submit(
        self, slot: str, request: GenerateRequest
    ) -> AsyncGenerator[Delta | Done, None]:
        """Have who serves accept a request; close the result to cancel it.

        Raises:
            NotServingError: the slot has nothing loaded at this moment.
            BusyError: the queue is full.
            RequestError: the request is wrong in itself.
            EngineError: the engine failed.
        """
        held = self._held(slot)
        if held.incumbent is None:
            raise NotServingError(f"slot {slot!r} is loading its model", retry_after_s=15)
        return await submit(held, held.incumbent, request, self._counters)

    def resolve(self, model: str) -> str:
        """Return the slot that a model name means.

        Raises:
            NotServingError: nothing at all is loaded yet.
            ModelNotFoundError: nothing is called that.
        """
        serving = self.all_serving()
        if not serving:
            raise NotServingError("no model is loaded yet", retry_after_s=15)
        return resolve(model, serving)

    def all_serving(self) -> dict[str, Servable]:
        """Return what every slot serves, or served until a change that is under way."""
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
        """Tell whether the slot answers at this moment."""
        held = self._slots.get(slot)
        return bool(held and held.incumbent and held.incumbent.up)

    def all(self) -> tuple[Slot, ...]:
        """Return the slots themselves, to be read."""
        return tuple(self._slots.values())

    async def close(self) -> None:
        """Stop every child."""
        tasks, retiring = list(self._retiring), list(self._retiring.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        workers = [worker for held in self._slots.values() for worker in held.workers().values()]
        await asyncio.gather(*(one.stop() for one in (*workers, *retiring)))
        self._slots.clear()

    async def _load(self, held: Slot, servable: Servable) -> None:
        needed = needs(servable)
        if self._retiring:
            await asyncio.wait(self._retiring, timeout=ENDING_S)
        residents = [one for slot in self._slots.values() for one in slot.residents()]
        residents += [
            Resident("", Role.INCUMBENT, taken(ending)) for ending in self._retiring.values()
        ]
        room = make_room(held.name, needed, residents, budget=self._budget)
        if isinstance(room, NoRoom):
            raise OutOfMemoryError(f"{servable.name} {room.reason}")
        for resident in room.stop:
            await self._stop_resident(resident)
        worker = self._make_worker(servable)
        await worker.start()
        took = worker.memory_bytes()
        if took + self._taken() > self._budget:
            await worker.stop()
            raise OutOfMemoryError(
                f"{servable.name} takes {size(took)} once it is loaded; with what else is loaded"
                f" that is more than the {size(self._budget)} it may use"
            )
        held.candidate = worker

    async def _stop_resident(self, resident: Resident) -> None:
        held = self._slots[resident.slot]
        if resident.role is Role.FORMER:
            former = held.former
            if former is not None and former.worker is not None:
                worker, former.worker = former.worker, None
                await self._drain(worker, self._drain_timeout_s)
            return
        worker_now = held.incumbent
        assert worker_now is not None
        held.former = Former(worker_now.servable, None)
        held.install(None)
        await self._drain(worker_now, self._drain_timeout_s)

    async def _drop_candidate(self, held: Slot) -> None:
        worker, held.candidate = held.candidate, None
        if worker is not None:
            await worker.stop()

    async def _restore(self, held: Slot) -> None:
        """Leave `reverting` with what can serve: the incumbent, or the former bundle."""
        if held.incumbent is not None:
            held.move(SlotEvent.RESTORED)
            return
        former = held.former
        if former is None:
            held.move(SlotEvent.NOTHING_LEFT)
            return
        try:
            await self._load(held, former.servable)
        except EngineError:
            held.move(SlotEvent.NOTHING_LEFT)
            raise
        held.install(held.candidate)
        held.candidate = held.former = None
        held.move(SlotEvent.RESTORED)

    async def _restore_quietly(self, held: Slot) -> None:
        try:
            await self._restore(held)
        except EngineError as error:
            log.error("former bundle lost", extra={"slot": held.name, "why": str(error)})  # noqa: TRY400

    def _retire_former(self, held: Slot) -> None:
        if held.former is not None and held.former.worker is not None:
            worker, held.former.worker = held.former.worker, None
            self._retire(worker)

    def _retire(self, worker: Worker) -> None:
        """Stop a worker once its requests are done, without waiting for that here."""
        task = asyncio.create_task(self._drain(worker, self._drain_timeout_s))
        self._retiring[task] = worker
        task.add_done_callback(lambda done: self._retiring.pop(done, None))

    async def _drain(self, worker: Worker, timeout_s: float) -> None:
        try:
            await worker.drained(timeout_s)
        finally:
            await worker.stop()

    def _taken(self) -> int:
        return sum(one.bytes for slot in self._slots.values() for one in slot.residents())

    def _held(self, slot: str) -> Slot:
        held = self._slots.get(slot)
        if held is None:
            raise SlotStateError(f"there is no slot {slot!r} here")
        return held
