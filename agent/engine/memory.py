"""Who has which part of the context: sequences that run, prefixes that stay, states in the host.

A request that has ended leaves its tokens in the context as long as nobody needs the room. The next
one begins with the longest prefix that anybody has: it takes over a sequence that has ended, copies
from one that runs, or is filled from a saved state. At least one token of a prompt is
always evaluated again, because the first answer token is drawn from its row.
"""

from collections import OrderedDict
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

from agent.engine.backends.base import Backend
from agent.engine.cells import Cells
from agent.engine.prefix import Prefixes
from agent.engine.snapshots import Snapshot, Snapshots

WORTH_COPYING = 16
"""Tokens; fewer are evaluated in the time of a copy."""
WORTH_SAVING = 64
"""Tokens that nobody else holds; fewer are evaluated faster than they are looked after."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a waiting request would find."""

    source: int | None
    ready: int
    """Tokens of its prompt that `source` holds now."""
    soon: int
    """Tokens that somebody who runs will hold, once his prompt is done."""
    taken: int
    """Cells it would need beside those that are free or can be freed, to hold what is ready."""


_NOTHING = Prospect(None, 0, 0, 0)


def beside(numbers: Sequence[int], busy: Collection[int]) -> int:
    """Return the first of those with the most busy neighbours.

    Sequences whose numbers follow one another are evaluated in one pass; every gap is a pass more.
    """
    return max(numbers, key=lambda number: (number - 1 in busy) + (number + 1 in busy))


