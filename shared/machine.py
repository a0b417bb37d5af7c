"""A state machine as a table: `(state, event) -> state`, and nothing else."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from shared.errors import FlotillaError

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)


class InvalidTransitionError(FlotillaError):
    """An event that means nothing in the present state."""

    code = "invalid_transition"

    def __init__(self, state: StrEnum, event: StrEnum) -> None:
        super().__init__(f"{event.value!r} is not possible in state {state.value!r}")
        self.state = state
        self.event = event


class Machine(Generic[S, E]):
    """The table, with its questions."""

    def __init__(self, table: Mapping[tuple[S, E], S]) -> None:
        self.table = dict(table)

    def next(self, state: S, event: E) -> S:
        """Return the state that follows.

        Raises:
            InvalidTransitionError: the table has no such row.
        """
        try:
            return self.table[state, event]
        except KeyError:
            raise InvalidTransitionError(state, event) from None

    def allows(self, state: S, event: E) -> bool:
        return (state, event) in self.table

    def events(self, state: S) -> frozenset[E]:
        """Return every event that means something in `state`."""
        return frozenset(event for (source, event) in self.table if source == state)
