import pytest

from agent.engine import frames, values
from agent.engine.backends.base import Outcome
from agent.engine.errors import FatalEngineError
from agent.engine.frames import Done, Failed
from agent.engine.values import Message
from tests.support.engine_loop import Harness


def test_an_answer_is_whole_and_says_why_it_ended(tmp_path):
    engine = Harness(tmp_path)
    engine.ask(1, "hello")
    engine.run()
    assert engine.text(1) == "hello"
    end = engine.end(1)
    assert isinstance(end, Done)
    assert end.finish_reason == frames.STOP
    assert end.usage.generated == len("hello") + 1


def test_requests_are_answered_side_by_side(tmp_path):
    engine = Harness(tmp_path)
    engine.ask(1, "first answer")
    engine.ask(2, "second answer")
    engine.run(steps=8)
    assert engine.text(1)
    assert engine.text(2)


def test_more_requests_than_places_take_turns(tmp_path):
    engine = Harness(tmp_path, parallel=2)
    for number in range(7):
        engine.ask(number, f"answer {number}")
    engine.run()
    assert [engine.text(number) for number in range(7)] == [f"answer {n}" for n in range(7)]


def test_an_answer_stops_at_its_token_limit(tmp_path):
    engine = Harness(tmp_path)
    engine.ask(1, "a long answer", max_tokens=4)
    engine.run()
    assert engine.text(1) == "a lo"
    assert engine.end(1).finish_reason == frames.LENGTH


def test_an_answer_stops_at_a_stop_string(tmp_path):
    engine = Harness(tmp_path)
    engine.ask(1, "one two three", stop=("tw",))
    engine.run()
    assert engine.text(1) == "one "
    assert engine.end(1).finish_reason == frames.STOP


def test_an_answer_stops_where_the_context_ends(tmp_path):
    engine = Harness(tmp_path, context=40)
    engine.ask(1, "x" * 30, max_tokens=100)
    engine.run()
    end = engine.end(1)
    assert end.finish_reason == frames.LENGTH
    assert end.usage.prompt + end.usage.generated == 40


def test_a_prompt_as_long_as_the_context_is_refused_with_both_numbers(tmp_path):
    engine = Harness(tmp_path, context=40)
    engine.ask(1, "x" * 50)
    end = engine.end(1)
    assert isinstance(end, Failed)
    assert (end.code, end.prompt_tokens, end.n_ctx) == (frames.CONTEXT_OVERFLOW, 52, 40)


@pytest.mark.parametrize(
    "wrong",
    [
        {"messages": None},
        {"prompt": "both"},
        {"max_tokens": 0},
        {"messages": None, "tokens": (5, 100_000)},
        {"messages": None, "tokens": (-1,)},
        {"messages": None, "tokens": ()},
        {"messages": None, "prompt": ""},
        {"stop": ("x",) * 17},
        {"sampling": values.Sampling(temperature=-1.0)},
        {"sampling": values.Sampling(seed=2**40)},
        {"sampling": values.Sampling(repeat_penalty=0.0)},
    ],
)
def test_what_would_abort_the_library_is_refused(tmp_path, wrong):
    engine = Harness(tmp_path)
    engine.ask(1, "hello", **wrong)
    assert engine.end(1).code == frames.BAD_REQUEST


def test_a_cancelled_request_ends_within_one_step(tmp_path):
    engine = Harness(tmp_path)
    engine.ask(1, "a rather long answer")
    engine.ask(2, "another")
    engine.run(steps=5)
    engine.cancel(1)
    engine.run(steps=1)
    end = engine.end(1)
    assert end.finish_reason == frames.CANCELLED
    assert end.usage.generated < len("a rather long answer")
    engine.run()
    assert engine.text(2) == "another"


def test_a_request_is_cancelled_while_it_waits(tmp_path):
    engine = Harness(tmp_path, parallel=1)
    engine.ask(1, "first")
    engine.ask(2, "second")
    engine.cancel(2)
    engine.run()
    assert engine.end(2).usage.generated == 0
    assert engine.text(1) == "first"


def test_a_passed_deadline_fails_the_request(tmp_path):
    engine = Harness(tmp_path)
    engine.ask(1, "hello", deadline_s=0.0)
    engine.ask(2, "hello")
    engine.run()
    assert engine.end(1).code == frames.DEADLINE
    assert engine.text(2) == "hello"


def test_a_prompt_that_was_seen_before_is_not_evaluated_again(tmp_path):
    engine = Harness(tmp_path)
    engine.ask(1, "the very same question")
    engine.run()
    engine.ask(2, "the very same question, and more")
    engine.run()
    assert engine.end(1).usage.cached == 0
    assert engine.end(2).usage.cached > len("the very same")
    assert engine.text(2) == "the very same question, and more"


def test_memory_that_cannot_be_cut_is_filled_anew(tmp_path):
    engine = Harness(tmp_path)
    engine.backend.cuttable = False
    for number in (1, 2):
        engine.ask(number, "the very same question")
        engine.run()
    assert engine.end(2).usage.cached == 0
    assert engine.text(2) == "the very same question"


def test_a_long_prompt_does_not_hold_up_an_answer(tmp_path):
    engine = Harness(tmp_path, batch=8, context=400)
    engine.ask(1, "short")
    engine.run(steps=3)
    engine.ask(2, "x" * 300)
    before = len(engine.text(1))
    engine.run(steps=2)
    assert len(engine.text(1)) >= before + 1
    assert all(len(batch) <= 8 for batch in engine.backend.batches)


@pytest.mark.parametrize("outcome", [Outcome.NO_ROOM, Outcome.ABORTED])
@pytest.mark.parametrize("at", [0, 1, 2, 6])
def test_trouble_that_passes_changes_no_answer(tmp_path, outcome, at):
    engine = Harness(tmp_path, outcomes=[*[Outcome.OK] * at, outcome])
    engine.ask(1, "first question, long enough for several batches")
    engine.ask(2, "second")
    engine.run()
    assert engine.text(1) == "first question, long enough for several batches"
    assert engine.text(2) == "second"


def test_when_room_runs_out_for_good_the_last_request_is_told(tmp_path):
    engine = Harness(tmp_path, outcomes=[Outcome.NO_ROOM] * 50)
    engine.ask(1, "hello")
    engine.run()
    assert engine.end(1).code == frames.ENGINE_FAILED


def test_a_refused_batch_fails_the_offender_alone(tmp_path):
    # The whole batch, then the first share alone are refused; the second share is innocent.
    engine = Harness(tmp_path, outcomes=[Outcome.INVALID, Outcome.INVALID])
    engine.ask(1, "a")
    engine.ask(2, "b")
    engine.run()
    assert engine.end(1).code == frames.ENGINE_FAILED
    assert engine.text(2) == "b"


def test_lost_memory_ends_the_loop(tmp_path):
    engine = Harness(tmp_path, outcomes=[Outcome.FATAL])
    engine.ask(1, "running")
    with pytest.raises(FatalEngineError):
        engine.run()


def test_roles_other_than_the_users_are_not_echoed(tmp_path):
    engine = Harness(tmp_path)
    messages = (Message("system", "be brief"), Message("user", "hi"))
    engine.ask(1, "", messages=messages)
    engine.run()
    assert engine.text(1) == "hi"
