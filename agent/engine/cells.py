"""How many cells of the context are taken, when sequences share some of them. Pure.

Every sequence is a chain of segments that ends in its own; a chain that was copied shares its
segments with the original, and each segment counts once however many chains run through it.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class _Segment:
    before: "_Segment | None"
    length: int
    users: int = 1
    """Sequences that end in it, and segments that follow it."""


class Cells:
    """The cells of one context."""

    def __init__(self, total: int, sequences: int) -> None:
        self.total = total
        self.held = 0
        self._ends: list[_Segment | None] = [None] * sequences
        self._lengths = [0] * sequences

    @property
    def free(self) -> int:
        return self.total - self.held

    def length(self, sequence: int) -> int:
        """Return how many tokens a sequence holds."""
        return self._lengths[sequence]

    def own(self, sequence: int) -> int:
        """Return how many cells would be free again if the sequence were forgotten."""
        count, segment = 0, self._ends[sequence]
        while segment is not None and segment.users == 1:
            count += segment.length
            segment = segment.before
        return count

    def held_by(self, sequences: Iterable[int]) -> int:
        """Return how many cells these sequences hold together."""
        count, seen = 0, set()
        for sequence in sequences:
            segment = self._ends[sequence]
            while segment is not None and id(segment) not in seen:
                seen.add(id(segment))
                count += segment.length
                segment = segment.before
        return count

    def extend(self, sequence: int, count: int) -> None:
        """Take `count` more cells for a sequence."""
        if count <= 0:
            return
        end = self._ends[sequence]
        if end is not None and end.users == 1:
            end.length += count
        else:
            self._ends[sequence] = _Segment(end, count)
        self._lengths[sequence] += count
        self.held += count

    def cut(self, sequence: int, length: int) -> None:
        """Forget a sequence beyond `length` tokens."""
        if length >= self._lengths[sequence]:
            return
        old, new = self._ends[sequence], self._at(sequence, length)
        self._ends[sequence], self._lengths[sequence] = new, length
        if new is not None:
            new.users += 1
        self._drop(old)

    def share(self, source: int, target: int, length: int) -> None:
        """Let `target`, which holds nothing, begin with the first `length` tokens of `source`."""
        assert self._ends[target] is None
        end = self._at(source, length)
        self._ends[target], self._lengths[target] = end, length
        if end is not None:
            end.users += 1

    def _at(self, sequence: int, length: int) -> _Segment | None:
        """Return the segment that ends `length` tokens from the start, dividing one for it."""
        segment, ends_at = self._ends[sequence], self._lengths[sequence]
        while segment is not None:
            starts_at = ends_at - segment.length
            if length >= ends_at:
                return segment
            if length > starts_at:
                first = _Segment(segment.before, length - starts_at)
                segment.before, segment.length = first, ends_at - length
                return first
            segment, ends_at = segment.before, starts_at
        return None

    def _drop(self, segment: _Segment | None) -> None:
        while segment is not None:
            segment.users -= 1
            if segment.users:
                return
            self.held -= segment.length
            segment = segment.before
