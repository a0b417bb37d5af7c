"""The little of ggml that a measurement needs, by its C interface.

The binding has only llama.cpp's functions; the libraries beside it have these. Everything that is
made lives in one `Bench` and goes with it.
"""

import ctypes
import sys
from collections.abc import Sequence
from ctypes import c_bool, c_char_p, c_float, c_int, c_int64, c_size_t, c_void_p
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from agent.engine import binding
from agent.engine.errors import BackendError, BindingError

_GRAPH_NODES: Final = 4096
_GRAPHS: Final = 3
_OVERHEAD_BYTES: Final = 2**20
_CPU: Final = 0
"""ggml's number of the device type "processor"."""
_SUFFIX: Final = {"darwin": "dylib", "win32": "dll"}
_SIGNATURES: Final[dict[str, tuple[Any, list[Any]]]] = {
    "ggml_init": (c_void_p, []),
    "ggml_free": (None, [c_void_p]),
    "ggml_tensor_overhead": (c_size_t, []),
    "ggml_graph_overhead_custom": (c_size_t, [c_size_t, c_bool]),
    "ggml_new_tensor_3d": (c_void_p, [c_void_p, c_int, c_int64, c_int64, c_int64]),
    "ggml_view_3d": (
        c_void_p,
        [c_void_p, c_void_p, c_int64, c_int64, c_int64, c_size_t, c_size_t, c_size_t],
    ),
    "ggml_new_graph_custom": (c_void_p, [c_void_p, c_size_t, c_bool]),
    "ggml_build_forward_expand": (None, [c_void_p, c_void_p]),
    "ggml_mul_mat": (c_void_p, [c_void_p, c_void_p, c_void_p]),
    "ggml_add": (c_void_p, [c_void_p, c_void_p, c_void_p]),
    "ggml_rms_norm": (c_void_p, [c_void_p, c_void_p, c_float]),
    "ggml_soft_max": (c_void_p, [c_void_p, c_void_p]),
    "ggml_nbytes": (c_size_t, [c_void_p]),
    "ggml_row_size": (c_size_t, [c_int, c_int64]),
    "ggml_get_data": (c_void_p, [c_void_p]),
    "ggml_type_name": (c_char_p, [c_int]),
    "ggml_quantize_chunk": (
        c_size_t,
        [c_int, c_void_p, c_void_p, c_int64, c_int64, c_int64, c_void_p],
    ),
    "ggml_quantize_requires_imatrix": (c_bool, [c_int]),
    "ggml_backend_alloc_ctx_tensors": (c_void_p, [c_void_p, c_void_p]),
    "ggml_backend_buffer_free": (None, [c_void_p]),
    "ggml_backend_free": (None, [c_void_p]),
    "ggml_backend_graph_compute": (c_int, [c_void_p, c_void_p]),
    "ggml_backend_cpu_init": (c_void_p, []),
    "ggml_backend_cpu_set_n_threads": (None, [c_void_p, c_int]),
    "ggml_backend_dev_count": (c_size_t, []),
    "ggml_backend_dev_get": (c_void_p, [c_size_t]),
    "ggml_backend_dev_name": (c_char_p, [c_void_p]),
    "ggml_backend_dev_description": (c_char_p, [c_void_p]),
    "ggml_backend_dev_type": (c_int, [c_void_p]),
    "ggml_backend_dev_memory": (None, [c_void_p, c_void_p, c_void_p]),
}


@dataclass(frozen=True)
class Device:
    """A compute device, as ggml lists it."""

    name: str
    description: str
    memory_bytes: int
    is_cpu: bool


class Library:
    """ggml, as it lies beside the binding."""

    def __init__(self) -> None:
        """Load it.

        Raises:
            BackendError: it is missing, or another one than we know.
        """
        try:
            llama = binding.load()
        except BindingError as error:
            raise BackendError(str(error)) from error
        folder = Path(str(llama.__file__)).parent / "lib"
        suffix = _SUFFIX.get(sys.platform, "so")
        try:
            parts = [
                ctypes.CDLL(str(folder / f"lib{name}.{suffix}"))
                for name in ("ggml-base", "ggml-cpu", "ggml")
            ]
            self._functions = {name: _function(parts, name) for name in _SIGNATURES}
        except (OSError, AttributeError) as error:
            raise BackendError(f"ggml cannot be asked: {error}") from error
        self._functions["ggml_init"].argtypes = [_Parameters]
        llama.llama_backend_init()

    def __getattr__(self, name: str) -> Any:
        return self._functions[f"ggml_{name}"]

    def devices(self) -> tuple[Device, ...]:
        """List the compute devices."""
        return tuple(self._device(place) for place in range(self.backend_dev_count()))

    def type_name(self, kind: int) -> str:
        return str(self._functions["ggml_type_name"](kind).decode("ascii", "replace"))

    def _device(self, place: int) -> Device:
        handle = self.backend_dev_get(place)
        free, total = c_size_t(0), c_size_t(0)
        self.backend_dev_memory(handle, ctypes.byref(free), ctypes.byref(total))
        return Device(
            name=self.backend_dev_name(handle).decode("utf-8", "replace"),
            description=self.backend_dev_description(handle).decode("utf-8", "replace"),
            memory_bytes=int(total.value),
            is_cpu=self.backend_dev_type(handle) == _CPU,
        )


