"""onnxruntime-genai behind the same loop: the same answers as llama.cpp from the same weights."""

import json
from pathlib import Path

import numpy as np
import pytest

from agent.engine.backends.base import Drawing, Outcome, Span
from agent.engine.backends.genai import GenaiBackend
from agent.engine.backends.llama import LlamaBackend
from agent.engine.errors import BackendError, NoMemoryError
from agent.engine.frames import Done, Load
from agent.engine.values import Adapter, Constraint, Message, Sampling
from agent.serving.errors import ContextOverflowError
from agent.serving.servable import GenerateRequest, TokenizeRequest
from shared.evals import parse_items
from tests.support.engine_slots import a_chat, a_servable, answer, open_slots
from tests.support.gguf_tiny import write_tiny
from tests.support.onnx_bert import write_json
from tests.support.onnx_llama import write_genai

pytestmark = pytest.mark.slow

STARTER = Path(__file__).resolve().parents[2] / "models/starter"
MESSAGES = (Message("user", "hello there"),)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """Return a small random model in both forms."""
    folder = tmp_path_factory.mktemp("tiny")
    gguf = write_tiny(folder / "tiny.gguf")
    return gguf, write_genai(folder / "genai", gguf)


@pytest.fixture
def folder(tiny, tmp_path):
    """Return a folder of the model that a test may spoil."""
    for path in tiny[1].iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


@pytest.fixture(scope="module")
def backend(tiny):
    return GenaiBackend(load(tiny[1]))


def load(path, **more):
    return Load(str(path), **{"context": 128, "parallel": 2, "batch": 64, **more})


def rows(backend, *spans):
    """Evaluate spans and return the logits of their outputs."""
    assert backend.decode(spans) is Outcome.OK
    made, at = [], 0
    for span in spans:
        at += len(span.tokens)
        made += [backend._rows[at - back] for back in range(span.outputs, 0, -1)]
    return made


def empty(backend):
    for sequence in range(backend.facts.parallel):
        assert backend.keep(sequence, 0) == 0


@pytest.mark.model
async def test_the_starter_model_answers_its_golden_prompts_as_llama_does(tmp_path):
    items = parse_items((STARTER / "golden.jsonl").read_bytes())
    folder = write_genai(tmp_path / "starter", STARTER / "starter-f16.gguf")
    answers = []
    for weights in (STARTER / "starter-f16.gguf", folder):
        async with open_slots() as slots:
            await slots.serve("main", a_servable(weights))
            answers.append([await answer(slots, item.messages[-1].content) for item in items])
    assert answers[0] == answers[1]


def test_texts_are_cut_where_llama_cuts_them(tiny, backend):
    llama = LlamaBackend(load(tiny[0]))
    for text in ("hello", "a  b\n\nc", "<|im_start|>user\n", "gr\u00fc\u00df dich \U0001f600", ""):
        for special in (True, False):
            how = {"add_special": special, "parse_special": special}
            assert backend.tokenize(text, **how) == llama.tokenize(text, **how)


def test_prompts_and_pieces_are_those_of_llama(tiny, backend):
    llama = LlamaBackend(load(tiny[0]))
    assert backend.render(MESSAGES) == llama.render(MESSAGES)
    tokens = range(backend.facts.vocab)
    assert [backend.piece(one) for one in tokens] == [llama.piece(one) for one in tokens]
    assert backend.specials() == llama.specials()
    assert [backend.ends(one) for one in tokens] == [llama.ends(one) for one in tokens]


def test_logits_are_those_of_llama(tiny, backend):
    empty(backend)
    llama = LlamaBackend(load(tiny[0]))
    tokens = backend.tokenize(backend.render(MESSAGES))
    (ours,) = rows(backend, Span(0, 0, tokens, 1))
    assert llama.decode([Span(0, 0, tokens, 1)]) is Outcome.OK
    drawn = [one.sampler(Drawing(logprobs=5)) for one in (backend, llama)]
    assert drawn[0].draw(len(tokens) - 1) == drawn[1].draw(len(tokens) - 1) == ours.argmax()
    top = [[(one.token, one.logprob) for one in each.logprob.top] for each in drawn]
    assert [token for token, _ in top[0]] == [token for token, _ in top[1]]
    assert [chance for _, chance in top[0]] == pytest.approx(
        [chance for _, chance in top[1]], abs=0.05
    )


