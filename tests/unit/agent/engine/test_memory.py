from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from agent.engine.backends.base import Span
from agent.engine.memory import Memory
from tests.support.engine_memory import FakeContext

LONG = list(range(80))


class Setting:
    """A memory over a fake context, with requests that are fed as the loop feeds them."""

    def __init__(self, *, cache_bytes=0, **context):
        self.context = FakeContext(**context)
        self.memory = Memory(self.context, cache_bytes=cache_bytes)

    def admit(self, tokens, adapters=(), *, reuse=True):
        found = self.memory.look(tokens, adapters, reuse=reuse)
        return self.memory.admit(tokens, adapters, found)

    def feed(self, place, tokens):
        assert self.memory.reserve(len(tokens))
        length = self.memory.cells.length(place)
        self.context.feed(Span(place, length, tokens, 0))
        self.memory.cells.extend(place, len(tokens))

    def run(self, tokens, adapters=()):
        """Admit a request, evaluate its prompt, and let it end."""
        place, held = self.admit(tokens, adapters)
        self.feed(place, tokens[held:])
        self.memory.release(place, tokens, adapters)
        return held


def test_a_prompt_that_was_seen_before_is_not_evaluated_again_but_for_its_last_token():
    engine = Setting()
    assert engine.run(LONG[:40]) == 0
    assert engine.run(LONG[:40]) == 39


def test_other_adapters_start_anew():
    engine = Setting()
    engine.run(LONG[:40])
    assert engine.run(LONG[:40], ("brief",)) == 0


def test_who_does_not_want_it_gets_nothing_from_memory():
    engine = Setting()
    engine.run(LONG[:40])
    assert engine.admit(LONG[:40], reuse=False)[1] == 0


def test_requests_at_once_share_their_beginning():
    engine = Setting(cells=70)
    first, _ = engine.admit(LONG[:40])
    engine.feed(first, LONG[:40])
    second, held = engine.admit([*LONG[:30], 99])
    assert held == 30
    assert engine.context.cells == 40
    engine.feed(second, [99])
    assert engine.context.tokens(second) == [*LONG[:30], 99]


def test_what_a_running_request_will_hold_is_seen_before_it_does():
    engine = Setting()
    first, _ = engine.admit(LONG[:40])
    engine.feed(first, LONG[:10])
    found = engine.memory.look(LONG[:30], (), reuse=True)
    assert (found.ready, found.soon) == (10, 29)


def test_an_ended_conversation_goes_on_in_its_own_sequence():
    engine = Setting()
    engine.run(LONG[:20])
    place, held = engine.admit(LONG[:30])
    assert held == 20
    assert engine.context.held[place][:20]
    assert engine.context.cells == 20


def test_an_ended_request_keeps_its_tail_when_only_its_beginning_is_shared():
    engine = Setting()
    engine.run(LONG[:30])
    engine.run([*LONG[:10], 99])
    assert engine.admit(LONG[:30])[1] == 29


def test_where_cells_cannot_be_shared_the_sequence_is_taken_over():
    engine = Setting(shares=False, sequences=2)
    engine.run(LONG[:30])
    assert engine.run([*LONG[:10], 99]) == 10
    assert engine.run(LONG[:30]) == 10


def test_with_no_empty_sequence_the_oldest_makes_way_for_a_copy():
    engine = Setting(sequences=2)
    engine.run([5, 6, 7])
    engine.run(LONG[:40])
    assert engine.run([*LONG[:30], 99]) == 30
    assert engine.memory.look(LONG[:40], (), reuse=True).ready == 39
    assert engine.memory.look([5, 6, 7], (), reuse=True).ready == 0


def test_who_begins_almost_as_well_is_taken_over_and_not_copied_to():
    engine = Setting(sequences=2)
    engine.run([*LONG[:30], 98])
    engine.run(LONG[:40])
    assert engine.run([*LONG[:31], 99]) == 30
    assert engine.memory.look(LONG[:40], (), reuse=True).ready == 39


def test_what_a_sequence_loses_when_it_is_taken_over_is_saved():
    engine = Setting(sequences=1, shares=False, context=95, cells=100, cache_bytes=2000)
    tokens = [*LONG, *LONG[:10]]
    engine.run(tokens)
    engine.run([*LONG[:5], 99])
    assert engine.run(tokens) == 89


def test_memory_that_cannot_be_cut_is_used_whole_or_not_at_all():
    engine = Setting(shares=False, cuts=False, sequences=2)
    engine.run(LONG[:20])
    assert engine.run([*LONG[:10], 99]) == 0
    assert engine.run(LONG[:40]) == 20


def test_what_ended_first_makes_way_first():
    engine = Setting(cells=100, sequences=4)
    engine.run(LONG[:40])
    engine.run([7, *LONG[:39]])
    place, _ = engine.admit([8, *LONG[:29]])
    engine.feed(place, [8, *LONG[:29]])
    assert engine.memory.look([7, *LONG[:39]], (), reuse=True).ready == 39
    assert engine.memory.look(LONG[:40], (), reuse=True).ready == 0


