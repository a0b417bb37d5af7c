from hypothesis import given
from hypothesis import strategies as st

from agent.engine.snapshots import Snapshot, Snapshots


def a_snapshot(size):
    return Snapshot((), size, size, object())


def test_the_budget_is_kept_before_anything_is_saved():
    kept = Snapshots(100)
    first = kept.put(a_snapshot(60)) if kept.leave(60) is not None else None
    assert kept.leave(50) == (first,)
    assert kept.held_bytes == 0


def test_the_least_recently_used_goes_first():
    kept = Snapshots(100)
    one, two = kept.put(a_snapshot(40)), kept.put(a_snapshot(40))
    kept.touch(one)
    assert kept.leave(50) == (two,)


def test_what_never_fits_drives_nothing_out():
    kept = Snapshots(100)
    kept.put(a_snapshot(60))
    assert kept.leave(101) is None
    assert len(kept) == 1


def test_without_a_budget_nothing_is_kept():
    assert Snapshots(0).leave(1) is None


@given(st.lists(st.integers(0, 120), max_size=30))
def test_no_more_is_held_than_allowed(sizes):
    kept = Snapshots(100)
    for size in sizes:
        if kept.leave(size) is not None:
            kept.put(a_snapshot(size))
        assert 0 <= kept.held_bytes <= 100
