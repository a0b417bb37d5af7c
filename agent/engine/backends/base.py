"""What the loop needs of a library that evaluates models.

A backend belongs to one thread, the loop's; only `tokenize` and `render` may be called beside it.
The loop promises what these libraries punish by aborting the process: at most `batch` rows, token
and sequence numbers in range, positions without a gap, and sampling only from a row whose `output`
was asked for in the last successful `decode`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from agent.engine.values import Message, Sampling


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


class Row(NamedTuple):
    """One token to evaluate."""

    token: int
    position: int
    sequence: int
    output: bool


@dataclass(frozen=True, slots=True)
class ModelFacts:
    context: int
    """Tokens one sequence may hold."""
    parallel: int
    batch: int
    vocab: int
    architecture: str
    chat_template: bool


class Sampler(Protocol):
    """Draws the tokens of one request."""

    def draw(self, row: int) -> int:
        """Return the next token after row number `row` of the last batch, and remember it."""
        ...

    def close(self) -> None: ...


class Backend(Protocol):
    """A loaded model."""

    @property
    def facts(self) -> ModelFacts: ...

    def render(self, messages: Sequence[Message]) -> str:
        """Return the prompt that the model's chat template makes of `messages`.

        Raises:
            BackendError: there is no template, or it fails.
        """
        ...

    def tokenize(self, text: str) -> list[int]: ...

    def piece(self, token: int) -> bytes:
        """Return the bytes a token stands for; none for a control token."""
        ...

    def ends(self, token: int) -> bool:
        """Tell whether a token ends the answer."""
        ...

    def decode(self, rows: Sequence[Row]) -> Outcome: ...

    def sampler(self, sampling: Sampling, prompt: Sequence[int]) -> Sampler: ...

    def keep(self, sequence: int, length: int) -> int:
        """Forget a sequence beyond `length` tokens; return how many it really still holds.

        That is `length`, or 0 where the model's memory cannot be cut.
        """
        ...

    def close(self) -> None: ...
