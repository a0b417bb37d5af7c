"""Who may wait: a queue bounded by requests and by prompt tokens. Pure.

What is over the bound is refused at once with the seconds after which trying again makes sense:
the tokens that are queued over the rates that were measured here. Better a short no than a long
silence.
"""

import math
from dataclasses import dataclass, field

from agent.serving.rates import Rates

MIN_RETRY_S, MAX_RETRY_S = 1, 120


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


@dataclass(eq=False)
class Ticket:
    """The place of one request that was let in."""

    prompt_tokens: int
    """Guessed at first; what the engine counted once it has."""
    inside: bool = True


@dataclass
class Admission:
    """The queue of one slot; it holds numbers, the requests themselves are elsewhere."""

    parallel: int
    bounds: Bounds = field(default_factory=Bounds)
    requests: int = 0
    prompt_tokens: int = 0

    def enter(self, prompt_tokens: int, rates: Rates) -> Ticket | Refusal:
        """Let a request in, or say why not; one that is let in must `leave`.

        A prompt longer than the whole bound is let into an empty queue: the engine knows its real
        length and words the refusal better.
        """
        bounds = self.bounds
        if self.requests >= self.parallel + bounds.requests:
            waiting = self.requests - self.parallel
            return Refusal(
                f"{waiting} requests are waiting, at most {bounds.requests} may",
                self._retry(rates),
            )
        total = self.prompt_tokens + prompt_tokens
        if self.requests and total > bounds.prompt_tokens:
            return Refusal(
                f"prompts of {self.prompt_tokens} tokens are in the queue, and"
                f" {prompt_tokens} more would pass its bound of {bounds.prompt_tokens}",
                self._retry(rates),
            )
        self.requests += 1
        self.prompt_tokens = total
        return Ticket(prompt_tokens)

    def recount(self, ticket: Ticket, prompt_tokens: int) -> None:
        """Take what the engine counted in place of what was guessed."""
        if ticket.inside:
            self.prompt_tokens += prompt_tokens - ticket.prompt_tokens
            ticket.prompt_tokens = prompt_tokens

    def leave(self, ticket: Ticket) -> None:
        """Let a request out; one that has left already is ignored."""
        if ticket.inside:
            ticket.inside = False
            self.requests -= 1
            self.prompt_tokens -= ticket.prompt_tokens

    @property
    def waiting(self) -> int:
        return max(0, self.requests - self.parallel)

    def _retry(self, rates: Rates) -> int:
        """Return when half of what is here now will probably be done."""
        wait_s = rates.seconds(prompt_tokens=self.prompt_tokens / 2, answers=self.requests / 2)
        return math.ceil(min(MAX_RETRY_S, max(MIN_RETRY_S, wait_s)))
