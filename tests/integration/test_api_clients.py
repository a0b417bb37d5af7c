"""The starter model through the clients that people use, each as it comes.

Every one of them asks over real HTTP, and a real engine process answers.
"""

import asyncio
import json
import math
from pathlib import Path

import openai
import pytest
from langchain_core.exceptions import ContextOverflowError
from langchain_core.messages import HumanMessage, ToolMessage
from langchain_openai import ChatOpenAI
from pydantic import BaseModel

from tests.support.engine_api import open_api
from tests.support.engine_slots import a_servable, open_slots
from tests.support.onnx_minilm import write_minilm

pytestmark = [pytest.mark.model, pytest.mark.slow]

STARTER = Path(__file__).resolve().parents[2] / "models/starter/starter-f16.gguf"
ASKED = "set the kitchen lights to forty percent"
TURNS = [{"role": "user", "content": ASKED}]
RIGHT = {"zone": "kitchen", "level": 40}


class Arguments(BaseModel):
    zone: str
    level: int


class Light(BaseModel):
    """What the starter model says to a command about a light."""

    name: str
    arguments: Arguments


def set_light(zone: str, level: int) -> str:
    """Set a light."""
    return f"{zone} is at {level}"


TOOL = {
    "type": "function",
    "function": {
        "name": "set_light",
        "description": "Sets a light.",
        "parameters": Arguments.model_json_schema(),
    },
}


@pytest.fixture
async def url():
    async with open_slots() as slots:
        await slots.serve("main", a_servable(STARTER))
        async with open_api(slots) as url:
            yield f"{url}/v1"


@pytest.fixture
async def client(url):
    async with openai.AsyncOpenAI(base_url=url, api_key="none", max_retries=0) as client:
        yield client


class TestOpenAI:
    async def test_tools_are_called_and_their_results_taken(self, client):
        answer = await client.chat.completions.create(model="talk", messages=TURNS, tools=[TOOL])
        message = answer.choices[0].message
        (call,) = message.tool_calls
        assert (call.function.name, json.loads(call.function.arguments)) == ("set_light", RIGHT)
        result = {"role": "tool", "tool_call_id": call.id, "content": "done"}
        again = await client.chat.completions.create(
            model="talk", messages=[*TURNS, message, result], tools=[TOOL], max_tokens=8
        )
        assert again.choices[0].finish_reason in {"stop", "length", "tool_calls"}

    async def test_a_call_can_be_insisted_on(self, client):
        hello = [{"role": "user", "content": "tell me a joke"}]
        answer = await client.chat.completions.create(
            model="talk", messages=hello, tools=[TOOL], tool_choice="required", max_tokens=60
        )
        (call,) = answer.choices[0].message.tool_calls
        Arguments.model_validate_json(call.function.arguments)

    async def test_calls_stream(self, client):
        stream = await client.chat.completions.create(
            model="talk", messages=TURNS, tools=[TOOL], stream=True
        )
        told = ""
        async for chunk in stream:
            for call in chunk.choices[0].delta.tool_calls or ():
                told += call.function.arguments
        assert json.loads(told) == RIGHT

    async def test_answers_are_parsed_into_models(self, client):
        answer = await client.chat.completions.parse(
            model="talk", messages=TURNS, response_format=Light, max_tokens=80
        )
        assert answer.choices[0].message.parsed.arguments == Arguments(**RIGHT)

    async def test_the_likeliest_token_is_the_one_that_was_taken(self, client):
        answer = await client.chat.completions.create(
            model="talk", messages=TURNS, logprobs=True, top_logprobs=3, temperature=0
        )
        told = answer.choices[0].logprobs.content
        assert "".join(one.token for one in told) == answer.choices[0].message.content
        assert all(one.token == one.top_logprobs[0].token for one in told)
        assert all(one.logprob <= 0 and len(one.top_logprobs) == 3 for one in told)

    async def test_a_seed_repeats_an_answer_and_n_gives_others(self, client):
        async def ask():
            return await client.chat.completions.create(
                model="talk", messages=TURNS, n=3, seed=11, temperature=2, top_p=1, max_tokens=30
            )

        first, second = await ask(), await ask()
        said = [choice.message.content for choice in first.choices]
        assert said == [choice.message.content for choice in second.choices]

    async def test_a_forbidden_token_does_not_come(self, client):
        answer = await client.chat.completions.create(
            model="talk",
            messages=TURNS,
            max_tokens=20,
            extra_body={"logit_bias": [['{"', False]]},
        )
        assert not answer.choices[0].message.content.startswith('{"')

    async def test_a_text_is_completed(self, client):
        prompt = f"<|user|>{ASKED}<|end|><|assistant|>"
        whole = await client.completions.create(model="talk", prompt=prompt, max_tokens=60)
        assert json.loads(whole.choices[0].text)["arguments"] == RIGHT

    async def test_a_response_is_created_streamed_and_retrieved(self, client):
        tool = {"type": "function", **TOOL["function"], "strict": False}
        made = await client.responses.create(model="talk", input=ASKED, tools=[tool])
        assert json.loads(made.output[0].arguments) == RIGHT
        async with client.responses.stream(model="talk", input=ASKED) as stream:
            said = [event.delta async for event in stream if event.type.endswith("text.delta")]
            final = await stream.get_final_response()
        assert "".join(said) == final.output_text
        again = await client.responses.retrieve(final.id)
        assert again.output_text == final.output_text

    async def test_a_form_beside_tools_gives_either(self, client):
        form = {"type": "json_schema", "json_schema": {"name": "x", "schema": {"type": "object"}}}
        answer = await client.chat.completions.create(
            model="talk", messages=TURNS, tools=[TOOL], response_format=form, max_tokens=60
        )
        (call,) = answer.choices[0].message.tool_calls
        assert json.loads(call.function.arguments) == RIGHT


