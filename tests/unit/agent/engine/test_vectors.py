import queue
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.engine import frames
from agent.engine.backends import text_tensors
from agent.engine.backends.vector_base import VectorFacts
from agent.engine.errors import FatalEngineError
from agent.engine.frames import (
    Cancel,
    Detokenize,
    Embed,
    Failed,
    Infer,
    Pulse,
    Tensors,
    Tokenize,
    Tokens,
    Vectors,
)
from agent.engine.vectors import VectorLoop
from tests.support.engine_vectors import VectorHarness, a_matrix, floats, some_texts, strings


def test_a_text_becomes_a_vector_of_length_one(tmp_path):
    engine = VectorHarness(tmp_path)
    engine.embed(1, "aab")
    engine.run()
    answer = engine.answer(1)
    assert isinstance(answer, Vectors)
    assert answer.dimensions == 8
    assert answer.prompt_tokens == 3
    assert floats(answer.vectors[0]) == pytest.approx([0, 0.8944272, 0.4472136, 0, 0, 0, 0, 0])


def test_a_vector_may_be_left_as_long_as_it_is(tmp_path):
    engine = VectorHarness(tmp_path)
    engine.embed(1, "aab", normalize=False)
    engine.run()
    assert floats(engine.answer(1).vectors[0]) == [0, 2, 1, 0, 0, 0, 0, 0]


def test_tokens_of_the_client_are_taken_as_they_are(tmp_path):
    engine = VectorHarness(tmp_path)
    engine.ask(Embed(1, tokens=((97, 97, 98),)))
    engine.embed(2, "aab")
    engine.run()
    assert engine.answer(1).vectors == engine.answer(2).vectors


def test_several_requests_share_a_run(tmp_path):
    engine = VectorHarness(tmp_path)
    engine.embed(1, "one", "two")
    engine.embed(2, "three")
    engine.run()
    assert engine.backend.runs == [["one", "two", "three"]]


def test_a_request_is_spread_over_several_runs_and_answered_once_in_order(tmp_path):
    engine = VectorHarness(tmp_path, batch=8)
    texts = ["a", "bb" * 4, "c", "dd", "eeee"]
    engine.embed(1, *texts, normalize=False)
    engine.run()
    assert len(engine.backend.runs) > 1
    vectors = [floats(one) for one in engine.answer(1).vectors]
    assert [sum(vector) for vector in vectors] == [len(text) for text in texts]


def test_a_small_request_does_not_wait_for_all_of_a_large_one(tmp_path):
    engine = VectorHarness(tmp_path, batch=8)
    engine.embed(1, *["eightttt"] * 10)
    engine.embed(2, "later")
    engine.run(steps=11)
    assert isinstance(engine.answer(1), Vectors)
    engine.run()
    assert isinstance(engine.answer(2), Vectors)


def test_requests_that_want_different_vectors_do_not_share_a_run(tmp_path):
    engine = VectorHarness(tmp_path)
    engine.embed(1, "one")
    engine.embed(2, "two", normalize=False)
    engine.run()
    assert engine.backend.runs == [["one"], ["two"]]


def test_a_cancelled_request_leaves_between_two_runs(tmp_path):
    engine = VectorHarness(tmp_path, batch=8)
    engine.embed(1, *["eightttt"] * 10)
    engine.run(steps=2)
    engine.ask(Cancel(1))
    engine.run()
    assert engine.answer(1) == Failed(1, frames.CANCELLED, "cancelled")
    assert len(engine.backend.runs) == 2


def test_a_request_fails_at_its_deadline(tmp_path):
    engine = VectorHarness(tmp_path)
    engine.embed(1, "late", deadline_s=0.0)
    engine.embed(2, "in time")
    engine.run()
    assert engine.answer(1).code == frames.DEADLINE
    assert isinstance(engine.answer(2), Vectors)
    assert engine.backend.runs == [["in time"]]


def test_of_a_run_that_fails_only_the_guilty_request_does(tmp_path):
    engine = VectorHarness(tmp_path)
    engine.embed(1, "good")
    engine.embed(2, "!fail now", "and this")
    engine.embed(3, "good too")
    engine.run()
    assert isinstance(engine.answer(1), Vectors)
    assert isinstance(engine.answer(3), Vectors)
    assert engine.answer(2) == Failed(2, frames.ENGINE_FAILED, "the toy was asked to fail")
    assert not engine.loop.busy


