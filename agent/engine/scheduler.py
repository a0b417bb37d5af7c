"""Which rows go into the next batch. Pure.

Everybody who is generating gets his one row first, always; what room is left goes to prompts,
oldest first. While somebody is generating, prompts together get at most `beside` rows, so that a
long prompt cannot hold up the answers that are already on their way.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Demand:
    """What one sequence could evaluate now."""

    sequence: int
    pending: int
    """Tokens it has that are not evaluated yet; at least one."""
    generating: bool
    """Whether its prompt is done, so that its one pending token was sampled."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of its pending tokens a sequence may evaluate in this step."""

    sequence: int
    rows: int
    output: bool
    """Whether the last of them is its last pending one, so that the next token can be drawn."""


def plan(demands: Sequence[Demand], *, batch: int, beside: int) -> tuple[Share, ...]:
    """Share out one batch; `demands` come oldest first.

    A sequence that gets nothing has no share. With as many places in the batch as sequences (the
    loop sees to that) no generating sequence ever goes without.
    """
    generating = [demand for demand in demands if demand.generating][:batch]
    shares = [Share(demand.sequence, 1, output=True) for demand in generating]
    room = batch - len(shares)
    if shares:
        room = min(room, beside)
    for demand in demands:
        if demand.generating or room <= 0:
            continue
        rows = min(demand.pending, room)
        shares.append(Share(demand.sequence, rows, output=rows == demand.pending))
        room -= rows
    return tuple(shares)
