"""Saved states of sequences that had to leave the context, within a budget of host memory. Pure.

What a state takes is known before it is made, and the least recently used ones go first, so the
budget is never exceeded. The states themselves are opaque.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Snapshot:
    adapters: Hashable
    length: int
    """Tokens it holds."""
    bytes: int
    state: Any


class Snapshots:
    """The saved states; numbers are negative, to tell them from sequences."""

    def __init__(self, budget_bytes: int) -> None:
        self.budget_bytes = budget_bytes
        self.held_bytes = 0
        self._kept: OrderedDict[int, Snapshot] = OrderedDict()
        self._last = 0

    def __contains__(self, number: int) -> bool:
        return number in self._kept

    def __getitem__(self, number: int) -> Snapshot:
        return self._kept[number]

    def __len__(self) -> int:
        return len(self._kept)

    def leave(self, size_bytes: int) -> tuple[int, ...] | None:
        """Make room for another; return the numbers of those that went, or None if it never fits.

        Call it before the state is made.
        """
        if size_bytes <= 0 or size_bytes > self.budget_bytes:
            return None
        gone = []
        while self.held_bytes + size_bytes > self.budget_bytes:
            number, old = self._kept.popitem(last=False)
            self.held_bytes -= old.bytes
            gone.append(number)
        return tuple(gone)

    def put(self, snapshot: Snapshot) -> int:
        """Keep a state for which `leave` made room; return its number."""
        assert self.held_bytes + snapshot.bytes <= self.budget_bytes
        self._last -= 1
        self._kept[self._last] = snapshot
        self.held_bytes += snapshot.bytes
        return self._last

    def touch(self, number: int) -> None:
        """Note that a state was used."""
        self._kept.move_to_end(number)

    def drop(self, number: int) -> None:
        snapshot = self._kept.pop(number, None)
        if snapshot is not None:
            self.held_bytes -= snapshot.bytes
