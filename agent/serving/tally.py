"""What a slot has done since the agent started: the numbers behind `/metrics`. Pure."""

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.engine.frames import Done

FIRST_TOKEN_BOUNDS_S = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
INTER_TOKEN_BOUNDS_S = (0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1.0, 5.0)
QUEUE_BOUNDS_S = (0.001, 0.01, 0.05, 0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)


@dataclass
class Histogram:
    """Counts of observations up to each bound, and beyond the last."""

    bounds: tuple[float, ...]
    counts: list[int] = field(default_factory=list)
    total: float = 0.0

    def __post_init__(self) -> None:
        self.counts = [0] * (len(self.bounds) + 1)

    def observe(self, value: float) -> None:
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value


@dataclass
class Tally:
    requests: int = 0
    failed: int = 0
    refused: int = 0
    unread: int = 0
    """Requests that were cancelled because their reader stood still."""
    vectors: int = 0
    """Inputs that were embedded or ranked."""
    prompt_tokens: int = 0
    cached_tokens: int = 0
    generated_tokens: int = 0
    prompt_s: float = 0.0
    """Time that prompts took which were not in memory, and that answers took."""
    answer_s: float = 0.0
    longest_tokens: int = 0
    """Most tokens that one request used, prompt and answer together."""
    drafted_tokens: int = 0
    drafts_taken: int = 0
    forced_tokens: int = 0
    loads: int = 0
    unloads: int = 0
    first_token_s: Histogram = field(default_factory=lambda: Histogram(FIRST_TOKEN_BOUNDS_S))
    inter_token_s: Histogram = field(default_factory=lambda: Histogram(INTER_TOKEN_BOUNDS_S))
    queue_s: Histogram = field(default_factory=lambda: Histogram(QUEUE_BOUNDS_S))

    def answered(self, done: "Done") -> None:
        """Count an answer that ended well."""
        usage, timings = done.usage, done.timings
        self.prompt_tokens += usage.prompt
        self.cached_tokens += usage.cached
        self.generated_tokens += usage.generated
        self.prompt_s += timings.prompt_ms / 1000
        if timings.tokens_per_s > 0:
            self.answer_s += (usage.generated - 1) / timings.tokens_per_s
        self.longest_tokens = max(self.longest_tokens, usage.prompt + usage.generated)
        self.drafted_tokens += timings.drafted
        self.drafts_taken += timings.drafts_taken
        self.forced_tokens += timings.forced
        self.first_token_s.observe(timings.first_token_ms / 1000)
        self.queue_s.observe(timings.queue_ms / 1000)
