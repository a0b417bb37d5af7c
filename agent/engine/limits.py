"""What a request may ask for. Pure.

The library answers some of the rest by aborting the process.
"""

from agent.engine.backends.base import ModelFacts
from agent.engine.frames import Generate
from agent.engine.values import Sampling

MAX_STOPS = 16
MAX_STOP_CHARS = 500
MAX_LOGPROBS = 20
MAX_BIASES = 4096
MAX_WINDOW = 4096
_MAX_TOP_K = 2**31 - 1
_MAX_SEED = 2**32
_FACTOR = 100.0
_MOST_BIAS = 1e9


def wrong(request: Generate, facts: ModelFacts) -> str | None:
    """Return what is wrong with a request, before its prompt is looked at."""
    given = [one for one in (request.messages, request.prompt, request.tokens) if one is not None]
    if len(given) != 1:
        return "exactly one of messages, prompt and tokens must be given"
    return (
        _wrong_size(request)
        or _wrong_stops(request)
        or _wrong_shift(request, facts)
        or _wrong_bias(request, facts)
        or _wrong_adapters(request, facts)
        or _wrong_sampling(request.sampling)
    )


def _wrong_size(request: Generate) -> str | None:
    if request.max_tokens < 1:
        return "max_tokens must be at least 1"
    if request.logprobs is not None and not 0 <= request.logprobs <= MAX_LOGPROBS:
        return f"logprobs must be between 0 and {MAX_LOGPROBS}, is {request.logprobs}"
    return None


def _wrong_stops(request: Generate) -> str | None:
    if len(request.stop) > MAX_STOPS or any(len(stop) > MAX_STOP_CHARS for stop in request.stop):
        return f"at most {MAX_STOPS} stop strings of at most {MAX_STOP_CHARS} characters"
    return None


def _wrong_shift(request: Generate, facts: ModelFacts) -> str | None:
    if request.keep < -1:
        return f"keep must be -1 or more, is {request.keep}"
    if request.shift and not facts.shifts:
        return "this model's context cannot be shifted; ask without it"
    return None


def _wrong_bias(request: Generate, facts: ModelFacts) -> str | None:
    if len(request.bias) > MAX_BIASES:
        return f"at most {MAX_BIASES} tokens may have a bias"
    for one in request.bias:
        if not 0 <= one.token < facts.vocab:
            return f"bias of token {one.token}, which is not in the vocabulary of {facts.vocab}"
        if one.bias > _MOST_BIAS:
            return f"the bias of token {one.token} is {one.bias:g}; at most {_MOST_BIAS:g}"
    return None


def _wrong_adapters(request: Generate, facts: ModelFacts) -> str | None:
    names = [one.name for one in request.adapters]
    for one in request.adapters:
        if one.name not in facts.adapters:
            known = ", ".join(facts.adapters) or "none"
            return f"no adapter is called {one.name[:80]!r}; loaded: {known}"
        if abs(one.scale) > _FACTOR:
            return f"the scale of {one.name!r} is {one.scale:g}; at most {_FACTOR:g}"
    return "an adapter is named twice" if len(set(names)) < len(names) else None


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
        ("penalty_window", sampling.penalty_window, -1, MAX_WINDOW),
        ("typical_p", sampling.typical_p, 0.0, 1.0),
        ("top_n_sigma", sampling.top_n_sigma, -1.0, _FACTOR),
        ("xtc_probability", sampling.xtc_probability, 0.0, 1.0),
        ("xtc_threshold", sampling.xtc_threshold, 0.0, 1.0),
        ("dynatemp_range", sampling.dynatemp_range, 0.0, _FACTOR),
        ("dynatemp_exponent", sampling.dynatemp_exponent, 0.0, _FACTOR),
        ("dry_multiplier", sampling.dry_multiplier, 0.0, _FACTOR),
        ("dry_base", sampling.dry_base, 0.0, _FACTOR),
        ("dry_allowed_length", sampling.dry_allowed_length, 0, MAX_WINDOW),
        ("dry_penalty_last_n", sampling.dry_penalty_last_n, -1, MAX_WINDOW),
        ("mirostat", sampling.mirostat, 0, 2),
        ("mirostat_tau", sampling.mirostat_tau, 0.0, _FACTOR),
        ("mirostat_eta", sampling.mirostat_eta, 0.0, 1.0),
        ("min_keep", sampling.min_keep, 0, MAX_WINDOW),
    )
    for name, value, low, high in bounds:
        if not low <= value <= high:
            return f"{name} must be between {low:g} and {high:g}, is {value:g}"
    return None
