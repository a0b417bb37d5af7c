"""A request in the engine, from arrival to its last frame."""

from dataclasses import dataclass

from agent.engine.backends.base import Sampler
from agent.engine.frames import Done, Generate
from agent.engine.scheduler import Demand
from agent.engine.text import TextStream
from agent.engine.values import Timings, Usage


@dataclass(slots=True)
class Sequence:
    """One request: its tokens, how many are evaluated, and what has been said."""

    request: Generate
    tokens: list[int]
    """Prompt, then every token drawn."""
    arrived_s: float
    text: TextStream
    prompt_tokens: int = 0
    place: int | None = None
    """The sequence number in the backend's memory, once admitted."""
    evaluated: int = 0
    cached: int = 0
    sampler: Sampler | None = None
    started_s: float | None = None
    prompt_done_s: float | None = None
    first_token_s: float | None = None
    last_token_s: float = 0.0

    def __post_init__(self) -> None:
        self.prompt_tokens = len(self.tokens)

    @property
    def generated(self) -> int:
        return len(self.tokens) - self.prompt_tokens

    @property
    def generating(self) -> bool:
        """Whether all that waits is the one token drawn last."""
        return self.generated > 0 and len(self.tokens) - self.evaluated == 1

    @property
    def deadline_s(self) -> float | None:
        limit = self.request.deadline_s
        return None if limit is None else self.arrived_s + limit

    def demand(self) -> Demand:
        assert self.place is not None
        return Demand(self.place, len(self.tokens) - self.evaluated, generating=self.generating)

    def done(self, finish_reason: str, now_s: float) -> Done:
        """Return the last frame of a request that did not fail."""
        started = now_s if self.started_s is None else self.started_s
        prompt_done = now_s if self.prompt_done_s is None else self.prompt_done_s
        first = now_s if self.first_token_s is None else self.first_token_s
        later, elapsed_s = self.generated - 1, self.last_token_s - first
        return Done(
            id=self.request.id,
            finish_reason=finish_reason,
            usage=Usage(self.prompt_tokens, self.cached, self.generated),
            timings=Timings(
                prompt_ms=round(max(0.0, prompt_done - started) * 1000, 3),
                first_token_ms=round((first - self.arrived_s) * 1000, 3),
                tokens_per_s=round(later / elapsed_s, 3) if later > 0 and elapsed_s > 0 else 0.0,
            ),
        )
