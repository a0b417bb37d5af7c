"""Who may wait: a queue bounded by requests and by prompt tokens. Pure.

What is over the bound is refused at once with the seconds after which trying again makes sense,
taken from the rates that were measured here: better a short no than a long silence.
"""

import math
from dataclasses import dataclass, field

MIN_RETRY_S, MAX_RETRY_S = 1, 120
_WEIGHT = 0.2
"""Of the newest measurement in the running mean."""


@dataclass(frozen=True)
class Bounds:
    requests: int = 64
    """Requests that may wait beside those that are being answered."""
    prompt_tokens: int = 65_536
    """Prompt tokens of everything that is here and has not ended."""


@dataclass(frozen=True)
class Refusal:
    reason: str
    retry_after_s: int


@dataclass
class Admission:
    """The queue of one slot; it holds numbers, the requests themselves are elsewhere."""

    parallel: int
    bounds: Bounds = field(default_factory=Bounds)
    requests: int = 0
    prompt_tokens: int = 0
    mean_s: float = 1.0
    """Running mean of how long one request takes once its turn has come."""

    def enter(self, prompt_tokens: int) -> Refusal | None:
        """Let a request in, or say why not; one that is let in must `leave`.

        A prompt longer than the whole bound is let into an empty queue: the engine knows its real
        length and words the refusal better.
        """
        bounds = self.bounds
        if self.requests >= self.parallel + bounds.requests:
            waiting = self.requests - self.parallel
            return Refusal(
                f"{waiting} requests are waiting, at most {bounds.requests} may", self._retry()
            )
        total = self.prompt_tokens + prompt_tokens
        if self.requests and total > bounds.prompt_tokens:
            return Refusal(
                f"prompts of {self.prompt_tokens} tokens are in the queue, and"
                f" {prompt_tokens} more would pass its bound of {bounds.prompt_tokens}",
                self._retry(),
            )
        self.requests += 1
        self.prompt_tokens = total
        return None

    def leave(self, prompt_tokens: int, *, took_s: float | None = None) -> None:
        """Let a request out; `took_s` only of one that was answered to its end."""
        self.requests -= 1
        self.prompt_tokens -= prompt_tokens
        if took_s is not None:
            self.mean_s += _WEIGHT * (took_s - self.mean_s)

    @property
    def waiting(self) -> int:
        return max(0, self.requests - self.parallel)

    def _retry(self) -> int:
        """Return when half of what is here now will probably be done."""
        rounds = self.requests / max(1, self.parallel) / 2
        return min(MAX_RETRY_S, max(MIN_RETRY_S, math.ceil(rounds * self.mean_s)))
