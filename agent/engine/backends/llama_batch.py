"""A batch in the library's own arrays, filled in a few slices however many rows it has."""

import ctypes
from collections.abc import Sequence
from typing import Any

from agent.engine.backends.base import Span


class Batch:
    """Room for so many rows."""

    def __init__(self, binding: Any, rows: int) -> None:
        self.rows = rows
        self._tokens = (ctypes.c_int32 * rows)()
        self._positions = (ctypes.c_int32 * rows)()
        self._counts = (ctypes.c_int32 * rows)(*[1] * rows)
        self._sequences = (ctypes.c_int32 * rows)()
        self._outputs = (ctypes.c_int8 * rows)()
        self._pointers = _pointers_to(self._sequences)
        self._batch = binding.llama_batch()
        for name, array in (
            ("token", self._tokens),
            ("pos", self._positions),
            ("n_seq_id", self._counts),
            ("seq_id", self._pointers),
            ("logits", self._outputs),
        ):
            # The struct keeps only pointers: the arrays live as long as this object.
            kind = dict(binding.llama_batch._fields_)[name]
            setattr(self._batch, name, ctypes.cast(array, kind))

    def fill(self, spans: Sequence[Span]) -> Any:
        """Return the library's batch of `spans`; the caller has counted the rows."""
        at = 0
        ctypes.memset(self._outputs, 0, self.rows)
        for sequence, position, tokens, outputs in spans:
            count = len(tokens)
            end = at + count
            if count == 1:
                self._tokens[at] = tokens[0]
                self._positions[at] = position
                self._sequences[at] = sequence
                self._outputs[at] = outputs
            else:
                self._tokens[at:end] = list(tokens)
                self._positions[at:end] = list(range(position, position + count))
                self._sequences[at:end] = [sequence] * count
                if outputs:
                    self._outputs[end - outputs : end] = [1] * outputs
            at = end
        self._batch.n_tokens = at
        return self._batch


def _pointers_to(array: Any) -> Any:
    kind = ctypes.POINTER(ctypes.c_int32)
    size = ctypes.sizeof(ctypes.c_int32)
    return (kind * len(array))(
        *(ctypes.cast(ctypes.byref(array, index * size), kind) for index in range(len(array)))
    )
