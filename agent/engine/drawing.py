"""What a request wants of its draws, and who draws for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from agent.engine.values import Sampling, TokenBias, TokenLogprob


class Guide(Protocol):
    """What an answer must look like, as `constraint.Guide` says it."""

    @property
    def ended(self) -> bool: ...

    def forced(self) -> list[int]: ...

    def prepare(self) -> None: ...

    def allows(self, token: int) -> bool: ...

    def mask(self, logits: Any) -> None: ...

    def accept(self, token: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Drawing:
    """How the tokens of one request are drawn."""

    sampling: Sampling = Sampling()
    bias: tuple[TokenBias, ...] = ()
    prompt: Sequence[int] = ()
    """What penalties look back on."""
    guide: Guide | None = None
    logprobs: int | None = None


class Sampler(Protocol):
    """Draws the tokens of one request."""

    logprob: TokenLogprob | None
    """Of the token drawn last, where the request wants to know."""

    def draw(self, row: int) -> int:
        """Return the next token after row number `row` of the last batch, and remember it.

        The guide, if there is one, has accepted it when this returns.
        """
        ...

    def accept(self, token: int) -> None:
        """Remember a token that was not drawn; the guide knows it already."""
        ...

    def close(self) -> None: ...
