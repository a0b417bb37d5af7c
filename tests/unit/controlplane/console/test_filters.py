"""How values are written for people."""

from datetime import UTC, datetime, timedelta

import pytest

from controlplane.console import filters

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "just now"),
        (42, "42 s ago"),
        (200, "3 min ago"),
        (7200, "2 h ago"),
        (40 * 3600, "40 h ago"),
        (6 * 86_400, "6 days ago"),
        (-3600, "in 1 h"),
    ],
)
def test_a_moment_is_said_in_its_largest_unit(seconds: int, words: str):
    assert filters.ago(NOON - timedelta(seconds=seconds), NOON) == words


def test_what_is_not_all_is_never_rounded_up_to_all():
    assert filters.percent(0.9999) == "99.9 %"
    assert filters.percent(1.0) == "100 %"
    assert filters.percent(0.5) == "50 %"


def test_thousands_are_set_apart_without_a_break():
    assert filters.count(1_234_567) == "1\u202f234\u202f567"


def test_one_of_something_is_singular():
    assert filters.plural(1, "device") == "1 device"
    assert filters.plural(0, "device") == "0 devices"


def test_a_sentence_begins_with_a_capital_and_ends_with_a_stop():
    assert filters.sentence("paused by ada") == "Paused by ada."
    assert filters.sentence("") == ""


def test_a_variants_name_is_not_changed_by_beginning_a_sentence():
    assert filters.sentence("q4_k_m is the best that fits") == "q4_k_m is the best that fits."


def test_large_numbers_are_written_shortly():
    assert filters.compact(4_300_000) == "4.3 M"
    assert filters.compact(950) == "950"


def test_a_digest_is_shortened_without_its_algorithm():
    assert filters.short("sha256:0123456789abcdef") == "01234567"


def test_labels_are_written_as_a_person_types_them():
    assert filters.pairs({"site": "lisbon", "class": "kiosk"}) == "class=kiosk, site=lisbon"
