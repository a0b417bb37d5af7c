from datetime import UTC, datetime, timedelta

import pytest

from controlplane.devices import presence
from controlplane.devices.presence import RECONNECT_GRACE, Known, Verdict

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def known(*, seq: int = 3, online: bool = True, told_at: datetime = NOON) -> Known:
    return Known(session="now", seq=seq, online=online, told_at=told_at)


@pytest.mark.parametrize("replayed", [False, True])
@pytest.mark.parametrize("before", [None, known(), known(online=False)])
def test_a_birth_of_another_session_always_counts(before: Known | None, *, replayed: bool):
    verdict = presence.birth(before, session="next", at=NOON, replayed=replayed)

    assert verdict is Verdict.APPLY


def test_a_session_may_say_everything_again():
    verdict = presence.birth(known(), session="now", at=NOON - MINUTE, replayed=False)

    assert verdict is Verdict.APPLY


def test_a_birth_the_broker_kept_is_ignored_when_newer_reports_were_heard():
    verdict = presence.birth(known(), session="now", at=NOON - MINUTE, replayed=True)

    assert verdict is Verdict.IGNORE


def test_a_birth_the_broker_kept_counts_when_it_is_newer_than_what_was_heard():
    verdict = presence.birth(known(), session="now", at=NOON + MINUTE, replayed=True)

    assert verdict is Verdict.APPLY


def test_a_birth_the_broker_kept_does_not_wake_a_session_that_died():
    before = known(online=False)

    verdict = presence.birth(before, session="now", at=NOON + MINUTE, replayed=True)

    assert verdict is Verdict.IGNORE


def test_a_report_that_follows_is_applied():
    assert presence.report(known(seq=3), session="now", seq=4) is Verdict.APPLY


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_a_report_that_was_seen_is_ignored(seq: int):
    assert presence.report(known(seq=3), session="now", seq=seq) is Verdict.IGNORE


def test_a_gap_is_applied_and_makes_the_device_say_everything():
    assert presence.report(known(seq=3), session="now", seq=5) is Verdict.APPLY_AND_ASK_ALL


@pytest.mark.parametrize("before", [None, known(online=False)])
def test_a_report_of_a_session_whose_birth_was_missed_asks_for_everything(before: Known | None):
    assert presence.report(before, session="now", seq=4) is Verdict.ASK_ALL


def test_a_report_of_another_session_changes_nothing_but_asks():
    assert presence.report(known(), session="then", seq=4) is Verdict.ASK_ALL


def test_the_death_of_the_present_session_counts():
    assert presence.death(known(), session="now") is Verdict.APPLY


@pytest.mark.parametrize("before", [None, known(), known(online=False)])
def test_a_stale_death_is_ignored(before: Known | None):
    assert presence.death(before, session="then") is Verdict.IGNORE


def test_a_device_is_lost_when_it_does_not_come_back_after_the_brokers_start():
    late = NOON + RECONNECT_GRACE + MINUTE

    assert presence.is_lost(born_at=NOON - MINUTE, broker_started_at=NOON, now=late)
    assert not presence.is_lost(born_at=NOON + MINUTE, broker_started_at=NOON, now=late)
    assert not presence.is_lost(born_at=NOON - MINUTE, broker_started_at=NOON, now=NOON + MINUTE)
