"""Closes the windows every so often, and leaves a batch only when something happened."""

import asyncio
import time
from collections.abc import Callable
from typing import Protocol

from agent.telemetry.counters import Counters
from shared.clock import Clock
from shared.ids import new_id
from shared.wire.up import TelemetryBatch


class Outbox(Protocol):
    """Where batches wait until somebody takes them."""

    def put_telemetry(self, batch: TelemetryBatch) -> int: ...


class Sampler:
    """Turns counters into batches."""

    def __init__(
        self,
        *,
        counters: Counters,
        outbox: Outbox,
        clock: Clock,
        interval_s: float,
        memory_of: Callable[[str], int | None],
        on_batch: Callable[[], None],
        temperature: Callable[[], float | None] = lambda: None,
    ) -> None:
        self._counters = counters
        self._outbox = outbox
        self._clock = clock
        self._interval_s = interval_s
        self._memory_of = memory_of
        self._on_batch = on_batch
        self._temperature = temperature
        self._since = time.monotonic()

    async def run(self) -> None:
        """Sample until cancelled, and once more then, so that the last requests are not lost."""
        try:
            while True:
                await asyncio.sleep(self._interval_s)
                self.sample()
        finally:
            self.sample()

    def sample(self) -> None:
        """Close the windows now."""
        now = time.monotonic()
        interval_s, self._since = max(now - self._since, 0.001), now
        at = self._clock.now()
        windows = self._counters.take()
        temperature = self._temperature() if windows else None
        samples = tuple(
            window.sample(
                slot,
                at=at,
                interval_s=round(interval_s, 3),
                memory_bytes=self._memory_of(slot),
                temperature_c=temperature,
            )
            for slot, window in windows.items()
        )
        if samples:
            self._outbox.put_telemetry(TelemetryBatch(id=new_id(), samples=samples))
            self._on_batch()
