"""The steps of building a variant, done at once and without an engine."""

import threading
from collections.abc import Callable

from controlplane.registry.workbench.protocol import (
    Evaluated,
    EvaluateTask,
    Forecast,
    ForecastTask,
    Outcome,
    Quantized,
    QuantizeTask,
    Task,
)
from tests.support.gguf_tiny import write_tiny
from tests.support.registry_builders import a_result


class FakeSteps:
    """Does every step at once; `on_task` may raise."""

    def __init__(self, on_task: Callable[[Task], None] = lambda _: None) -> None:
        self.on_task = on_task
        self.done: list[str] = []

    def run(
        self, task: Task, *, stop: threading.Event, on_progress: Callable[[int], None]
    ) -> Outcome:
        del stop  # everything is done at once
        self.on_task(task)
        self.done.append(task.step)
        on_progress(50)
        match task:
            case QuantizeTask():
                write_tiny(task.target, seed=task.ftype)
                return Quantized()
            case EvaluateTask():
                golden = a_result(2, 3) if task.golden else None
                return Evaluated(evaluation=a_result(), golden=golden)
            case ForecastTask():
                return Forecast(weights_bytes=10, kv_bytes=2, compute_bytes=3, engine_bytes=1)

    def base_bytes(self, *, stop: threading.Event) -> int:
        del stop
        return 20