class Bench:
    """Computations on the processor: tensors, graphs over them, and their runs."""

    def __init__(self, library: Library, *, threads: int) -> None:
        self._ggml = library
        room = _GRAPH_NODES * 2 * library.tensor_overhead()
        room += _GRAPHS * library.graph_overhead_custom(_GRAPH_NODES, False)  # noqa: FBT003
        self._context = library.init(_Parameters(room + _OVERHEAD_BYTES, None, True))  # noqa: FBT003
        self._backend = library.backend_cpu_init()
        self._buffer: Any = None
        library.backend_cpu_set_n_threads(self._backend, threads)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._buffer:
            self._ggml.backend_buffer_free(self._buffer)
        self._ggml.backend_free(self._backend)
        self._ggml.free(self._context)

    def tensor(self, kind: int, *shape: int) -> Any:
        width, rows, depth = (*shape, 1, 1)[:3]
        return self._ggml.new_tensor_3d(self._context, kind, width, rows, depth)

    def part(self, tensor: Any, shape: tuple[int, int, int], row_bytes: int) -> Any:
        """Return the beginning of each row of a tensor, whose rows have so many bytes."""
        wide, rows, depth = shape
        layer = rows * row_bytes
        return self._ggml.view_3d(self._context, tensor, wide, rows, depth, row_bytes, layer, 0)

    def multiply(self, matrix: Any, rows: Any) -> Any:
        return self._ggml.mul_mat(self._context, matrix, rows)

    def add(self, one: Any, other: Any) -> Any:
        return self._ggml.add(self._context, one, other)

    def normalize(self, rows: Any) -> Any:
        return self._ggml.rms_norm(self._context, rows, 1e-5)

    def soften(self, rows: Any) -> Any:
        return self._ggml.soft_max(self._context, rows)

    def graph(self, results: Sequence[Any]) -> Any:
        """Return a computation of `results`, to be run once there is memory."""
        graph = self._ggml.new_graph_custom(self._context, _GRAPH_NODES, False)  # noqa: FBT003
        for result in results:
            self._ggml.build_forward_expand(graph, result)
        return graph

    def allocate(self) -> None:
        """Take the memory for everything that was made.

        Raises:
            BackendError: there is not enough.
        """
        self._buffer = self._ggml.backend_alloc_ctx_tensors(self._context, self._backend)
        if not self._buffer:
            raise BackendError("there is no memory for the measurement")

    def fill(self, tensor: Any, pattern: bytes) -> None:
        """Write a pattern over and over into a tensor."""
        size = self._ggml.nbytes(tensor)
        data = self._ggml.get_data(tensor)
        block = pattern * max(1, min(size, 2**16) // len(pattern))
        for start in range(0, size, len(block)):
            ctypes.memmove(data + start, block, min(len(block), size - start))

    def run(self, graph: Any) -> None:
        """Compute once.

        Raises:
            BackendError: the library could not.
        """
        if self._ggml.backend_graph_compute(self._backend, graph) != 0:
            raise BackendError("a measurement could not be computed")


def quantized(library: Library, kind: int, values: Sequence[float]) -> bytes:
    """Return one row of weights in a type, made of ordinary numbers."""
    width = len(values)
    source = (c_float * width)(*values)
    weight = (c_float * width)(*([1.0] * width))
    target = ctypes.create_string_buffer(library.row_size(kind, width))
    library.quantize_chunk(kind, source, target, 0, 1, width, weight)
    return target.raw


class _Parameters(ctypes.Structure):
    _fields_ = (("mem_size", c_size_t), ("mem_buffer", c_void_p), ("no_alloc", c_bool))


def _function(parts: Sequence[Any], name: str) -> Any:
    result, arguments = _SIGNATURES[name]
    for part in parts:
        function = getattr(part, name, None)
        if function is not None:
            function.restype, function.argtypes = result, arguments
            return function
    raise AttributeError(f"it has no {name}")
