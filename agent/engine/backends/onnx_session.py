"""One onnxruntime session: how it is opened, what it takes and gives, and how it is run."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import onnxruntime

from agent.engine.backends.onnx_tensors import spec_of
from agent.engine.errors import BackendError
from agent.engine.values import TensorSpec

CPU: Final = "CPUExecutionProvider"
_WHY_CHARS: Final = 400
_FATAL_ONLY: Final = 4


class OnnxSession:
    """A model that is ready to run."""

    def __init__(
        self,
        model: Path,
        *,
        threads: int | None,
        memory_bytes: int,
        providers: Sequence[str] = (CPU,),
    ) -> None:
        """Open a model.

        Raises:
            BackendError: onnxruntime refuses it, or it takes something else than tensors.
        """
        missing = set(providers) - set(onnxruntime.get_available_providers())
        if missing:
            raise BackendError(f"this onnxruntime has no {', '.join(sorted(missing))}")
        options = _options(threads)
        if memory_bytes:
            _limit_arena(options, memory_bytes)
        try:
            self._session = onnxruntime.InferenceSession(
                os.fspath(model), sess_options=options, providers=list(providers)
            )
        except Exception as error:
            raise BackendError(f"onnxruntime cannot load the model: {_why(error)}") from error
        self.free: dict[str, str | None] = {}
        """What each input and output calls its first dimension, where that is free."""
        self.inputs = self._specs(self._session.get_inputs())
        self.outputs = self._specs(self._session.get_outputs())
        others = [one.name for one in self._session.get_inputs() if one.name not in self.inputs]
        if others or not self.outputs:
            raise BackendError(
                f"the model takes {', '.join(others)[:200]}, which is no tensor that is served"
                if others
                else "the model has no output that is a tensor"
            )

    def run(self, inputs: Mapping[str, Any], outputs: Sequence[str]) -> list[Any]:
        """Evaluate; return an array per wanted output.

        Raises:
            BackendError: onnxruntime refuses the inputs, or has no memory for them.
        """
        try:
            made: list[Any] = self._session.run(list(outputs), dict(inputs))
        except Exception as error:
            raise BackendError(f"onnxruntime: {_why(error)}") from error
        return made

    def _specs(self, nodes: Sequence[Any]) -> dict[str, TensorSpec]:
        specs: dict[str, TensorSpec] = {}
        for node in nodes:
            spec = spec_of(node.name, node.type, node.shape or ())
            if spec is None:
                continue
            specs[node.name] = spec
            if spec.shape and spec.shape[0] == -1:
                first = node.shape[0]
                self.free[node.name] = first if isinstance(first, str) else None
        return specs


def good_threads() -> int:
    return len(os.sched_getaffinity(0))


def _options(threads: int | None) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or good_threads()
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.use_deterministic_compute = True
    options.log_severity_level = _FATAL_ONLY
    # Threads that spin while they wait take the processor from the other models of the device.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # A model file may carry options for its own session; it is not asked.
    os.environ.pop("ORT_LOAD_CONFIG_FROM_MODEL", None)
    return options


def _limit_arena(options: Any, memory_bytes: int) -> None:
    """Have a run that wants more than the child may take fail, instead of the child."""
    place = onnxruntime.OrtMemoryInfo(
        "Cpu",
        onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR,
        0,
        onnxruntime.OrtMemType.DEFAULT,
    )
    arena = onnxruntime.OrtArenaCfg(memory_bytes, -1, -1, -1)
    onnxruntime.create_and_register_allocator(place, arena)
    options.add_session_config_entry("session.use_env_allocators", "1")


def _why(error: Exception) -> str:
    return str(error).replace("\n", " ")[:_WHY_CHARS] or type(error).__name__
