"""What the agent and an engine child say to each other, as plain values.

Plain dataclasses, because the child does not afford pydantic; `protocol` puts them on the pipe.
"""

from dataclasses import dataclass
from typing import Final

from agent.engine.values import (
    Adapter,
    AdapterScale,
    Constraint,
    Message,
    Sampling,
    Templating,
    Tensor,
    TensorSpec,
    Timings,
    TokenBias,
    TokenLogprob,
    Usage,
)

STOP: Final = "stop"
LENGTH: Final = "length"
CANCELLED: Final = "cancelled"


@dataclass(frozen=True, slots=True)
class Load:
    """The first frame: what to load; answered by `Ready` or `LoadFailed`."""

    weights: str
    context: int
    """Tokens that one request may use, prompt and answer together."""
    parallel: int
    """Requests at once."""
    threads: int | None = None
    batch: int = 512
    """Most tokens evaluated in one step."""
    serves: str = "text"
    """`text` (answers), `embeddings`, `rerank`, or `tensors` (Open Inference alone)."""
    cache_bytes: int = 0
    """Host memory for prefixes that no longer fit the context; 0 keeps none there."""
    memory_bytes: int = 0
    """What the child may take, model and context together; 0 does not ask. Forecast before the
    load; a bundle that needs more is refused with both numbers."""
    kv_type: str = "f16"
    """Of keys and values: `f16`, `q8_0` or `q4_0`."""
    repack: bool = False
    """Copy weights into the processor's own layout: faster prompts, more memory."""
    speculate: bool = True
    """Guess tokens from the prompt where it pays."""
    adapters: tuple[Adapter, ...] = ()


@dataclass(frozen=True, slots=True)
class Generate:
    """A request: exactly one of `messages`, `prompt` and `tokens`."""

    id: int
    max_tokens: int
    messages: tuple[Message, ...] | None = None
    prompt: str | None = None
    tokens: tuple[int, ...] | None = None
    sampling: Sampling = Sampling()
    stop: tuple[str, ...] = ()
    deadline_s: float | None = None
    """Seconds from arrival in the child after which the request fails."""
    templating: Templating = Templating()
    constraint: Constraint | None = None
    bias: tuple[TokenBias, ...] = ()
    logprobs: int | None = None
    """None for none; otherwise how many alternatives to report for every token, 0 to 20."""
    adapters: tuple[AdapterScale, ...] = ()
    ignore_end: bool = False
    """Go on past the model's end-of-answer tokens."""
    special: bool = False
    """Say control tokens too, as their text."""
    shift: bool = False
    """When the context is full, forget the oldest half instead of ending the answer."""
    keep: int = 0
    """Prompt tokens that a shift never forgets; -1 for the whole prompt."""
    reuse: bool = True
    """Whether prefixes that are in memory may be used."""


@dataclass(frozen=True, slots=True)
class Embed:
    """Vectors (or scores, where the model ranks) of several inputs at once.

    Exactly one of `texts`, `tokens` and `pairs`; answered by `Vectors` or `Failed`.
    """

    id: int
    texts: tuple[str, ...] = ()
    tokens: tuple[tuple[int, ...], ...] = ()
    pairs: tuple[tuple[str, ...], ...] = ()
    """(query, document) for ranking."""
    normalize: bool = True
    truncate: bool = False
    """Cut inputs that are too long instead of refusing them."""
    deadline_s: float | None = None


@dataclass(frozen=True, slots=True)
class Infer:
    """Run a tensor model; answered by `Tensors` or `Failed`."""

    id: int
    inputs: tuple[Tensor, ...]
    outputs: tuple[str, ...] = ()
    """Names of the wanted outputs; none for all."""
    deadline_s: float | None = None


@dataclass(frozen=True, slots=True)
class Tokenize:
    """Answered by `Tokens`: of a text, or of messages as the template renders them."""

    id: int
    text: str = ""
    messages: tuple[Message, ...] | None = None
    templating: Templating = Templating()
    add_special: bool = False
    parse_special: bool = True


