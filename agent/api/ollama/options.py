"""Ollama's `options`: its names and defaults, in the engine's words. Pure.

What belongs to loading a model (`num_ctx`, `num_gpu`, `num_thread` ...) is settled by whoever
rolled the model out, and ignored here; names that nobody knows are ignored too, as Ollama does.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from agent.api.errors import ApiError

_SEEDS: Final = 2**32
_MOST: Final = 2**31 - 1
_DEFAULTS: Final[Mapping[str, float | int]] = {
    "temperature": 0.8,
    "top_k": 40,
    "top_p": 0.9,
    "min_p": 0.0,
    "typical_p": 1.0,
    "repeat_last_n": 64,
    "repeat_penalty": 1.0,
    "presence_penalty": 0.0,
    "frequency_penalty": 0.0,
}
_NAMES: Final[Mapping[str, str]] = {
    "repeat_last_n": "penalty_window",
    **{
        name: name
        for name in (
            "temperature",
            "top_k",
            "top_p",
            "min_p",
            "typical_p",
            "repeat_penalty",
            "presence_penalty",
            "frequency_penalty",
            "mirostat",
            "mirostat_tau",
            "mirostat_eta",
        )
    },
}
"""Ollama's name and the engine's."""
_WHOLE: Final = frozenset({"top_k", "repeat_last_n", "mirostat", "seed", "num_predict", "num_keep"})
_LEAST: Final[Mapping[str, float]] = {
    "temperature": 0,
    "top_k": 0,
    "top_p": 0,
    "min_p": 0,
    "typical_p": 0,
    "repeat_last_n": -1,
    "repeat_penalty": 1e-3,
    "mirostat": 0,
    "num_keep": -1,
}
_KEEP: Final = 4
_MOST_STOPS: Final = 64


@dataclass(frozen=True)
class Options:
    """What a request's and an alias's options come to."""

    sampling: Mapping[str, float | int]
    stop: tuple[str, ...]
    max_tokens: int | None
    keep: int


def options_of(given: Mapping[str, Any], *, bundle: Mapping[str, object], context: int) -> Options:
    """Return what `given` comes to over Ollama's defaults, and these under the bundle's own.

    Raises:
        ApiError: an option is of the wrong kind, or out of its range.
    """
    values = {name: _number(name, given[name]) for name in _numbers(given)}
    chosen = {name: values[name] for name in _NAMES if name in values}
    unsaid = {
        name: value
        for name, value in _DEFAULTS.items()
        if name not in chosen and _NAMES[name] not in bundle
    }
    sampling = {_NAMES[name]: value for name, value in {**unsaid, **chosen}.items()}
    if sampling.get("penalty_window") == -1:
        sampling["penalty_window"] = context
    seed = values.get("seed", -1)
    if seed >= 0:
        sampling["seed"] = int(seed) % _SEEDS
    most = int(values.get("num_predict", -1))
    return Options(
        sampling=sampling,
        stop=_stops(given.get("stop")),
        max_tokens=most if most > 0 else None,
        keep=int(values.get("num_keep", _KEEP)),
    )


def _numbers(given: Mapping[str, Any]) -> list[str]:
    known = {*_NAMES, "seed", "num_predict", "num_keep"}
    return [name for name, value in given.items() if name in known and value is not None]


def _number(name: str, value: Any) -> float | int:
    whole = name in _WHOLE
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        kind = "integer" if whole else "float32"
        raise _wrong(name, f"must be of type {kind}")
    # JSON knows one kind of number, and so Ollama takes 40.0 for 40.
    number = int(value) if whole else float(value)
    least = _LEAST.get(name, -_MOST)
    if not least <= number <= _MOST and name != "seed":
        raise _wrong(name, f"is {str(value)[:40]}, at least {least:g} is possible")
    return number


def _stops(value: Any) -> tuple[str, ...]:
    stops = [value] if isinstance(value, str) else value
    if stops is None:
        return ()
    if not isinstance(stops, list) or not all(isinstance(one, str) for one in stops):
        raise _wrong("stop", "must be of an array of strings")
    if len(stops) > _MOST_STOPS:
        raise _wrong("stop", f"has {len(stops)} texts, at most {_MOST_STOPS} are possible")
    return tuple(one for one in stops if one)


def _wrong(name: str, what: str) -> ApiError:
    return ApiError(f'option "{name}" {what}', param=f"options.{name}", code="invalid_value")
