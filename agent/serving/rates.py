"""How fast a loaded bundle turned out to be, from the requests that it answered. Pure."""

from dataclasses import dataclass
from typing import Final

_WEIGHT: Final = 0.2
"""Of the newest measurement in a running mean."""
_SLOWEST, _FASTEST = 1e-3, 1e9
"""Tokens a second that are believed; the numbers come from a process that is not trusted."""


@dataclass
class Rates:
    """Running means; until something is measured, a guess at a slow machine."""

    prompt_tokens_per_s: float = 100.0
    answer_tokens_per_s: float = 10.0
    """Of all requests together."""
    answer_tokens: float = 64.0
    """Length of an answer."""
    measured: bool = False

    def observe(
        self,
        *,
        evaluated: int,
        prompt_ms: float,
        generated: int,
        tokens_per_s: float,
        beside: int,
    ) -> None:
        """Take an answer that ended, while `beside` others were being answered at once."""
        if evaluated > 0 and prompt_ms > 0:
            rate = _believed(evaluated / prompt_ms * 1000)
            self.prompt_tokens_per_s = self._mean(self.prompt_tokens_per_s, rate)
        if tokens_per_s > 0:
            rate = _believed(tokens_per_s * (1 + beside))
            self.answer_tokens_per_s = self._mean(self.answer_tokens_per_s, rate)
        self.answer_tokens = self._mean(self.answer_tokens, max(0, generated))
        self.measured = True

    def seconds(self, *, prompt_tokens: float, answers: float) -> float:
        """Return how long work will take: prompts of so many tokens, and so many answers."""
        return (
            prompt_tokens / self.prompt_tokens_per_s
            + answers * self.answer_tokens / self.answer_tokens_per_s
        )

    def _mean(self, before: float, now: float) -> float:
        return before + _WEIGHT * (now - before) if self.measured else now


def _believed(rate: float) -> float:
    return min(_FASTEST, max(_SLOWEST, rate))
