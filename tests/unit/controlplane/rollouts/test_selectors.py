"""Selectors of rollouts: the plain label expressions of old, and the query language behind them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlplane.devices.query.facts import Facts, of_labels
from controlplane.rollouts import selectors
from controlplane.rollouts.selectors import SelectorError, parse

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
    ],
)
def test_a_plain_label_expression_matches_as_it_always_did(
    expression: str, *, matches: bool
) -> None:
    assert parse(expression).matches(KIOSK) is matches


def test_the_device_s_name_is_among_its_labels() -> None:
    assert parse("name ~ kiosk-").matches({"name": "kiosk-7"})


def test_what_labels_do_not_say_is_not_known() -> None:
    assert not parse("memory >= 1").matches(KIOSK)
    assert parse("memory >= 1").meets(Facts(numbers={"memory": (1.0,)}))


def test_an_overlong_expression_is_refused() -> None:
    with pytest.raises(SelectorError, match="at most 500"):
        parse("a," * 300)


def test_an_explanation_names_the_terms_that_do_not_hold() -> None:
    selector = parse("site=porto,class=kiosk,gpu")
    assert selector.explain(of_labels(KIOSK)) == (
        "site=porto does not hold: site is lisbon; has gpu does not hold: it has no label gpu"
    )
    assert parse("site=lisbon").explain(of_labels(KIOSK)) == "matches"


@given(st.text(alphabet="ab=!,() in~<'\"", max_size=20))
def test_any_text_is_read_or_refused_with_a_position(text: str) -> None:
    position = 0
    try:
        selectors.parse(text)
    except SelectorError as error:
        position = error.position
    assert 0 <= position <= len(text)
