"""Requests and answers of `infer` as bytes: JSON alone, or JSON with raw tensors behind it. Pure.

The second form is the protocol's binary tensor extension: the header
`Inference-Header-Content-Length` says where the JSON ends, and `binary_data_size` how many of the
bytes behind it belong to a tensor, in the order of the tensors.
"""

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from agent.api.body import MAX_BODY_BYTES, parse
from agent.api.errors import ApiError
from agent.api.inference.datatypes import (
    UNPROCESSABLE,
    TensorError,
    check_raw,
    json_of_raw,
    raw_of_json,
)
from agent.api.inference.schema import InferBody, InputTensor
from agent.engine.values import Tensor

MAX_TENSOR_BYTES: Final = 8 * 2**20
"""Of the elements of all inputs together: what one frame to the engine holds."""
MAX_REQUEST_BYTES: Final = MAX_BODY_BYTES + MAX_TENSOR_BYTES


@dataclass(frozen=True)
class Asked:
    """A checked request."""

    id: str | None
    inputs: tuple[Tensor, ...]
    outputs: tuple[str, ...]
    """Which are wanted; none for all."""
    binary: Mapping[str, bool]
    """Which outputs are wanted raw."""
    binary_by_default: bool
    timeout_s: float | None


def read(body: bytes, header_length: str | None) -> Asked:
    """Read a request.

    Raises:
        ApiError: it is none; says what is wrong.
    """
    length = _header_length(header_length, len(body))
    asked = parse(InferBody, body[:length])
    _check(asked)
    given: list[tuple[InputTensor, bytes]] = []
    at = length
    for tensor in asked.inputs:
        size = tensor.parameters.binary_data_size
        if size is None:
            given.append((tensor, _raw(tensor)))
            continue
        if tensor.data is not None:
            raise TensorError(tensor.name, "has both 'data' and 'binary_data_size'")
        if len(body) - at < size:
            raise TensorError(
                tensor.name, f"wants {size} bytes behind the JSON, {len(body) - at} are left"
            )
        raw = body[at : at + size]
        at += size
        check_raw(tensor.name, tensor.datatype, tensor.shape, raw)
        given.append((tensor, raw))
    if at != len(body):
        raise _wrong(f"{len(body) - at} bytes at the end belong to no tensor", None)
    _check_whole(given)
    timeout = asked.parameters.timeout
    return Asked(
        id=asked.id,
        inputs=tuple(
            Tensor(one.name, one.datatype, one.shape, base64.b64encode(raw).decode())
            for one, raw in given
        ),
        outputs=tuple(one.name for one in asked.outputs),
        binary={
            one.name: one.parameters.binary_data
            for one in asked.outputs
            if one.parameters.binary_data is not None
        },
        binary_by_default=asked.parameters.binary_data_output,
        timeout_s=None if timeout is None else timeout / 1e6,
    )


def write(head: Mapping[str, Any], outputs: Sequence[Tensor], asked: Asked) -> tuple[bytes, int]:
    """Return an answer's bytes, and how many of them are its JSON.

    Raises:
        TensorError: an output cannot be said in JSON.
    """
    said: list[dict[str, Any]] = []
    behind: list[bytes] = []
    for tensor in outputs:
        raw = base64.b64decode(tensor.data)
        one: dict[str, Any] = {
            "name": tensor.name,
            "datatype": tensor.datatype,
            "shape": tensor.shape,
        }
        if asked.binary.get(tensor.name, asked.binary_by_default):
            one["parameters"] = {"binary_data_size": len(raw)}
            behind.append(raw)
        else:
            one["data"] = json_of_raw(tensor.name, tensor.datatype, raw)
        said.append(one)
    text = json.dumps({**head, "outputs": said}, separators=(",", ":")).encode()
    return b"".join((text, *behind)), len(text)


def _header_length(header: str | None, body: int) -> int:
    if header is None:
        length = body
    elif header.isascii() and header.isdecimal() and len(header) < _LONG:
        length = int(header)
    else:
        raise _wrong("Inference-Header-Content-Length is no number", None)
    if length > body:
        raise _wrong(f"the JSON is said to have {length} bytes, the body has {body}", None)
    if length > MAX_BODY_BYTES:
        raise ApiError(
            f"the JSON is larger than {MAX_BODY_BYTES} bytes; send tensors as binary data",
            status=413,
            code="body_too_large",
        )
    return length


def _check(body: InferBody) -> None:
    given = [(one.name, one.parameters) for one in body.inputs]
    wanted = [(one.name, one.parameters) for one in body.outputs]
    for name, parameters in given + wanted:
        if parameters.shared_memory_region is not None:
            raise TensorError(name, "shared memory is not served here; send the data")
        if parameters.classification is not None:
            raise TensorError(name, "the classification extension is not served here")
    for named in (given, wanted):
        _check_distinct(name for name, _ in named)


def _raw(tensor: InputTensor) -> bytes:
    if tensor.data is None:
        raise TensorError(tensor.name, "has neither 'data' nor 'binary_data_size'")
    return raw_of_json(tensor.name, tensor.datatype, tensor.shape, tensor.data)


def _check_distinct(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise TensorError(name, "is there twice")
        seen.add(name)


def _check_whole(given: Sequence[tuple[InputTensor, bytes]]) -> None:
    total = sum(len(raw) for _, raw in given)
    if total > MAX_TENSOR_BYTES:
        raise ApiError(
            f"the inputs have {total} bytes together, at most {MAX_TENSOR_BYTES} are served",
            status=413,
            code="body_too_large",
        )


def _wrong(message: str, param: str | None) -> ApiError:
    return ApiError(message, status=UNPROCESSABLE, param=param, code="invalid_tensor")


_LONG = 12