class TestLangchain:
    @pytest.fixture
    def model(self, url):
        return ChatOpenAI(model="talk", base_url=url, api_key="none", temperature=0, max_retries=0)

    async def test_it_asks(self, model):
        answer = await model.ainvoke(ASKED)
        assert json.loads(answer.content)["arguments"] == RIGHT
        assert answer.usage_metadata["output_tokens"] > 0

    async def test_it_streams(self, model):
        chunks = [chunk async for chunk in model.astream(ASKED)]
        assert json.loads("".join(chunk.content for chunk in chunks))["arguments"] == RIGHT
        assert len(chunks) > 3

    async def test_it_binds_tools(self, model):
        bound = model.bind_tools([set_light])
        answer = await bound.ainvoke(ASKED)
        (call,) = answer.tool_calls
        assert (call["name"], call["args"]) == ("set_light", RIGHT)
        turns = [HumanMessage(ASKED), answer, ToolMessage("done", tool_call_id=call["id"])]
        await bound.bind(max_tokens=8).ainvoke(turns)

    async def test_it_streams_calls(self, model):
        gathered = None
        async for chunk in model.bind_tools([set_light], tool_choice="any").astream(ASKED):
            gathered = chunk if gathered is None else gathered + chunk
        assert gathered.tool_calls[0]["args"] == RIGHT

    @pytest.mark.parametrize("method", ["json_schema", "function_calling"])
    async def test_it_gives_structured_output(self, model, method):
        kind = Light if method == "json_schema" else Arguments
        structured = model.bind(max_tokens=80).bound.with_structured_output(kind, method=method)
        answer = await structured.ainvoke(ASKED)
        assert isinstance(answer, kind)

    async def test_it_knows_a_prompt_that_is_too_long(self, model):
        with pytest.raises(ContextOverflowError):
            await model.ainvoke("lights " * 2000)

    async def test_it_speaks_the_responses_api(self, url):
        model = ChatOpenAI(
            model="talk", base_url=url, api_key="none", use_responses_api=True, max_retries=0
        )
        answer = await model.ainvoke(ASKED)
        assert json.loads(answer.text)["arguments"] == RIGHT


class TestLitellm:
    @pytest.fixture
    def litellm(self, monkeypatch):
        monkeypatch.setenv("LITELLM_LOCAL_MODEL_COST_MAP", "True")
        monkeypatch.setenv("DISABLE_AIOHTTP_TRANSPORT", "True")
        import litellm  # noqa: PLC0415 - it asks the network when it is imported, unless told not to

        return litellm

    def given(self, url, **more):
        return {
            "model": "openai/talk",
            "api_base": url,
            "api_key": "none",
            "messages": TURNS,
            **more,
        }

    @pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
    async def test_it_asks_streams_and_calls(self, litellm, url):
        answer = await litellm.acompletion(**self.given(url))
        assert json.loads(answer.choices[0].message.content)["arguments"] == RIGHT
        said = ""
        async for chunk in await litellm.acompletion(**self.given(url, stream=True)):
            said += chunk.choices[0].delta.content or ""
        assert said == answer.choices[0].message.content
        called = await litellm.acompletion(**self.given(url, tools=[TOOL]))
        (call,) = called.choices[0].message.tool_calls
        assert json.loads(call.function.arguments) == RIGHT

    @pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
    async def test_it_knows_our_refusals(self, litellm, url):
        with pytest.raises(litellm.BadRequestError):
            await litellm.acompletion(**self.given(url, temperature=9))
        long = [{"role": "user", "content": "lights " * 2000}]
        with pytest.raises(litellm.ContextWindowExceededError):
            await litellm.acompletion(**self.given(url, messages=long))


async def test_clients_side_by_side_get_their_own_answers(client):
    rooms = ["kitchen", "hall", "office", "garage", "bedroom", "library", "attic", "lobby"]

    async def ask(room):
        answer = await client.chat.completions.create(
            model="talk",
            messages=[{"role": "user", "content": f"set the {room} lights to forty percent"}],
        )
        return json.loads(answer.choices[0].message.content)["arguments"]["zone"]

    said = await asyncio.gather(*map(ask, rooms))
    alone = [await ask(room) for room in rooms]
    assert said == alone


async def test_meaning_is_measured_by_the_real_model(tmp_path):
    texts = ["Turn on the kitchen lights", "Switch the lamp in the kitchen on", "It is cold"]
    folder = write_minilm(tmp_path / "minilm", quantized=True)
    async with open_slots() as slots:
        await slots.serve("main", a_servable(folder, serves="embeddings"))
        async with (
            open_api(slots) as url,
            openai.AsyncOpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0) as client,
        ):
            whole = await client.embeddings.create(model="talk", input=texts)
            short = await client.embeddings.create(model="talk", input=texts, dimensions=128)
    for answer, length in ((whole, 384), (short, 128)):
        first, same, other = (one.embedding for one in answer.data)
        assert len(first) == length
        assert math.hypot(*first) == pytest.approx(1.0)
        assert nearness(first, same) > 0.5 > nearness(first, other)


def nearness(one, other):
    return math.fsum(left * right for left, right in zip(one, other, strict=True))
