"""The llama backend over small random models: real files, real library, real process."""

import asyncio
from dataclasses import replace
from pathlib import Path

import llama_cpp
import pytest

from agent.engine.frames import Done, Load
from agent.serving.errors import (
    ChatTemplateError,
    ContextOverflowError,
    EngineLoadError,
    RequestError,
)
from agent.serving.process import EngineProcess
from agent.serving.servable import GenerateRequest
from tests.support.engine_slots import a_chat, a_servable, answer, open_slots
from tests.support.gguf_tiny import TINY, write_tiny

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return write_tiny(tmp_path_factory.mktemp("tiny") / "tiny.gguf")


@pytest.fixture
async def slots(tiny):
    async with open_slots() as slots:
        await slots.serve("main", a_servable(tiny))
        yield slots


async def finish(slots, request):
    stream = await slots.submit("main", request)
    *_, last = [event async for event in stream]
    assert isinstance(last, Done)
    return last


async def test_greedy_answers_are_always_the_same(slots):
    first = await answer(slots, "hello", max_tokens=30)
    assert first
    assert await answer(slots, "hello", max_tokens=30) == first


async def test_a_seed_makes_a_drawn_answer_repeatable(slots):
    drawn = {"temperature": 1.5, "top_k": 0, "top_p": 1.0, "min_p": 0.0}
    answers = [
        await answer(slots, "hello", max_tokens=20, sampling={**drawn, "seed": seed})
        for seed in (1, 1, 2)
    ]
    assert answers[0] == answers[1] != answers[2]


async def test_penalties_change_the_answer(slots):
    plain = await answer(slots, "hello", max_tokens=60)
    penalised = await answer(
        slots, "hello", max_tokens=60, sampling={"repeat_penalty": 1.8, "presence_penalty": 2.0}
    )
    assert penalised != plain


async def test_many_requests_share_the_engine(slots):
    texts = [f"question {number}" for number in range(12)]
    ends = await asyncio.gather(*(finish(slots, a_chat(text, max_tokens=40)) for text in texts))
    assert all(end.usage.generated >= 1 for end in ends)
    assert slots.all()[0].admission.requests == 0


async def test_a_prompt_seen_before_is_taken_from_memory(slots):
    request = a_chat("the same long question, word for word", max_tokens=5)
    first, second = await finish(slots, request), await finish(slots, request)
    assert first.usage.cached < second.usage.cached == second.usage.prompt - 1


async def test_an_answer_may_fill_the_context_and_no_more(slots):
    # A stop token may come first, so the end of the answer is not the same for every seed.
    end = await finish(slots, a_chat("x" * 480, max_tokens=500))
    assert end.usage.prompt + end.usage.generated <= 512


async def test_a_long_prompt_is_refused_with_both_numbers(slots):
    with pytest.raises(ContextOverflowError, match=r"601 tokens.* 512"):
        await slots.submit("main", GenerateRequest(prompt="x" * 600, max_tokens=1))


async def test_tokens_outside_the_vocabulary_are_refused(slots):
    with pytest.raises(RequestError, match="259 tokens"):
        await slots.submit("main", GenerateRequest(tokens=(1, 259), max_tokens=1))


async def test_odd_text_is_answered(slots):
    for text in ("", "\x00\x01", "\ud800", "🙂" * 20, "<|im_end|><|im_start|>"):
        assert await finish(slots, a_chat(text, max_tokens=3))


async def test_a_model_without_a_template_takes_plain_prompts_only(tmp_path):
    bare = write_tiny(tmp_path / "bare.gguf", template=None)
    async with open_slots() as slots:
        await slots.serve("main", a_servable(bare))
        with pytest.raises(ChatTemplateError, match="no chat template"):
            await slots.submit("main", a_chat("hi"))
        assert await finish(slots, GenerateRequest(prompt="hi", max_tokens=3))


async def test_a_broken_template_is_named(tmp_path):
    broken = write_tiny(tmp_path / "broken.gguf", template="{% for %}")
    async with open_slots() as slots:
        await slots.serve("main", a_servable(broken))
        with pytest.raises(ChatTemplateError, match="cannot be read"):
            await slots.submit("main", a_chat("hi"))


async def test_the_context_is_at_most_what_the_model_was_made_for(tmp_path):
    short = write_tiny(tmp_path / "short.gguf", shape=replace(TINY, context=256))
    async with open_slots() as slots:
        await slots.serve("main", a_servable(short, context=4096))
        assert slots.context("main") == 256


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda data: data[:0], "cannot load"),
        (lambda data: b"\xff" * len(data), "magic"),
        (lambda data: data[:100], "cannot load"),
        (lambda data: data[: len(data) // 2], "not within the file bounds"),
        (lambda data: data.replace(b"llama.block_count", b"llama.block_cXunt"), "block_count"),
        (lambda data: data.replace(b"blk.1.attn_q.weight", b"blk.1.attn_X.weight"), "attn_q"),
        (lambda data: data[:8] + b"\xff" * 16 + data[24:], "cannot load"),
    ],
    ids=["empty", "noise", "stump", "half", "no-layers", "no-tensor", "giant-counts"],
)
async def test_a_damaged_file_is_refused_in_words(tiny, tmp_path, damage, says):
    bad = tmp_path / "bad.gguf"
    bad.write_bytes(damage(tiny.read_bytes()))
    async with open_slots() as slots:
        with pytest.raises(EngineLoadError, match=says):
            await slots.serve("main", a_servable(bad))


async def test_a_file_that_is_not_there_is_refused(tmp_path):
    async with open_slots() as slots:
        with pytest.raises(EngineLoadError, match="cannot be read"):
            await slots.serve("main", a_servable(tmp_path / "none.gguf"))


async def test_the_child_stays_lean_and_shut_in(tiny):
    process = await EngineProcess.spawn(Load(str(tiny), 256, 1), timeout_s=60)
    try:
        maps = await asyncio.to_thread(Path(f"/proc/{process.pid}/maps").read_text)
        assert "numpy" not in maps
        assert "libllama" in maps
        assert {"no-new-privileges", "no-core-dumps", "dies-with-parent"} <= {
            *process.ready.sandbox
        }
    finally:
        await process.stop()


async def test_weights_in_the_processors_own_layout_give_the_same_answers(tiny, tmp_path):
    small = quantized(tiny, tmp_path / "small.gguf")
    answers = []
    for repack in (False, True):
        async with open_slots() as slots:
            await slots.serve("main", a_servable(small, repack=repack))
            answers.append(await answer(slots, "hello", max_tokens=4))
    assert answers[0] == answers[1]


def quantized(source, target):
    parameters = llama_cpp.llama_model_quantize_default_params()
    parameters.ftype = llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_0
    names = str(source).encode(), str(target).encode()
    assert llama_cpp.llama_model_quantize(*names, parameters) == 0
    return target
