from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from agent.engine.cells import Cells

COUNT = 5
NUMBERS = st.integers(0, COUNT - 1)


def test_what_two_sequences_share_is_counted_once():
    cells = Cells(100, 2)
    cells.extend(0, 30)
    cells.share(0, 1, 20)
    cells.extend(1, 5)
    assert cells.held == 35
    assert (cells.length(0), cells.length(1)) == (30, 25)


def test_shared_cells_stay_until_nobody_has_them():
    cells = Cells(100, 2)
    cells.extend(0, 30)
    cells.share(0, 1, 20)
    cells.cut(0, 0)
    assert cells.held == 20
    cells.cut(1, 0)
    assert cells.free == 100


def test_a_sequence_owns_what_nobody_shares():
    cells = Cells(100, 2)
    cells.extend(0, 30)
    cells.share(0, 1, 20)
    assert (cells.own(0), cells.own(1)) == (10, 0)


class AgainstSets(RuleBasedStateMachine):
    """Every cell is an object in a set; `Cells` must count as the sets do."""

    def __init__(self) -> None:
        super().__init__()
        self.cells = Cells(10**6, COUNT)
        self.held: list[list[object]] = [[] for _ in range(COUNT)]

    @rule(number=NUMBERS, count=st.integers(1, 9))
    def extend(self, number, count):
        self.cells.extend(number, count)
        self.held[number] += [object() for _ in range(count)]

    @rule(number=NUMBERS, length=st.integers(0, 40))
    def cut(self, number, length):
        self.cells.cut(number, length)
        del self.held[number][length:]

    @rule(source=NUMBERS, taker=NUMBERS, length=st.integers(0, 40))
    def share(self, source, taker, length):
        if self.held[taker] or source == taker:
            return
        length = min(length, len(self.held[source]))
        self.cells.share(source, taker, length)
        self.held[taker] = self.held[source][:length]

    @invariant()
    def no_cell_is_counted_twice_or_forgotten(self):
        assert self.cells.held == len({cell for held in self.held for cell in held})
        assert [self.cells.length(n) for n in range(COUNT)] == [len(held) for held in self.held]

    @invariant()
    def cells_of_several_are_counted_once(self):
        some = self.held[:3]
        assert self.cells.held_by(range(3)) == len({cell for held in some for cell in held})

    @invariant()
    def own_cells_are_those_that_nobody_else_has(self):
        for number, held in enumerate(self.held):
            others = {
                cell for other in range(COUNT) if other != number for cell in self.held[other]
            }
            assert self.cells.own(number) == sum(cell not in others for cell in held)


TestAgainstSets = AgainstSets.TestCase
TestAgainstSets.settings = settings(max_examples=100, stateful_step_count=40)
