"""Unloads slots that nobody asks, when their lease runs out."""

import asyncio
from collections.abc import Awaitable, Callable

from agent.serving.lifecycle import SlotState
from agent.serving.slot import Slot


class Leases:
    """One timer per slot, set anew whenever somebody comes or the last one has gone."""

    def __init__(self, sleep: Callable[[Slot], Awaitable[bool]]) -> None:
        self._sleep = sleep
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._ending: set[asyncio.Task[None]] = set()
        self._closed = False

    def settle(self, held: Slot) -> None:
        """Begin or stop counting the time that nobody asks a slot."""
        if self._closed:
            return
        loop = asyncio.get_running_loop()
        if held.incumbent is None or held.incumbent.asleep or not held.idle:
            held.lease.busy()
        elif held.lease.idle_since_s is None:
            held.lease.idle(loop.time())
        if held.name in self._timers:
            self._timers.pop(held.name).cancel()
        due_s = held.lease.due_s()
        if due_s is not None and held.state is SlotState.SERVING:
            self._timers[held.name] = loop.call_at(due_s, self._expire, held)

    async def close(self) -> None:
        """Unload nothing any more."""
        self._closed = True
        for timer in self._timers.values():
            timer.cancel()
        for task in self._ending:
            task.cancel()
        await asyncio.gather(*self._ending, return_exceptions=True)

    def _expire(self, held: Slot) -> None:
        task = asyncio.create_task(self._unload(held))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _unload(self, held: Slot) -> None:
        await self._sleep(held)
