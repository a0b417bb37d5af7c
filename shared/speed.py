"""How fast a device will serve a variant: from the variant's work and the device's kernel rates.

    one step  =  matrices + attention + operations + the engine's own step

Matrices: for each type of weights, what its kernel takes for their size and for their rows; that
is measured for 1, 8 and 128 rows of activations, and between them grows in a straight line. It is
measured with few weights and with many, because what a cache holds is not read from memory again.
Attention: what each head takes, and its floating-point operations over the rate that was measured.
What is not measured is not guessed: then there is no prediction. Pure.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from shared.capabilities import (
    BATCH_ROWS,
    PREFILL_ROWS,
    Capability,
    KernelCost,
    KernelRate,
    Kernels,
)
from shared.contexts import CELLS, LONG_CONTEXT, MICRO_ROWS, ONE_THREAD_BYTES
from shared.work import Reads, Work

BATCH: Final = 512
"""Rows of a step of the engine, at most."""
_ON_ELEMENTS: Final = 0.6
"""Of the operations; the others are the matrices and attention, which are counted by themselves."""
_NANO: Final = 1e-9
_PICO: Final = 1e-12


@dataclass(frozen=True)
class Load:
    """What is asked of a device at once."""

    context: int
    """Tokens of one request."""
    parallel: int
    """Requests that are answered side by side."""
    prompt: int
    """Tokens of the prompt that the time to the first token is said for."""
    weights_bytes: int
    """Of the model."""
    depth: int | None = None
    """Tokens that each request holds when rates are said; None takes half of the context."""


@dataclass(frozen=True)
class Speed:
    """What a device will do."""

    tokens_per_s: float
    """Of each request, while all of them are answered."""
    alone_tokens_per_s: float
    """Of a request that is alone, at its beginning."""
    prompt_tokens_per_s: float
    first_token_s: float
    """From a prompt to the first token of its answer, on an idle device."""


def predict(work: Work, capability: Capability, load: Load) -> Speed | None:
    """Return how fast a variant will be; None where the device has not measured its kernels."""
    kernels = capability.kernels
    if kernels is None:
        return None
    clock = _Clock.of(work, kernels, threads_of(capability, load.weights_bytes), load.weights_bytes)
    if clock is None:
        return None
    prompt_s = clock.prompt_s(load.prompt, load.context)
    depth = load.context // 2 if load.depth is None else load.depth
    return Speed(
        tokens_per_s=1 / clock.answer_s(load.parallel, depth),
        alone_tokens_per_s=1 / clock.answer_s(1, min(load.prompt, load.context)),
        prompt_tokens_per_s=load.prompt / prompt_s,
        first_token_s=prompt_s,
    )


def threads_of(capability: Capability, weights_bytes: int) -> int:
    """Return with how many threads a device's engine serves a model of this size."""
    if capability.threads is not None:
        return capability.threads
    return 1 if weights_bytes < ONE_THREAD_BYTES else capability.cores


def rate_for(rates: Sequence[KernelRate], weights_bytes: int) -> KernelRate:
    """Return the rate of one type for a model of this size, from at least one measurement.

    Between two of them, the time that each byte takes grows in a straight line with the logarithm
    of the size: the larger the model, the less of it is found in a cache.
    """
    ordered = sorted(rates, key=lambda each: each.weights_bytes)
    for few, many in pairwise(ordered):
        if few.weights_bytes < weights_bytes < many.weights_bytes:
            span = math.log(many.weights_bytes / max(1, few.weights_bytes))
            share = math.log(weights_bytes / max(1, few.weights_bytes)) / span
            return _between(few, many, share)
    fits = (each for each in reversed(ordered) if each.weights_bytes <= weights_bytes)
    return next(fits, ordered[0])


def _between(few: KernelRate, many: KernelRate, share: float) -> KernelRate:
    def rate(one: int, other: int) -> int:
        return round(1 / ((1 - share) / one + share / other))

    return few.model_copy(
        update={
            "decode": rate(few.decode, many.decode),
            "batch": rate(few.batch, many.batch),
            "prefill": rate(few.prefill, many.prefill),
        }
    )