def test_an_input_that_is_too_long_is_refused_with_both_numbers(tmp_path):
    engine = VectorHarness(tmp_path, context=4)
    engine.embed(1, "long enough")
    answer = engine.answer(1)
    assert answer.code == frames.CONTEXT_OVERFLOW
    assert (answer.prompt_tokens, answer.n_ctx) == (11, 4)


def test_an_input_that_is_too_long_is_cut_where_that_was_asked_for(tmp_path):
    engine = VectorHarness(tmp_path, context=4)
    engine.embed(1, "long enough", truncate=True)
    engine.run()
    assert engine.answer(1).prompt_tokens == 4


def test_of_a_pair_only_the_document_is_cut(tmp_path):
    engine = VectorHarness(tmp_path, context=8, serves="rerank")
    engine.ask(Embed(1, pairs=(("a b", "b c d e f"),), truncate=True))
    engine.ask(Embed(2, pairs=(("much too long", "b"),), truncate=True))
    engine.run()
    assert floats(engine.answer(1).vectors[0]) == [0.5]
    assert engine.backend.runs == [["a b\0b c "]]
    assert engine.answer(2).code == frames.CONTEXT_OVERFLOW


@pytest.mark.parametrize(
    "wrong",
    [
        Embed(1),
        Embed(1, texts=("a",), tokens=((1,),)),
        Embed(1, texts=("",)),
        Embed(1, tokens=((),)),
        Embed(1, tokens=((256,),)),
        Embed(1, tokens=((-1,),)),
        Embed(1, texts=("a",) * 2049),
        Infer(1, ()),
        Infer(1, (some_texts("text", "a"),) * 2),
        Infer(1, (some_texts("text"),)),
        Infer(1, (a_matrix("text", (1.0,)),)),
        Infer(1, (some_texts("text", "a"),), outputs=("score",)),
        Infer(1, tuple(a_matrix(f"x{n}", (1.0,)) for n in range(65))),
        Detokenize(1, (256,)),
        Detokenize(1, (-1,)),
        Tokenize(1, messages=()),
    ],
)
def test_a_wrong_request_is_told_what_is_wrong(tmp_path, wrong):
    engine = VectorHarness(tmp_path)
    engine.ask(wrong)
    assert engine.answer(1).code == frames.BAD_REQUEST
    assert engine.answer(1).message


@pytest.mark.parametrize("tensor", ["!", "AAAA", "AQAAAA==", "/////2E=", "AQAAAGE=AA"])
def test_strings_that_are_none_are_refused(tmp_path, tensor):
    engine = VectorHarness(tmp_path)
    text = some_texts("text", "a")
    engine.ask(Infer(1, (type(text)("text", "BYTES", (1,), tensor),)))
    assert engine.answer(1).code == frames.BAD_REQUEST


def test_what_a_model_does_not_do_is_refused_as_such(tmp_path):
    engine = VectorHarness(tmp_path)
    engine.ask(Embed(1, pairs=(("a", "b"),)))
    assert engine.answer(1).code == frames.NOT_SERVED


def test_a_pair_of_three_is_refused(tmp_path):
    engine = VectorHarness(tmp_path, serves="rerank")
    engine.ask(Embed(1, pairs=(("a", "b", "c"),)))
    assert engine.answer(1).code == frames.BAD_REQUEST


def test_texts_as_tensors_become_vectors_as_tensors(tmp_path):
    engine = VectorHarness(tmp_path)
    engine.ask(Infer(1, (some_texts("text", "aab", "b"),)))
    engine.embed(2, "aab")
    engine.run()
    answer = engine.answer(1)
    assert isinstance(answer, Tensors)
    (embedding,) = answer.outputs
    assert (embedding.name, embedding.datatype, embedding.shape) == ("embedding", "FP32", (2, 8))
    assert floats(embedding.data)[:8] == floats(engine.answer(2).vectors[0])
    assert engine.backend.runs == [["aab", "b", "aab"]]


def test_queries_and_documents_as_tensors_become_scores(tmp_path):
    engine = VectorHarness(tmp_path, serves="rerank")
    pairs = (some_texts("document", "a b", "x"), some_texts("query", "a", "y"))
    engine.ask(Infer(1, pairs), Infer(2, (pairs[0], some_texts("query", "a"))))
    engine.run()
    (score,) = engine.answer(1).outputs
    assert (score.name, score.shape, floats(score.data)) == ("score", (2, 1), [1.0, 0.0])
    assert engine.answer(2).code == frames.BAD_REQUEST