def test_requests_at_once_have_sequences_that_follow_one_another():
    engine = Setting()
    first = [engine.admit([token] * 40)[0] for token in range(3)]
    assert first == [0, 1, 2]
    engine.memory.give_up(1)
    assert engine.admit([9] * 40)[0] == 1


def test_of_those_that_ended_long_ago_the_one_beside_the_running_makes_way():
    engine = Setting(cells=200)
    places = [engine.admit([token] * 40)[0] for token in range(4)]
    for place, token in zip(places, range(4), strict=True):
        engine.feed(place, [token] * 40)
    for place in (0, 2, 1):
        engine.memory.release(place, [place] * 40, ())
    assert engine.admit([9] * 40)[0] == 2


def test_what_makes_way_is_saved_and_comes_back():
    tokens = [*LONG, *LONG[:10]]
    engine = Setting(cells=100, context=95, cache_bytes=2000)
    engine.run(tokens)
    engine.run([7, *LONG])
    assert engine.context.saves == 1
    assert engine.run(tokens) == 89


def test_short_prefixes_are_not_saved():
    engine = Setting(cells=100, context=95, cache_bytes=2000)
    engine.run(LONG[:50])
    engine.run([7, *LONG])
    assert engine.context.saves == 0


def test_what_somebody_else_still_holds_is_not_saved():
    engine = Setting(cells=160, sequences=2, cache_bytes=2000)
    engine.run(LONG)
    engine.run([*LONG[:70], 99])
    place, _ = engine.admit([5])
    engine.feed(place, [5])
    assert engine.context.saves == 0


def test_more_than_the_budget_is_not_saved():
    engine = Setting(cells=100, context=95, cache_bytes=500)
    engine.run(LONG)
    engine.run([7, *LONG])
    assert engine.context.saves == 0


def test_a_shift_moves_what_belongs_to_nobody_else():
    engine = Setting()
    place, _ = engine.admit(LONG[:40])
    engine.feed(place, LONG[:40])
    assert engine.memory.shift(place, 10, 10) == 30
    assert engine.context.tokens(place) == [*LONG[:10], *LONG[20:40]]
    assert engine.memory.cells.held == 30


def test_shared_cells_are_not_moved_but_filled_anew():
    engine = Setting()
    first, _ = engine.admit(LONG[:40])
    engine.feed(first, LONG[:40])
    engine.admit([*LONG[:30], 99])
    assert engine.memory.shift(first, 10, 10) == 0


ALPHABET = st.lists(st.integers(0, 1), min_size=1, max_size=20)


class AgainstCells(RuleBasedStateMachine):
    """Whatever happens, the accounts are those of the context, and no cell is promised twice."""

    def __init__(self) -> None:
        super().__init__()
        self.engine = Setting(parallel=2, sequences=4, cells=40, context=20, cache_bytes=300)
        self.running: dict[int, list[int]] = {}

    @precondition(lambda self: len(self.running) < 2)
    @rule(tokens=ALPHABET)
    def admit(self, tokens):
        place, held = self.engine.admit(tokens)
        assert held < len(tokens)
        assert self.engine.context.tokens(place) == tokens[:held]
        self.running[place] = tokens

    @precondition(lambda self: self.running)
    @rule(data=st.data(), count=st.integers(1, 8))
    def evaluate(self, data, count):
        place = data.draw(st.sampled_from(sorted(self.running)))
        length = self.engine.memory.cells.length(place)
        more = self.running[place][length : length + count]
        if self.engine.memory.reserve(len(more)):
            self.engine.feed(place, more)

    @precondition(lambda self: self.running)
    @rule(data=st.data(), length=st.integers(0, 20))
    def cut(self, data, length):
        place = data.draw(st.sampled_from(sorted(self.running)))
        held = self.engine.memory.cells.length(place)
        assert self.engine.memory.cut(place, min(length, held)) == min(length, held)

    @precondition(lambda self: self.running)
    @rule(data=st.data())
    def end(self, data):
        place = data.draw(st.sampled_from(sorted(self.running)))
        self.engine.memory.release(place, self.running.pop(place), ())

    @rule()
    def purge(self):
        self.engine.memory.purge()

    @invariant()
    def the_accounts_are_right(self):
        memory, context = self.engine.memory, self.engine.context
        assert memory.cells.held == context.cells <= context.facts.cells
        for place, held in enumerate(context.held):
            assert memory.cells.length(place) == len(held)
        for place, tokens in self.running.items():
            assert context.tokens(place) == tokens[: len(context.held[place])]

    @invariant()
    def all_that_is_not_running_can_be_freed(self):
        memory, context = self.engine.memory, self.engine.context
        taken = {cell for place in self.running for _, cell in context.held[place]}
        assert memory.freeable == context.facts.cells - len(taken)


TestAgainstCells = AgainstCells.TestCase
TestAgainstCells.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
