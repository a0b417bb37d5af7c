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
    demands: Sequence[Demand],
    *,
    batch: int,
    beside: int,
    outputs: int | None = None,
    shortest: bool = False,
) -> tuple[Share, ...]:
    """Share out one batch; `demands` come oldest first. `shortest` as in `divide`.

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
        [demand.pending for demand in prompts],
        min(room, max(1, beside)) if generating else room,
        shortest=shortest,
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


def divide(wanted: Sequence[int], room: int, *, shortest: bool = False) -> list[int]:
    """Share `room` rows out among prompts, oldest first.

    One is done after the other, because rows of many sequences at once are many small passes.
    With `shortest` the one that wants least goes first: whoever calls takes turns, so that short
    prompts need not wait for a long one and a long one not for all the short ones.
    """
    granted = [0] * len(wanted)
    first = [min(range(len(wanted)), key=wanted.__getitem__)] if shortest and wanted else []
    for index in (*first, *range(len(wanted))):
        more = min(wanted[index] - granted[index], room)
        granted[index] += more
        room -= more
    return granted