def test_tensors_of_several_requests_share_a_run(tmp_path):
    engine = VectorHarness(tmp_path, serves="tensors")
    engine.infer(1, (1, 2), (3, 4))
    engine.infer(2, (5, 6))
    engine.run()
    assert engine.backend.runs == [[[1, 2, 3, 4], [5, 6]]]
    assert floats(engine.answer(1).outputs[0].data) == [2, 4, 6, 8]
    assert floats(engine.answer(2).outputs[0].data) == [10, 12]


def test_calls_that_fail_together_are_run_alone(tmp_path):
    engine = VectorHarness(tmp_path, serves="tensors")
    engine.backend.failures = 2
    engine.infer(1, (1, 2))
    engine.infer(2, (5, 6))
    engine.run()
    assert engine.answer(1).code == frames.ENGINE_FAILED
    assert isinstance(engine.answer(2), Tensors)


def test_tokens_are_told_at_once_while_others_wait(tmp_path):
    engine = VectorHarness(tmp_path)
    engine.embed(1, "waits")
    engine.ask(Tokenize(2, text="ab"), Detokenize(3, (97, 98)))
    assert engine.answer(2) == Tokens(2, (97, 98), "ab", ("a", "b"))
    assert engine.answer(3) == Tokens(3, (97, 98), "ab", ("a", "b"))
    assert engine.loop.drain()


def test_the_loop_says_that_it_is_alive_and_what_it_has_done(tmp_path):
    engine = VectorHarness(tmp_path)
    engine.embed(1, "one")
    engine.embed(2, "two", normalize=False)
    engine.run()
    pulses = [one for one in engine.said if isinstance(one, Pulse)]
    assert pulses[0].running == 1
    assert pulses[0].waiting == 1


def test_a_loop_with_a_thread_of_its_own_serves_until_it_is_told_to_end(tmp_path):
    engine = VectorHarness(tmp_path)
    commands = queue.SimpleQueue()
    for number in range(20):
        commands.put(Embed(number, texts=("some", "text")))
    commands.put(None)
    VectorLoop(engine.backend, engine.said.append).run(commands)
    answered = {one.id for one in engine.said if isinstance(one, Vectors)}
    # What was not begun when the end came is not answered; nothing is answered twice.
    assert answered <= set(range(20))


@settings(deadline=None)
@given(st.data())
def test_whatever_happens_every_request_is_answered_once_and_rightly(data):
    with TemporaryDirectory() as folder:
        engine = VectorHarness(Path(folder), batch=data.draw(st.integers(8, 64)))
        asked = {}
        texts = st.lists(st.sampled_from(["a", "bbb", "cc" * 8, "!fail"]), min_size=1, max_size=6)
        for number in range(data.draw(st.integers(1, 8))):
            asked[number] = data.draw(texts)
            how = {"normalize": data.draw(st.booleans())}
            engine.embed(number, *asked[number], **how)
            if data.draw(st.booleans()):
                engine.run(steps=data.draw(st.integers(0, 3)))
            if data.draw(st.integers(0, 4)) == 0:
                engine.ask(Cancel(data.draw(st.integers(0, number))))
        engine.run()
        assert not engine.loop.busy
        for number, given_texts in asked.items():
            answer = engine.answer(number)
            if isinstance(answer, Vectors):
                assert len(answer.vectors) == len(given_texts)
                assert "!fail" not in given_texts
            else:
                assert answer.code in {frames.CANCELLED, frames.ENGINE_FAILED}


def test_a_backend_beyond_repair_ends_the_loop(tmp_path):
    engine = VectorHarness(tmp_path)

    def lose(*_inputs, **_how):
        raise FatalEngineError("lost")

    engine.backend.embed = lose
    engine.embed(1, "one")
    with pytest.raises(FatalEngineError):
        engine.run()


def test_labels_come_with_scores():
    facts = VectorFacts("x", "rerank", 8, 1, 8, padded=False, scores=True, labels=("no", "yes"))
    rows = [b"\0\0\0\0\0\0\x80\x3f", b"\0\0\x80\x3f\0\0\0\0"]
    score, label = text_tensors.outputs(rows, (), facts)
    assert score.shape == (2, 2)
    assert strings(label) == ["yes", "no"]
    assert [one.name for one in text_tensors.outputs(rows, ("label",), facts)] == ["label"]
