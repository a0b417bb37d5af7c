from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from controlplane.rollouts.windows import Window, is_open, opens_at


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


NIGHTS = Window(cron="0 2 * * 1-5", duration_s=7200, timezone="Europe/Lisbon")


@pytest.mark.parametrize(
    ("now", "open_"),
    [
        ("2026-11-24 01:59:59", False),
        ("2026-11-24 02:00:00", True),
        ("2026-11-24 03:59:59", True),
        ("2026-11-24 04:00:00", False),
        ("2026-11-22 03:00:00", False),  # a Sunday
        ("2026-07-14 01:30:00", True),  # summer: two o'clock there is one here
        ("2026-07-14 03:30:00", False),
    ],
)
def test_a_window_is_open_by_the_clock_of_its_own_zone(now, open_):
    assert is_open((NIGHTS,), utc(now)) is open_


def test_no_window_at_all_is_always_open():
    assert is_open((), utc("2026-11-24 12:00:00"))
    assert opens_at((), utc("2026-11-24 12:00:00")) == utc("2026-11-24 12:00:00")


def test_of_several_windows_the_first_to_open_counts():
    noon = Window(cron="0 12 * * *", duration_s=600)
    now = utc("2026-11-24 05:00:00")
    assert opens_at((NIGHTS, noon), now) == utc("2026-11-24 12:00:00")
    assert is_open((NIGHTS, noon), utc("2026-11-24 12:05:00"))


def test_a_window_may_last_over_midnight():
    late = Window(cron="0 23 * * *", duration_s=4 * 3600)
    assert is_open((late,), utc("2026-11-25 02:59:00"))
    assert not is_open((late,), utc("2026-11-25 03:00:00"))


def test_an_hour_that_daylight_saving_skips_is_not_skipped_with_its_window():
    window = Window(cron="30 1 * * *", duration_s=600, timezone="Europe/Lisbon")
    before = utc("2026-03-28 12:00:00")  # the next night goes from 01:00 straight to 02:00
    assert opens_at((window,), before) == utc("2026-03-29 01:00:00")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"cron": "61 * * * *", "duration_s": 60}, "cron '61 [*] [*] [*] [*]'"),
        ({"cron": "often", "duration_s": 60}, "cron 'often'"),
        ({"cron": "0 2 30 2 *", "duration_s": 60}, "cron"),
        ({"cron": "* * * * *", "duration_s": 60, "timezone": "Mars/Base"}, "no time zone"),
        ({"cron": "* * * * *", "duration_s": 60, "timezone": "../../etc/passwd"}, "no time zone"),
        ({"cron": "* * * * *", "duration_s": 1}, "duration_s"),
    ],
)
def test_a_window_that_makes_no_sense_is_refused_in_words(value, words):
    with pytest.raises(ValidationError, match=words):
        Window.model_validate(value)


def test_an_hour_that_comes_twice_opens_a_window_once():
    window = Window(cron="30 1 * * *", duration_s=600, timezone="Europe/Lisbon")
    # It is half past one there at 00:30 and at 01:30 UTC.
    first = opens_at((window,), utc("2026-10-25 00:00:00"))
    again = opens_at((window,), utc("2026-10-25 01:00:00"))
    assert first == utc("2026-10-25 00:30:00")
    assert again == utc("2026-10-26 01:30:00")
    long = Window(cron="30 1 * * *", duration_s=2 * 3600, timezone="Europe/Lisbon")
    assert is_open((long,), utc("2026-10-25 01:20:00"))
    assert not is_open((long,), utc("2026-10-25 02:40:00"))


@pytest.mark.parametrize("cron", ["* * * * *", "*/7 3 * * *", "0 0 29 2 *"])
def test_a_window_opens_after_now_and_is_open_then(cron):
    window = Window(cron=cron, duration_s=60, timezone="America/Santiago")
    now = utc("2026-04-04 23:59:30")
    for _ in range(20):
        following = window.opens_at(now)
        assert following > now
        assert window.closes_at(following) == following + timedelta(seconds=60)
        now = following
