"""The values of this package: what can be served, what is asked, what came of it.

The frames that they become are imported when the first one is made: an idle device makes none.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.engine.values import (
    Adapter,
    AdapterScale,
    Constraint,
    Message,
    Sampling,
    Templating,
    Tensor,
    TokenBias,
)
from shared.digest import Digest
from shared.ids import DeploymentId

if TYPE_CHECKING:
    from agent.engine.frames import Detokenize, Embed, Generate, Infer, Load, Tokenize

UNMANAGED = "unsigned, not managed by a fleet"
"""Said of a model that somebody serves alone."""

__all__ = [
    "UNMANAGED",
    "Answer",
    "DetokenizeRequest",
    "EmbedRequest",
    "GenerateRequest",
    "InferRequest",
    "Message",
    "Sampling",
    "Servable",
    "SlotFacts",
    "TokenizeRequest",
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
    serves: str = "text"
    """`text`, `embeddings`, `rerank` or `tensors`."""
    adapters: tuple[Adapter, ...] = ()
    cache_bytes: int = 0
    """Host memory for prefixes that no longer fit the context."""
    kv_type: str = "f16"
    """Of keys and values: `f16`, `q8_0` or `q4_0`."""
    repack: bool = False
    """Copy weights into the processor's own layout: faster prompts, more memory."""
    speculate: bool = True
    batch: int = 512
    """Most tokens evaluated in one step."""
    managed: bool = True
    """Whether a fleet signed it; a file that somebody serves alone is not."""

    @property
    def name(self) -> str:
        return f"{self.line}:{self.version}" if self.version else self.line

    def load(self, *, memory_bytes: int) -> "Load":
        """Return the frame that has a child load it, within `memory_bytes` (0 does not ask)."""
        from agent.engine.frames import Load  # noqa: PLC0415

        return Load(
            weights=str(self.weights.absolute()),
            context=self.context,
            parallel=self.parallel,
            threads=self.threads,
            batch=self.batch,
            serves=self.serves,
            cache_bytes=self.cache_bytes,
            memory_bytes=memory_bytes,
            kv_type=self.kv_type,
            repack=self.repack,
            speculate=self.speculate,
            adapters=self.adapters,
        )


@dataclass(frozen=True)
class GenerateRequest:
    """One request: exactly one of `messages`, `prompt` and `tokens`.

    The fields mean what those of `frames.Generate` mean.
    """

    messages: tuple[Message, ...] | None = None
    prompt: str | None = None
    tokens: tuple[int, ...] | None = None
    max_tokens: int | None = None
    """None lets the answer use what the context leaves."""
    sampling: Mapping[str, float | int] = field(default_factory=dict)
    """What the caller chose, by the names of `Sampling`; the bundle's defaults fill the rest."""
    stop: tuple[str, ...] = ()
    deadline_s: float | None = None
    templating: Templating = field(default_factory=Templating)
    constraint: Constraint | None = None
    bias: tuple[TokenBias, ...] = ()
    logprobs: int | None = None
    adapters: tuple[AdapterScale, ...] = ()
    ignore_end: bool = False
    special: bool = False
    shift: bool = False
    keep: int = 0
    reuse: bool = True

    @property
    def guessed_tokens(self) -> int:
        """Return about how long the prompt is, before the engine has counted."""
        if self.tokens is not None:
            return len(self.tokens)
        texts = [one.content for one in self.messages or ()]
        return _guess(*texts, self.prompt or "", self.templating.tools)

    def frame(self, number: int, *, context: int, parameters: Mapping[str, object]) -> "Generate":
        """Return the frame that asks it; `parameters` are the bundle's own."""
        from agent.engine.frames import Generate  # noqa: PLC0415

        return Generate(
            id=number,
            max_tokens=self.max_tokens or context,
            messages=self.messages,
            prompt=self.prompt,
            tokens=self.tokens,
            sampling=sampling_of(parameters, self.sampling),
            stop=self.stop,
            deadline_s=self.deadline_s,
            templating=self.templating,
            constraint=self.constraint,
            bias=self.bias,
            logprobs=self.logprobs,
            adapters=self.adapters,
            ignore_end=self.ignore_end,
            special=self.special,
            shift=self.shift,
            keep=self.keep,
            reuse=self.reuse,
        )


@dataclass(frozen=True)
class EmbedRequest:
    """Vectors, or scores where the model ranks; the fields are those of `frames.Embed`."""

    texts: tuple[str, ...] = ()
    tokens: tuple[tuple[int, ...], ...] = ()
    pairs: tuple[tuple[str, ...], ...] = ()
    normalize: bool = True
    truncate: bool = False
    deadline_s: float | None = None

    @property
    def guessed_tokens(self) -> int:
        counted = sum(map(len, self.tokens))
        return counted + _guess(*self.texts, *(text for pair in self.pairs for text in pair))

    def frame(self, number: int) -> "Embed":
        from agent.engine.frames import Embed  # noqa: PLC0415

        return Embed(
            id=number,
            texts=self.texts,
            tokens=self.tokens,
            pairs=self.pairs,
            normalize=self.normalize,
            truncate=self.truncate,
            deadline_s=self.deadline_s,
        )


@dataclass(frozen=True)
class InferRequest:
    """Run a tensor model; the fields are those of `frames.Infer`."""

    inputs: tuple[Tensor, ...]
    outputs: tuple[str, ...] = ()
    deadline_s: float | None = None

    @property
    def guessed_tokens(self) -> int:
        return _guess(*(tensor.data for tensor in self.inputs))

    def frame(self, number: int) -> "Infer":
        from agent.engine.frames import Infer  # noqa: PLC0415

        return Infer(
            id=number, inputs=self.inputs, outputs=self.outputs, deadline_s=self.deadline_s
        )


@dataclass(frozen=True)
class TokenizeRequest:
    """Tokens of a text, or of messages; the fields are those of `frames.Tokenize`."""

    text: str = ""
    messages: tuple[Message, ...] | None = None
    templating: Templating = field(default_factory=Templating)
    add_special: bool = False
    parse_special: bool = True
    deadline_s: float | None = None

    @property
    def guessed_tokens(self) -> int:
        texts = [one.content for one in self.messages or ()]
        return _guess(self.text, *texts, self.templating.tools)

    def frame(self, number: int) -> "Tokenize":
        from agent.engine.frames import Tokenize  # noqa: PLC0415

        return Tokenize(
            id=number,
            text=self.text,
            messages=self.messages,
            templating=self.templating,
            add_special=self.add_special,
            parse_special=self.parse_special,
        )


@dataclass(frozen=True)
class DetokenizeRequest:
    """The text of tokens."""

    tokens: tuple[int, ...]
    deadline_s: float | None = None

    @property
    def guessed_tokens(self) -> int:
        return len(self.tokens)

    def frame(self, number: int) -> "Detokenize":
        from agent.engine.frames import Detokenize  # noqa: PLC0415

        return Detokenize(id=number, tokens=self.tokens)


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
    first_token_ms: float | None = None
    tokens_per_s: float | None = None
    """Medians of the users' requests."""


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


def _guess(*texts: str) -> int:
    return sum(map(len, texts)) // _CHARS_PER_TOKEN + 1


_CHARS_PER_TOKEN = 3
_NUMBERS: Mapping[str, type[int] | type[float]] = {
    one.name: float if one.type is float else int for one in fields(Sampling)
}
