"""A request in the engine, from arrival to its last frame."""

from collections.abc import Sequence as Items
from dataclasses import dataclass, field

from agent.engine.backends.base import Guide, Sampler
from agent.engine.frames import Delta, Done, Generate
from agent.engine.scheduler import Demand
from agent.engine.speculation import Guesser
from agent.engine.text import TextStream
from agent.engine.values import AdapterScale, Timings, TokenLogprob, Usage


@dataclass(slots=True, eq=False)
class Sequence:
    """One request: its tokens, how many are evaluated, and what has been said."""

    request: Generate
    tokens: list[int]
    """Prompt, then every token of the answer; what a shift forgot is not among them."""
    arrived_s: float
    text: TextStream
    adapters: tuple[AdapterScale, ...] = ()
    guide: Guide | None = None
    prompt_tokens: int = 0
    generated: int = 0
    place: int | None = None
    """The sequence number in the backend's memory, once admitted."""
    evaluated: int = 0
    prompting: bool = True
    """Whether what is pending is a prompt, or an answer that must be evaluated again."""
    cached: int = 0
    passed: int = 0
    """How many came later and were admitted before."""
    sampler: Sampler | None = None
    guesser: Guesser | None = None
    guesses: Items[int] = ()
    """What is guessed to follow the pending tokens, in this step."""
    forced: int = 0
    unsaid: list[TokenLogprob] = field(default_factory=list)
    """Of tokens whose text is held back."""
    admitted_s: float | None = None
    started_s: float | None = None
    prompt_done_s: float | None = None
    first_token_s: float | None = None
    last_token_s: float = 0.0

    def __post_init__(self) -> None:
        self.prompt_tokens = len(self.tokens)

    @property
    def reuse(self) -> bool:
        return self.request.reuse

    @property
    def pending(self) -> int:
        return len(self.tokens) - self.evaluated

    @property
    def deadline_s(self) -> float | None:
        limit = self.request.deadline_s
        return None if limit is None else self.arrived_s + limit

    def demand(self) -> Demand:
        assert self.place is not None
        return Demand(
            self.place, self.pending, generating=not self.prompting, guesses=len(self.guesses)
        )

    def say(self, text: str) -> Delta | None:
        """Return the frame that says `text`, and what is known of its tokens."""
        if not text:
            return None
        known, self.unsaid = self.unsaid, []
        return Delta(self.request.id, text, tuple(one.chosen.token for one in known), tuple(known))

    def done(self, finish_reason: str, now_s: float) -> Done:
        """Return the last frame of a request that did not fail."""
        started = now_s if self.started_s is None else self.started_s
        prompt_done = now_s if self.prompt_done_s is None else self.prompt_done_s
        first = now_s if self.first_token_s is None else self.first_token_s
        admitted = now_s if self.admitted_s is None else self.admitted_s
        later, elapsed_s = self.generated - 1, self.last_token_s - first
        guesser = self.guesser
        return Done(
            id=self.request.id,
            finish_reason=finish_reason,
            usage=Usage(self.prompt_tokens, self.cached, self.generated),
            timings=Timings(
                prompt_ms=round(max(0.0, prompt_done - started) * 1000, 3),
                first_token_ms=round((first - self.arrived_s) * 1000, 3),
                tokens_per_s=round(later / elapsed_s, 3) if later > 0 and elapsed_s > 0 else 0.0,
                queue_ms=round((admitted - self.arrived_s) * 1000, 3),
                drafted=guesser.drafted if guesser else 0,
                drafts_taken=guesser.taken if guesser else 0,
                forced=self.forced,
            ),
            stopped_by=self.text.stopped_by if finish_reason == "stop" else "",
        )
