"""What a device measured while serving: columns for charts, and sums for people. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from pydantic import BaseModel

from shared.wire.up import TelemetrySample

_MINUTE_S = 60


class Series(BaseModel):
    """Columns of equal length, as the chart library takes them."""

    at: list[float]
    requests: list[float]
    """Per minute."""
    failed: list[float]
    tokens: list[float | None]
    """Per second, for one request (median)."""
    first_token: list[float | None]
    """Milliseconds (median)."""


@dataclass(frozen=True)
class Usage:
    """One slot over the shown time."""

    slot: str
    requests: int
    failed: int
    generated_tokens: int
    prompt_tokens: int
    tokens_per_s: float | None
    first_token_ms: float | None
    memory_bytes: int | None


def series(samples: Iterable[TelemetrySample], slot: str) -> Series:
    own = [each for each in samples if each.slot == slot]
    return Series(
        at=[each.at.timestamp() for each in own],
        requests=[_per_minute(each.requests, each.interval_s) for each in own],
        failed=[_per_minute(each.failed, each.interval_s) for each in own],
        tokens=[each.tokens_per_s_p50 for each in own],
        first_token=[each.first_token_ms_p50 for each in own],
    )


def usage(samples: Sequence[TelemetrySample]) -> tuple[Usage, ...]:
    """Sum samples up, by slot."""
    slots = sorted({each.slot for each in samples})
    return tuple(_usage(slot, [each for each in samples if each.slot == slot]) for slot in slots)


def _usage(slot: str, own: Sequence[TelemetrySample]) -> Usage:
    rates = [each.tokens_per_s_p50 for each in own if each.tokens_per_s_p50 is not None]
    firsts = [each.first_token_ms_p50 for each in own if each.first_token_ms_p50 is not None]
    memory = [each.memory_bytes for each in own if each.memory_bytes is not None]
    return Usage(
        slot=slot,
        requests=sum(each.requests for each in own),
        failed=sum(each.failed for each in own),
        generated_tokens=sum(each.generated_tokens for each in own),
        prompt_tokens=sum(each.prompt_tokens for each in own),
        tokens_per_s=median(rates) if rates else None,
        first_token_ms=median(firsts) if firsts else None,
        memory_bytes=memory[-1] if memory else None,
    )


def _per_minute(number: int, interval_s: float) -> float:
    return round(number * _MINUTE_S / interval_s, 2)
