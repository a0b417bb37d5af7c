"""Changes of a slot: load, ask, switch, commit, revert, serve.

A switch drops nothing: requests that run stay with the worker that has them, new ones go to the
new worker at once. From a trial there is always a way back to what served before.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from agent.serving.admission import Admission, Bounds
from agent.serving.errors import EngineError, RecalledError, SlotStateError
from agent.serving.leases import Leases
from agent.serving.lifecycle import SlotEvent, SlotState
from agent.serving.ports import Turn
from agent.serving.recalls import Recalls
from agent.serving.residence import Residence
from agent.serving.servable import Answer, Servable
from agent.serving.slot import Former, Slot
from shared.digest import Digest

if TYPE_CHECKING:
    from agent.serving.worker import Worker

DRAIN_TIMEOUT_S = 600.0
REVERT_DRAIN_S = 10.0
"""For the requests of a bundle that failed its trial, when the former one waits for its memory."""

log = logging.getLogger(__name__)


class Trials:
    """The slots, by name, and what changes them."""

    def __init__(
        self,
        *,
        memory_budget_bytes: int,
        make_worker: "Callable[[Servable], Worker] | None" = None,
        drain_timeout_s: float = DRAIN_TIMEOUT_S,
        bounds: Bounds | None = None,
    ) -> None:
        self._bounds = bounds or Bounds()
        self._slots: dict[str, Slot] = {}
        self._recalls = Recalls()
        self._residence = Residence(
            self._slots,
            budget_bytes=memory_budget_bytes,
            make_worker=make_worker,
            drain_timeout_s=drain_timeout_s,
            recalls=self._recalls,
        )
        self._leases = Leases(self._residence.sleep)

    async def load(
        self, slot: str, servable: Servable, *, keep: bool = False, drain_s: float | None = None
    ) -> None:
        """Load a bundle as the slot's candidate.

        Where memory does not allow both, the incumbent is stopped first, once the answers under
        way are done or `drain_s` have passed, and callers are told when to come back; with `keep`
        it goes on serving, and the candidate does not fit. When the load fails, what served before
        serves again.

        Raises:
            SlotStateError: a trial is going on.
            OutOfMemoryError: it does not fit.
            EngineError: it cannot be loaded.
        """
        async with self._residence.changing:
            held = self._slots.get(slot) or self._open(slot)
            if held.state is SlotState.SWITCHED:
                raise SlotStateError(f"slot {slot!r} is on trial; commit or revert it first")
            await self._drop_candidate(held)
            held.move(SlotEvent.LOAD)
            try:
                held.candidate = await self._residence.load(
                    held, servable, keep=keep, drain_s=drain_s
                )
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
        worker = held.candidate or await self._residence.awake(held)
        from agent.serving.requests import ask  # noqa: PLC0415 - an empty device does without

        try:
            return await ask(worker, messages, max_tokens=max_tokens)
        finally:
            held.settle()

    async def switch(self, slot: str) -> None:
        """Let the candidate serve; the incumbent is kept warm while memory allows.

        Raises:
            SlotStateError: there is no candidate, or its engine has just died.
        """
        async with self._residence.changing:
            held = self._held(slot)
            if held.candidate is None or held.state is not SlotState.LOADED:
                raise SlotStateError(f"slot {slot!r} has no candidate to switch to")
            if not held.candidate.up:
                raise SlotStateError(f"slot {slot!r} keeps what serves: the new engine has ended")
            before = held.incumbent
            if before is not None:
                held.former = Former(before.servable, before)
            held.install(held.candidate)
            held.candidate = None
            self._recalls.serves(slot)
            held.move(SlotEvent.SWITCH)
            if before is not None and self._residence.taken() > self._residence.budget_bytes:
                self._residence.retire_former(held)

    async def commit(self, slot: str) -> None:
        """Keep what serves; the former bundle is stopped once its requests are done."""
        async with self._residence.changing:
            held = self._held(slot)
            if held.state is SlotState.SERVING:
                return
            if held.state is not SlotState.SWITCHED:
                raise SlotStateError(f"slot {slot!r} has nothing on trial to commit")
            self._residence.retire_former(held)
            held.former = None
            held.move(SlotEvent.COMMIT)

    async def revert(self, slot: str, *, drain_s: float | None = None) -> None:
        """Let the former bundle serve again, loading it again if it was stopped.

        Then the answers under way of the one on trial may take `drain_s` to finish.

        Where nothing was loaded, or only one bundle for good, nothing changes.

        Raises:
            EngineError: it cannot be loaded any more; the slot serves nothing.
        """
        async with self._residence.changing:
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
                    await self._residence.drain(
                        on_trial, REVERT_DRAIN_S if drain_s is None else drain_s
                    )
                else:
                    held.former = None
                    self._residence.retire(on_trial)
            await self._restore(held)

    async def serve(self, slot: str, servable: Servable) -> None:
        """Load a bundle and let it serve with no trial, as at boot.

        Raises:
            EngineError: it cannot be loaded.
        """
        await self.load(slot, servable)
        await self.switch(slot)
        await self.commit(slot)

    def forbid(self, reasons: Mapping[Digest, str]) -> None:
        """Refuse to load or to ask these bundles, from this moment and until told otherwise."""
        self._recalls.replace(reasons)

    async def stop(self, slot: str, why: RecalledError | None = None) -> None:
        """Stop all that a slot holds at once, answers under way included.

        With `why`, it is for good, and callers are told until something else serves.
        """
        if why is not None:
            self._recalls.stopped(slot, why)
        async with self._residence.changing:
            held = self._slots.get(slot) or self._open(slot)
            workers = held.workers().values()
            held.move(SlotEvent.REVERT)
            held.candidate, held.former = None, None
            held.install(None)
            held.move(SlotEvent.NOTHING_LEFT)
            for worker in workers:
                await worker.stop()

    async def close(self) -> None:
        """Stop every child."""
        await self._leases.close()
        await self._residence.close()
        self._slots.clear()

    def _open(self, slot: str) -> Slot:
        held = Slot(slot, admission=Admission(parallel=1, bounds=self._bounds))
        held.on_lease = lambda: self._leases.settle(held)
        self._slots[slot] = held
        return held

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
            worker = await self._residence.load(held, former.servable)
        except EngineError:
            held.move(SlotEvent.NOTHING_LEFT)
            raise
        held.install(worker)
        held.former = None
        held.move(SlotEvent.RESTORED)

    async def _restore_quietly(self, held: Slot) -> None:
        try:
            await self._restore(held)
        except EngineError as error:
            log.error("former bundle lost", extra={"slot": held.name, "why": str(error)})  # noqa: TRY400

    def _held(self, slot: str) -> Slot:
        held = self._slots.get(slot)
        if held is None:
            raise SlotStateError(f"there is no slot {slot!r} here")
        return held
