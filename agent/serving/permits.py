"""Which slots the present caller may ask.

Whoever lets callers in says so for everything that is done on a caller's behalf; what the agent
does by itself has no caller, and no limit.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from agent.serving.errors import ForbiddenSlotError

_SLOTS: ContextVar[frozenset[str] | None] = ContextVar("slots of this caller", default=None)


@contextmanager
def limited_to(slots: frozenset[str] | None) -> Iterator[None]:
    """Let what is done inside, and in tasks that are started inside, reach only these slots."""
    token = _SLOTS.set(slots)
    try:
        yield
    finally:
        _SLOTS.reset(token)


def permits(slot: str) -> bool:
    slots = _SLOTS.get()
    return slots is None or slot in slots


def demand(slot: str) -> None:
    """Refuse a slot that is not the caller's.

    Raises:
        ForbiddenSlotError: it is for others.
    """
    if not permits(slot):
        raise ForbiddenSlotError(slot)
