"""From a frame to work that the vector loop can trust, or to the answer that ends it at once.

Runs beside the loop, so that texts are cut into tokens and tensors are checked while others are
evaluated. Everything that would make a library abort the process is refused here.
"""

import base64
import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from agent.engine.backends import text_tensors
from agent.engine.backends.vector_base import (
    ANSWER_BYTES,
    Call,
    Input,
    VectorBackend,
    VectorFacts,
)
from agent.engine.errors import RefusedError
from agent.engine.frames import (
    BAD_REQUEST,
    CONTEXT_OVERFLOW,
    Detokenize,
    Embed,
    Failed,
    Infer,
    Tensors,
    Tokenize,
    Tokens,
    Vectors,
)
from agent.engine.values import Tensor

MAX_INPUTS: Final = 2048
"""Texts, token lists or pairs of one request."""
MAX_TENSORS: Final = 64
_VECTOR_BYTES: Final = 8
"""Quotes, a comma and base64's padding, per vector."""

VectorAsk = Embed | Infer | Tokenize | Detokenize
Answer = Vectors | Tensors | Tokens | Failed


@dataclass(slots=True, eq=False)
class Work:
    """A request that waits for its inputs to be evaluated."""

    id: int
    parts: Sequence[Input | Call]
    answer: Callable[[Sequence[Any]], Answer]
    """Makes the frame of what the backend returned for every part."""
    normalize: bool
    arrived_s: float
    limit_s: float | None
    prompt_tokens: int = 0
    results: dict[int, Any] = field(default_factory=dict)

    @property
    def deadline_s(self) -> float | None:
        """On the monotonic clock."""
        return None if self.limit_s is None else self.arrived_s + self.limit_s


def prepare(frame: VectorAsk, backend: VectorBackend) -> Work | Answer:
    """Make work of a request, or answer it."""
    arrived_s = time.monotonic()
    try:
        match frame:
            case Embed():
                return _embed(frame, backend, arrived_s)
            case Infer():
                return _infer(frame, backend, arrived_s)
            case Tokenize():
                return _tokenize(frame, backend)
            case Detokenize():
                return _detokenize(frame, backend)
    except RefusedError as error:
        return Failed(frame.id, error.code, str(error))
    except _OverflowError as error:
        return Failed(
            frame.id,
            CONTEXT_OVERFLOW,
            str(error),
            prompt_tokens=error.tokens,
            n_ctx=backend.facts.context,
        )


def _embed(frame: Embed, backend: VectorBackend, arrived_s: float) -> Work:
    given = [one for one in (frame.texts, frame.tokens, frame.pairs) if one]
    if len(given) != 1:
        raise RefusedError(BAD_REQUEST, "exactly one of texts, tokens and pairs must be given")
    facts = backend.facts
    _check_count(len(given[0]), facts)
    if any(len(pair) != 2 for pair in frame.pairs):  # noqa: PLR2004 - a pair
        raise RefusedError(BAD_REQUEST, "a pair is a query and a document")
    read = itertools.chain(
        map(backend.read, frame.texts),
        map(backend.take, frame.tokens),
        itertools.starmap(backend.pair, frame.pairs),
    )
    inputs = [_fit(one, facts, truncate=frame.truncate) for one in read]
    used = sum(len(one.tokens) for one in inputs)

    def answer(results: Sequence[bytes]) -> Vectors:
        said = tuple(base64.b64encode(result).decode() for result in results)
        return Vectors(frame.id, len(results[0]) // 4, said, used)

    return Work(frame.id, inputs, answer, frame.normalize, arrived_s, frame.deadline_s, used)


def _infer(frame: Infer, backend: VectorBackend, arrived_s: float) -> Work:
    if not 0 < len(frame.inputs) <= MAX_TENSORS:
        raise RefusedError(BAD_REQUEST, f"1 to {MAX_TENSORS} input tensors must be given")
    names = [tensor.name for tensor in frame.inputs]
    if len(set(names)) != len(names):
        raise RefusedError(BAD_REQUEST, "an input tensor is given twice")
    facts = backend.facts
    if text_tensors.is_text(frame.inputs, facts):
        return _infer_text(frame, backend, arrived_s)
    call = backend.call(frame.inputs, frame.outputs)

    def answer(results: Sequence[tuple[Tensor, ...]]) -> Tensors:
        return Tensors(frame.id, results[0])

    return Work(
        frame.id, [call], answer, normalize=True, arrived_s=arrived_s, limit_s=frame.deadline_s
    )


def _infer_text(frame: Infer, backend: VectorBackend, arrived_s: float) -> Work:
    facts = backend.facts
    texts = text_tensors.read(frame.inputs)
    text_tensors.check_outputs(frame.outputs, facts)
    _check_count(len(texts), facts)
    read = (backend.read(*one) if len(one) == 1 else backend.pair(*one) for one in texts)
    inputs = [_fit(one, facts, truncate=False) for one in read]
    used = sum(len(one.tokens) for one in inputs)

    def answer(results: Sequence[bytes]) -> Tensors:
        return Tensors(frame.id, text_tensors.outputs(results, frame.outputs, facts))

    return Work(
        frame.id,
        inputs,
        answer,
        normalize=True,
        arrived_s=arrived_s,
        limit_s=frame.deadline_s,
        prompt_tokens=used,
    )


def _tokenize(frame: Tokenize, backend: VectorBackend) -> Tokens:
    if frame.messages is not None:
        raise RefusedError(BAD_REQUEST, "this model has no chat template; give a text")
    tokens = backend.tokenize(
        frame.text, add_special=frame.add_special, parse_special=frame.parse_special
    )
    return Tokens(frame.id, tuple(tokens), frame.text, tuple(map(backend.piece, tokens)))


def _detokenize(frame: Detokenize, backend: VectorBackend) -> Tokens:
    _check_tokens(frame.tokens, backend.facts)
    pieces = tuple(map(backend.piece, frame.tokens))
    return Tokens(frame.id, frame.tokens, backend.detokenize(frame.tokens), pieces)


def _check_count(count: int, facts: VectorFacts) -> None:
    vector_bytes = facts.dimensions * 4 * 4 // 3 + _VECTOR_BYTES
    most = min(MAX_INPUTS, ANSWER_BYTES // vector_bytes)
    if count > most:
        raise RefusedError(BAD_REQUEST, f"{count} inputs; at most {most} may come at once")


def _check_tokens(tokens: Sequence[int], facts: VectorFacts) -> None:
    if not all(0 <= token < facts.vocab for token in tokens):
        raise RefusedError(BAD_REQUEST, f"a token is not in the vocabulary of {facts.vocab} tokens")


def _fit(one: Input, facts: VectorFacts, *, truncate: bool) -> Input:
    if not one.tokens:
        raise RefusedError(BAD_REQUEST, "an input is empty")
    _check_tokens(one.tokens, facts)
    if len(one.tokens) <= facts.context:
        return one
    cut = one.cut(facts.context) if truncate else None
    if cut is None:
        raise _OverflowError(len(one.tokens), facts.context)
    return cut


class _OverflowError(Exception):
    def __init__(self, tokens: int, context: int) -> None:
        super().__init__(f"an input has {tokens} tokens; the model reads {context} at most")
        self.tokens = tokens
