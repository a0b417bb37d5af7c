"""The values of this package: what can be served, what is asked, what came of it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agent.engine.frames import Delta, Done
from agent.engine.values import Message, Sampling
from shared.digest import Digest
from shared.ids import DeploymentId

__all__ = [
    "Answer",
    "Delta",
    "Done",
    "GenerateRequest",
    "Message",
    "Sampling",
    "Servable",
    "SlotFacts",
    "sampling_of",
]


@dataclass(frozen=True)
class Servable:
    """A verified bundle on disk, with the way it is to be run."""

    bundle: Digest
    deployment: DeploymentId | None
    line: str
    version: str
    variant: str
    weights: Path
    context: int
    """Tokens one request may use, prompt and answer together."""
    parallel: int
    """Requests at once."""
    threads: int | None = None
    memory_bytes: int = 0
    """Forecast from the signed requirements; 0 lets the size of the weights stand for it."""
    parameters: Mapping[str, object] = field(default_factory=dict)
    """The bundle's default parameters, as its `parameters.json` spells them."""

    @property
    def name(self) -> str:
        return f"{self.line}:{self.version}"


@dataclass(frozen=True)
class GenerateRequest:
    """One request: exactly one of `messages`, `prompt` and `tokens`."""

    messages: tuple[Message, ...] | None = None
    prompt: str | None = None
    tokens: tuple[int, ...] | None = None
    max_tokens: int | None = None
    """None lets the answer use what the context leaves."""
    sampling: Mapping[str, float | int] = field(default_factory=dict)
    """What the caller chose, by the names of `Sampling`; the bundle's defaults fill the rest."""
    stop: tuple[str, ...] = ()
    deadline_s: float | None = None

    @property
    def guessed_tokens(self) -> int:
        """Return about how long the prompt is, before the engine has counted."""
        if self.tokens is not None:
            return len(self.tokens)
        texts = [one.content for one in self.messages or ()] + [self.prompt or ""]
        return sum(map(len, texts)) // _CHARS_PER_TOKEN + 1


@dataclass(frozen=True)
class Answer:
    """A whole answer, as the golden prompts want it."""

    text: str
    first_token_ms: float
    tokens_per_s: float
    generated_tokens: int


@dataclass(frozen=True)
class SlotFacts:
    """What a slot did since it switched; before that, what its candidate did since its load."""

    crashes: int = 0
    requests: int = 0
    failed_requests: int = 0
    memory_bytes: int = 0
    """Proportional set size of the engine process."""
    load_ms: int = 0


def sampling_of(*layers: Mapping[str, object]) -> Sampling:
    """Merge parameters, a later layer over an earlier; what is unknown or no number is left out."""
    merged = {name: value for layer in layers for name, value in layer.items()}
    numbers: dict[str, Any] = {
        name: kind(value)
        for name, kind in _NUMBERS.items()
        if isinstance(value := merged.get(name), int | float)
        and not isinstance(value, bool)
        and math.isfinite(value)
    }
    return Sampling(**numbers)


_CHARS_PER_TOKEN = 3
_NUMBERS: Mapping[str, type[int] | type[float]] = {
    "temperature": float,
    "top_k": int,
    "top_p": float,
    "min_p": float,
    "seed": int,
    "repeat_penalty": float,
    "frequency_penalty": float,
    "presence_penalty": float,
    "penalty_window": int,
}
