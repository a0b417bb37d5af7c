"""Stacked bars: parts of a whole with their place and width in percent. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from controlplane.console.views.states import Tone
from shared.deployment import FAILURES, SUCCEEDED, State


@dataclass(frozen=True)
class Part:
    """One part of a stacked bar."""

    tone: Tone
    label: str
    count: int
    x: float
    width: float


_GROUPS: Final = (
    (Tone.OK, "in service", SUCCEEDED),
    (
        Tone.BUSY,
        "under way",
        frozenset(
            {
                State.ACCEPTED,
                State.DOWNLOADING,
                State.VERIFYING,
                State.STAGED,
                State.ACTIVATING,
                State.PROBING,
                State.TRIAL,
            }
        ),
    ),
    (Tone.WARN, "going back", frozenset({State.ROLLING_BACK})),
    (Tone.BAD, "failed", FAILURES),
    (Tone.WAIT, "waiting", frozenset({State.QUEUED, State.OFFERED, State.DEFERRED})),
    (Tone.OFF, "left out", frozenset({State.CANCELED, State.SUPERSEDED, State.REMOVED})),
)


def of_counts(counts: Mapping[State, int]) -> tuple[Part, ...]:
    """Return the bar of deployments by state."""
    return stack(
        (tone, label, sum(counts.get(state, 0) for state in states))
        for tone, label, states in _GROUPS
    )


def stack(amounts: Iterable[tuple[Tone, str, int]]) -> tuple[Part, ...]:
    """Lay parts side by side; empty ones are left out."""
    present = [each for each in amounts if each[2]]
    total = sum(amount for _, _, amount in present)
    parts, x = [], 0.0
    for tone, label, amount in present:
        width = 100 * amount / total
        parts.append(Part(tone, label, amount, round(x, 3), round(width, 3)))
        x += width
    return tuple(parts)