class Memory:
    """The context of one backend."""

    def __init__(self, backend: Backend, *, cache_bytes: int = 0) -> None:
        facts = backend.facts
        count = facts.sequences or facts.parallel
        self._backend = backend
        self._facts = facts
        self.cells = Cells(facts.cells or facts.context * facts.parallel, count)
        self._prefixes = Prefixes()
        self._snapshots = Snapshots(cache_bytes)
        self._empty = list(range(count))
        self._busy: set[int] = set()
        self._idle: OrderedDict[int, tuple[Hashable, list[int]]] = OrderedDict()
        """Sequences of requests that have ended, least recently used first."""

    @property
    def freeable(self) -> int:
        """Return the cells that are free, or would be without the requests that have ended."""
        return self.cells.total - self.cells.held_by(self._busy)

    def look(self, tokens: Sequence[int], adapters: Hashable, *, reuse: bool) -> Prospect:
        """Say what a request would find that begins with `tokens`; nothing without `reuse`."""
        if not reuse:
            return _NOTHING
        limit = len(tokens) - 1
        best, soon = _NOTHING, 0
        for owner, shared in self._prefixes.shared(adapters, tokens).items():
            length = min(shared, limit)
            if owner in self._busy:
                if not self._facts.shares:
                    continue
                soon = max(soon, length)
                length = min(length, self.cells.length(owner))
            ready = self._ready(owner, length)
            if ready > best.ready:
                taken = min(ready, self._freed_with(owner))
                best = Prospect(owner, ready, ready, taken)
        return Prospect(best.source, best.ready, max(best.ready, soon), best.taken)

    def admit(
        self, tokens: Sequence[int], adapters: Hashable, prospect: Prospect
    ) -> tuple[int, int]:
        """Take a sequence for a request; return its number and how many tokens it holds.

        The caller has seen to it that fewer requests run than there are sequences.
        """
        source, ready = prospect.source, prospect.ready
        if source is None or ready <= 0:
            number, held = self._vacate(None), 0
        elif source < 0:
            number, held = self._vacate(None), 0
            if number is not None:
                held = self._restore(source, number, ready)
        elif source in self._idle and (
            not self._facts.shares or ready == self.cells.length(source)
        ):
            number, held = self._claim(source, ready)
        else:
            number, held = self._copy(source, tokens, adapters, ready)
        assert number is not None
        held = self._backend.keep(number, held) if held < self.cells.length(number) else held
        self.cells.cut(number, held)
        self._busy.add(number)
        self._prefixes.put(number, adapters, tokens)
        return number, held

    def release(self, number: int, tokens: Sequence[int], adapters: Hashable) -> None:
        """Let a sequence stay, with the tokens it holds, until somebody needs the room."""
        self._busy.remove(number)
        if self.cells.length(number) == 0:
            self._forget(number)
            return
        kept = list(tokens[: self.cells.length(number)])
        self._prefixes.put(number, adapters, kept)
        self._idle[number] = (adapters, kept)

    def give_up(self, number: int) -> None:
        """Forget a running sequence altogether."""
        self._busy.remove(number)
        self._forget(number)

    def cut(self, number: int, length: int) -> int:
        """Forget a running sequence beyond `length`; return what it really still holds."""
        held = self._backend.keep(number, length)
        self.cells.cut(number, held)
        return held

    def shift(self, number: int, start: int, count: int) -> int:
        """Forget `count` tokens from `start` on; return how many tokens are still held.

        Cells that others share must not move; a sequence that has such is filled anew.
        """
        length = self.cells.length(number)
        if length - start > self.cells.own(number):
            return self.cut(number, 0)
        self._backend.shift(number, start, count)
        self.cells.cut(number, start)
        self.cells.extend(number, length - start - count)
        return length - count

    def changed(self, number: int, tokens: Sequence[int], adapters: Hashable) -> None:
        """Note that a running sequence is of other tokens now."""
        self._prefixes.put(number, adapters, tokens)

    def reserve(self, count: int) -> bool:
        """Free `count` cells, at the cost of requests that have ended; False if there are not."""
        while self.cells.free < count and self._idle:
            self._evict(next(iter(self._idle)))
        return self.cells.free >= count

    def purge(self) -> bool:
        """Forget everything that has ended; tell whether there was anything."""
        had = bool(self._idle)
        while self._idle:
            self._evict(next(iter(self._idle)))
        return had

    def _ready(self, owner: int, length: int) -> int:
        if owner >= 0:
            return self._backend.reusable(owner, length)
        return length if self._facts.cuts or length == self._snapshots[owner].length else 0

    def _freed_with(self, owner: int) -> int:
        """Return how many cells could be freed only if this owner were forgotten."""
        if owner < 0 or owner in self._busy:
            return 0
        return self.cells.held_by({*self._busy, owner}) - self.cells.held_by(self._busy)

    def _vacate(self, source: int | None) -> int | None:
        """Return an empty sequence; one of those that ended long ago makes way, not `source`."""
        if not self._empty:
            ended = [number for number in self._idle if number != source]
            if not ended:
                return None
            self._evict(beside(ended[: -(-len(ended) // 2)], self._busy))
        number = beside(self._empty, self._busy)
        self._empty.remove(number)
        return number

    def _copy(
        self, source: int, tokens: Sequence[int], adapters: Hashable, ready: int
    ) -> tuple[int, int]:
        """Copy a beginning, or take over the oldest that has ended, if it begins almost as well."""
        if not self._empty:
            oldest = next(iter(self._idle))
            shared = self._prefixes.shared(adapters, tokens).get(oldest, 0)
            own = self._ready(oldest, min(shared, len(tokens) - 1))
            if own > ready - WORTH_COPYING:
                return self._claim(oldest, own)
        number = self._vacate(source)
        if number is None:
            return self._claim(source, ready)
        self._backend.copy(source, number, ready)
        self.cells.share(source, number, ready)
        if source in self._idle:
            self._idle.move_to_end(source)
        return number, ready

    def _claim(self, number: int, length: int) -> tuple[int, int]:
        """Take over a sequence that has ended, up to `length`; what lies beyond may be saved."""
        adapters, tokens = self._idle.pop(number)
        self._prefixes.remove(number)
        if len(tokens) - length >= WORTH_SAVING:
            self._save(number, tokens, adapters)
        return number, length

    def _restore(self, source: int, number: int, ready: int) -> int:
        if source not in self._snapshots:
            # It made way for what itself made way just now.
            return 0
        snapshot = self._snapshots[source]
        if self.reserve(snapshot.length) and self._backend.restore(number, snapshot.state):
            self._snapshots.touch(source)
            self.cells.extend(number, snapshot.length)
            return ready
        self._snapshots.drop(source)
        self._prefixes.remove(source)
        return 0

    def _evict(self, number: int) -> None:
        adapters, tokens = self._idle.pop(number)
        self._prefixes.remove(number)
        self._save(number, tokens, adapters)
        self._forget(number)

    def _save(self, number: int, tokens: list[int], adapters: Hashable) -> None:
        """Keep the state in the host, where there is room and nobody else has most of it."""
        if self._snapshots.budget_bytes <= 0:
            return
        others = self._prefixes.shared(adapters, tokens).values()
        if len(tokens) - max(others, default=0) < WORTH_SAVING:
            return
        size_bytes = self._backend.state_bytes(number)
        gone = self._snapshots.leave(size_bytes)
        if gone is None:
            return
        for old in gone:
            self._prefixes.remove(old)
        state = self._backend.save(number)
        made = self._snapshots.put(Snapshot(adapters, len(tokens), size_bytes, state))
        self._prefixes.put(made, adapters, tokens)

    def _forget(self, number: int) -> None:
        self._prefixes.remove(number)
        if self.cells.length(number):
            self._backend.keep(number, 0)
            self.cells.cut(number, 0)
        self._empty.append(number)
