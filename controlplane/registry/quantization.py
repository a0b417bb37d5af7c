"""The quantizations we make, and what a source file may become. Pure."""

from collections.abc import Sequence
from enum import Enum

from controlplane.registry.errors import BadReleaseError
from shared.gguf import GgufHeader

_F16_TYPE = 1


class Quantization(Enum):
    """A form of the weights: its name and llama.cpp's number for it (`llama_ftype`)."""

    F16 = ("f16", 1)
    Q8_0 = ("q8_0", 7)
    Q6_K = ("q6_k", 18)
    Q5_K_M = ("q5_k_m", 17)
    Q4_K_M = ("q4_k_m", 15)
    Q4_0 = ("q4_0", 2)
    Q3_K_M = ("q3_k_m", 12)
    Q2_K = ("q2_k", 10)

    def __init__(self, label: str, ftype: int) -> None:
        self.label = label
        self.ftype = ftype


ACCEPTED = tuple(each.label for each in Quantization)
_FULL_PRECISION = ("f32", "f16", "bf16")


def parse(text: str) -> Quantization:
    """Return the quantization called `text`, whatever its case.

    Raises:
        BadReleaseError: we make no such quantization.
    """
    for each in Quantization:
        if each.label == text.strip().lower():
            return each
    raise BadReleaseError(
        f"{text[:40]!r} is not a quantization we make; choose of {', '.join(ACCEPTED)}"
    )


def of_source(header: GgufHeader) -> str:
    """Return the quantization a file already has: what it says, or its largest tensor's type."""
    if header.file_type:
        return header.file_type
    largest = max(header.tensors, key=lambda tensor: tensor.size_bytes, default=None)
    return "f16" if largest is not None and largest.ggml_type == _F16_TYPE else "f32"


def check(wanted: Sequence[Quantization], source: str) -> None:
    """Make sure that a source of quantization `source` can become every one of `wanted`.

    Raises:
        BadReleaseError: none or one twice, or the source has lost the precision already.
    """
    if not wanted:
        raise BadReleaseError("a release needs at least one variant")
    if len(set(wanted)) != len(wanted):
        raise BadReleaseError("a variant is asked for twice")
    if source in _FULL_PRECISION:
        return
    for each in wanted:
        if each.label != source:
            raise BadReleaseError(
                f"the file is {source} already and cannot become {each.label};"
                f" import the f16 file, or ask for {source} alone"
            )
