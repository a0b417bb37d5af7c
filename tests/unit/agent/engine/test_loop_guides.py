"""Constrained answers and guessed ones, in the loop."""

import pytest

from agent.engine import frames
from agent.engine.frames import Failed
from agent.engine.values import Constraint
from tests.support.engine_loop import FakeGuide, Harness

SOMETHING = Constraint("regex", "...")


def test_an_answer_follows_its_constraint(tmp_path):
    engine = Harness(tmp_path, answers={"q": "axc"})
    engine.guide = FakeGuide("ab", "yz", "cd")
    engine.ask(1, "q", constraint=SOMETHING)
    engine.run()
    assert engine.text(1) == "ayc"
    assert engine.end(1).finish_reason == frames.STOP


def test_what_is_forced_is_said_at_once_and_evaluated_in_one_batch(tmp_path):
    engine = Harness(tmp_path, answers={"q": "{name: 1"})
    engine.guide = FakeGuide("{[", *"name: ", "12")
    engine.ask(1, "q", constraint=SOMETHING)
    engine.run()
    assert engine.text(1) == "{name: 1"
    assert [delta.text for delta in engine.deltas(1)] == ["{name: ", "1"]
    # The prompt, then one batch of what was drawn and what was forced after it.
    assert engine.backend.rows()[1:] == [7]
    assert engine.end(1).timings.forced == 6


def test_an_answer_may_be_forced_to_its_end(tmp_path):
    engine = Harness(tmp_path)
    engine.guide = FakeGuide("yn", *"es")
    engine.ask(1, "y", constraint=SOMETHING)
    engine.run()
    assert engine.text(1) == "yes"
    assert engine.end(1).finish_reason == frames.STOP
    assert len(engine.backend.batches) == 1


def test_forced_tokens_count_against_the_limit(tmp_path):
    engine = Harness(tmp_path)
    engine.guide = FakeGuide("yn", *"es, indeed")
    engine.ask(1, "y", constraint=SOMETHING, max_tokens=3)
    engine.run()
    assert engine.text(1) == "yes"
    assert engine.end(1).finish_reason == frames.LENGTH


def test_a_stop_string_may_lie_in_what_is_forced(tmp_path):
    engine = Harness(tmp_path)
    engine.guide = FakeGuide("yn", *"es, indeed")
    engine.ask(1, "y", constraint=SOMETHING, stop=("s,",))
    engine.run()
    assert engine.text(1) == "ye"
    assert engine.end(1).stopped_by == "s,"


def test_where_probabilities_are_asked_for_every_token_is_drawn(tmp_path):
    engine = Harness(tmp_path, answers={"y": "yes"})
    engine.guide = FakeGuide("yn", *"es")
    engine.ask(1, "y", constraint=SOMETHING, logprobs=0)
    engine.run()
    assert engine.text(1) == "yes"
    assert sum(len(delta.logprobs) for delta in engine.deltas(1)) == 3


def test_the_mask_is_prepared_before_every_draw_and_no_other_time(tmp_path):
    engine = Harness(tmp_path, batch=16, context=100, answers={"q" * 40: "abc"})
    engine.guide = FakeGuide("ab", "bc", "cd")
    engine.ask(1, "q" * 40, constraint=SOMETHING)
    engine.run()
    assert engine.text(1) == "abc"
    assert engine.guide.prepared == 3


def test_a_grammar_that_becomes_too_much_work_fails_its_request_alone(tmp_path):
    engine = Harness(tmp_path)
    engine.guide = FakeGuide(*[None] * 20, fails_at=2)
    engine.ask(1, "constrained", constraint=SOMETHING)
    engine.ask(2, "free")
    engine.run()
    end = engine.end(1)
    assert isinstance(end, Failed)
    assert end.code == frames.BAD_REQUEST
    assert engine.text(2) == "free"
    engine.ask(3, "constrained")
    engine.run()
    assert engine.text(3) == "constrained"


REPEATS = "a red fox and a red fox and a red fox and a red fox"


@pytest.mark.parametrize("text", [REPEATS, "xyz" * 20, "no repetition", "aaaaaaaaaaaaaaaaaaaa"])
@pytest.mark.parametrize("limit", [7, 100])
def test_guesses_change_no_answer(tmp_path, text, limit):
    plain, guessing = Harness(tmp_path), Harness(tmp_path, speculate=True)
    for engine in (plain, guessing):
        engine.ask(1, text, max_tokens=limit)
        engine.run()
    assert guessing.text(1) == plain.text(1)
    assert guessing.end(1).usage == plain.end(1).usage


def test_right_guesses_save_batches(tmp_path):
    plain, guessing = Harness(tmp_path), Harness(tmp_path, speculate=True)
    for engine in (plain, guessing):
        engine.ask(1, REPEATS)
        engine.run()
    assert len(guessing.backend.batches) < len(plain.backend.batches) / 2
    timings = guessing.end(1).timings
    assert timings.drafted >= timings.drafts_taken > 20


def test_wrong_guesses_are_forgotten_and_given_up(tmp_path):
    answers = {"abcabcabcabd" * 5: "abcx" * 20}
    engine = Harness(tmp_path, speculate=True, context=400, answers=answers)
    engine.ask(1, "abcabcabcabd" * 5, max_tokens=80)
    engine.run()
    assert engine.text(1) == "abcx" * 20


def test_guesses_and_what_is_forced_go_together(tmp_path):
    places = ["{", *'"name": "', "ab", *'"},'] * 6
    results = []
    for speculate in (False, True):
        engine = Harness(tmp_path, speculate=speculate, context=400, answers={"q": "x" * 200})
        engine.guide = FakeGuide("[", *places)
        engine.ask(1, "q", constraint=SOMETHING)
        engine.run()
        results.append(engine.text(1))
    assert results[0] == results[1] == "[" + '{"name": "a"},' * 6


def test_nobody_guesses_while_many_answer(tmp_path):
    engine = Harness(tmp_path, speculate=True, parallel=6, batch=64)
    for number in range(6):
        engine.ask(number, "ab" * 30, max_tokens=20)
    engine.run()
    assert all(engine.end(number).timings.drafted == 0 for number in range(6))
