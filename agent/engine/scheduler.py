"""Which rows go into the next batch. Pure.

Everybody who is generating gets his row first, always. Then come the rows that a constraint has
decided already, and what room is left goes to prompts. While somebody is generating, prompts
together get at most `beside` rows, so that a long prompt cannot hold up the answers that are on
their way; a prompt alone gets the whole batch. Guesses come last, where there is room to spare.
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
    """Whether its prompt is done, so that what is pending was drawn, or forced after a draw."""
    guesses: int = 0
    """Tokens that may follow the pending ones."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of its pending tokens a sequence may evaluate in this step."""

    sequence: int
    rows: int
    output: bool
    """Whether the last of them is its last pending one, so that the next token can be drawn."""
    guesses: int = 0
    """How many guesses may follow."""


def plan(
    demands: Sequence[Demand], *, batch: int, beside: int, outputs: int | None = None
) -> tuple[Share, ...]:
    """Share out one batch; `demands` come oldest first.

    A sequence that gets nothing has no share. With as many places in the batch as sequences (the
    loop sees to that) no generating sequence ever goes without.
    """
    outputs = batch if outputs is None else outputs
    generating = [demand for demand in demands if demand.generating][: min(batch, outputs)]
    prompts = [demand for demand in demands if not demand.generating]
    rows = [1] * len(generating)
    room = batch - len(generating)
    for index, demand in enumerate(generating):
        more = min(demand.pending - 1, room)
        rows[index] += more
        room -= more
    granted = divide(
        [demand.pending for demand in prompts], min(room, max(1, beside)) if generating else room
    )
    room -= sum(granted)
    shares: list[Share] = []
    # Every row from which a token is drawn costs memory of its own; prompts that end in this batch
    # come before guesses.
    spare = outputs - sum(r == d.pending for r, d in zip(rows, generating, strict=True))
    for demand, count in zip(prompts, granted, strict=True):
        taken = count
        if count == demand.pending:
            spare -= 1
            if spare < 0:
                taken -= 1
        if taken > 0:
            shares.append(Share(demand.sequence, taken, output=taken == demand.pending))
    ahead: list[Share] = []
    for demand, count in zip(generating, rows, strict=True):
        output = count == demand.pending
        guesses = min(demand.guesses, room, max(0, spare)) if output else 0
        room -= guesses
        spare -= guesses
        ahead.append(Share(demand.sequence, count, output=output, guesses=guesses))
    return (*ahead, *shares)


def divide(wanted: Sequence[int], room: int) -> list[int]:
    """Share `room` rows out among prompts, oldest first.

    Half of it is dealt out evenly, so that every prompt moves on and short ones are soon done;
    what is left goes to the oldest, so that prompts are done one after the other, not all at last.
    """
    if not wanted or room <= 0:
        return [0] * len(wanted)
    even = max(1, room // (2 * len(wanted)))
    granted = []
    for want in wanted:
        granted.append(min(want, even, room))
        room -= granted[-1]
    for index, want in enumerate(wanted):
        more = min(want - granted[index], room)
        granted[index] += more
        room -= more
    return granted
