"""From a `Generate` frame to a sequence that the loop can trust.

Runs beside the loop, in the thread that reads the pipe, so that a long prompt is rendered and cut
into tokens while others go on generating. Everything that would make the library abort the process
is refused here.
"""

import time

from agent.engine.backends.base import Backend
from agent.engine.errors import BackendError
from agent.engine.frames import BAD_REQUEST, BAD_TEMPLATE, CONTEXT_OVERFLOW, Failed, Generate
from agent.engine.sequences import Sequence
from agent.engine.text import TextStream
from agent.engine.values import Sampling

MAX_STOPS = 16
MAX_STOP_CHARS = 500
_MAX_TOP_K = 2**31 - 1
_MAX_SEED = 2**32
_FACTOR = 100.0


def prepare(request: Generate, backend: Backend) -> Sequence | Failed:
    """Make a sequence of a request, or say why not."""
    arrived_s = time.monotonic()
    wrong = _wrong(request)
    if wrong is not None:
        return Failed(request.id, BAD_REQUEST, wrong)
    try:
        tokens = _tokens(request, backend)
    except BackendError as error:
        return Failed(request.id, BAD_TEMPLATE, str(error))
    facts = backend.facts
    if not tokens:
        return Failed(request.id, BAD_REQUEST, "the prompt is empty")
    if not all(0 <= token < facts.vocab for token in tokens):
        return Failed(
            request.id, BAD_REQUEST, f"a token is not in the vocabulary of {facts.vocab} tokens"
        )
    if len(tokens) >= facts.context:
        return Failed(
            request.id,
            CONTEXT_OVERFLOW,
            f"the prompt has {len(tokens)} tokens; prompt and answer together may have"
            f" {facts.context}",
            prompt_tokens=len(tokens),
            n_ctx=facts.context,
        )
    return Sequence(request, tokens, arrived_s, TextStream(request.stop))


def _tokens(request: Generate, backend: Backend) -> list[int]:
    if request.tokens is not None:
        return list(request.tokens)
    if request.messages is not None:
        return backend.tokenize(backend.render(request.messages))
    assert request.prompt is not None
    return backend.tokenize(request.prompt)


def _wrong(request: Generate) -> str | None:
    given = [one for one in (request.messages, request.prompt, request.tokens) if one is not None]
    if len(given) != 1:
        return "exactly one of messages, prompt and tokens must be given"
    if request.max_tokens < 1:
        return "max_tokens must be at least 1"
    if len(request.stop) > MAX_STOPS or any(len(stop) > MAX_STOP_CHARS for stop in request.stop):
        return f"at most {MAX_STOPS} stop strings of at most {MAX_STOP_CHARS} characters"
    return _wrong_sampling(request.sampling)


def _wrong_sampling(sampling: Sampling) -> str | None:
    bounds: tuple[tuple[str, float, float, float], ...] = (
        ("temperature", sampling.temperature, 0.0, _FACTOR),
        ("top_k", sampling.top_k, 0, _MAX_TOP_K),
        ("top_p", sampling.top_p, 0.0, 1.0),
        ("min_p", sampling.min_p, 0.0, 1.0),
        ("seed", sampling.seed or 0, 0, _MAX_SEED - 1),
        ("repeat_penalty", sampling.repeat_penalty, 0.01, _FACTOR),
        ("frequency_penalty", sampling.frequency_penalty, -_FACTOR, _FACTOR),
        ("presence_penalty", sampling.presence_penalty, -_FACTOR, _FACTOR),
        ("penalty_window", sampling.penalty_window, 0, 4096),
    )
    for name, value, low, high in bounds:
        if not low <= value <= high:
            return f"{name} must be between {low:g} and {high:g}, is {value:g}"
    return None
