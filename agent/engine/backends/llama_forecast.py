"""What a load will take, before anything is loaded: the library plans every buffer, makes none.

The keys and values, the buffers of the evaluation and the outputs come from the log of a dry run
with the very parameters of the load. The weights are the file's tensors, mapped, not copied;
copies in a layout of the processor's own take as much again.
"""

from pathlib import Path

from agent.engine.backends.llama_context import form_of, make_context
from agent.engine.backends.llama_file import LlamaFile
from agent.engine.errors import NoMemoryError
from agent.engine.frames import Load
from shared.contexts import late_bytes

_PAGE_BYTES = 4096
_MB = 1_000_000


def afford(load: Load) -> int:
    """Return the bytes that a load will take.

    Raises:
        BackendError: the library refuses the file.
        NoMemoryError: it is more than it may take.
    """
    needs = forecast(load)
    if needs > load.memory_bytes:
        raise NoMemoryError(
            f"the model needs {_size(needs)} of memory for {load.parallel} requests of"
            f" {load.context} tokens each, and may take {_size(load.memory_bytes)}; let it have"
            " more, or serve fewer or shorter requests at once"
        )
    return needs


def forecast(load: Load) -> int:
    """Return the bytes that a load will take, beside what this process has already."""
    file = LlamaFile(load.weights, dry=True)
    try:
        _, form = form_of(file, load)
        context = make_context(file, form, threads=1)
        file.lib.llama_free(context)
        weights = int(file.lib.llama_model_size(file.model))
        adapters = sum(Path(adapter.path).stat().st_size for adapter in load.adapters)
        copies = weights if load.repack else 0
        made = file.context_bytes + late_bytes(form, vocabulary=file.vocab_size)
        return weights + copies + adapters + made + load.cache_bytes + _resident()
    finally:
        file.close()


def _resident() -> int:
    """Return what this process holds itself: the interpreter and the library."""
    fields = Path("/proc/self/statm").read_text("ascii").split()
    return (int(fields[1]) - int(fields[2])) * _PAGE_BYTES


def _size(count: int) -> str:
    return f"{count / _MB:.1f} MB"