class _Clock:
    """Times of one variant on one device with so many threads."""

    def __init__(
        self, work: Work, kernels: Kernels, rates: dict[str, KernelRate], cost: KernelCost
    ) -> None:
        self._work = work
        self._kernels = kernels
        self._rates = rates
        self._cost = cost

    @classmethod
    def of(cls, work: Work, kernels: Kernels, threads: int, weights_bytes: int) -> "_Clock | None":
        needed = {each.type for each in (*work.reads, *work.output)}
        measured = [each for each in kernels.rates if each.threads == threads]
        rates = {
            kind: rate_for([each for each in measured if each.type == kind], weights_bytes)
            for kind in needed & {each.type for each in measured}
        }
        cost = next((each for each in kernels.costs if each.threads == threads), None)
        if cost is None or not needed <= set(rates):
            return None
        return cls(work, kernels, rates, cost)

    def answer_s(self, rows: int, depth: int) -> float:
        """Return the time of a step that adds a token to each of `rows` answers."""
        return (
            self._matrices_s((*self._work.reads, *self._work.output), rows)
            + self._attention_s(rows, depth, batched=False)
            + self._operations_s(rows)
            + (self._kernels.step_ns + (rows - 1) * self._kernels.row_ns) * _NANO
            + rows * self._work.vocabulary * self._kernels.draw_ps * _PICO
        )

    def prompt_s(self, tokens: int, context: int) -> float:
        """Return the time until the first token after a prompt has been drawn."""
        grain = MICRO_ROWS if context < LONG_CONTEXT else MICRO_ROWS // 2
        passes_s = sum(
            self._matrices_s(self._work.reads, rows)
            + self._attention_s(rows, done + rows, batched=rows > 1)
            + self._operations_s(rows)
            for done, rows in _passes(tokens, grain)
        )
        steps = -(-tokens // BATCH)
        return (
            passes_s
            + self._matrices_s(self._work.output, 1)
            + steps * self._kernels.step_ns * _NANO
            + self._work.vocabulary * self._kernels.draw_ps * _PICO
        )

    def _matrices_s(self, reads: Sequence[Reads], rows: int) -> float:
        return sum(_matrix_s(each, self._rates[each.type], rows) for each in reads)

    def _attention_s(self, rows: int, depth: int, *, batched: bool) -> float:
        cells = -(-max(depth, 1) // CELLS) * CELLS
        if batched:
            return rows * cells * self._work.attention / self._cost.attention_prefill
        heads_s = rows * self._work.heads * self._cost.head_ns * _NANO
        return heads_s + rows * cells * self._work.attention / self._cost.attention_decode

    def _operations_s(self, rows: int) -> float:
        each_s = self._cost.operation_ns * _NANO
        each_s += _ON_ELEMENTS * rows * self._work.width * self._cost.element_ps * _PICO
        return self._work.operations * each_s


def _passes(tokens: int, grain: int) -> Iterable[tuple[int, int]]:
    """Return the parts in which a prompt is evaluated: how much is done already, and how much."""
    for done in range(0, tokens, grain):
        yield done, min(grain, tokens - done)


def _matrix_s(read: Reads, rate: KernelRate, rows: int) -> float:
    """Return the time of one type's matrices for so many rows."""
    flop = 2.0 * read.elements
    one_s = read.bytes / rate.decode + read.rows * rate.decode_row_ps * _PICO
    few_s = flop * BATCH_ROWS / rate.batch + read.rows * rate.batch_row_ps * _PICO
    many_s = flop * PREFILL_ROWS / rate.prefill + read.rows * rate.prefill_row_ps * _PICO
    few_s, many_s = max(one_s, few_s), max(one_s, few_s, many_s)
    if rows <= BATCH_ROWS:
        return one_s + (few_s - one_s) * (rows - 1) / (BATCH_ROWS - 1)
    return few_s + (many_s - few_s) * (rows - BATCH_ROWS) / (PREFILL_ROWS - BATCH_ROWS)
