"""How a context of llama.cpp is laid out for so many requests of so many tokens. Pure.

A device makes it, and the registry forecasts and signs what it takes: it must be the same one.
"""

from dataclasses import dataclass
from typing import Final

GUESSES: Final = 8
"""Rows beside one per request from which tokens may be drawn."""
CELLS: Final = 256
"""The library rounds a context up to a multiple of this."""
MICRO_ROWS: Final = 128
"""Rows that are evaluated in one pass: prompts gain nothing from more, buffers grow with it."""
LONG_CONTEXT: Final = 8192
"""From here on a pass has half of these rows, because its buffers grow with the context too."""
ONE_THREAD_BYTES: Final = 64 * 2**20
"""Weights below which one thread serves best: a token takes it less than several need to meet."""
FLASH_OFF, FLASH_AUTO = 0, -1
LARGE_VOCABULARY: Final = 32_768
"""From here on a device draws with numpy: every draw saves more time than that costs memory."""
NUMPY_BYTES: Final = 10 * 2**20
ENGINE_BYTES: Final = 4_300_000
"""What the engine's own code takes beside its libraries, once it serves."""
REQUEST_BYTES: Final = 120_000
"""What it keeps for each request that it may have at once."""
_LOGIT_BYTES: Final = 4
_HALF_BYTES: Final = 2
KV_TYPES: Final = {"f16": 1, "q8_0": 8, "q4_0": 2}
"""Numbers of ggml's types."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A context, in the library's terms."""

    n_ctx: int
    """Cells of all sequences together; each has an equal part for itself."""
    n_batch: int
    n_ubatch: int
    n_seq_max: int
    n_outputs_max: int
    kv_type: int
    flash: int


def shape(*, context: int, parallel: int, batch: int, kv_type: str = "f16") -> Shape:
    """Return the context in which `parallel` requests have `context` tokens each.

    Every sequence has cells of its own. In a pool that all share, each row is compared with the
    cells of everybody, and on a processor that costs more than copying a shared beginning. Flash
    attention is off, because on a processor it is several times slower for the few rows of answers
    and no faster for prompts; only quantized values need it.
    """
    return Shape(
        n_ctx=-(-context // CELLS) * CELLS * parallel,
        n_batch=batch,
        n_ubatch=min(batch, MICRO_ROWS if context < LONG_CONTEXT else MICRO_ROWS // 2),
        n_seq_max=parallel,
        n_outputs_max=min(batch, parallel + GUESSES),
        kv_type=KV_TYPES[kv_type],
        flash=FLASH_OFF if kv_type == "f16" else FLASH_AUTO,
    )


def late_bytes(form: Shape, *, vocabulary: int) -> int:
    """Return what drawing may take beside what a context has from its beginning.

    The buffer for a row of logits for every sequence grows when a batch has more outputs.
    """
    rows = max(0, form.n_outputs_max - form.n_seq_max)
    library = NUMPY_BYTES if vocabulary >= LARGE_VOCABULARY else 0
    return rows * vocabulary * _LOGIT_BYTES + library


def work_bytes(form: Shape, *, heads: int, widest: int) -> int:
    """Return what the processor's kernels take beside the buffers of a context.

    They write down in half precision what they multiply matrices with: the rows of a pass, and
    without flash attention how much each head looks at each cell.
    """
    cells = form.n_ctx // form.n_seq_max if form.flash == FLASH_OFF else 0
    return form.n_ubatch * max(cells * heads, widest) * _HALF_BYTES


def apply(form: Shape, parameters: object) -> None:
    """Write a shape into the library's parameters of a context."""
    for name, value in (
        ("n_ctx", form.n_ctx),
        ("n_batch", form.n_batch),
        ("n_ubatch", form.n_ubatch),
        ("n_seq_max", form.n_seq_max),
        ("n_outputs_max", form.n_outputs_max),
        ("n_outputs_max_per_seq", form.n_outputs_max),
        ("type_k", form.kv_type),
        ("type_v", form.kv_type),
        ("flash_attn_type", form.flash),
        ("kv_unified", False),
        ("swa_full", False),
    ):
        setattr(parameters, name, value)
