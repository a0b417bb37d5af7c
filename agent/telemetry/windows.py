"""From single requests to one sample per slot and interval. Pure.

Medians are exact up to a bound of remembered requests; beyond it every second one is let go, again
and again, so a busy interval costs no more memory than a quiet one.
"""

from dataclasses import dataclass, field
from datetime import datetime

from shared.wire.up import TelemetrySample

REMEMBERED = 512


@dataclass
class Reservoir:
    """Values of one interval, thinned evenly when there are too many."""

    values: list[float] = field(default_factory=list)
    stride: int = 1
    skipped: int = 0

    def add(self, value: float) -> None:
        self.skipped += 1
        if self.skipped < self.stride:
            return
        self.skipped = 0
        self.values.append(value)
        if len(self.values) >= REMEMBERED:
            self.values = self.values[::2]
            self.stride *= 2

    def median(self) -> float | None:
        if not self.values:
            return None
        ordered = sorted(self.values)
        middle = len(ordered) // 2
        if len(ordered) % 2:
            return ordered[middle]
        return (ordered[middle - 1] + ordered[middle]) / 2


@dataclass
class Window:
    """What one slot did in one interval."""

    requests: int = 0
    failed: int = 0
    prompt_tokens: int = 0
    generated_tokens: int = 0
    first_token_ms: Reservoir = field(default_factory=Reservoir)
    tokens_per_s: Reservoir = field(default_factory=Reservoir)

    def add(
        self,
        *,
        failed: bool,
        prompt_tokens: int,
        generated_tokens: int,
        first_token_ms: float | None,
        tokens_per_s: float | None,
    ) -> None:
        self.requests += 1
        self.failed += failed
        self.prompt_tokens += prompt_tokens
        self.generated_tokens += generated_tokens
        if first_token_ms is not None:
            self.first_token_ms.add(first_token_ms)
        if tokens_per_s is not None:
            self.tokens_per_s.add(tokens_per_s)

    def sample(
        self,
        slot: str,
        *,
        at: datetime,
        interval_s: float,
        memory_bytes: int | None,
        temperature_c: float | None = None,
    ) -> TelemetrySample:
        return TelemetrySample(
            at=at,
            interval_s=interval_s,
            slot=slot,
            requests=self.requests,
            failed=self.failed,
            prompt_tokens=self.prompt_tokens,
            generated_tokens=self.generated_tokens,
            first_token_ms_p50=self.first_token_ms.median(),
            tokens_per_s_p50=self.tokens_per_s.median(),
            memory_bytes=memory_bytes,
            temperature_c=temperature_c,
        )
