"""What a caller may choose about an answer, in the names of OpenAI and of llama.cpp's server.

Fields nobody here knows are ignored, because clients send many that change nothing (`user`,
`metadata`, `store`). Fields that would change the answer and cannot be honoured are refused.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from agent.api.errors import ApiError
from agent.engine.values import Constraint

MAX_STOPS: Final = 16
MAX_STOP_CHARS: Final = 500
MAX_BIASES: Final = 4096
MAX_SCHEMA_CHARS: Final = 2**16
MAX_ANSWERS: Final = 16
MAX_LOGPROBS: Final = 20
FORBIDDEN: Final = -1e9
"""The bias of a token that must not come."""
SEEDS: Final = 2**32
_INT: Final = 2**31 - 1
_FACTOR: Final = 100
_WINDOW: Final = 4096
"""How far back the engine looks for repetitions."""


class Given(BaseModel):
    """Part of a body; `None` stands for "not given", as clients send it."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class StreamOptions(Given):
    include_usage: bool = False


class AdapterChoice(Given):
    id: int = Field(ge=0)
    scale: float = Field(default=1.0, ge=-100, le=100)


class Options(Given):
    """What every endpoint that answers understands."""

    model: str | None = Field(default=None, min_length=1, max_length=200)
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    sse_ping_interval: int | None = Field(default=None, ge=-1, le=3600)
    stop: str | list[str] | None = None
    seed: int | None = None
    n: int | None = Field(default=None, ge=1)
    temperature: float | None = Field(default=None, ge=0, le=2)
    dynatemp_range: float | None = Field(default=None, ge=0, le=_FACTOR)
    dynatemp_exponent: float | None = Field(default=None, ge=0, le=_FACTOR)
    top_k: int | None = Field(default=None, ge=-1, le=_INT)
    top_p: float | None = Field(default=None, ge=0, le=1)
    min_p: float | None = Field(default=None, ge=0, le=1)
    top_n_sigma: float | None = Field(default=None, ge=-1, le=_FACTOR)
    typical_p: float | None = Field(default=None, ge=0, le=1)
    xtc_probability: float | None = Field(default=None, ge=0, le=1)
    xtc_threshold: float | None = Field(default=None, ge=0, le=1)
    min_keep: int | None = Field(default=None, ge=0, le=_INT)
    repeat_penalty: float | None = Field(default=None, ge=0.01, le=10)
    repeat_last_n: int | None = Field(default=None, ge=-1, le=_INT)
    frequency_penalty: float | None = Field(default=None, ge=-2, le=2)
    presence_penalty: float | None = Field(default=None, ge=-2, le=2)
    dry_multiplier: float | None = Field(default=None, ge=0, le=_FACTOR)
    dry_base: float | None = Field(default=None, ge=1, le=_FACTOR)
    dry_allowed_length: int | None = Field(default=None, ge=0, le=_INT)
    dry_penalty_last_n: int | None = Field(default=None, ge=-1, le=_INT)
    mirostat: int | None = Field(default=None, ge=0, le=2)
    mirostat_tau: float | None = Field(default=None, ge=0, le=_FACTOR)
    mirostat_eta: float | None = Field(default=None, ge=0, le=1)
    logit_bias: dict[str, float | bool] | list[list[int | str | float | bool]] | None = None
    ignore_eos: bool | None = None
    cache_prompt: bool | None = None
    n_keep: int | None = Field(default=None, ge=-1, le=_INT)
    n_probs: int | None = Field(default=None, ge=0)
    lora: list[AdapterChoice] | None = Field(default=None, max_length=64)
    t_max_predict_ms: int | None = Field(default=None, ge=-1)
    grammar: str | None = None
    json_schema: dict[str, Any] | None = None

    @property
    def include_usage(self) -> bool:
        return self.stream_options is not None and self.stream_options.include_usage

    @property
    def ping_s(self) -> float | None:
        """Return how often a silent stream is pinged: None as ever, 0 never."""
        every = self.sse_ping_interval
        return None if every is None else max(every, 0)

    @property
    def predict_s(self) -> float | None:
        limit_ms = self.t_max_predict_ms or 0
        return limit_ms / 1000 if limit_ms > 0 else None

    def sampling(self) -> dict[str, float | int]:
        """Return what the caller chose, by the engine's names."""
        given = {name: getattr(self, name) for name in _SAMPLING} | {
            "seed": self.seed_of(0),
            "top_k": None if self.top_k is None else max(self.top_k, 0),
            "penalty_window": _window(self.repeat_last_n),
            "dry_penalty_last_n": _window(self.dry_penalty_last_n),
        }
        return {name: value for name, value in given.items() if value is not None}

    def seed_of(self, place: int) -> int | None:
        """Return the seed of one of several answers."""
        return None if self.seed is None else (self.seed + place) % SEEDS

    def stops(self) -> tuple[str, ...]:
        """Return the stop strings.

        Raises:
            ApiError: there are too many, or one is too long.
        """
        given = [self.stop] if isinstance(self.stop, str) else self.stop or []
        words = tuple(word for word in given if word)
        if len(words) > MAX_STOPS or any(len(word) > MAX_STOP_CHARS for word in words):
            raise ApiError(
                f"stop: at most {MAX_STOPS} strings of at most {MAX_STOP_CHARS} characters",
                param="stop",
                code="invalid_value",
            )
        return words

    def biases(self) -> tuple[tuple[int | str, float], ...]:
        """Return what is added to the logits of which tokens; a text stands for its tokens.

        Raises:
            ApiError: it has neither of the two shapes.
        """
        pairs = tuple(_pairs(self.logit_bias))
        if len(pairs) > MAX_BIASES:
            raise ApiError(
                f"logit_bias: at most {MAX_BIASES} tokens", param="logit_bias", code="invalid_value"
            )
        return pairs

    def constraint(self) -> Constraint | None:
        """Return what the answer must look like.

        Raises:
            ApiError: it says so twice, or at too great length.
        """
        if self.grammar and self.json_schema is not None:
            raise ApiError(
                "send grammar or json_schema, not both", param="grammar", code="invalid_value"
            )
        if self.grammar:
            return Constraint("gbnf", bounded(self.grammar, "grammar"))
        if self.json_schema is not None:
            return schema_constraint(self.json_schema, "json_schema")
        return None

    def refuse_unsupported(self) -> None:
        """Say no to what would change the answer and cannot be honoured.

        Raises:
            ApiError: names the parameter.
        """
        if (self.n or 1) > MAX_ANSWERS:
            raise ApiError(f"n: at most {MAX_ANSWERS} answers", param="n", code="invalid_value")
        probabilities(self.n_probs, "n_probs")


