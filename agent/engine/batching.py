"""Which of the waiting inputs share the next run. Pure.

The input that has waited longest is always in it, so nobody starves. The others must be of its
kind. Where a run is padded, those of nearly its length come first, for a short input beside a long
one costs as much as the long one; where it is packed, the older ones do.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Generic, TypeVar

LOOK_AHEAD: Final = 512
"""How many waiting inputs are looked at; the plan must not cost more than it saves."""
MOST_WASTE: Final = 0.25
"""How much of a padded run may be padding."""


Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Waiting(Generic[Key]):
    """One input, or the whole of a request's tensors."""

    key: Key
    kind: Hashable
    """Only inputs of one kind share a run; None shares with nobody."""
    size: int
    """Tokens, or elements of a row."""
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Room:
    rows: int
    size: int
    """Of all rows together, padding included."""
    padded: bool


@dataclass(slots=True)
class _Run:
    """What is in the run so far."""

    room: Room
    rows: int
    longest: int
    useful: int

    def takes(self, other: Waiting[Any]) -> bool:
        rows = self.rows + other.rows
        longest = max(self.longest, other.size)
        useful = self.useful + other.size * other.rows
        cost = longest * rows if self.room.padded else useful
        if rows > self.room.rows or cost > self.room.size or cost - useful > cost * MOST_WASTE:
            return False
        self.rows, self.longest, self.useful = rows, longest, useful
        return True


def plan(waiting: Iterable[Waiting[Key]], room: Room) -> list[Waiting[Key]]:
    """Return the next run, from inputs in the order of their arrival; the first leads it.

    An input that is larger than the room runs alone.
    """
    seen = list(islice(waiting, LOOK_AHEAD))
    if not seen:
        return []
    first, *others = seen
    if first.kind is None:
        return [first]
    alike = [other for other in others if other.kind == first.kind]
    if room.padded:
        alike.sort(key=lambda other: abs(other.size - first.size))
    run = _Run(room, first.rows, first.size, first.size * first.rows)
    return [first, *(other for other in alike if run.takes(other))]
