"""The toy that embeds, ranks and doubles tensors: deterministic, without a model or numpy.

Its weights are the same `.toy` file. A token is a byte. The vector of a text counts its bytes,
modulo eight; the score of a pair is the share of the query's words that the
document has; a tensor `x` of two columns comes back doubled, as `twice`. A text that begins with a
command word misbehaves as in `toy`.
"""

import base64
import math
from array import array
from collections.abc import Sequence

from agent.engine.backends import text_tensors
from agent.engine.backends.toy import ToyBackend
from agent.engine.backends.vector_base import Call, Input, VectorFacts
from agent.engine.errors import BackendError, RefusedError
from agent.engine.frames import BAD_REQUEST, NOT_SERVED, Load
from agent.engine.values import Tensor, TensorSpec

DIMENSIONS = 8
BETWEEN = 0
"""The token that parts the query from the document."""
_BYTES = 256
_ROWS = 16
_X = TensorSpec("x", "FP32", (-1, 2))
_TWICE = TensorSpec("twice", "FP32", (-1, 2))


class ToyVectors:
    """Counts bytes."""

    def __init__(self, load: Load) -> None:
        """Read the file.

        Raises:
            BackendError: it is not a toy.
        """
        self._toy = ToyBackend(load)
        tensors, ranks = load.serves == "tensors", load.serves == "rerank"
        self._facts = VectorFacts(
            engine="toy",
            serves=load.serves,
            context=0 if tensors else load.context,
            rows=_ROWS,
            tokens=load.batch,
            padded=False,
            vocab=0 if tensors else _BYTES,
            architecture="toy",
            dimensions=1 if ranks else DIMENSIONS,
            scores=ranks,
            inputs=(_X,) if tensors else text_tensors.input_specs(pairs=ranks),
            outputs=(_TWICE,)
            if tensors
            else text_tensors.output_specs(1 if ranks else DIMENSIONS, scores=ranks),
        )

    @property
    def facts(self) -> VectorFacts:
        return self._facts

    def read(self, text: str) -> Input:
        if self._facts.serves != "embeddings":
            raise RefusedError(NOT_SERVED, f"this toy serves {self._facts.serves}")
        return Input(tuple(text.encode("utf-8", "replace")))

    def pair(self, query: str, document: str) -> Input:
        if self._facts.serves != "rerank":
            raise RefusedError(NOT_SERVED, f"this toy serves {self._facts.serves}")
        first = (*query.encode("utf-8", "replace"), BETWEEN)
        return Input((*first, *document.encode("utf-8", "replace")), head=len(first))

    def take(self, tokens: Sequence[int]) -> Input:
        return Input(tuple(tokens))

    def tokenize(self, text: str, *, add_special: bool, parse_special: bool) -> list[int]:
        del add_special, parse_special
        return list(text.encode("utf-8", "replace"))

    def piece(self, token: int) -> str:
        return self.detokenize([token])

    def detokenize(self, tokens: Sequence[int]) -> str:
        return bytes(tokens).decode("utf-8", "replace")

    def embed(self, inputs: Sequence[Input], *, normalize: bool) -> list[bytes]:
        made = [self._one(bytes(one.tokens)) for one in inputs]
        if normalize and not self._facts.scores:
            made = [[value / (math.hypot(*one) or 1.0) for value in one] for one in made]
        return [array("f", one).tobytes() for one in made]

    def call(self, inputs: Sequence[Tensor], outputs: Sequence[str]) -> Call:
        if self._facts.serves != "tensors":
            raise RefusedError(NOT_SERVED, f"this toy serves {self._facts.serves}")
        if [tensor.name for tensor in inputs] != ["x"] or set(outputs) - {"twice"}:
            raise RefusedError(BAD_REQUEST, "the toy takes x and answers twice")
        (x,) = inputs
        data = text_tensors.decode_data(x)
        if x.datatype != "FP32" or x.shape[1:] != (2,) or len(data) != 8 * x.shape[0]:
            raise RefusedError(BAD_REQUEST, "x must be FP32 of two columns")
        return Call("x", x.shape[0], 2, array("f", data))

    def infer(self, calls: Sequence[Call]) -> list[tuple[Tensor, ...]]:
        return [(self._twice(call),) for call in calls]

    def close(self) -> None:
        """There is nothing to give back."""

    def _one(self, text: bytes) -> list[float]:
        word = text.partition(b" ")[0].decode("utf-8", "replace")
        if word == "!fail":
            raise BackendError("the toy was asked to fail")
        self._toy.misbehave(word)
        if self._facts.scores:
            query, _, document = text.partition(bytes([BETWEEN]))
            words = query.split()
            return [sum(word in document.split() for word in words) / max(1, len(words))]
        counts = [0.0] * DIMENSIONS
        for byte in text:
            counts[byte % DIMENSIONS] += 1.0
        return counts

    def _twice(self, call: Call) -> Tensor:
        doubled = array("f", [2 * value for value in call.values])
        data = base64.b64encode(doubled.tobytes()).decode()
        return Tensor("twice", "FP32", (call.rows, 2), data)
