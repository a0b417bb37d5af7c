"""How an answer is drawn, as llama.cpp's server writes it down. Pure."""

from typing import Any

from agent.engine.values import AdapterScale, Sampling, TokenBias
from agent.serving.servable import GenerateRequest

_NAMES = {
    "seed": "seed",
    "temperature": "temperature",
    "dynatemp_range": "dynatemp_range",
    "dynatemp_exponent": "dynatemp_exponent",
    "top_k": "top_k",
    "top_p": "top_p",
    "min_p": "min_p",
    "top_n_sigma": "top_n_sigma",
    "xtc_probability": "xtc_probability",
    "xtc_threshold": "xtc_threshold",
    "typical_p": "typical_p",
    "repeat_last_n": "penalty_window",
    "repeat_penalty": "repeat_penalty",
    "presence_penalty": "presence_penalty",
    "frequency_penalty": "frequency_penalty",
    "dry_multiplier": "dry_multiplier",
    "dry_base": "dry_base",
    "dry_allowed_length": "dry_allowed_length",
    "dry_penalty_last_n": "dry_penalty_last_n",
    "mirostat": "mirostat",
    "mirostat_tau": "mirostat_tau",
    "mirostat_eta": "mirostat_eta",
    "min_keep": "min_keep",
}
_RANDOM_SEED = 2**32 - 1
SAMPLERS = (
    "penalties",
    "dry",
    "top_n_sigma",
    "top_k",
    "typ_p",
    "top_p",
    "min_p",
    "xtc",
    "temperature",
)


def settings_of(sampling: Sampling) -> dict[str, Any]:
    """Return the parameters of sampling by llama.cpp's names."""
    said = {name: getattr(sampling, field) for name, field in _NAMES.items()}
    said["seed"] = _RANDOM_SEED if sampling.seed is None else sampling.seed
    return {**said, "samplers": SAMPLERS}


def generation_settings(
    request: GenerateRequest, sampling: Sampling, *, limit: int | None, stream: bool
) -> dict[str, Any]:
    """Return everything that decided about an answer."""
    constraint = request.constraint
    most = -1 if limit is None else limit
    return {
        **settings_of(sampling),
        "stop": request.stop,
        "max_tokens": most,
        "n_predict": most,
        "n_keep": request.keep,
        "n_discard": 0,
        "ignore_eos": request.ignore_end,
        "stream": stream,
        "logit_bias": [_bias(one) for one in request.bias],
        "n_probs": request.logprobs or 0,
        "grammar": constraint.text if constraint and constraint.kind == "gbnf" else "",
        "json_schema": constraint.text if constraint and constraint.kind != "gbnf" else "",
        "lora": [_adapter(place, one) for place, one in enumerate(request.adapters)],
    }


def _bias(one: TokenBias) -> dict[str, Any]:
    return {"token": one.token, "bias": one.bias}


def _adapter(place: int, one: AdapterScale) -> dict[str, Any]:
    return {"id": place, "name": one.name, "scale": one.scale}


def chosen(answer: dict[str, Any], paths: list[str] | None) -> dict[str, Any]:
    """Return the wanted fields of an answer; those inside others come out to its root."""
    if not paths:
        return answer
    found: dict[str, Any] = {}
    for path in paths:
        value: Any = answer
        steps = path.split("/")
        for step in steps:
            value = value.get(step, _MISSING) if isinstance(value, dict) else _MISSING
        if value is not _MISSING:
            found[steps[-1]] = value
    return found


_MISSING = object()
