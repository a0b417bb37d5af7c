import pytest
from pydantic import BaseModel

from agent.api.body import MAX_DEPTH, json_of, parse
from agent.api.errors import ApiError


class Shape(BaseModel):
    numbers: list[int] = []
    name: str | None = None


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[NaN]", b"[Infinity]", b"[" * 50_000])
def test_what_is_no_json_is_refused(body):
    with pytest.raises(ApiError) as caught:
        json_of(body)
    assert caught.value.api_code == "invalid_json"


@pytest.mark.parametrize(
    "body",
    [
        rb'{"name": "\ud800"}',
        rb'{"name": "\uDC00\uD800"}',
        rb'{"\ud800": 1}',
        b'{"name": "\xed\xa0\x80"}',
        '{"name": "\ud800"}'.encode("utf-16", "surrogatepass"),
    ],
    ids=range(5),
)
def test_half_of_a_surrogate_pair_is_no_text(body):
    with pytest.raises(ApiError) as caught:
        json_of(body)
    assert caught.value.api_code == "invalid_json"


def test_a_whole_surrogate_pair_is_a_letter_and_a_mark_at_the_start_nothing():
    assert json_of(rb'"\ud83d\ude42 \\ud800"') == "\U0001f642 \\ud800"
    assert json_of(b"\xef\xbb\xbf[1]") == [1]


def nested(depth):
    return b"[" * depth + b"]" * depth


def test_nesting_is_bounded():
    json_of(nested(MAX_DEPTH))
    with pytest.raises(ApiError, match="deep"):
        json_of(nested(MAX_DEPTH + 2))


def test_a_wrong_field_is_named_by_its_place():
    with pytest.raises(ApiError) as caught:
        parse(Shape, b'{"numbers": [1, "x"]}')
    assert caught.value.param == "numbers.1"


def test_a_body_is_an_object():
    with pytest.raises(ApiError, match="object"):
        parse(Shape, b"[]")


def test_characters_beyond_the_first_plane_may_be_escaped_but_only_whole():
    assert parse(Shape, b'{"name": "\\ud83d\\ude42"}').name == "🙂"
    with pytest.raises(ApiError, match="surrogate"):
        parse(Shape, b'{"name": "\\ud83d"}')
