"""What a device measured while serving: columns for charts, and sums for people. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from pydantic import BaseModel

from shared.wire.up import TelemetrySample

MAX_POINTS: Final = 360
"""A chart is no wider than this; several samples become one."""
_MINUTE_S: Final = 60
_MEGA: Final = 1_000_000


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
    memory: list[float | None]
    """Megabytes."""
    temperature: list[float | None]
    """Degrees Celsius."""


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
    temperature: bool
    """Whether the device told how hot it was."""


def series(samples: Iterable[TelemetrySample], slot: str) -> Series:
    own = [each for each in samples if each.slot == slot]
    size = max(1, -(-len(own) // MAX_POINTS))
    pieces = [own[start : start + size] for start in range(0, len(own), size)]
    return Series(
        at=[piece[-1].at.timestamp() for piece in pieces],
        requests=[_per_minute(piece, [each.requests for each in piece]) for piece in pieces],
        failed=[_per_minute(piece, [each.failed for each in piece]) for piece in pieces],
        tokens=[_middle(each.tokens_per_s_p50 for each in piece) for piece in pieces],
        first_token=[_middle(each.first_token_ms_p50 for each in piece) for piece in pieces],
        memory=[
            _middle(each.memory_bytes and each.memory_bytes / _MEGA for each in piece)
            for piece in pieces
        ],
        temperature=[_middle(each.temperature_c for each in piece) for piece in pieces],
    )


def usage(samples: Sequence[TelemetrySample]) -> tuple[Usage, ...]:
    """Sum samples up, by slot."""
    slots = sorted({each.slot for each in samples})
    return tuple(_usage(slot, [each for each in samples if each.slot == slot]) for slot in slots)


def _usage(slot: str, own: Sequence[TelemetrySample]) -> Usage:
    memory = [each.memory_bytes for each in own if each.memory_bytes is not None]
    return Usage(
        slot=slot,
        requests=sum(each.requests for each in own),
        failed=sum(each.failed for each in own),
        generated_tokens=sum(each.generated_tokens for each in own),
        prompt_tokens=sum(each.prompt_tokens for each in own),
        tokens_per_s=_middle(each.tokens_per_s_p50 for each in own),
        first_token_ms=_middle(each.first_token_ms_p50 for each in own),
        memory_bytes=memory[-1] if memory else None,
        temperature=any(each.temperature_c is not None for each in own),
    )


def _middle(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(median(known), 3) if known else None


def _per_minute(piece: Sequence[TelemetrySample], numbers: Sequence[int]) -> float:
    return round(sum(numbers) * _MINUTE_S / sum(each.interval_s for each in piece), 2)
