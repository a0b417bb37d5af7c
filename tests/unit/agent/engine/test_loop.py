import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.engine import frames, values
from agent.engine.backends.base import Outcome
from agent.engine.errors import FatalEngineError
from agent.engine.frames import Deltas, Done, Failed, Pulse
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


def test_the_rows_of_a_batch_are_in_the_order_of_the_sequences(tmp_path):
    engine = Harness(tmp_path)
    for number, answer in enumerate(("one", "and another", "a third", "one", "fourth", "fifth")):
        engine.ask(number, answer)
    engine.run()
    orders = [[span.sequence for span in batch] for batch in engine.backend.batches]
    assert [0, 3] in orders
    assert orders == [sorted(order) for order in orders]


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
    assert max(engine.backend.rows()) <= 8


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


def test_what_a_step_says_to_several_requests_goes_in_one_frame(tmp_path):
    engine = Harness(tmp_path)
    engine.ask(1, "aa")
    engine.ask(2, "bb")
    engine.run()
    frames_said = [one for one in engine.said if isinstance(one, Deltas)]
    assert [{delta.id for delta in frame.items} for frame in frames_said] == [{1, 2}, {1, 2}]


def test_the_last_frame_of_a_request_comes_after_all_of_its_text(tmp_path):
    engine = Harness(tmp_path)
    engine.ask(1, "hello", max_tokens=3)
    engine.run()
    assert isinstance(engine.said[-1], Done)
    assert isinstance(engine.said[-2], Deltas)


def test_the_stop_string_that_ended_an_answer_is_named(tmp_path):
    engine = Harness(tmp_path)
    engine.ask(1, "one two three", stop=("thr", "tw"))
    engine.run()
    assert engine.end(1).stopped_by == "tw"


def test_an_answer_goes_on_past_its_end_where_that_is_asked_for(tmp_path):
    engine = Harness(tmp_path)
    engine.ask(1, "hi", ignore_end=True, max_tokens=5)
    engine.run()
    assert engine.text(1) == "hi"
    assert engine.end(1).usage.generated == 5
    assert engine.end(1).finish_reason == frames.LENGTH


def test_control_tokens_are_said_where_that_is_asked_for(tmp_path):
    engine = Harness(tmp_path)
    engine.ask(1, "hi", ignore_end=True, special=True, max_tokens=4)
    engine.run()
    assert engine.text(1) == "hi<|end|><|end|>"


def test_every_token_comes_with_its_probability_where_that_is_asked_for(tmp_path):
    engine = Harness(tmp_path)
    engine.ask(1, "hé", logprobs=1)
    engine.run()
    known = [one for delta in engine.deltas(1) for one in delta.logprobs]
    tokens = [token for delta in engine.deltas(1) for token in delta.tokens]
    # Both bytes of the second letter come with it, when it is whole.
    assert tokens == [one.chosen.token for one in known] == list("hé".encode())
    assert [len(delta.tokens) for delta in engine.deltas(1)] == [1, 2]


def test_without_being_asked_nothing_is_said_about_tokens(tmp_path):
    engine = Harness(tmp_path)
    engine.ask(1, "hi")
    engine.run()
    assert all(not delta.tokens and not delta.logprobs for delta in engine.deltas(1))


def test_requests_with_the_same_beginning_evaluate_it_once(tmp_path):
    engine = Harness(tmp_path, parallel=4, context=400, batch=64)
    system = "x" * 200
    for number in range(4):
        engine.ask(number, f"{system}{number}")
    engine.run()
    cached = sorted(engine.end(number).usage.cached for number in range(4))
    # All but what the first one's last batch still had to bring.
    assert cached[0] == 0
    assert all(count >= 3 * 64 for count in cached[1:])
    assert all(engine.text(number) == "x" * 100 for number in range(4))


def test_who_does_not_want_to_reuse_evaluates_everything(tmp_path):
    engine = Harness(tmp_path, parallel=4, context=400, batch=64)
    for number in range(2):
        engine.ask(number, "x" * 200, reuse=False)
    engine.run()
    assert engine.end(1).usage.cached == 0


def test_without_room_for_all_the_youngest_waits_and_no_answer_changes(tmp_path):
    engine = Harness(tmp_path, parallel=4, context=150, cells=256)
    texts = [f"{number}" * 60 for number in range(4)]
    for number, text in enumerate(texts):
        engine.ask(number, text)
    engine.run()
    assert [engine.text(number) for number in range(4)] == texts
    pulse = [one for one in engine.said if isinstance(one, Pulse)][-1]
    assert pulse.held_tokens <= 256


