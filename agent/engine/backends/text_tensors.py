"""Texts as tensors: how a model that reads text is asked through the Open Inference Protocol. Pure.

`text`, or `query` and `document` for a model that ranks pairs, are BYTES of one dimension; what
comes back is `embedding`, or `score` and, for a classifier, the `label` of the highest.
"""

import base64
import binascii
import struct
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from agent.engine.backends.vector_base import VectorFacts
from agent.engine.errors import RefusedError
from agent.engine.frames import BAD_REQUEST
from agent.engine.values import Tensor, TensorSpec

BYTES: Final = "BYTES"
TEXT: Final = ("text",)
PAIR: Final = ("query", "document")
EMBEDDING: Final = "embedding"
SCORE: Final = "score"
LABEL: Final = "label"
_LENGTH: Final = struct.Struct("<I")


def is_text(inputs: Sequence[Tensor], facts: VectorFacts) -> bool:
    """Tell whether a request speaks in texts to a model that reads them."""
    names = {tensor.name for tensor in inputs}
    return facts.context > 0 and names in (set(TEXT), set(PAIR))


def input_specs(*, pairs: bool) -> tuple[TensorSpec, ...]:
    """Return the inputs of a model that reads texts, or pairs of them."""
    return tuple(TensorSpec(name, BYTES, (-1,)) for name in (PAIR if pairs else TEXT))


def output_specs(
    dimensions: int, *, scores: bool, labels: Sequence[str] = ()
) -> tuple[TensorSpec, ...]:
    """Return what a model that reads texts answers."""
    if not scores:
        return (TensorSpec(EMBEDDING, "FP32", (-1, dimensions)),)
    score = TensorSpec(SCORE, "FP32", (-1, dimensions))
    return (score, TensorSpec(LABEL, BYTES, (-1,))) if labels else (score,)


def read(inputs: Sequence[Tensor]) -> list[tuple[str, ...]]:
    """Return the texts, or the pairs of query and document.

    Raises:
        RefusedError: the tensors do not hold texts, or not as many of one as of the other.
    """
    columns = {tensor.name: _texts(tensor) for tensor in inputs}
    ordered = [columns[name] for name in (*TEXT, *PAIR) if name in columns]
    if len({len(column) for column in ordered}) != 1:
        raise RefusedError(BAD_REQUEST, "query and document must have as many elements each")
    return list(zip(*ordered, strict=True))


def outputs(
    results: Sequence[bytes], names: Sequence[str], facts: VectorFacts
) -> tuple[Tensor, ...]:
    """Return the wanted outputs for what the model said of every text.

    Raises:
        RefusedError: an output is wanted that there is not.
    """
    makers: dict[str, Callable[[], Tensor]] = (
        {SCORE: lambda: _matrix(SCORE, results)}
        if facts.scores
        else {EMBEDDING: lambda: _matrix(EMBEDDING, results)}
    )
    if facts.labels:
        makers[LABEL] = lambda: pack_bytes(
            LABEL, (len(results),), (_best(one, facts.labels).encode() for one in results)
        )
    return tuple(makers[name]() for name in names or makers)


def check_outputs(names: Sequence[str], facts: VectorFacts) -> None:
    """Refuse outputs that a model which reads texts does not have.

    Raises:
        RefusedError: there is one.
    """
    known = {spec.name for spec in output_specs(0, scores=facts.scores, labels=facts.labels)}
    wrong = sorted(set(names) - known)
    if wrong:
        raise RefusedError(
            BAD_REQUEST, f"no output is called {wrong[0][:80]!r}; there are {', '.join(known)}"
        )


def pack_bytes(name: str, shape: tuple[int, ...], elements: Iterable[bytes]) -> Tensor:
    """Make a tensor of strings."""
    data = b"".join(_LENGTH.pack(len(element)) + element for element in elements)
    return Tensor(name, BYTES, shape, base64.b64encode(data).decode())


def unpack_bytes(data: bytes, count: int) -> list[bytes] | None:
    """Return the elements of a tensor of strings; None where `data` is not exactly `count`."""
    elements: list[bytes] = []
    at = 0
    while at + _LENGTH.size <= len(data) and len(elements) < count:
        (size,) = _LENGTH.unpack_from(data, at)
        at += _LENGTH.size
        elements.append(data[at : at + size])
        at += size
    return elements if at == len(data) and len(elements) == count else None


def decode_data(tensor: Tensor) -> bytes:
    """Return the bytes of a tensor's elements.

    Raises:
        RefusedError: they are not base64.
    """
    try:
        return base64.b64decode(tensor.data, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RefusedError(
            BAD_REQUEST, f"the data of {tensor.name[:80]!r} is not base64: {error}"
        ) from error


def _texts(tensor: Tensor) -> list[str]:
    if tensor.datatype != BYTES or len(tensor.shape) not in {1, 2} or tensor.shape[1:] > (1,):
        raise RefusedError(BAD_REQUEST, f"{tensor.name!r} must be BYTES of one dimension")
    elements = unpack_bytes(decode_data(tensor), tensor.shape[0])
    if not elements:
        raise RefusedError(
            BAD_REQUEST, f"the data of {tensor.name!r} is not {tensor.shape[0]} strings"
        )
    return [element.decode("utf-8", "replace") for element in elements]


def _matrix(name: str, results: Sequence[bytes]) -> Tensor:
    data = base64.b64encode(b"".join(results)).decode()
    return Tensor(name, "FP32", (len(results), len(results[0]) // 4), data)


def _best(scores: bytes, labels: Sequence[str]) -> str:
    values = struct.unpack(f"<{len(scores) // 4}f", scores)
    return labels[max(range(len(values)), key=values.__getitem__)]