_SAMPLING: Final = (
    "temperature",
    "dynatemp_range",
    "dynatemp_exponent",
    "top_p",
    "min_p",
    "top_n_sigma",
    "typical_p",
    "xtc_probability",
    "xtc_threshold",
    "min_keep",
    "repeat_penalty",
    "frequency_penalty",
    "presence_penalty",
    "dry_multiplier",
    "dry_base",
    "dry_allowed_length",
    "mirostat",
    "mirostat_tau",
    "mirostat_eta",
)


def _window(tokens: int | None) -> int | None:
    return None if tokens is None else min(tokens, _WINDOW)


def probabilities(count: int | None, param: str) -> int | None:
    """Check how many alternatives are wanted per token.

    Raises:
        ApiError: too many.
    """
    if count is not None and count > MAX_LOGPROBS:
        raise ApiError(f"{param}: at most {MAX_LOGPROBS}", param=param, code="invalid_value")
    return count


def schema_constraint(schema: Mapping[str, Any], param: str) -> Constraint:
    """Return the constraint of a JSON schema; an empty one means any object."""
    if not schema:
        return Constraint("json_object")
    return Constraint("json_schema", bounded(json.dumps(schema, separators=(",", ":")), param))


def bounded(text: str, param: str) -> str:
    """Return the text of a constraint.

    Raises:
        ApiError: it is too long.
    """
    if len(text) > MAX_SCHEMA_CHARS:
        raise ApiError(
            f"{param} has {len(text)} characters; at most {MAX_SCHEMA_CHARS}",
            param=param,
            code="schema_too_large",
        )
    return text


def _pairs(
    given: dict[str, float | bool] | list[list[int | str | float | bool]] | None,
) -> Iterator[tuple[int | str, float]]:
    pairs = given.items() if isinstance(given, dict) else given or ()
    for pair in pairs:
        if len(pair) != _PAIR or pair[1] is True or isinstance(pair[1], str):
            raise ApiError(
                "logit_bias: tokens with numbers, or with false to forbid them",
                param="logit_bias",
                code="invalid_value",
            )
        token, bias = pair
        if isinstance(token, str) and token.isdecimal() and isinstance(given, dict):
            token = int(token)
        if isinstance(token, float | bool) or token == "":
            raise ApiError("logit_bias: not a token", param="logit_bias", code="invalid_value")
        yield token, FORBIDDEN if bias is False else float(bias)


_PAIR: Final = 2
