"""Who is in memory: loads workers within the budget, puts idle ones to sleep, wakes them again.

One change at a time is made on the whole device, because all slots share one budget; whoever
changes something holds `changing`. Requests are never held up by a change, but for those of a slot
that sleeps: they wait until it is awake, all of them for the same load.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from agent.serving.errors import NotServingError, OutOfMemoryError
from agent.serving.lifecycle import SlotState
from agent.serving.memory import NoRoom, Resident, Role, make_room
from agent.serving.recalls import Recalls
from agent.serving.servable import Servable
from agent.serving.slot import LOADING_RETRY_S, Former, Slot, needs, taken
from shared.compat import size

if TYPE_CHECKING:
    from agent.serving.worker import Worker

ENDING_S = 30.0
"""How long a load waits for workers that are ending, before it counts their memory as taken."""
WAKE_S = 300.0
"""How long a request waits for its slot to wake."""

__all__ = ["LOADING_RETRY_S", "Residence"]

log = logging.getLogger(__name__)


class Residence:
    """The memory of this device, and what of the slots is in it."""

    def __init__(
        self,
        slots: Mapping[str, Slot],
        *,
        budget_bytes: int,
        make_worker: "Callable[[Servable], Worker] | None",
        drain_timeout_s: float,
        recalls: Recalls,
    ) -> None:
        self.changing = asyncio.Lock()
        self._recalls = recalls
        self.budget_bytes = budget_bytes
        self._slots = slots
        self._make_worker = make_worker or _a_worker
        self._drain_timeout_s = drain_timeout_s
        self._retiring: dict[asyncio.Task[None], Worker] = {}
        self._waking: dict[Slot, asyncio.Task[None]] = {}

    async def load(
        self, held: Slot, servable: Servable, *, keep: bool = False, drain_s: float | None = None
    ) -> "Worker":
        """Load a bundle for a slot; call while `changing`.

        With `keep` what the slot serves now is not stopped for it. Otherwise answers under way
        may take `drain_s` to finish.

        Raises:
            RecalledError: it must not be loaded.
            OutOfMemoryError: it does not fit, or takes more than was thought.
            EngineError: it cannot be loaded.
        """
        self._recalls.check(servable)
        worker = self._make_worker(servable)
        await self._start(held, worker, keep=keep, drain_s=drain_s)
        return worker

    async def awake(self, held: Slot) -> "Worker":
        """Return who serves a slot, woken if it slept.

        Raises:
            NotServingError: nothing serves, or it takes too long.
            EngineError: it cannot be loaded.
        """
        while (worker := held.incumbent) is not None and worker.asleep:
            waking = self._waking.get(held)
            if waking is None:
                waking = self._waking[held] = asyncio.create_task(self._wake(held))
                waking.add_done_callback(lambda done: self._woken(held, done))
            try:
                async with asyncio.timeout(WAKE_S):
                    await asyncio.shield(waking)
            except TimeoutError:
                raise NotServingError(
                    f"slot {held.name!r} is still being loaded", retry_after_s=worker.retry_after_s
                ) from None
        if worker is None:
            raise NotServingError(
                f"slot {held.name!r} is loading its model", retry_after_s=held.returns_in_s
            )
        return worker

    async def sleep(self, held: Slot) -> bool:
        """Unload what serves a slot, if it may be and nobody asks it; say whether it sleeps."""
        async with self.changing:
            worker = held.incumbent
            if worker is None or worker.asleep:
                return True
            if held.state is not SlotState.SERVING or not held.idle:
                return False
            await self._put_to_sleep(held, worker)
            return True

    def retire(self, worker: "Worker") -> None:
        """Stop a worker once its requests are done, without waiting for that here."""
        task = asyncio.create_task(self.drain(worker, self._drain_timeout_s))
        self._retiring[task] = worker
        task.add_done_callback(lambda done: self._retiring.pop(done, None))

    def retire_former(self, held: Slot) -> None:
        if held.former is not None and held.former.worker is not None:
            worker, held.former.worker = held.former.worker, None
            self.retire(worker)

    async def drain(self, worker: "Worker", timeout_s: float) -> None:
        try:
            await worker.drained(timeout_s)
        finally:
            await worker.stop()

    def taken(self) -> int:
        return sum(one.bytes for slot in self._slots.values() for one in slot.residents())

    async def close(self) -> None:
        """Stop every child."""
        tasks, retiring = list(self._retiring), list(self._retiring.values())
        for task in (*tasks, *self._waking.values()):
            task.cancel()
        await asyncio.gather(*tasks, *self._waking.values(), return_exceptions=True)
        workers = [worker for held in self._slots.values() for worker in held.workers().values()]
        await asyncio.gather(*(one.stop() for one in (*workers, *retiring)))

    async def _wake(self, held: Slot) -> None:
        async with self.changing:
            worker = held.incumbent
            if worker is None or not worker.asleep:
                return
            await self._start(held, worker)
            log.info("slot woke", extra={"slot": held.name, "model": worker.servable.name})

    def _woken(self, held: Slot, task: "asyncio.Task[None]") -> None:
        self._waking.pop(held, None)
        held.settle()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("slot did not wake", extra={"slot": held.name, "why": str(error)})

    async def _start(
        self, held: Slot, worker: "Worker", *, keep: bool = False, drain_s: float | None = None
    ) -> None:
        """Have a worker load its bundle, after making room for it."""
        servable = worker.servable
        if self._retiring:
            await asyncio.wait(self._retiring, timeout=ENDING_S)
        residents = [one for slot in self._slots.values() for one in slot.residents()]
        residents += [
            Resident("", Role.INCUMBENT, taken(ending)) for ending in self._retiring.values()
        ]
        needed = needs(servable)
        room = make_room(held.name, needed, residents, budget=self.budget_bytes, keep=keep)
        if isinstance(room, NoRoom):
            raise OutOfMemoryError(f"{servable.name} {room.reason}")
        for resident in room.stop:
            await self._stop(resident, self._drain_timeout_s if drain_s is None else drain_s)
        others = self._others(worker)
        await worker.start(may_take_bytes=self.budget_bytes - others)
        held.tally.loads += 1
        self._note(held, worker)
        took = worker.memory_bytes()
        if took + others > self.budget_bytes:
            await worker.sleep()
            raise OutOfMemoryError(
                f"{servable.name} takes {size(took)} once it is loaded; with what else is loaded"
                f" that is more than the {size(self.budget_bytes)} it may use"
            )

    def _note(self, held: Slot, worker: "Worker") -> None:
        ready = worker.ready
        if ready is not None:
            facts = {"context": ready.n_ctx, "load_ms": ready.load_ms, "sandbox": ready.sandbox}
            log.info(
                "bundle loaded",
                extra={"slot": held.name, "model": worker.servable.name, **facts},
            )

    def _others(self, worker: "Worker") -> int:
        """Return what everybody takes but this worker."""
        every = (one for slot in self._slots.values() for one in slot.workers().values())
        awake = [one for one in every if one is not worker and not one.asleep]
        return sum(taken(one) for one in (*awake, *self._retiring.values()))

    async def _stop(self, resident: Resident, drain_s: float) -> None:
        held = self._slots[resident.slot]
        if resident.role is Role.FORMER:
            former = held.former
            if former is not None and former.worker is not None:
                worker, former.worker = former.worker, None
                await self.drain(worker, drain_s)
            return
        incumbent = held.incumbent
        if incumbent is None:
            return
        if resident.spare:
            await self._put_to_sleep(held, incumbent)
            return
        held.former = Former(incumbent.servable, None)
        held.install(None)
        await self.drain(incumbent, drain_s)

    async def _put_to_sleep(self, held: Slot, worker: "Worker") -> None:
        await worker.sleep(drain_timeout_s=self._drain_timeout_s)
        held.tally.unloads += 1
        held.lease.ends_when_idle = False
        held.settle()
        log.info("slot sleeps", extra={"slot": held.name, "model": worker.servable.name})


def _a_worker(servable: Servable) -> "Worker":
    from agent.serving.worker import Worker  # noqa: PLC0415 - an empty device does without

    return Worker(servable)
