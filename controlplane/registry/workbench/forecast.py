"""What memory serving takes: the engine plans every buffer and allocates none.

KV cache and compute buffers come from the log of a dry allocation of the very context that a
device makes (`shared.contexts`); the weights are the file's tensors, which are mapped, not copied.
What the dry run itself allocates is what the engine keeps beside its buffers.
"""

import re
from collections.abc import Callable, Iterable

import llama_cpp as llama

from controlplane.registry.workbench.llama import Log, loaded, planned
from controlplane.registry.workbench.memory import anonymous_bytes
from controlplane.registry.workbench.protocol import Forecast, ForecastTask
from shared.contexts import late_bytes, shape

BATCH = 512
"""Tokens that the device's engine evaluates in one step at most."""
_MIB = 2**20
_SIZE = r"([0-9.]+) MiB"
_KV = re.compile(rf"llama_(?:kv_cache|memory_recurrent)\S*: +size = +{_SIZE}")
_COMPUTE = re.compile(rf"(?:compute|output) buffer size = +{_SIZE}")


def run(task: ForecastTask, progress: Callable[[float], None]) -> Forecast:
    """Do the task.

    Raises:
        EngineFileError: the engine refused the file or the size of the context.
    """
    llama.llama_backend_init()
    idle = anonymous_bytes()
    with Log() as log, loaded(task.weights, dry=True) as model:
        form = shape(
            context=min(task.context, model.trained) if model.trained > 0 else task.context,
            parallel=task.parallel,
            batch=BATCH,
        )
        with planned(model, form):
            pass
        progress(1)
        return Forecast(
            weights_bytes=model.size_bytes,
            kv_bytes=total(_KV, log.lines),
            compute_bytes=total(_COMPUTE, log.lines)
            + late_bytes(form, vocabulary=model.vocabulary),
            engine_bytes=max(0, anonymous_bytes() - idle),
        )


def total(pattern: re.Pattern[str], lines: Iterable[str]) -> int:
    """Add up the sizes that `pattern` finds, in bytes."""
    found = (pattern.search(line) for line in lines)
    return sum(round(float(match[1]) * _MIB) for match in found if match)
