import math
import struct

import pytest

from agent.engine.errors import BackendError
from agent.engine.vector_numbers import finished


def rows(*vectors):
    return [struct.pack(f"<{len(one)}f", *one) for one in vectors]


def numbers(made):
    return [list(struct.unpack(f"<{len(one) // 4}f", one)) for one in made]


def test_a_vector_is_brought_to_length_one():
    assert numbers(finished(rows([3, 4]), normalize=True, scores=False)) == [
        pytest.approx([0.6, 0.8])
    ]


def test_a_vector_of_nothing_stays_nothing():
    assert numbers(finished(rows([0, 0]), normalize=True, scores=False)) == [[0, 0]]


def test_what_is_not_to_be_normalised_is_left_alone():
    raw = rows([3, 4], [1, 2])
    assert finished(raw, normalize=False, scores=False) == raw


def test_a_score_alone_becomes_a_probability_without_overflow():
    made = numbers(finished(rows([0], [2], [-2], [500], [-500]), normalize=True, scores=True))
    expected = [0.5, 1 / (1 + math.exp(-2)), 1 / (1 + math.exp(2)), 1.0, 0.0]
    assert [one for (one,) in made] == pytest.approx(expected)


def test_scores_of_classes_add_up_to_one():
    (made,) = numbers(finished(rows([1, 2, 300]), normalize=True, scores=True))
    assert made == pytest.approx([0, 0, 1])


def test_scores_that_may_hold_at_once_stand_alone():
    (made,) = numbers(finished(rows([0, 0]), normalize=True, scores=True, independent=True))
    assert made == [0.5, 0.5]


@pytest.mark.parametrize("broken", [math.nan, math.inf])
def test_what_is_no_number_does_not_leave(broken):
    with pytest.raises(BackendError, match="not finite"):
        finished(rows([1, broken]), normalize=False, scores=False)
