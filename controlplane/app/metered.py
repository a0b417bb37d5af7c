"""The parts of the control plane whose work is counted, with the counting around them."""

import time
from collections.abc import Callable, Sequence

from typing_extensions import override

from controlplane.db.session import Database
from controlplane.ingest.batch import Recorder
from controlplane.ingest.handlers import Handlers
from controlplane.ingest.messages import Down, Incoming
from controlplane.rollouts.ports import Director
from controlplane.rollouts.runner import Runner
from controlplane.telemetry.meter import Meter
from shared.clock import Clock


class MeteredRecorder(Recorder):
    """Counts messages and batches, how long a commit takes, how far behind it is."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        handlers: Handlers,
        *,
        fleet: str,
        meter: Meter,
        tick: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(database, clock, handlers, fleet=fleet)
        self._meter = meter
        self._tick = tick

    @override
    def record(self, batch: Sequence[Incoming]) -> list[Down]:
        began = self._tick()
        try:
            answers = super().record(batch)
        except Exception:
            self._meter.add("ingest_failures")
            raise
        ended = self._tick()
        self._meter.add("ingest_batches")
        self._meter.add("ingest_messages", len(batch))
        self._meter.add("ingest_seconds", ended - began)
        self._meter.set("ingest_lag_seconds", ended - min(each.heard_s for each in batch))
        return answers


class MeteredRunner(Runner):
    """Counts ticks and how long they take."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        director: Director,
        *,
        meter: Meter,
        name: str = "control-plane",
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(database, clock, director, name=name)
        self._meter = meter
        self._timer = timer

    @override
    def tick(self) -> None:
        began = self._timer()
        try:
            super().tick()
        except Exception:
            self._meter.add("tick_failures")
            raise
        self._meter.add("ticks")
        self._meter.add("tick_seconds", self._timer() - began)
