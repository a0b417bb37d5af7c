"""Vectors, scores, tensors and tokens through slots, from real engine processes."""

import asyncio
import base64
from array import array

import pytest

from agent.engine.values import Tensor
from agent.serving.admission import Bounds
from agent.serving.errors import BusyError, EngineCrashedError, RequestError, UnsuitableModelError
from agent.serving.servable import EmbedRequest, InferRequest, Message, TokenizeRequest
from tests.support.engine_slots import FakeCounters, a_chat, a_toy, answer, open_slots

pytestmark = pytest.mark.slow


def floats(text):
    return list(array("f", base64.b64decode(text)))


def a_tensor(*values):
    data = base64.b64encode(array("f", values).tobytes()).decode()
    return Tensor("x", "FP32", (len(values) // 2, 2), data)


async def test_texts_become_vectors_and_are_counted(tmp_path):
    counters = FakeCounters()
    async with open_slots(counters=counters) as slots:
        await slots.serve("main", a_toy(tmp_path, serves="embeddings"))
        vectors = await slots.embed("main", EmbedRequest(texts=("a", "b", "a")))
        assert slots.describe("main").serves == "embeddings"
        held = slots.all()[0]
        assert (held.tally.vectors, held.admission.requests) == (3, 0)
        assert held.tally.prompt_tokens == vectors.prompt_tokens
        assert slots.facts("main").requests == 1
    first, second, third = map(floats, vectors.vectors)
    assert first == third != second
    assert len(first) == vectors.dimensions
    assert counters.records[0]["failed"] is False


async def test_documents_are_ranked(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path, serves="rerank"))
        pairs = (("green tea", "a cup of green tea"), ("green tea", "a car"))
        scores = await slots.embed("main", EmbedRequest(pairs=pairs))
    (near,), (far,) = map(floats, scores.vectors)
    assert near > far


async def test_tensors_go_in_and_come_out(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path, serves="tensors"))
        tensors = await slots.infer("main", InferRequest((a_tensor(1.0, 2.0),)))
        (out,) = tensors.outputs
        assert slots.facts("main").requests == 1
        assert (out.name, floats(out.data)) == ("twice", [2.0, 4.0])


async def test_texts_and_conversations_are_cut_into_tokens_and_back(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path))
        plain = await slots.tokenize("main", TokenizeRequest(text="abc"))
        chat = await slots.tokenize(
            "main", TokenizeRequest(messages=(Message("user", "abc"),), add_special=True)
        )
        back = await slots.detokenize("main", plain.tokens)
        assert len(chat.tokens) > len(plain.tokens) == 3
        assert back.text == "abc"
        assert slots.facts("main").requests == 0
        assert slots.all()[0].beside.requests == 0


async def test_what_a_model_does_not_do_is_the_callers_mistake(tmp_path):
    async with open_slots() as slots:
        await slots.serve("talk", a_toy(tmp_path))
        await slots.serve("embed", a_toy(tmp_path, version="2.0.0", serves="embeddings"))
        with pytest.raises(UnsuitableModelError):
            await slots.embed("talk", EmbedRequest(texts=("a",)))
        with pytest.raises(UnsuitableModelError):
            await slots.infer("embed", InferRequest((a_tensor(1.0, 2.0),)))
        with pytest.raises(UnsuitableModelError):
            await slots.submit("embed", a_chat("who"))
        assert slots.facts("talk").failed_requests == 0


async def test_a_crash_over_a_text_fails_that_call_alone(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path, serves="embeddings"))
        await slots.serve("other", a_toy(tmp_path, version="2.0.0"))
        with pytest.raises(EngineCrashedError, match="restarted"):
            await slots.embed("main", EmbedRequest(texts=("!crash",)))
        assert await answer(slots, "who", slot="other") == "2.0.0"
        assert (slots.facts("main").crashes, slots.facts("main").failed_requests) == (1, 1)


async def test_calls_stand_in_the_same_bounded_queue(tmp_path):
    async with open_slots(bounds=Bounds(requests=1)) as slots:
        await slots.serve("main", a_toy(tmp_path, serves="embeddings", parallel=1))
        calls = [
            asyncio.create_task(slots.embed("main", EmbedRequest(texts=(f"!slow {number}",))))
            for number in range(10)
        ]
        done = await asyncio.gather(*calls, return_exceptions=True)
        refused = [one for one in done if isinstance(one, BusyError)]
        assert len(refused) == 8
        assert all(one.retry_after_s >= 1 for one in refused)


async def test_a_sleeping_model_wakes_for_a_call(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path, serves="embeddings"))
        await slots.unload("main")
        assert (await slots.embed("main", EmbedRequest(texts=("a",)))).vectors


async def test_a_call_that_is_given_up_leaves_the_queue(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path, serves="embeddings"))
        call = asyncio.create_task(slots.embed("main", EmbedRequest(texts=("a",))))
        await asyncio.sleep(0)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        held = slots.all()[0]
        assert (held.admission.requests, held.incumbent.running) == (0, 0)


async def test_a_request_larger_than_a_frame_is_refused_and_harms_nobody(tmp_path):
    async with open_slots(bounds=Bounds(prompt_tokens=10**9)) as slots:
        await slots.serve("main", a_toy(tmp_path, serves="embeddings"))
        with pytest.raises(RequestError, match="too large"):
            await slots.embed("main", EmbedRequest(texts=("x" * 17 * 2**20,)))
        assert (await slots.embed("main", EmbedRequest(texts=("a",)))).vectors
