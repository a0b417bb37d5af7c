import base64
import math
import struct

import pytest

from agent.api.errors import ApiError
from agent.api.openai.embeddings import EmbeddingRequest, encoded, floats, shortened


def vector(*numbers):
    return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()


def test_vectors_are_little_endian_float32():
    assert floats(vector(1.0, -2.5)) == [1.0, -2.5]
    assert encoded([1.0, -2.5]) == vector(1.0, -2.5)


def test_a_shortened_vector_has_length_one_again():
    short = floats(shortened(vector(3.0, 4.0, 12.0), 2))
    assert short == pytest.approx([0.6, 0.8])
    assert math.hypot(*short) == pytest.approx(1.0)


def test_a_vector_that_has_the_length_stays_as_it_is():
    whole = vector(3.0, 4.0)
    assert shortened(whole, 2) is whole


def test_nothing_is_made_longer():
    with pytest.raises(ApiError, match="2, not 3"):
        shortened(vector(1.0, 2.0), 3)


def test_a_vector_of_nothing_stays_nothing():
    assert floats(shortened(vector(0.0, 0.0), 1)) == [0.0]


def body(**fields):
    return EmbeddingRequest.model_validate(fields)


def test_inputs_come_in_five_forms():
    assert body(input="a").inputs() == ["a"]
    assert body(input=["a", "b"]).inputs() == ["a", "b"]
    assert body(input=[1, 2]).inputs() == [(1, 2)]
    assert body(input=[[1], [2]]).inputs() == [(1,), (2,)]
    assert body(content="a").inputs() == ["a"]


@pytest.mark.parametrize("given", [None, "", [], [""], [[]], ["x"] * 2049])
def test_inputs_are_bounded_and_never_empty(given):
    with pytest.raises(ApiError) as caught:
        body(input=given).inputs()
    assert caught.value.param == "input"


def test_only_one_norm_is_known():
    assert body(input="a").normalizes
    assert not body(input="a", embd_normalize=-1).normalizes
    with pytest.raises(ApiError, match="norm"):
        assert body(input="a", embd_normalize=1).normalizes
