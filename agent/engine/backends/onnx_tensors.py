"""Tensors of the Open Inference Protocol as numpy arrays, and back."""

import base64
import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from agent.engine.backends import text_tensors
from agent.engine.errors import RefusedError
from agent.engine.frames import BAD_REQUEST
from agent.engine.values import Tensor, TensorSpec

BYTES: Final = text_tensors.BYTES
_DATATYPES: Final[dict[str, str]] = {
    "tensor(bool)": "BOOL",
    "tensor(int8)": "INT8",
    "tensor(int16)": "INT16",
    "tensor(int32)": "INT32",
    "tensor(int64)": "INT64",
    "tensor(uint8)": "UINT8",
    "tensor(uint16)": "UINT16",
    "tensor(uint32)": "UINT32",
    "tensor(uint64)": "UINT64",
    "tensor(float16)": "FP16",
    "tensor(float)": "FP32",
    "tensor(double)": "FP64",
    "tensor(string)": BYTES,
}
"""onnxruntime's names of types; what is not among them is not served."""
_ELEMENTS: Final[dict[str, str]] = {
    "BOOL": "?",
    "INT8": "<i1",
    "INT16": "<i2",
    "INT32": "<i4",
    "INT64": "<i8",
    "UINT8": "<u1",
    "UINT16": "<u2",
    "UINT32": "<u4",
    "UINT64": "<u8",
    "FP16": "<f2",
    "FP32": "<f4",
    "FP64": "<f8",
}
_MAX_DIMENSIONS: Final = 16
_MAX_ELEMENTS: Final = 2**28


def spec_of(name: str, kind: str, shape: Sequence[object]) -> TensorSpec | None:
    """Describe an input or output of a session; None for what is no tensor that is served."""
    datatype = _DATATYPES.get(kind)
    if datatype is None:
        return None
    sizes = tuple(one if isinstance(one, int) and one >= 0 else -1 for one in shape)
    return TensorSpec(name, datatype, sizes)


def decode(tensor: Tensor, spec: TensorSpec) -> Any:
    """Return a client's tensor as an array.

    Raises:
        RefusedError: it is not what the model takes.
    """
    name = tensor.name[:80]
    if tensor.datatype != spec.datatype:
        raise RefusedError(BAD_REQUEST, f"{name!r} is {spec.datatype}, not {tensor.datatype[:20]}")
    _check_shape(tensor, spec)
    count = math.prod(tensor.shape)
    data = text_tensors.decode_data(tensor)
    if tensor.datatype == BYTES:
        return _strings(data, count, tensor)
    element = np.dtype(_ELEMENTS[tensor.datatype])
    if len(data) != count * element.itemsize:
        raise RefusedError(
            BAD_REQUEST,
            f"{name!r} of shape {list(tensor.shape)} has {count * element.itemsize} bytes,"
            f" not {len(data)}",
        )
    if tensor.datatype == "BOOL":
        # Any other byte than 0 and 1 would be an undefined value to the library.
        return (np.frombuffer(data, np.uint8) != 0).reshape(tensor.shape)
    return np.frombuffer(data, element).reshape(tensor.shape)


def encode(name: str, value: Any, spec: TensorSpec) -> Tensor:
    """Return an array as a tensor."""
    shape = tuple(map(int, value.shape))
    if spec.datatype == BYTES:
        return text_tensors.pack_bytes(name, shape, (str(one).encode() for one in value.flat))
    data = np.ascontiguousarray(value, np.dtype(_ELEMENTS[spec.datatype]))
    return Tensor(name, spec.datatype, shape, base64.b64encode(data.tobytes()).decode())


def size_bytes(value: Any, spec: TensorSpec) -> int:
    """Return how many bytes an array's elements take, before base64."""
    if spec.datatype == BYTES:
        return sum(4 + len(str(one).encode()) for one in value.flat)
    return int(value.size) * np.dtype(_ELEMENTS[spec.datatype]).itemsize


def _check_shape(tensor: Tensor, spec: TensorSpec) -> None:
    shape = tensor.shape
    if len(shape) > _MAX_DIMENSIONS or any(one < 0 for one in shape):
        raise RefusedError(BAD_REQUEST, f"{tensor.name[:80]!r} has a shape that cannot be")
    if math.prod(shape) > _MAX_ELEMENTS:
        raise RefusedError(
            BAD_REQUEST, f"{tensor.name[:80]!r} has more than {_MAX_ELEMENTS} elements"
        )
    fits = len(shape) == len(spec.shape) and all(
        wanted in {-1, given} for wanted, given in zip(spec.shape, shape, strict=True)
    )
    if not fits:
        raise RefusedError(
            BAD_REQUEST,
            f"{tensor.name[:80]!r} must have the shape {list(spec.shape)}, has {list(shape)}",
        )


def _strings(data: bytes, count: int, tensor: Tensor) -> Any:
    elements = text_tensors.unpack_bytes(data, count)
    if elements is None:
        raise RefusedError(BAD_REQUEST, f"the data of {tensor.name[:80]!r} is not {count} strings")
    array = np.empty(count, dtype=object)
    array[:] = [element.decode("utf-8", "replace") for element in elements]
    return array.reshape(tensor.shape)
