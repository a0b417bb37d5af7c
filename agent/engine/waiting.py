"""The requests that have not been admitted, in the order in which they came."""

from collections.abc import Iterator

from agent.engine.admission import Candidate, choose, need
from agent.engine.memory import Memory, Prospect
from agent.engine.sequences import Sequence

CONSIDERED = 32
"""So many of them are compared when one may be admitted."""


class Waiting:
    """The queue before the context."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._queue: list[Sequence] = []

    def __len__(self) -> int:
        return len(self._queue)

    def __iter__(self) -> Iterator[Sequence]:
        return iter(self._queue)

    def add(self, sequence: Sequence) -> None:
        self._queue.append(sequence)

    def put_back(self, sequence: Sequence) -> None:
        """Let a request wait that ran already: before all who came after it."""
        at = sum(one.arrived_s < sequence.arrived_s for one in self._queue)
        self._queue.insert(at, sequence)

    def remove(self, sequence: Sequence) -> None:
        self._queue.remove(sequence)

    def take(self, *, running: int) -> tuple[Sequence, Prospect] | None:
        """Take out who is admitted next, with what it will find; None for nobody now."""
        considered = self._queue[:CONSIDERED]
        prospects = [
            self._memory.look(one.tokens, one.adapters, reuse=one.reuse) for one in considered
        ]
        candidates = [
            _candidate(one, found) for one, found in zip(considered, prospects, strict=True)
        ]
        chosen = choose(candidates, freeable=self._memory.freeable, running=running)
        if chosen is None:
            return None
        for one in considered[:chosen]:
            one.passed += 1
        return self._queue.pop(chosen), prospects[chosen]


def _candidate(sequence: Sequence, found: Prospect) -> Candidate:
    left = sequence.request.max_tokens - sequence.generated
    cells = need(len(sequence.tokens), taken=found.taken, ready=found.ready, max_tokens=left)
    return Candidate(cells, found.ready, found.soon, sequence.passed)
