from hypothesis import given
from hypothesis import strategies as st

from agent.engine.batching import LOOK_AHEAD, MOST_WASTE, Room, Waiting, plan

PADDED = Room(rows=8, size=100, padded=True)
PACKED = Room(rows=8, size=100, padded=False)


def waiting(*sizes, kind="text"):
    return [Waiting(number, kind, size) for number, size in enumerate(sizes)]


def keys(run):
    return [one.key for one in run]


@st.composite
def queues(draw):
    sizes = st.integers(1, 150)
    kinds = st.sampled_from(["text", "other", None])
    count = draw(st.integers(1, 40))
    return [
        Waiting(number, draw(kinds), draw(sizes), draw(st.integers(1, 3)))
        for number in range(count)
    ]


rooms = st.builds(Room, st.integers(1, 16), st.integers(1, 200), st.booleans())


@given(queues(), rooms)
def test_the_one_that_has_waited_longest_is_always_in_the_run(queue, room):
    assert plan(queue, room)[0] is queue[0]


@given(queues(), rooms)
def test_nobody_is_in_a_run_twice_and_all_are_of_one_kind(queue, room):
    run = plan(queue, room)
    assert len(set(keys(run))) == len(run)
    assert len({one.kind for one in run}) == 1


@given(queues(), rooms)
def test_a_run_of_several_fits_the_room_and_is_not_mostly_padding(queue, room):
    run = plan(queue, room)
    if len(run) == 1:
        return
    rows = sum(one.rows for one in run)
    useful = sum(one.rows * one.size for one in run)
    cost = rows * max(one.size for one in run) if room.padded else useful
    assert rows <= room.rows
    assert cost <= room.size
    assert cost - useful <= MOST_WASTE * cost


@given(queues(), rooms)
def test_runs_one_after_the_other_serve_everybody(queue, room):
    left = list(queue)
    while left:
        run = plan(left, room)
        left = [one for one in left if one not in run]
    assert not left


def test_nobody_waits_means_no_run():
    assert plan([], PADDED) == []


def test_an_input_larger_than_the_room_runs_alone():
    assert keys(plan(waiting(500, 10), PADDED)) == [0]


def test_inputs_of_no_kind_run_alone():
    assert keys(plan(waiting(1, 1, kind=None), PADDED)) == [0]


def test_a_padded_run_takes_those_of_nearly_the_length_of_the_first():
    assert keys(plan(waiting(20, 90, 1, 19, 21), PADDED)) == [0, 3, 4]


def test_a_packed_run_takes_the_older_ones_of_any_length():
    assert keys(plan(waiting(20, 3, 70, 19, 5), PACKED)) == [0, 1, 2, 4]


def test_only_the_first_of_a_long_queue_are_looked_at():
    room = Room(rows=10_000, size=10_000, padded=True)
    assert len(plan(waiting(*[1] * 2000), room)) == LOOK_AHEAD
