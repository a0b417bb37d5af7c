"""What frames are made of: messages, sampling, constraints, tensors, measurements."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A function that an earlier answer called."""

    id: str
    name: str
    arguments: str
    """JSON text."""


@dataclass(frozen=True, slots=True)
class Message:
    role: str
    content: str
    reasoning: str = ""
    """What an earlier answer thought before it spoke; templates may leave it out."""
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Templating:
    """What the chat template gets beside the messages."""

    tools: str = ""
    """A JSON array of OpenAI function tools, or nothing."""
    arguments: str = ""
    """A JSON object of the template's own switches, e.g. `{"enable_thinking": false}`."""
    open_answer: bool = True
    """Whether the beginning of an answer follows the last message."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """What the answer must look like."""

    kind: str
    """`json_schema`, `json_object`, `regex`, `lark` or `gbnf`."""
    text: str = ""
    """The schema as JSON text, the expression, or the grammar."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """A LoRA adapter that is loaded with the model."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class AdapterScale:
    """How much of an adapter one request wants."""

    name: str
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class TokenBias:
    token: int
    bias: float
    """Added to the logit; -1e9 or less forbids the token."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next token is drawn, in the order and with the defaults of llama-server.

    Bias, penalties, DRY, top-n-sigma, top-k, typical-p, top-p, min-p, XTC, temperature, draw.
    Temperature 0 always takes the likeliest.
    """

    temperature: float = 0.0
    top_k: int = 40
    top_p: float = 0.95
    min_p: float = 0.05
    seed: int | None = None
    repeat_penalty: float = 1.0
    frequency_penalty: float = 0.0
    presence_penalty: float = 0.0
    penalty_window: int = 64
    """How many of the last tokens the penalties look at."""
    typical_p: float = 1.0
    top_n_sigma: float = -1.0
    xtc_probability: float = 0.0
    xtc_threshold: float = 0.1
    dynatemp_range: float = 0.0
    dynatemp_exponent: float = 1.0
    dry_multiplier: float = 0.0
    dry_base: float = 1.75
    dry_allowed_length: int = 2
    dry_penalty_last_n: int = -1
    mirostat: int = 0
    mirostat_tau: float = 5.0
    mirostat_eta: float = 0.1
    min_keep: int = 0


@dataclass(frozen=True, slots=True)
class Tensor:
    """One tensor of the Open Inference Protocol."""

    name: str
    datatype: str
    """`BOOL`, `INT8` ... `INT64`, `UINT8` ... `UINT64`, `FP16`, `FP32`, `FP64` or `BYTES`."""
    shape: tuple[int, ...]
    data: str
    """base64 of the elements, row-major, little-endian; `BYTES` as u32 length and bytes each."""


@dataclass(frozen=True, slots=True)
class TensorSpec:
    """An input or output of a tensor model; -1 stands for a free dimension."""

    name: str
    datatype: str
    shape: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Likely:
    """A token with its log probability (natural), over the whole vocabulary before truncation."""

    token: int
    text: str
    logprob: float


@dataclass(frozen=True, slots=True)
class TokenLogprob:
    chosen: Likely
    top: tuple[Likely, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    prompt: int
    cached: int
    """Prompt tokens that were still in memory from an earlier request."""
    generated: int


@dataclass(frozen=True, slots=True)
class Timings:
    prompt_ms: float
    """From the first prompt token's turn to the last one evaluated."""
    first_token_ms: float
    """From arrival in the child to the first generated token."""
    tokens_per_s: float
    """Decode rate after the first token; 0 for answers of one token."""
    queue_ms: float = 0.0
    """From arrival in the child to admission."""
    drafted: int = 0
    """Tokens guessed from the prompt."""
    drafts_taken: int = 0
    forced: int = 0
    """Tokens that the constraint left no choice about, evaluated as one batch."""
