"""Build one variant: quantize, evaluate, measure. Knows the steps, not the queue."""

import os
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from controlplane.registry import quantization
from controlplane.registry.errors import JobError
from controlplane.registry.model import Release, Variant
from controlplane.registry.service import Built
from controlplane.registry.storage import Storage
from controlplane.registry.workbench.protocol import (
    Evaluated,
    EvaluateTask,
    Forecast,
    ForecastTask,
    Outcome,
    QuantizeTask,
    Task,
)
from shared.digest import Digest
from shared.gguf import GgufError, read_header
from shared.trust import MemoryForecast, Requirements

FORMAT = "gguf"
_MAX_TOKENS = 128
_SMALL_BYTES = 64 * 2**20
_SHARES = {"quantizing": (0, 30), "evaluating": (30, 65), "measuring": (95, 5)}
"""Where each step begins in percent of the job, and how much of it the step is."""


class Steps(Protocol):
    """What does the steps: a workbench."""

    def run(
        self, task: Task, *, stop: threading.Event, on_progress: Callable[[int], None]
    ) -> Outcome: ...

    def base_bytes(self, *, stop: threading.Event) -> int: ...


OnStep = Callable[[str, int], None]


@dataclass(frozen=True)
class Builder:
    """Where things are, and who does the steps."""

    storage: Storage
    scratch: Path
    steps: Steps

    def build(
        self, release: Release, variant: Variant, *, stop: threading.Event, on_step: OnStep
    ) -> Built:
        """Make `variant` of `release`.

        Raises:
            JobError: a step failed; JobStoppedError when `stop` was set.
            GgufError: the quantizer wrote something that is no GGUF.
        """
        folder = self.scratch / variant.id
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        job = _Job(self, release, variant, folder, stop, on_step)
        try:
            return job.run()
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class _Job:
    """One variant being built."""

    builder: Builder
    release: Release
    variant: Variant
    folder: Path
    stop: threading.Event
    on_step: OnStep

    def run(self) -> Built:
        weights = self._weights()
        path = self.builder.storage.path(weights)
        evaluated = self._evaluate(path)
        forecast = self._forecast(path)
        size = self.builder.storage.size(weights)
        return Built(
            weights=weights,
            size_bytes=size,
            requirements=Requirements(
                format=FORMAT,
                quantization=self.variant.quantization,
                memory=self._memory(forecast),
                disk_bytes=size,
                tables=forecast.tables,
                work=forecast.work,
            ),
            evaluation=evaluated.evaluation if evaluated else None,
            golden=evaluated.golden if evaluated else None,
        )

    def _weights(self) -> Digest:
        """Return the variant's weights: the source itself, or what the quantizer makes of it."""
        storage = self.builder.storage
        with storage.open(self.release.source) as file:
            header = read_header(file)
        if quantization.of_source(header) == self.variant.quantization:
            return self.release.source
        target = self.folder / "weights.gguf"
        self._do(
            QuantizeTask(
                source=storage.path(self.release.source),
                target=target,
                ftype=quantization.parse(self.variant.quantization).ftype,
                threads=_threads(storage.size(self.release.source)),
            )
        )
        with target.open("rb") as file:
            written = read_header(file)
            if target.stat().st_size < written.end:
                raise GgufError("the quantizer wrote a file that is cut short")
            file.seek(0)
            return storage.put(file)

    def _evaluate(self, weights: Path) -> Evaluated | None:
        release, storage = self.release, self.builder.storage
        if release.evals is None and release.golden is None:
            return None
        outcome = self._do(
            EvaluateTask(
                weights=weights,
                evals=storage.path(release.evals) if release.evals else None,
                golden=storage.path(release.golden) if release.golden else None,
                limit=release.eval_limit,
                max_tokens=_MAX_TOKENS,
                context=release.context,
                threads=_threads(weights.stat().st_size),
            )
        )
        if not isinstance(outcome, Evaluated):
            raise JobError(f"the evaluation answered {outcome!r}")
        return outcome

    def _forecast(self, weights: Path) -> Forecast:
        release = self.release
        outcome = self._do(
            ForecastTask(weights=weights, context=release.context, parallel=release.parallel)
        )
        if not isinstance(outcome, Forecast):
            raise JobError(f"the forecast answered {outcome!r}")
        return outcome

    def _memory(self, forecast: Forecast) -> MemoryForecast:
        release = self.release
        idle = self.builder.steps.base_bytes(stop=self.stop)
        return MemoryForecast(
            context=release.context,
            parallel=release.parallel,
            weights_bytes=forecast.weights_bytes,
            kv_bytes=forecast.kv_bytes,
            compute_bytes=forecast.compute_bytes,
            base_bytes=idle + forecast.engine_bytes,
        )

    def _do(self, task: Task) -> Outcome:
        begin, share = _SHARES[task.step]
        self.on_step(task.step, begin)
        return self.builder.steps.run(
            task,
            stop=self.stop,
            on_progress=lambda percent: self.on_step(task.step, begin + percent * share // 100),
        )


def _threads(size_bytes: int) -> int:
    """Return how many threads a model of this size deserves.

    One core is left alone, because the engine's threads wait for each other after every layer: one
    that does not get its core holds up all. A small model's layers are over before they meet.
    """
    cores = len(os.sched_getaffinity(0))
    return 1 if size_bytes < _SMALL_BYTES else max(1, cores - 1)
