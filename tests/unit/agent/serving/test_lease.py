from hypothesis import given
from hypothesis import strategies as st

from agent.serving.lease import Lease


def test_a_slot_is_kept_for_ever_unless_somebody_says_otherwise():
    lease = Lease()
    lease.idle(5.0)
    assert lease.due_s() is None


def test_the_time_runs_from_the_last_request():
    lease = Lease(keep_s=60.0)
    lease.idle(5.0)
    assert lease.due_s() == 65.0
    lease.busy()
    assert lease.due_s() is None
    lease.idle(100.0)
    assert lease.due_s() == 160.0


def test_a_new_time_runs_from_now():
    lease = Lease(keep_s=60.0)
    lease.idle(5.0)
    lease.extend(10.0, 40.0)
    assert lease.due_s() == 50.0


def test_a_slot_that_must_go_goes_as_soon_as_it_is_idle():
    lease = Lease(ends_when_idle=True)
    assert lease.due_s() is None
    lease.idle(7.0)
    assert lease.due_s() == 7.0


def test_a_later_wish_to_keep_it_goes_before_an_earlier_one_to_let_it_go():
    lease = Lease(ends_when_idle=True)
    lease.extend(None, 1.0)
    lease.idle(7.0)
    assert lease.due_s() is None


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(0, 1e9))
def test_it_is_never_due_before_it_is_idle(keep_s, idle_s):
    lease = Lease(keep_s=keep_s)
    lease.idle(idle_s)
    assert lease.due_s() >= idle_s