def test_a_prompt_in_pieces_and_beside_another_ends_the_same(backend):
    empty(backend)
    (whole,) = rows(backend, Span(0, 0, list(range(40)), 1))
    empty(backend)
    rows(backend, Span(0, 0, list(range(15)), 0), Span(1, 0, [7, 8, 9], 1))
    (pieces, _) = rows(backend, Span(0, 15, list(range(15, 40)), 1), Span(1, 3, [4], 1))
    assert np.abs(whole - pieces).max() < 1e-4


def test_rows_of_several_tokens_are_those_of_one_by_one(backend):
    empty(backend)
    rows(backend, Span(0, 0, [1, 2, 3], 0))
    together = rows(backend, Span(0, 3, [4, 5, 6], 3))
    assert backend.keep(0, 3) == 3
    singly = [rows(backend, Span(0, 3 + at, [4 + at], 1))[0] for at in range(3)]
    assert np.abs(np.array(together) - np.array(singly)).max() < 1e-4


def test_what_was_cut_off_leaves_no_trace(backend):
    empty(backend)
    (clean,) = rows(backend, Span(0, 0, [1, 2, 3, 9], 1))
    empty(backend)
    rows(backend, Span(0, 0, [1, 2, 3, 4, 5, 6, 7], 1))
    assert backend.keep(0, 3) == 3
    assert backend.reusable(0, 99) == 3
    (after,) = rows(backend, Span(0, 3, [9], 1))
    assert np.abs(clean - after).max() < 1e-4


@pytest.mark.parametrize(
    "spans",
    [
        [],
        [Span(0, 0, list(range(65)), 1)],
        [Span(2, 0, [1], 1)],
        [Span(0, 1, [1], 1)],
        [Span(0, 0, [259], 1)],
        [Span(0, 0, [-1], 1)],
        [Span(0, 0, [1], 2)],
        [Span(0, 0, list(range(60)), 1), Span(1, 0, list(range(60)), 1)],
    ],
)
def test_a_batch_that_cannot_be_is_refused_and_changes_nothing(backend, spans):
    empty(backend)
    assert backend.decode(spans) is Outcome.INVALID
    assert backend.reusable(0, 99) == backend.reusable(1, 99) == 0


def test_a_batch_beyond_the_context_is_refused(backend):
    empty(backend)
    for at in (0, 64):
        assert backend.decode([Span(0, at, [1] * 64, 0)]) is Outcome.OK
    assert backend.decode([Span(0, 128, [1], 1)]) is Outcome.INVALID


def test_facts_say_what_the_model_is(tiny, backend):
    facts = backend.facts
    assert (facts.engine, facts.architecture, facts.context) == ("genai", "llama", 128)
    assert (facts.vocab, facts.n_ctx_train, facts.n_embd) == (259, 1024, 64)
    assert (facts.bos, facts.eos, facts.adds_bos) == ("<|bos|>", "<|im_end|>", True)
    assert facts.weights_bytes == (tiny[1] / "model.onnx").stat().st_size
    assert facts.memory_bytes > facts.weights_bytes


def test_a_load_that_needs_too_much_memory_is_refused_with_both_numbers(tiny):
    with pytest.raises(NoMemoryError, match=r"needs \d+ bytes for 2 requests of 128 tokens; 1000"):
        GenaiBackend(load(tiny[1], memory_bytes=1000))


def test_adapters_are_refused(tiny):
    with pytest.raises(BackendError, match="adapters"):
        GenaiBackend(load(tiny[1], adapters=(Adapter("a", "/a"),)))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"model": {"decoder": {"filename": "../model.onnx"}}}, "no model that is in"),
        ({"model": {"decoder": {"filename": "missing.onnx"}}}, "no model that is in"),
        ({"model": {"decoder": {"filename": 5}}}, "no model that is in"),
        ({"model": {"decoder": {"pipeline": []}}}, "several graphs"),
        ({"model": {"vision": {"filename": "model.onnx"}}}, "only text"),
        ({"model": {"context_length": -1}}, "context_length"),
        ({"model": {"vocab_size": "many"}}, "vocab_size"),
        (
            {"model": {"decoder": {"session_options": {"custom_ops_library": "/evil.so"}}}},
            "custom_ops_library",
        ),
        ({"model": {"decoder": {"session_options": []}}}, "session options"),
        ({"speculative": {"draft": {"filename": "x.onnx"}}}, "names a file"),
        ({"search": {"a": [{"library": "/evil.so"}]}}, "names a file"),
        ({"model": 5}, "no 'model'"),
    ],
)
def test_a_configuration_that_is_not_to_be_trusted_is_refused(folder, change, why):
    path = folder / "genai_config.json"
    path.write_text(json.dumps(merged(json.loads(path.read_text()), change)))
    with pytest.raises(BackendError, match=why):
        GenaiBackend(load(folder))


