"""Rows of logits as numpy sees them: in place, without a copy. Imports numpy, so it comes late."""

import ctypes
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Logits = npt.NDArray[np.float32]
_CANDIDATE: Final = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])
"""As `llama_token_data` lies in memory."""
_ENOUGH: Final = 8
"""So many times more candidates than needed are still few."""


@dataclass(frozen=True, slots=True)
class Known:
    """The probabilities of one row."""

    top: tuple[tuple[int, float], ...]
    _logits: Logits
    _total: float

    def of(self, token: int) -> float:
        return float(self._logits[token]) - self._total


class Rows:
    """The rows of the last batch of one context."""

    def __init__(self, binding: Any, context: Any, size: int) -> None:
        self._binding = binding
        self._context = context
        self._size = size
        self._kind = ctypes.c_float * size
        self._buffer = np.zeros(size, dtype=_CANDIDATE)
        self._numbers = np.arange(size, dtype=np.int32)
        self._array = binding.llama_token_data_array()
        self._data = ctypes.cast(self._buffer.ctypes.data, type(self._array.data))
        self._pointer = ctypes.byref(self._array)
        self._depth = 8.0
        """How far below the largest logit enough candidates were found last time."""

    def get(self, row: int) -> Logits:
        """Return a row of the last batch; it may be written to."""
        pointer = self._binding.llama_get_logits_ith(self._context, row)
        address = ctypes.cast(pointer, ctypes.c_void_p).value
        assert address is not None
        logits: Logits = np.ctypeslib.as_array(self._kind.from_address(address))
        return logits

    def biases(self, tokens: Sequence[int], values: Sequence[float]) -> tuple[Any, Any] | None:
        if not tokens:
            return None
        return np.array(tokens, dtype=np.int64), np.array(values, dtype=np.float32)

    def add(self, logits: Logits, bias: tuple[Any, Any]) -> None:
        np.add.at(logits, bias[0], bias[1])

    def likeliest(self, logits: Logits, count: int) -> Known:
        """Return the log probabilities of the likeliest `count` tokens, and how to get others'."""
        copy = logits.copy()
        largest = float(copy.max())
        total = largest + float(np.log(np.exp(copy - largest).sum(dtype=np.float64)))
        top: list[tuple[int, float]] = []
        if count:
            best = np.argpartition(copy, -count)[-count:] if count < self._size else self._numbers
            order = best[np.lexsort((best, -copy[best]))]
            top = [(int(token), float(copy[token]) - total) for token in order]
        return Known(tuple(top), copy, total)

    def pick(self, logits: Logits, chain: Any, few: int, recent: Iterable[int]) -> int:
        """Have a chain draw from the `few` likeliest tokens and the recent ones."""
        largest = logits.max()
        chosen = np.flatnonzero(logits > largest - self._depth)
        if not few <= len(chosen) <= few * _ENOUGH:
            floor = np.partition(logits, -few)[-few] if few < self._size else -np.inf
            chosen = np.flatnonzero(logits >= floor)
            self._depth = max(1e-3, min(1e3, 1.5 * float(largest - floor)))
        others = np.fromiter(recent, dtype=np.int64)
        if len(others):
            chosen = np.union1d(chosen, others)
        chosen = chosen[logits[chosen] > -np.inf]
        count = len(chosen)
        self._buffer["id"][:count] = chosen
        self._buffer["logit"][:count] = logits[chosen]
        return self._apply(chain, count)

    def pick_of_all(self, logits: Logits, chain: Any) -> int:
        """Have a chain draw from all tokens."""
        self._buffer["id"] = self._numbers
        self._buffer["logit"] = logits
        return self._apply(chain, self._size)

    def _apply(self, chain: Any, count: int) -> int:
        array = self._array
        # Samplers may move the pointer to the first candidate that is left.
        array.data, array.size, array.selected, array.sorted = self._data, count, -1, False
        self._binding.llama_sampler_apply(chain, self._pointer)
        return int(array.data[array.selected].id)
