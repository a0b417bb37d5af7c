"""The query language as it is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlplane.devices.query.errors import QueryError
from controlplane.devices.query.fields import KNOWN, Kind, field_of
from controlplane.devices.query.reader import read
from controlplane.devices.query.tree import (
    Compare,
    Every,
    Has,
    Node,
    Not,
    Op,
    either,
    every,
    fields_in,
)


def test_and_binds_closer_than_or() -> None:
    assert str(read("a=1 or b=2 and c=3")) == "a=1 or (b=2 and c=3)"
    assert str(read("(a=1 or b=2) and c=3")) == "(a=1 or b=2) and c=3"


def test_a_comma_is_an_and_and_an_exclamation_mark_a_not() -> None:
    assert read("a=1,!b") == read("a=1 and not has b")


def test_two_nots_are_none() -> None:
    assert read("not not a=1") == read("a=1")


def test_keywords_are_read_in_any_case() -> None:
    assert read("a=1 AND NOT b IN (x, y)") == read("a=1 and not b in (x,y)")


def test_not_in_and_notin_are_the_same() -> None:
    assert read("a not in (x)") == read("a notin (x)") == read("a != x")


def test_a_value_with_blanks_or_a_keyword_is_quoted() -> None:
    for text in ("cpu = 'Cortex A76'", 'cpu="Cortex A76"', "a = 'and'"):
        assert read(str(read(text))) == read(text)


def test_a_label_that_is_called_like_a_field_is_reached_by_its_prefix() -> None:
    (plain,), (label,) = list(fields_in(read("memory > 1"))), list(fields_in(read("label.memory")))
    assert (plain.kind, plain.label) == (Kind.SIZE, "")
    assert label.label == "memory"


def test_a_slot_may_have_points_in_its_name() -> None:
    (field,) = fields_in(read("slot.main.v2.version = 1.0"))
    assert (field.slot, field.name) == ("main.v2", "slot.main.v2.version")


@pytest.mark.parametrize(
    ("text", "character", "expected"),
    [
        ("site=", 6, "a value"),
        ("site=lisbon,", 13, "a label or a field"),
        ("site=lisbon class=x", 13, "'and', 'or', a comma or the end"),
        ("class in kiosk", 10, "'('"),
        ("class in (kiosk", 16, "a comma or ')'"),
        ("=x", 1, "a label or a field"),
        ("!,a", 2, "a label or a field"),
        ("(site=a", 8, "'and', 'or', a comma or ')'"),
        ("site=a)", 7, "'and', 'or', a comma or the end"),
        ("memory >= lots", 11, "a size like 2GiB"),
        ("cores in (1, many)", 14, "a number"),
        ("seen > 3x", 8, "a time like 30m, 12h or 7d"),
        ("state = asleep", 9, "one of failed, never, offline, online, serving"),
        ("battery = maybe", 11, "one of no, yes"),
        ("site < b", 6, "'=', '!=', '~' or 'in', because site has no order"),
        ("memory ~ 2", 8, "a comparison, because memory is no text"),
        ("has", 4, "a label or a field"),
        ("a and or b", 7, "a label or a field"),
        ("site='lisbon", 6, "a value"),
    ],
)
def test_an_error_points_at_the_character(text: str, character: int, expected: str) -> None:
    with pytest.raises(QueryError) as caught:
        read(text)
    assert f"character {character}: expected {expected}" in str(caught.value)


def test_the_pointer_stands_under_the_character() -> None:
    with pytest.raises(QueryError) as caught:
        read("memory >= lots")
    assert caught.value.pointer == "memory >= lots\n          ^ expected a size like 2GiB"


def test_parentheses_are_bounded() -> None:
    assert read("(" * 16 + "a" + ")" * 16) == read("a")
    with pytest.raises(QueryError, match="at most 16 parentheses"):
        read("(" * 17 + "a" + ")" * 17)


def test_the_longest_row_of_nots_is_read() -> None:
    assert read("!" * 498 + "a") == read("a")


words = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,8}", fullmatch=True).filter(
    lambda word: word.lower() not in {"and", "or", "not", "has", "in", "notin"}
)
values = st.one_of(words, st.text("ab c'=(", min_size=1, max_size=6), st.just("not"))
labels = words.filter(lambda word: word not in KNOWN and not word.startswith("slot.")).map(field_of)
compares = st.one_of(
    st.builds(
        Compare,
        labels,
        st.sampled_from([Op.IN, Op.NOT_IN]),
        st.lists(values, min_size=1, max_size=3).map(tuple),
    ),
    st.builds(
        Compare,
        labels,
        st.sampled_from([Op.STARTS, Op.STARTS_NOT]),
        st.tuples(values),
    ),
    st.builds(
        Compare,
        st.sampled_from([KNOWN["memory"], KNOWN["cores"]]),
        st.sampled_from([Op.IN, Op.LESS, Op.AT_MOST, Op.MORE, Op.AT_LEAST]),
        st.tuples(st.integers(0, 99).map(str)),
    ),
)
leaves: st.SearchStrategy[Node] = st.one_of(st.builds(Has, labels), compares)
nodes = st.recursive(
    leaves,
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(every),
        st.lists(parts, min_size=1, max_size=3).map(either),
        parts.filter(lambda part: not isinstance(part, Not)).map(Not),
    ),
    max_leaves=6,
)


@given(nodes)
def test_what_is_written_reads_back_the_same(node: Node) -> None:
    text = str(node)
    if len(text) <= 500:
        assert read(text) == node


def test_everybody_is_written_as_nothing() -> None:
    assert read(str(Every())) == Every()