def merged(value, change):
    if not isinstance(value, dict) or not isinstance(change, dict):
        return change
    return value | {name: merged(value.get(name), inner) for name, inner in change.items()}


@pytest.mark.parametrize("name", ["tokenizer.json", "model.onnx", "genai_config.json"])
def test_a_broken_file_is_refused(folder, name):
    (folder / name).write_text("{")
    with pytest.raises(BackendError):
        GenaiBackend(load(folder))


@pytest.mark.parametrize("name", ["tokenizer.json", "model.onnx", "genai_config.json"])
def test_a_missing_file_is_refused(folder, name):
    (folder / name).unlink()
    with pytest.raises(BackendError):
        GenaiBackend(load(folder))


def test_the_template_may_stand_in_the_tokenizers_configuration(folder):
    (folder / "chat_template.jinja").unlink()
    named = [{"name": "default", "template": "{{ messages[0].content }}!"}]
    write_json(folder, "tokenizer_config.json", {"chat_template": named})
    assert GenaiBackend(load(folder)).render(MESSAGES) == "hello there!"


@pytest.fixture
async def slots(tiny):
    async with open_slots() as slots:
        await slots.serve("main", a_servable(tiny[1], context=256, parallel=2))
        yield slots


async def test_answers_in_a_child_are_those_of_llama(tiny, slots):
    async with open_slots() as others:
        await others.serve("main", a_servable(tiny[0], context=256))
        for text in ("hello", "turn on the lamp"):
            ours = await answer(slots, text, max_tokens=12)
            assert ours == await answer(others, text, max_tokens=12)


async def test_a_seed_makes_a_drawn_answer_repeatable(slots):
    drawn = {"temperature": 1.5, "top_k": 0, "top_p": 1.0, "min_p": 0.0}
    answers = [
        await answer(slots, "hello", max_tokens=20, sampling={**drawn, "seed": seed})
        for seed in (1, 1, 2)
    ]
    assert answers[0] == answers[1] != answers[2]


async def test_an_answer_obeys_its_schema(slots):
    schema = {
        "type": "object",
        "properties": {"on": {"type": "boolean"}},
        "required": ["on"],
        "additionalProperties": False,
    }
    constraint = Constraint("json_schema", json.dumps(schema))
    text = await answer(slots, "hello", max_tokens=60, constraint=constraint)
    assert json.loads(text)["on"] in {True, False}


async def test_a_prefix_is_used_again(slots):
    await answer(slots, "the same beginning", max_tokens=5)
    stream = await slots.submit("main", a_chat("the same beginning", max_tokens=5))
    *_, last = [event async for event in stream]
    assert isinstance(last, Done)
    assert last.usage.cached == last.usage.prompt - 1


async def test_a_prompt_beyond_the_context_is_refused_with_both_numbers(slots):
    with pytest.raises(ContextOverflowError) as overflow:
        await slots.submit("main", a_chat("x" * 500))
    assert "256" in str(overflow.value)


async def test_plain_prompts_and_tokens_are_answered(slots):
    tokens = (await slots.tokenize("main", TokenizeRequest(text="hello", add_special=True))).tokens
    said = []
    for request in (
        GenerateRequest(prompt="hello", max_tokens=8),
        GenerateRequest(tokens=tokens, max_tokens=8),
    ):
        stream = await slots.submit("main", request)
        said.append([getattr(event, "text", "") async for event in stream])
    assert "".join(said[0]) == "".join(said[1])


def test_a_sampler_is_that_of_every_engine(backend):
    empty(backend)
    rows(backend, Span(0, 0, [1, 2, 3], 1))
    sampler = backend.sampler(Drawing(Sampling(temperature=0.8, seed=3), prompt=(1, 2, 3)))
    assert 0 <= sampler.draw(2) < 259
    sampler.close()
