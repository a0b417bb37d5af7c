from datetime import UTC, datetime, timedelta

from agent.trust import floor

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def test_without_a_floor_the_clock_decides():
    assert floor.effective_now(NOON, None) == NOON


def test_a_clock_at_1970_is_lifted_to_the_floor():
    assert floor.effective_now(datetime(1970, 1, 1, tzinfo=UTC), NOON) == NOON


def test_a_clock_ahead_of_the_floor_is_believed():
    assert floor.effective_now(NOON + DAY, NOON) == NOON + DAY


def test_a_later_assignment_raises_the_floor():
    assert floor.risen(NOON, NOON + DAY, not_after=NOON + 9 * DAY) == NOON + DAY


def test_an_older_assignment_leaves_the_floor():
    assert floor.risen(NOON, NOON - DAY, not_after=NOON + 9 * DAY) is None


def test_the_director_cannot_push_the_floor_beyond_what_the_image_key_signed():
    far = NOON + 4000 * DAY

    assert floor.risen(NOON, far, not_after=NOON + 9 * DAY) == NOON + 9 * DAY