@dataclass(frozen=True, slots=True)
class Detokenize:
    """Answered by `Tokens`."""

    id: int
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cancel:
    id: int


@dataclass(frozen=True, slots=True)
class Ready:
    """The bundle is loaded."""

    n_ctx: int
    """Tokens one request may use; at most what `Load` asked for and the model was made for."""
    parallel: int
    vocab: int
    architecture: str
    chat_template: bool
    load_ms: int
    sandbox: tuple[str, ...] = ()
    """What the child could take away from itself, by name."""
    engine: str = "llama"
    """Which backend runs it: `llama`, `onnx`, `genai` or `toy`."""
    serves: str = "text"
    parameters: int = 0
    weights_bytes: int = 0
    n_ctx_train: int = 0
    n_embd: int = 0
    template: str = ""
    """The chat template's source; clients may ask for it."""
    bos: str = ""
    eos: str = ""
    adds_bos: bool = False
    shifts: bool = False
    """Whether the context can be shifted."""
    adapters: tuple[str, ...] = ()
    inputs: tuple[TensorSpec, ...] = ()
    outputs: tuple[TensorSpec, ...] = ()
    labels: tuple[str, ...] = ()
    """What the scores of a classifier mean."""
    memory_bytes: int = 0
    """What the load was forecast to take; 0 where the backend cannot say."""


@dataclass(frozen=True, slots=True)
class LoadFailed:
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """The request was understood and waits for its turn."""

    id: int
    prompt_tokens: int


@dataclass(frozen=True, slots=True)
class Delta:
    """More text of an answer."""

    id: int
    text: str
    tokens: tuple[int, ...] = ()
    """Of this text; only where `logprobs` were asked for, as these are."""
    logprobs: tuple[TokenLogprob, ...] = ()


@dataclass(frozen=True, slots=True)
class Deltas:
    """What one step said to several requests, in one frame."""

    items: tuple[Delta, ...]


@dataclass(frozen=True, slots=True)
class Done:
    id: int
    finish_reason: str
    """`stop`, `length` or `cancelled`."""
    usage: Usage
    timings: Timings
    stopped_by: str = ""
    """The stop string that ended the answer, if one did."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """One vector per input, as base64 of little-endian float32."""

    id: int
    dimensions: int
    vectors: tuple[str, ...]
    prompt_tokens: int


@dataclass(frozen=True, slots=True)
class Tensors:
    id: int
    outputs: tuple[Tensor, ...]


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens, their pieces, and the text they are of."""

    id: int
    tokens: tuple[int, ...]
    text: str
    pieces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """The request failed; `code` says whose fault it was."""

    id: int
    code: str
    message: str
    prompt_tokens: int = 0
    n_ctx: int = 0


@dataclass(frozen=True, slots=True)
class Pulse:
    """The loop is alive: sent at most once a second while it works."""

    running: int
    waiting: int
    steps: int = 0
    """Batches evaluated since the load, and the rows in them."""
    rows: int = 0
    busy_ms: int = 0
    """Time inside the library, and outside it while there was work."""
    overhead_ms: int = 0
    held_tokens: int = 0
    """Cells of the context in use."""
    preempted: int = 0
    prompt_tokens_per_s: float = 0.0
    """Running mean of the rate at which prompts are evaluated."""


CONTEXT_OVERFLOW: Final = "context_overflow"
BAD_REQUEST: Final = "bad_request"
BAD_TEMPLATE: Final = "bad_chat_template"
DEADLINE: Final = "deadline"
ENGINE_FAILED: Final = "engine_failed"
NOT_SERVED: Final = "not_served"
"""This model does not do what the request wants, e.g. embeddings of a model that answers."""

Ask = Generate | Embed | Infer | Tokenize | Detokenize
ToChild = Load | Ask | Cancel
FromChild = (
    Ready
    | LoadFailed
    | Accepted
    | Delta
    | Deltas
    | Done
    | Vectors
    | Tensors
    | Tokens
    | Failed
    | Pulse
)
Frame = ToChild | FromChild
