from hypothesis import given
from hypothesis import strategies as st

from agent.engine.admission import HEADROOM, PATIENCE, Candidate, choose, need


def a_candidate(needed=10, *, ready=0, soon=None, passed=0):
    return Candidate(needed, ready, ready if soon is None else soon, passed)


CANDIDATES = st.lists(
    st.builds(
        lambda needed, ready, more, passed: Candidate(needed, ready, ready + more, passed),
        st.integers(1, 300),
        st.integers(0, 500),
        st.integers(0, 100),
        st.integers(0, 12),
    ),
    max_size=8,
)


def test_first_come_is_first_served():
    assert choose([a_candidate(), a_candidate()], freeable=100, running=1) == 0


def test_a_prompt_that_is_in_memory_goes_first():
    assert choose([a_candidate(), a_candidate(ready=200)], freeable=100, running=1) == 1


def test_having_been_passed_counts_like_tokens_in_memory():
    waiting = [a_candidate(passed=1), a_candidate(ready=200)]
    assert choose(waiting, freeable=100, running=1) == 0


def test_nobody_passes_whose_patience_is_at_an_end_even_if_there_is_no_room_for_him():
    waiting = [a_candidate(200, passed=PATIENCE), a_candidate(ready=5000)]
    assert choose(waiting, freeable=100, running=1) is None
    assert choose(waiting, freeable=200, running=1) == 0


def test_who_does_not_fit_is_passed():
    assert choose([a_candidate(200), a_candidate(50)], freeable=100, running=1) == 1


def test_a_prefix_that_is_being_evaluated_is_waited_for():
    waiting = [a_candidate(ready=0, soon=400)]
    assert choose(waiting, freeable=1000, running=1) is None


def test_a_few_tokens_more_are_not_waited_for():
    assert choose([a_candidate(ready=400, soon=410)], freeable=1000, running=1) == 0


def test_what_is_ready_in_an_ended_sequence_cannot_be_freed_for_it():
    assert need(100, taken=0, ready=60, max_tokens=10) == 50
    assert need(100, taken=60, ready=60, max_tokens=1000) == 100 + HEADROOM


@given(CANDIDATES, st.integers(0, 400))
def test_with_nobody_running_somebody_is_always_admitted(waiting, freeable):
    chosen = choose(waiting, freeable=freeable, running=0)
    assert (chosen is None) == (not waiting)


@given(CANDIDATES, st.integers(0, 400), st.integers(1, 8))
def test_nobody_is_admitted_for_whom_there_is_no_room(waiting, freeable, running):
    chosen = choose(waiting, freeable=freeable, running=running)
    assert chosen is None or waiting[chosen].need <= freeable


@given(st.lists(st.tuples(st.integers(1, 300), st.integers(0, 3000)), min_size=1, max_size=30))
def test_everybody_is_admitted_before_many_who_came_later(prompts):
    # Places become free one at a time, and with them all of the room.
    waiting = [[number, needed, ready, 0] for number, (needed, ready) in enumerate(prompts)]
    order = []
    while waiting:
        candidates = [Candidate(n, r, r, p) for _, n, r, p in waiting]
        chosen = choose(candidates, freeable=300, running=1)
        assert chosen is not None
        for one in waiting[:chosen]:
            one[3] += 1
        order.append(waiting.pop(chosen)[0])
    for place, number in enumerate(order):
        assert place <= number + PATIENCE
