"""What the loop needs of a library that evaluates models.

A backend belongs to one thread, the loop's; only `tokenize`, `render`, `piece`, `ends`, `specials`,
`sampler` and `interrupt` may be called beside it. The loop promises what these libraries punish by
aborting the process: at most `batch` rows and `outputs` outputs, token and sequence numbers in
range, positions without a gap, and sampling only from a row whose output was asked for in the last
successful `decode`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from agent.engine.drawing import Drawing, Guide, Sampler
from agent.engine.values import AdapterScale, Message, Templating

__all__ = ["Backend", "Drawing", "Guide", "ModelFacts", "Outcome", "Sampler", "Span"]


class Outcome(StrEnum):
    """What became of a batch."""

    OK = "ok"
    NO_ROOM = "no_room"
    """No free cells; nothing has changed."""
    ABORTED = "aborted"
    """Some rows may have been evaluated."""
    INVALID = "invalid"
    """The batch was refused; nothing has changed."""
    FATAL = "fatal"
    """The memory is in an unknown state."""


class Span(NamedTuple):
    """Neighbouring tokens of one sequence to evaluate."""

    sequence: int
    position: int
    """Of the first of them."""
    tokens: Sequence[int]
    outputs: int
    """From how many of the last ones a token may be drawn."""


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What the model is, and what its memory can do."""

    context: int
    """Tokens one request may hold."""
    parallel: int
    batch: int
    vocab: int
    architecture: str
    chat_template: bool
    sequences: int = 0
    """Sequence numbers there are: `parallel`, and some for prefixes of requests that have ended;
    0 stands for `parallel`."""
    cells: int = 0
    """Tokens that all sequences hold together, shared ones counted once; 0 stands for `context`
    for each of `parallel`."""
    outputs: int = 0
    """Rows of one batch from which tokens may be drawn; 0 stands for `parallel`."""
    grain: int = 1
    """Rows that are evaluated in one pass; parts of prompts are best multiples of it."""
    shares: bool = False
    """Whether `copy` works: what one sequence begins with, another can have at once."""
    cuts: bool = True
    """Whether a sequence can be cut anywhere, however long ago its tokens were evaluated."""
    guesses: bool = True
    """Whether tokens that were just evaluated can be forgotten again."""
    shifts: bool = False
    adapters: tuple[str, ...] = ()
    engine: str = "llama"
    parameters: int = 0
    weights_bytes: int = 0
    n_ctx_train: int = 0
    n_embd: int = 0
    template: str = ""
    bos: str = ""
    eos: str = ""
    adds_bos: bool = False
    memory_bytes: int = 0


class Backend(Protocol):
    """A loaded model."""

    @property
    def facts(self) -> ModelFacts: ...

    def render(self, messages: Sequence[Message], templating: Templating = ...) -> str:
        """Return the prompt that the model's chat template makes of `messages`.

        Raises:
            BackendError: there is no template, or it fails.
        """
        ...

    def tokenize(
        self, text: str, *, add_special: bool = True, parse_special: bool = True
    ) -> list[int]: ...

    def piece(self, token: int, *, special: bool = False) -> bytes:
        """Return the bytes a token stands for; none for a control token, unless `special`."""
        ...

    def ends(self, token: int) -> bool:
        """Tell whether a token ends the answer."""
        ...

    def specials(self) -> dict[int, str]:
        """Return the names of the tokens that never stand for text."""
        ...

    def decode(self, spans: Sequence[Span]) -> Outcome:
        """Evaluate one batch; its rows are numbered through all spans."""
        ...

    def sampler(self, drawing: Drawing) -> Sampler: ...

    def keep(self, sequence: int, length: int) -> int:
        """Forget a sequence beyond `length` tokens; return how many it really still holds.

        That is `length`, or 0 where the memory cannot be cut there.
        """
        ...

    def reusable(self, sequence: int, length: int) -> int:
        """Return how much of the first `length` tokens another prompt can be continued from.

        That is `length`, or 0 where the memory no longer has, or cannot be cut to, what is needed.
        """
        ...

    def copy(self, source: int, target: int, length: int) -> None:
        """Let the empty sequence `target` begin with the first `length` tokens of `source`."""
        ...

    def shift(self, sequence: int, start: int, count: int) -> None:
        """Forget `count` tokens from `start` on and move what follows down."""
        ...

    def state_bytes(self, sequence: int) -> int:
        """Return how large `save` would be; 0 where the memory cannot be saved."""
        ...

    def save(self, sequence: int) -> Any:
        """Return the state of a sequence as an opaque value of `state_bytes`."""
        ...

    def restore(self, sequence: int, state: Any) -> bool:
        """Fill the empty sequence from a saved state; False where there is no room for it."""
        ...

    def adapt(self, adapters: tuple[AdapterScale, ...]) -> None:
        """Evaluate the next batches with these adapters."""
        ...

    def interrupt(self) -> None:
        """Have the running `decode` end early with `ABORTED`, where the library can do that."""
        ...

    def close(self) -> None: ...