def test_a_request_that_had_to_wait_again_does_not_count_its_tokens_twice(tmp_path):
    engine = Harness(tmp_path, outcomes=[Outcome.OK] * 6 + [Outcome.NO_ROOM] * 2)
    engine.ask(1, "first question")
    engine.ask(2, "second question")
    engine.run()
    for number, text in ((1, "first question"), (2, "second question")):
        assert engine.text(number) == text
        assert engine.end(number).usage.generated == len(text) + 1


def test_what_left_the_context_comes_back_from_the_host(tmp_path):
    engine = Harness(tmp_path, parallel=1, context=150, cells=150, cache_bytes=10_000)
    first = "a" * 100
    for number, text in enumerate((first, "b" * 100, first)):
        engine.ask(number, text, max_tokens=2)
        engine.run()
    assert engine.end(2).usage.cached == engine.end(2).usage.prompt - 1


def test_a_full_context_is_shifted_where_that_is_asked_for(tmp_path):
    engine = Harness(tmp_path, context=64)
    engine.ask(1, "x" * 20, ignore_end=True, shift=True, keep=-1, max_tokens=300)
    engine.run()
    assert engine.end(1).usage.generated == 300


def test_answers_with_different_adapters_never_share_a_batch(tmp_path):
    engine = Harness(tmp_path, parallel=3, adapters=("brief", "polite"))
    engine.ask(1, "first", adapters=(values.AdapterScale("brief"),))
    engine.ask(2, "second", adapters=(values.AdapterScale("polite"), values.AdapterScale("brief")))
    engine.ask(3, "third")
    engine.run()
    assert [engine.text(number) for number in (1, 2, 3)] == ["first", "second", "third"]
    assert all(len(batch) == 1 for batch in engine.backend.batches)
    assert set(engine.backend.adapted) == {("brief",), ("brief", "polite"), ()}


def test_an_unknown_adapter_is_refused_by_name(tmp_path):
    engine = Harness(tmp_path, adapters=("brief",))
    engine.ask(1, "hi", adapters=(values.AdapterScale("rude"),))
    assert "rude" in engine.end(1).message


def test_a_long_prompt_is_interrupted_when_its_request_is_cancelled(tmp_path):
    engine = Harness(tmp_path, context=400, outcomes=[Outcome.ABORTED])
    engine.ask(1, "x" * 300)
    engine.backend.while_decoding = lambda: engine.loop.hurry(1)
    engine.run(steps=1)
    assert engine.backend.interrupted == 1


def test_nobody_is_interrupted_for_a_small_part_of_a_batch(tmp_path):
    engine = Harness(tmp_path, parallel=3, context=400, batch=60)
    for number in (1, 2, 3):
        engine.ask(number, f"{number}" * 300)
    engine.backend.while_decoding = lambda: engine.loop.hurry(2)
    engine.run(steps=1)
    assert engine.backend.interrupted == 0


def test_steps_rows_and_time_are_told(tmp_path):
    engine = Harness(tmp_path)
    engine.ask(1, "hello")
    engine.run()
    engine.loop.step()
    pulses = [one for one in engine.said if isinstance(one, Pulse)]
    assert pulses
    assert pulses[0].running == 1


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 60), st.integers(1, 30), st.integers(0, 20)),
        min_size=1,
        max_size=12,
    ),
    st.integers(100, 300),
    st.integers(1, 4),
    st.lists(st.sampled_from(list(Outcome)[:3]), max_size=20),
)
def test_everybody_is_served_whatever_comes(tmp_path_factory, wanted, cells, parallel, outcomes):
    engine = Harness(
        tmp_path_factory.mktemp("loop"),
        parallel=parallel,
        context=100,
        cells=cells,
        outcomes=outcomes,
        speculate=True,
    )
    texts = {}
    for number, (length, limit, pause) in enumerate(wanted):
        texts[number] = ("ab" * 30)[:length] + str(number)
        engine.ask(number, texts[number], max_tokens=limit)
        engine.run(steps=pause)
    engine.run(steps=3000)
    for number, (_, limit, _) in enumerate(wanted):
        end = engine.end(number)
        if isinstance(end, Failed):
            # Only who is alone and has no room although nobody else has any.
            assert Outcome.NO_ROOM in outcomes
        else:
            assert engine.text(number) == texts[number][:limit]
    assert max(engine.backend.rows()) <= 16
