import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.engine.repetition import penalties

HOW = {"breakers": (), "multiplier": 0.8, "base": 2.0, "allowed": 2}


def slow(tokens, breakers, allowed):
    """Return the longest repetition that every token would prolong, counted one by one."""
    border = next((at for at in range(len(tokens)) if tokens[-1 - at] in breakers), len(tokens))
    longest = {}
    for end in range(1, len(tokens)):
        length = 0
        while length < min(end, border) and tokens[end - 1 - length] == tokens[-1 - length]:
            length += 1
        if length >= allowed:
            longest[tokens[end]] = max(longest.get(tokens[end], 0), length)
    return {token: length for token, length in longest.items() if token not in breakers}


def test_the_token_that_would_go_on_with_a_repetition_is_penalised():
    assert penalties([1, 2, 3, 4, 9, 1, 2, 3], **HOW) == {4: pytest.approx(0.8 * 2)}


def test_the_longer_the_repetition_the_higher_the_penalty():
    assert penalties([1, 2, 3, 4, 5, 9, 1, 2, 3, 4], **HOW) == {5: pytest.approx(0.8 * 4)}


def test_nothing_is_repeated_across_a_breaker():
    assert penalties([1, 2, 3, 4, 9, 1, 2, 3], **{**HOW, "breakers": {2}}) == {}


def test_a_breaker_is_never_penalised():
    assert penalties([1, 2, 3, 4, 9, 1, 2, 3], **{**HOW, "breakers": {4}}) == {}


def test_a_penalty_is_bounded():
    (most,) = penalties([7] * 3000, **HOW).values()
    assert most < 3.5e38


@given(st.lists(st.integers(0, 3), max_size=40), st.sets(st.integers(0, 3), max_size=2))
def test_it_counts_as_one_would_by_hand(tokens, breakers):
    made = penalties(tokens, breakers=breakers, multiplier=1.0, base=2.0, allowed=2)
    expected = slow(tokens, breakers, 2)
    assert made == {token: 2.0 ** (length - 2) for token, length in expected.items()}
