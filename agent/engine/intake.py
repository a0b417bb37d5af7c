"""From a frame to a sequence that the loop can trust, and answers to what needs no loop.

Runs beside the loop, in the thread that reads the pipe, so that a long prompt is rendered and cut
into tokens, and a grammar compiled, while others go on generating. Everything that would make the
library abort the process is refused here.
"""

import time
from collections.abc import Callable

from agent.engine.backends.base import Backend, Drawing, Guide, ModelFacts
from agent.engine.errors import BackendError, RefusedError
from agent.engine.frames import (
    BAD_REQUEST,
    BAD_TEMPLATE,
    CONTEXT_OVERFLOW,
    Detokenize,
    Failed,
    Generate,
    Tokenize,
    Tokens,
)
from agent.engine.limits import wrong
from agent.engine.sequences import Sequence
from agent.engine.text import TextStream
from agent.engine.values import AdapterScale, Constraint

Compile = Callable[[Constraint], Guide]
"""Makes a guide.

Raises:
    RefusedError: the constraint is none.
"""


def prepare(
    request: Generate, backend: Backend, *, compile_guide: Compile | None = None
) -> Sequence | Failed:
    """Make a sequence of a request, or say why not."""
    arrived_s = time.monotonic()
    facts = backend.facts
    said = wrong(request, facts)
    if said is not None:
        return Failed(request.id, BAD_REQUEST, said)
    try:
        tokens = _tokens(request, backend)
        refused = _unfit(request, tokens, facts)
        if refused is not None:
            return refused
        guide = _guide(request, compile_guide)
    except RefusedError as error:
        return Failed(request.id, error.code, str(error))
    except BackendError as error:
        return Failed(request.id, BAD_TEMPLATE, str(error))
    drawing = Drawing(request.sampling, request.bias, tuple(tokens), guide, request.logprobs)
    return Sequence(
        request,
        tokens,
        arrived_s,
        TextStream(request.stop),
        adapters=_adapters(request),
        guide=guide,
        sampler=backend.sampler(drawing),
    )


def tokenize(request: Tokenize, backend: Backend) -> Tokens | Failed:
    """Cut a text, or messages as the template renders them, into tokens."""
    text, add_special, parse_special = request.text, request.add_special, request.parse_special
    if request.messages is not None:
        try:
            text = backend.render(request.messages, request.templating)
        except BackendError as error:
            return Failed(request.id, BAD_TEMPLATE, str(error))
        add_special = parse_special = True
    tokens = backend.tokenize(text, add_special=add_special, parse_special=parse_special)
    return Tokens(request.id, tuple(tokens), text, _pieces(tokens, backend))


def detokenize(request: Detokenize, backend: Backend) -> Tokens | Failed:
    """Say what text tokens are of."""
    vocab = backend.facts.vocab
    if not all(0 <= token < vocab for token in request.tokens):
        return Failed(
            request.id, BAD_REQUEST, f"a token is not in the vocabulary of {vocab} tokens"
        )
    text = b"".join(backend.piece(token, special=True) for token in request.tokens)
    return Tokens(
        request.id,
        request.tokens,
        text.decode("utf-8", "replace"),
        _pieces(request.tokens, backend),
    )


def _pieces(tokens: "list[int] | tuple[int, ...]", backend: Backend) -> tuple[str, ...]:
    return tuple(backend.piece(token, special=True).decode("utf-8", "replace") for token in tokens)


def _unfit(request: Generate, tokens: list[int], facts: ModelFacts) -> Failed | None:
    """Return why a prompt of these tokens cannot be answered."""
    if not tokens:
        return Failed(request.id, BAD_REQUEST, "the prompt is empty")
    if min(tokens) < 0 or max(tokens) >= facts.vocab:
        said = f"a token is not in the vocabulary of {facts.vocab} tokens"
        return Failed(request.id, BAD_REQUEST, said)
    if len(tokens) >= facts.context:
        return Failed(
            request.id,
            CONTEXT_OVERFLOW,
            f"the prompt has {len(tokens)} tokens; prompt and answer together may have"
            f" {facts.context}",
            prompt_tokens=len(tokens),
            n_ctx=facts.context,
        )
    return None


def _guide(request: Generate, compile_guide: Compile | None) -> Guide | None:
    if request.constraint is None:
        return None
    if compile_guide is None:
        raise RefusedError(BAD_REQUEST, "this model's answers cannot be constrained")
    return compile_guide(request.constraint)


def _tokens(request: Generate, backend: Backend) -> list[int]:
    if request.tokens is not None:
        return list(request.tokens)
    if request.messages is not None:
        return backend.tokenize(backend.render(request.messages, request.templating))
    assert request.prompt is not None
    return backend.tokenize(request.prompt)


def _adapters(request: Generate) -> tuple[AdapterScale, ...]:
    """Return the set that the request wants, written the same way for every order."""
    wanted = (one for one in request.adapters if one.scale != 0)
    return tuple(sorted(wanted, key=lambda one: one.name))
