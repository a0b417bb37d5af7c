from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from agent.engine.prefix import Prefixes

TOKENS = st.lists(st.integers(0, 2), max_size=9)


def common(one, other):
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count


def test_every_owner_is_found_with_what_it_shares():
    prefixes = Prefixes()
    prefixes.put(1, (), [1, 2, 3, 4])
    prefixes.put(2, (), [1, 2, 9])
    prefixes.put(3, (), [7])
    assert prefixes.shared((), [1, 2, 3, 5]) == {1: 3, 2: 2}


def test_other_adapters_make_other_tokens():
    prefixes = Prefixes()
    prefixes.put(1, ("brief",), [1, 2, 3])
    assert prefixes.shared((), [1, 2, 3]) == {}
    assert prefixes.shared(("brief",), [1, 2, 3]) == {1: 3}


def test_an_owner_has_one_path_at_a_time():
    prefixes = Prefixes()
    prefixes.put(1, (), [1, 2, 3])
    prefixes.put(1, (), [4, 5])
    assert prefixes.shared((), [1, 2, 3]) == {}
    assert prefixes.shared((), [4, 5, 6]) == {1: 2}


@given(st.dictionaries(st.integers(0, 6), TOKENS, max_size=6), TOKENS)
def test_shared_lengths_are_those_of_a_plain_comparison(paths, wanted):
    prefixes = Prefixes()
    for owner, tokens in paths.items():
        prefixes.put(owner, "set", tokens)
    lengths = {owner: common(tokens, wanted) for owner, tokens in paths.items()}
    assert prefixes.shared("set", wanted) == {o: n for o, n in lengths.items() if n}


class AgainstLists(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.prefixes = Prefixes()
        self.paths: dict[int, list[int]] = {}

    @rule(owner=st.integers(0, 5), tokens=TOKENS)
    def put(self, owner, tokens):
        self.prefixes.put(owner, (), tokens)
        self.paths[owner] = tokens

    @rule(owner=st.integers(0, 5))
    def remove(self, owner):
        self.prefixes.remove(owner)
        self.paths.pop(owner, None)

    @invariant()
    def every_path_is_found(self):
        for wanted in self.paths.values():
            lengths = {owner: common(tokens, wanted) for owner, tokens in self.paths.items()}
            assert self.prefixes.shared((), wanted) == {o: n for o, n in lengths.items() if n}
        assert all(owner in self.prefixes for owner in self.paths)


TestAgainstLists = AgainstLists.TestCase
TestAgainstLists.settings = settings(max_examples=100, stateful_step_count=30)
