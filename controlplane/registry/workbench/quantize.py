"""Write a model in another quantization, with llama.cpp's own quantizer."""

import ctypes
import re
from collections.abc import Callable

import llama_cpp as llama

from controlplane.registry.workbench.llama import EngineFileError, Log
from controlplane.registry.workbench.protocol import Quantized, QuantizeTask

_TENSOR = re.compile(r"^\[\s*(\d+)/\s*(\d+)\]")
_BUFFER_BYTES = 2**30


def run(task: QuantizeTask, progress: Callable[[float], None]) -> Quantized:
    """Do the task.

    Raises:
        EngineFileError: the quantizer refused.
    """
    params = llama.llama_model_quantize_default_params()
    params.ftype = task.ftype
    params.nthread = task.threads
    params.max_buf_size = _BUFFER_BYTES
    with Log(lambda line: _report(line, progress)):
        result = llama.llama_model_quantize(
            str(task.source).encode(), str(task.target).encode(), ctypes.byref(params)
        )
    if result != 0:
        raise EngineFileError(f"the quantizer gave up (code {result}); its log says why")
    return Quantized()


def _report(line: str, progress: Callable[[float], None]) -> None:
    match = _TENSOR.match(line)
    if match:
        progress(int(match[1]) / max(1, int(match[2])))
