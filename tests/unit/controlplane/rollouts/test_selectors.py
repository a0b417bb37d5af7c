import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlplane.rollouts import selectors
from controlplane.rollouts.selectors import Check, Selector, SelectorError, Term, parse

KIOSK = {"site": "lisbon", "class": "kiosk"}


@pytest.mark.parametrize(
    ("expression", "matches"),
    [
        ("", True),
        ("  ", True),
        ("site=lisbon", True),
        ("site==lisbon", True),
        ("site = porto", False),
        ("site!=porto", True),
        ("site!=lisbon", False),
        ("class in (kiosk,gateway)", True),
        ("class in ( gateway )", False),
        ("class notin (kiosk)", False),
        ("rack notin (a,b)", True),
        ("site", True),
        ("gpu", False),
        ("!lab", True),
        ("!site", False),
        ("site=lisbon,class in (kiosk,gateway),!lab", True),
        ("site=lisbon,lab", False),
        ("in in (x)", False),
    ],
)
def test_an_expression_matches_as_it_reads(expression: str, *, matches: bool) -> None:
    assert parse(expression).matches(KIOSK) is matches


@pytest.mark.parametrize(
    ("expression", "character", "expected"),
    [
        ("site=", 6, "a value"),
        ("site=lisbon,", 13, "a label"),
        ("site=lisbon class=x", 13, "a comma or the end"),
        ("class in kiosk", 10, "'('"),
        ("class in (kiosk", 16, "a comma or ')'"),
        ("=x", 1, "a label"),
        ("!,a", 2, "a label"),
    ],
)
def test_an_error_points_at_the_character(expression: str, character: int, expected: str) -> None:
    with pytest.raises(SelectorError) as caught:
        parse(expression)
    assert f"character {character}: expected {expected}" in str(caught.value)


def test_an_overlong_expression_is_refused() -> None:
    with pytest.raises(SelectorError, match="at most 500"):
        parse("a," * 300)


def test_an_explanation_names_the_terms_that_do_not_hold() -> None:
    selector = parse("site=porto,class=kiosk,gpu")
    assert selector.explain(KIOSK) == (
        "site=porto does not hold: site is lisbon; gpu does not hold: it has no label gpu"
    )
    assert parse("site=lisbon").explain(KIOSK) == "matches"


words = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,8}", fullmatch=True)
terms = st.one_of(
    st.builds(Term, words, st.sampled_from([Check.HAS, Check.HAS_NOT])),
    st.builds(
        Term,
        words,
        st.sampled_from([Check.IN, Check.NOT_IN]),
        st.lists(words, min_size=1, max_size=3).map(tuple),
    ),
)


@given(st.lists(terms, max_size=4).map(lambda each: Selector(tuple(each))))
def test_what_is_written_reads_back_the_same(selector: Selector) -> None:
    assert parse(str(selector)) == selector


@given(st.text(alphabet="ab=!,() in", max_size=20))
def test_any_text_is_read_or_refused_with_a_position(text: str) -> None:
    position = 0
    try:
        selectors.parse(text)
    except SelectorError as error:
        position = error.position
    assert 0 <= position <= len(text)
