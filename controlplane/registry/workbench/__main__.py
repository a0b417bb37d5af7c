"""Entry: one task in on standard input, messages out on standard output, one line each."""

import os
import sys
from collections.abc import Callable
from typing import TextIO

from controlplane.registry.workbench.protocol import (
    TASK,
    EvaluateTask,
    ForecastTask,
    Outcome,
    Progress,
    QuantizeTask,
    Task,
    Trouble,
)
from shared.errors import FlotillaError


def main() -> int:
    """Do the task that standard input names."""
    # ggml would start a debugger on an abort, and its C code may write to standard output.
    os.environ.setdefault("GGML_NO_BACKTRACE", "1")
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", buffering=1)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    task = TASK.validate_json(sys.stdin.read())
    try:
        outcome = _run(task, _reporter(out))
    except FlotillaError as error:
        out.write(Trouble(message=str(error)[:1000]).model_dump_json() + "\n")
        return 1
    out.write(outcome.model_dump_json() + "\n")
    return 0


def _run(task: Task, progress: Callable[[float], None]) -> Outcome:
    # Each step imports what it needs, so that one does not weigh on another.
    match task:
        case QuantizeTask():
            from controlplane.registry.workbench import quantize  # noqa: PLC0415

            return quantize.run(task, progress)
        case EvaluateTask():
            from controlplane.registry.workbench import evaluate  # noqa: PLC0415

            return evaluate.run(task, progress)
        case ForecastTask():
            from controlplane.registry.workbench import forecast  # noqa: PLC0415

            return forecast.run(task, progress)


def _reporter(out: TextIO) -> Callable[[float], None]:
    """Return a function that says a percent once."""
    said = -1

    def report(fraction: float) -> None:
        nonlocal said
        percent = min(100, int(fraction * 100))
        if percent > said:
            said = percent
            out.write(Progress(percent=percent).model_dump_json() + "\n")

    return report


if __name__ == "__main__":
    sys.exit(main())
