"""What a model computes for one token: what its file says of it, for predicting its speed. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from shared.gguf import GgufHeader, Tensor

TYPE_NAMES: Final[Mapping[int, str]] = {
    0: "f32",
    1: "f16",
    2: "q4_0",
    3: "q4_1",
    6: "q5_0",
    7: "q5_1",
    8: "q8_0",
    10: "q2_K",
    11: "q3_K",
    12: "q4_K",
    13: "q5_K",
    14: "q6_K",
    20: "iq4_nl",
    23: "iq4_xs",
    30: "bf16",
    34: "tq1_0",
    35: "tq2_0",
    39: "mxfp4",
}
"""Numbers of ggml's types, and what ggml calls them."""
_OUTPUT: Final = "output.weight"
_EMBEDDING: Final = "token_embd"
_EXPERTS: Final = "_exps."
_MATRIX: Final = 2


class Reads(NamedTuple):
    """Matrices of one type that a token is multiplied with."""

    type: str
    """As ggml calls it: `q4_K`, `f16`..."""
    bytes: int
    elements: int
    rows: int = 0
    """Of all these matrices together."""


class Work(BaseModel):
    """What one token costs, from a file's header and a dry run."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    reads: tuple[Reads, ...] = Field(max_length=32)
    """For every token of a prompt and of an answer."""
    output: tuple[Reads, ...] = Field(default=(), max_length=4)
    """Only for tokens from which the next one is drawn."""
    attention: int = Field(default=0, ge=0)
    """Floating-point operations of one token for each cell that it is compared with."""
    heads: int = Field(default=0, ge=0)
    """Of all layers together."""
    operations: int = Field(default=0, ge=0)
    """Steps of the computation, each of which all threads wait for."""
    width: int = Field(default=0, ge=0)
    """Numbers that most of them work on, for each row."""
    vocabulary: int = Field(default=0, ge=0)


def work_of(header: GgufHeader, *, operations: int, vocabulary: int) -> Work:
    """Return the work that a file's header describes.

    Of experts, only those count that a token is sent to.
    """
    share = _share_of_experts(header)
    matrices = [each for each in header.tensors if len(each.shape) >= _MATRIX]
    output = [each for each in matrices if each.name == _OUTPUT]
    if not output:  # the embedding is its own inverse
        output = [each for each in matrices if each.name == f"{_EMBEDDING}.weight"]
    inner = [each for each in matrices if each.name.startswith("blk.")]
    return Work(
        reads=_summed(inner, share),
        output=_summed(output, 1.0),
        attention=_attention(header),
        heads=max(0, _heads(header)[0]),
        width=max(0, _number(header, "embedding_length")),
        operations=operations,
        vocabulary=vocabulary,
    )


def heads_of(header: GgufHeader) -> int:
    """Return the heads of the layer that has most."""
    return max(0, _heads(header)[1])


def widest_of(header: GgufHeader) -> int:
    """Return the length of the longest row of a matrix."""
    matrices = (each for each in header.tensors if len(each.shape) >= _MATRIX)
    return max((each.shape[0] for each in matrices), default=0)


def _summed(tensors: Iterable[Tensor], share: float) -> tuple[Reads, ...]:
    sizes: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for each in tensors:
        part = share if _EXPERTS in each.name else 1.0
        total = sizes[TYPE_NAMES.get(each.ggml_type, f"type-{each.ggml_type}")]
        total[0] += part * each.size_bytes
        total[1] += part * each.elements
        total[2] += part * each.elements / max(1, each.shape[0])
    return tuple(Reads(name, *map(round, each)) for name, each in sorted(sizes.items()))


def _share_of_experts(header: GgufHeader) -> float:
    count, used = _number(header, "expert_count"), _number(header, "expert_used_count")
    return used / count if 0 < used < count else 1.0


def _attention(header: GgufHeader) -> int:
    """Multiply and add for every head, with its key and with its value, in every layer."""
    total, most = _heads(header)
    if most <= 0:
        return 0
    each = _number(header, "embedding_length") // most
    key = _number(header, "attention.key_length") or each
    value = _number(header, "attention.value_length") or each
    return max(0, 2 * total * (key + value))


def _heads(header: GgufHeader) -> tuple[int, int]:
    """Return the heads of all layers together, and of the layer that has most."""
    found = header.metadata.get(f"{header.architecture}.attention.head_count")
    if isinstance(found, tuple):
        counts = [int(each) for each in found if isinstance(each, int)]
        return sum(counts), max(counts, default=0)
    each = _number(header, "attention.head_count")
    return each * _number(header, "block_count"), each


def _number(header: GgufHeader, name: str) -> int:
    return header.number(f"{header.architecture}.{name}")
