"""A context whose cells are objects: what is shared, forgotten and saved can be counted."""

from collections.abc import Sequence
from typing import Any

from agent.engine.backends.base import ModelFacts, Span


class FakeContext:
    """The memory of a backend, and nothing else of it."""

    def __init__(
        self,
        *,
        parallel: int = 2,
        sequences: int = 4,
        cells: int = 100,
        context: int = 50,
        shares: bool = True,
        cuts: bool = True,
    ) -> None:
        self.facts = ModelFacts(
            context=context,
            parallel=parallel,
            batch=16,
            vocab=1000,
            architecture="fake",
            chat_template=False,
            sequences=sequences,
            cells=cells,
            shares=shares,
            cuts=cuts,
        )
        self.held: list[list[tuple[int, object]]] = [[] for _ in range(sequences)]
        self.saves = 0

    @property
    def cells(self) -> int:
        return len({cell for held in self.held for _, cell in held})

    def tokens(self, sequence: int) -> list[int]:
        return [token for token, _ in self.held[sequence]]

    def feed(self, span: Span) -> None:
        assert span.position == len(self.held[span.sequence])
        self.held[span.sequence] += [(token, object()) for token in span.tokens]
        assert self.cells <= self.facts.cells, "a cell was promised twice"

    def keep(self, sequence: int, length: int) -> int:
        if not self.facts.cuts and length < len(self.held[sequence]):
            length = 0
        del self.held[sequence][length:]
        return length

    def reusable(self, sequence: int, length: int) -> int:
        return length if self.facts.cuts or length == len(self.held[sequence]) else 0

    def copy(self, source: int, target: int, length: int) -> None:
        assert self.facts.shares
        assert not self.held[target]
        self.held[target] = self.held[source][:length]

    def shift(self, sequence: int, start: int, count: int) -> None:
        moved = {cell for _, cell in self.held[sequence][start + count :]}
        others = {
            cell for other, held in enumerate(self.held) if other != sequence for _, cell in held
        }
        assert not moved & others, "a shared cell was moved"
        del self.held[sequence][start : start + count]

    def state_bytes(self, sequence: int) -> int:
        return 10 * len(self.held[sequence])

    def save(self, sequence: int) -> Any:
        self.saves += 1
        return self.tokens(sequence)

    def restore(self, sequence: int, state: Sequence[int]) -> bool:
        assert not self.held[sequence]
        if self.cells + len(state) > self.facts.cells:
            return False
        self.held[sequence] = [(token, object()) for token in state]
        return True
