"""How long one waits for a device, judged by when it was there before. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median

from controlplane.devices.model import Stay

LATE = 0.9
"""A late case: worse in one of ten."""


@dataclass(frozen=True)
class Wait:
    """Seconds until a device is there; None where its past does not tell."""

    likely_s: float | None
    late_s: float | None


HERE = Wait(0.0, 0.0)
UNKNOWN = Wait(None, None)


def wait_for(stays: Sequence[Stay], now: datetime, *, online: bool) -> Wait:
    """Judge by the gaps between a device's stays that lasted longer than the present one does."""
    if online:
        return HERE
    ends = [each.ended_at for each in stays if each.ended_at is not None]
    if not ends:
        return UNKNOWN
    away_s = (now - max(ends)).total_seconds()
    gaps = [
        (later.began_at - earlier.ended_at).total_seconds()
        for earlier, later in pairwise(stays)
        if earlier.ended_at is not None
    ]
    left = sorted(gap - away_s for gap in gaps if gap > away_s)
    if not left:
        return UNKNOWN
    return Wait(median(left), left[min(len(left) - 1, int(len(left) * LATE))])
