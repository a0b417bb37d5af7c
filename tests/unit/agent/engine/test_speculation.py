from hypothesis import given
from hypothesis import strategies as st

from agent.engine.speculation import FIRST, MOST, Guesser

TEXT = [1, 2, 3, 4, 5, 6, 7, 8, 9]


def test_what_followed_before_is_guessed_again():
    assert Guesser().propose([*TEXT, 0, 1, 2, 3], 8) == [4, 5, 6, 7]


def test_nothing_is_guessed_where_nothing_came_before():
    assert Guesser().propose(TEXT, 8) == []


def test_the_latest_occurrence_counts():
    assert Guesser().propose([1, 2, 3, 4, 1, 2, 3, 5, 0, 1, 2, 3], 1) == [5]


def test_no_more_is_guessed_than_may_be():
    assert Guesser().propose([*TEXT, 0, 1, 2, 3], 2) == [4, 5]


def test_right_guesses_make_longer_ones():
    guesser = Guesser()
    for _ in range(9):
        guesser.judge(drafted=FIRST, taken=FIRST, row_cost=0.2, at=20)
    assert len(guesser.propose([*range(50), 0, 1, 2], 100)) == MOST


def test_guessing_pauses_where_it_does_not_pay_and_is_tried_again():
    guesser = Guesser()
    tokens = [*TEXT, 0, 1, 2, 3]
    for _ in range(5):
        guesser.judge(drafted=4, taken=0, row_cost=0.2, at=len(tokens))
    assert guesser.propose(tokens, 8) == []
    assert guesser.propose([*tokens, *[0] * 100, 1, 2, 3], 8)


def test_dear_rows_must_be_right_more_often():
    for row_cost, pays in ((0.1, True), (0.9, False)):
        guesser = Guesser()
        tokens = [*TEXT, 0, 1, 2, 3]
        for _ in range(8):
            guesser.judge(drafted=4, taken=2, row_cost=row_cost, at=len(tokens))
        assert bool(guesser.propose(tokens, 8)) == pays


def test_what_was_taken_is_counted():
    guesser = Guesser()
    guesser.judge(drafted=4, taken=1, row_cost=0.1, at=10)
    guesser.judge(drafted=3, taken=3, row_cost=0.1, at=20)
    assert (guesser.drafted, guesser.taken) == (7, 4)


@given(st.lists(st.integers(0, 3), max_size=60), st.integers(0, 10))
def test_a_guess_is_what_followed_the_last_three_tokens_somewhere(tokens, limit):
    guess = Guesser().propose(tokens, limit)
    assert len(guess) <= limit
    if guess:
        wanted = [*tokens[-3:], *guess]
        size = len(wanted)
        assert any(tokens[at : at + size] == wanted for at in range(len(tokens)))


@given(st.lists(st.integers(0, 3), max_size=60))
def test_guesses_do_not_depend_on_when_the_text_was_seen(tokens):
    growing = Guesser()
    for count in range(len(tokens)):
        growing.propose(tokens[:count], 4)
    assert growing.propose(tokens, 4) == Guesser().propose(tokens, 4)
