"""What `truncate` leaves out of a conversation that is too long: the oldest turns. Pure."""

from collections.abc import Sequence
from typing import Final

from agent.engine.values import Message

TRUNCATED: Final = "X-Flotilla-Truncated"
"""The header that says how many messages were left out."""


def without_oldest(
    messages: Sequence[Message], *, tokens: int, context: int
) -> tuple[Message, ...] | None:
    """Leave out about as much as is too much, and at least one turn.

    What a system says stays, and so does the last message. None where nothing else is left.
    """
    *before, last = messages
    system = tuple(one for one in before if one.role == "system")
    turns = [one for one in before if one.role != "system"]
    if not turns:
        return None
    total = sum(len(one.content) for one in messages)
    surplus = total * (tokens - context) / max(tokens, 1)
    gone = 0
    while turns and gone <= surplus:
        gone += max(1, len(turns.pop(0).content))
    # The answer of a tool means nothing without the call.
    while turns and turns[0].role == "tool":
        del turns[0]
    return (*system, *turns, last)
