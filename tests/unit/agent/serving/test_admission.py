from hypothesis import given
from hypothesis import strategies as st

from agent.serving.admission import MAX_RETRY_S, MIN_RETRY_S, Admission, Bounds


def test_requests_are_let_in_up_to_the_bound():
    queue = Admission(parallel=2, bounds=Bounds(requests=1, prompt_tokens=1000))
    assert [queue.enter(1) for _ in range(3)] == [None] * 3
    refusal = queue.enter(1)
    assert refusal is not None
    assert "1 requests are waiting" in refusal.reason


def test_one_that_left_makes_room():
    queue = Admission(parallel=1, bounds=Bounds(requests=0))
    assert queue.enter(1) is None
    assert queue.enter(1) is not None
    queue.leave(1)
    assert queue.enter(1) is None


def test_long_prompts_fill_the_queue_before_many_requests_do():
    queue = Admission(parallel=1, bounds=Bounds(requests=100, prompt_tokens=50))
    assert queue.enter(40) is None
    refusal = queue.enter(20)
    assert refusal is not None
    assert "50" in refusal.reason


def test_a_giant_prompt_alone_is_left_to_the_engine_to_judge():
    assert Admission(parallel=1, bounds=Bounds(prompt_tokens=50)).enter(500) is None


def test_slow_answers_make_the_wait_longer():
    quick, slow = (Admission(parallel=1, bounds=Bounds(requests=9)) for _ in range(2))
    for queue, took_s in ((quick, 0.1), (slow, 30.0)):
        for _ in range(20):
            queue.enter(1)
            queue.leave(1, took_s=took_s)
        while (refusal := queue.enter(1)) is None:
            pass
        queue.last = refusal.retry_after_s
    assert quick.last < slow.last


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 100), st.floats(0, 1000)), max_size=60))
def test_the_books_always_balance(moves):
    bounds = Bounds(requests=3, prompt_tokens=200)
    queue = Admission(parallel=2, bounds=bounds)
    inside = []
    for enters, tokens, took_s in moves:
        if enters:
            refusal = queue.enter(tokens)
            if refusal is None:
                inside.append(tokens)
            else:
                assert MIN_RETRY_S <= refusal.retry_after_s <= MAX_RETRY_S
        elif inside:
            queue.leave(inside.pop(), took_s=took_s)
        assert queue.requests == len(inside) <= queue.parallel + bounds.requests
        assert queue.prompt_tokens == sum(inside) <= bounds.prompt_tokens
        assert queue.waiting == max(0, len(inside) - 2)
