from hypothesis import given
from hypothesis import strategies as st

from agent.serving.admission import MAX_RETRY_S, MIN_RETRY_S, Admission, Bounds, Refusal, Ticket
from agent.serving.rates import Rates

RATES = Rates()


def let_in(queue, prompt_tokens=1):
    ticket = queue.enter(prompt_tokens, RATES)
    assert isinstance(ticket, Ticket)
    return ticket


def refused(queue, prompt_tokens=1, rates=RATES):
    refusal = queue.enter(prompt_tokens, rates)
    assert isinstance(refusal, Refusal)
    return refusal


def full_for(rates, *, prompt_tokens=1, requests=9):
    """Return when a queue that is full tells the next request to come back."""
    queue = Admission(parallel=1, bounds=Bounds(requests=requests))
    for _ in range(requests + 1):
        let_in(queue, prompt_tokens)
    return refused(queue, rates=rates).retry_after_s


def test_requests_are_let_in_up_to_the_bound():
    queue = Admission(parallel=2, bounds=Bounds(requests=1, prompt_tokens=1000))
    for _ in range(3):
        let_in(queue)
    assert "1 requests are waiting" in refused(queue).reason


def test_one_that_left_makes_room_once():
    queue = Admission(parallel=1, bounds=Bounds(requests=0))
    ticket = let_in(queue)
    refused(queue)
    queue.leave(ticket)
    queue.leave(ticket)
    assert queue.requests == 0
    let_in(queue)


def test_long_prompts_fill_the_queue_before_many_requests_do():
    queue = Admission(parallel=1, bounds=Bounds(requests=100, prompt_tokens=50))
    let_in(queue, 40)
    assert "50" in refused(queue, 20).reason


def test_what_the_engine_counted_replaces_the_guess():
    queue = Admission(parallel=1, bounds=Bounds(requests=100, prompt_tokens=50))
    ticket = let_in(queue, 40)
    queue.recount(ticket, 10)
    assert queue.prompt_tokens == 10
    let_in(queue, 40)
    queue.leave(ticket)
    assert queue.prompt_tokens == 40


def test_a_count_that_comes_too_late_changes_nothing():
    queue = Admission(parallel=1)
    ticket = let_in(queue, 40)
    queue.leave(ticket)
    queue.recount(ticket, 10)
    assert queue.prompt_tokens == 0


def test_a_giant_prompt_alone_is_left_to_the_engine_to_judge():
    let_in(Admission(parallel=1, bounds=Bounds(prompt_tokens=50)), 500)


def test_the_time_to_come_back_follows_from_what_is_queued_and_what_was_measured():
    rates = Rates(prompt_tokens_per_s=1000, answer_tokens_per_s=50, answer_tokens=100)
    assert full_for(rates, requests=9) == 11  # half of ten answers of 100 tokens at 50 a second
    assert full_for(rates, prompt_tokens=2000, requests=9) == 20  # and of 20,000 prompt tokens


def test_slow_answers_make_the_wait_longer():
    quick = Rates(answer_tokens_per_s=100.0)
    slow = Rates(answer_tokens_per_s=1.0)
    assert full_for(quick) < full_for(slow)


@given(
    st.lists(st.tuples(st.sampled_from(["enter", "leave", "count"]), st.integers(0, 100))),
    st.builds(
        Rates,
        prompt_tokens_per_s=st.floats(0.001, 1e6),
        answer_tokens_per_s=st.floats(0.001, 1e6),
        answer_tokens=st.floats(0, 1e6),
    ),
)
def test_the_books_always_balance(moves, rates):
    bounds = Bounds(requests=3, prompt_tokens=200)
    queue = Admission(parallel=2, bounds=bounds)
    inside = []
    for move, number in moves:
        if move == "enter":
            before = queue.prompt_tokens
            entered = queue.enter(number, rates)
            if isinstance(entered, Ticket):
                assert before + number <= bounds.prompt_tokens or not inside
                inside.append(entered)
            else:
                assert MIN_RETRY_S <= entered.retry_after_s <= MAX_RETRY_S
        elif inside and move == "leave":
            queue.leave(inside.pop(number % len(inside)))
        elif inside:
            queue.recount(inside[number % len(inside)], number)
        assert queue.requests == len(inside) <= queue.parallel + bounds.requests
        assert queue.prompt_tokens == sum(one.prompt_tokens for one in inside)
        assert queue.waiting == max(0, len(inside) - 2)
