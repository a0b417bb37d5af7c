"""Tensors through a session: checked when they come, put together when they run.

Calls are put together along the first dimension where every input and every wanted output calls it
by the same name. That a model keeps its rows apart cannot be read from the file, so the first runs
of every kind are done both ways and compared; a model that mixes them runs each call alone.
"""

from collections.abc import Hashable, Sequence
from typing import Any, Final

import numpy as np

from agent.engine.backends import onnx_tensors
from agent.engine.backends.onnx_session import OnnxSession
from agent.engine.backends.vector_base import ANSWER_BYTES, Call
from agent.engine.errors import RefusedError
from agent.engine.frames import BAD_REQUEST
from agent.engine.values import Tensor

_PROOFS: Final = 3
"""Shared runs of a kind that must equal the calls' own before it is trusted."""
_TOLERANCE: Final = 1e-3
_MAX_KINDS: Final = 256


class OnnxCalls:
    """The calls of one session."""

    def __init__(self, session: OnnxSession, *, apart: bool) -> None:
        """Begin; `apart` runs every call alone."""
        self._session = session
        self._proofs: dict[Hashable, int] = {}
        self._mixes = apart

    def call(self, inputs: Sequence[Tensor], outputs: Sequence[str]) -> Call:
        """Check tensors against the model.

        Raises:
            RefusedError: they are not what it takes.
        """
        session = self._session
        given = {tensor.name: tensor for tensor in inputs}
        _check_names("input", given.keys(), session.inputs.keys(), all_needed=True)
        _check_names("output", outputs, session.outputs.keys(), all_needed=False)
        names = tuple(dict.fromkeys(outputs)) or tuple(session.outputs)
        arrays = {
            name: onnx_tensors.decode(given[name], spec) for name, spec in session.inputs.items()
        }
        rows = {array.shape[0] for array in arrays.values() if array.ndim}
        shared = self._shares(names) and len(rows) == 1 and 0 not in rows
        kind = (
            names,
            tuple((name, array.shape[1:]) for name, array in arrays.items()),
        )
        count = rows.pop() if shared else 1
        size = sum(array.size for array in arrays.values()) // count
        return Call(kind if shared else None, count, size, (arrays, names))

    def infer(self, calls: Sequence[Call]) -> list[tuple[Tensor, ...]]:
        """Run calls of one kind.

        Raises:
            BackendError: onnxruntime failed.
            RefusedError: the outputs of one are more than an answer holds.
        """
        if len(calls) == 1 or self._mixes:
            return [self._answer(call, self._alone(call)) for call in calls]
        together = self._together(calls)
        kind = calls[0].kind
        if self._proofs.get(kind, 0) < _PROOFS:
            apart = [self._alone(call) for call in calls]
            if not _same(together, apart):
                self._mixes = True
                together = apart
            elif len(self._proofs) < _MAX_KINDS:
                self._proofs[kind] = self._proofs.get(kind, 0) + 1
        return [self._answer(call, made) for call, made in zip(calls, together, strict=True)]

    def _shares(self, outputs: Sequence[str]) -> bool:
        free = self._session.free
        named = [*self._session.inputs, *outputs]
        return (
            not self._mixes
            and all(name in free for name in named)
            and len({free[name] for name in named}) == 1
            and free[named[0]] is not None
        )

    def _alone(self, call: Call) -> list[Any]:
        arrays, names = call.values
        return self._session.run(arrays, names)

    def _together(self, calls: Sequence[Call]) -> list[list[Any]]:
        _, names = calls[0].values
        arrays = {
            name: np.concatenate([call.values[0][name] for call in calls])
            for name in self._session.inputs
        }
        borders = np.cumsum([call.rows for call in calls])
        made = self._session.run(arrays, names)
        if any(len(one) != borders[-1] for one in made):
            self._mixes = True
            return [self._alone(call) for call in calls]
        parts = [np.split(one, borders[:-1]) for one in made]
        return [list(one) for one in zip(*parts, strict=True)]

    def _answer(self, call: Call, made: Sequence[Any]) -> tuple[Tensor, ...]:
        _, names = call.values
        specs = [self._session.outputs[name] for name in names]
        pairs = list(zip(made, specs, strict=True))
        size = sum(onnx_tensors.size_bytes(value, spec) for value, spec in pairs)
        most = ANSWER_BYTES * 3 // 4
        if size > most:
            raise RefusedError(
                BAD_REQUEST,
                f"the outputs take {size} bytes; at most {most} fit an answer: ask for fewer"
                " outputs or fewer rows",
            )
        return tuple(onnx_tensors.encode(spec.name, value, spec) for value, spec in pairs)


def _same(together: Sequence[Sequence[Any]], apart: Sequence[Sequence[Any]]) -> bool:
    return all(
        one.shape == other.shape
        and (
            np.allclose(one, other, rtol=_TOLERANCE, atol=_TOLERANCE, equal_nan=True)
            if np.issubdtype(one.dtype, np.inexact)
            else np.array_equal(one, other)
        )
        for left, right in zip(together, apart, strict=True)
        for one, other in zip(left, right, strict=True)
    )


def _check_names(what: str, given: Any, known: Any, *, all_needed: bool) -> None:
    wrong = sorted(set(given) - set(known))
    lacking = sorted(set(known) - set(given)) if all_needed else []
    if wrong:
        raise RefusedError(
            BAD_REQUEST, f"no {what} is called {wrong[0][:80]!r}; there are {', '.join(known)}"
        )
    if lacking:
        raise RefusedError(BAD_REQUEST, f"the {what} {lacking[0]!r} is missing")
