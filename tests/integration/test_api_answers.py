"""OpenAI's chat and text endpoints over real HTTP, checked against the types of its own client.

The answers come from slots without an engine, so that every shape of one can be had.
"""

import json

import httpx2
import openai
import pytest
from openai.types import Completion, CreateEmbeddingResponse, Model
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from pydantic import BaseModel

from agent.engine.values import AdapterScale, TokenBias
from agent.serving.errors import EngineCrashedError, SlowReaderError
from tests.support.api_slots import THINKING, FakeSlots, a_ready, served
from tests.support.engine_api import open_api

HI = [{"role": "user", "content": "hi"}]
ADD = {
    "type": "function",
    "function": {
        "name": "add",
        "description": "adds",
        "parameters": {
            "type": "object",
            "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}},
            "required": ["a", "b"],
            "additionalProperties": False,
        },
    },
}
CALL = '<tool_call>\n{"name": "add", "arguments": {"a": 1, "b": 2}}\n</tool_call>'


@pytest.fixture
def slots():
    answers = {"hi": "hello", "call": f"<think>sum</think>{CALL}\n{CALL}", "json": '{"a":5}'}
    facts = a_ready(template=THINKING, adapters=("tone", "house"))
    return FakeSlots(answers=answers, facts_of_model=facts)


@pytest.fixture
async def url(slots):
    async with open_api(slots) as url:
        yield url


@pytest.fixture
async def client(url):
    async with openai.AsyncOpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0) as client:
        yield client


@pytest.fixture
async def http(url):
    async with httpx2.AsyncClient(base_url=url, timeout=30) as http:
        yield http


async def post(http, path, **body):
    answer = await http.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def events_of(text):
    lines = [line.removeprefix("data: ") for line in text.splitlines() if line[:6] == "data: "]
    return [json.loads(line) for line in lines if line != "[DONE]"]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"logprobs": True, "top_logprobs": 2},
        {"n": 3, "seed": 5},
        {"messages": [{"role": "user", "content": "call"}], "tools": [ADD]},
        {"stop": "l"},
        {"max_tokens": 2},
    ],
    ids=["plain", "logprobs", "n", "tools", "stop", "limit"],
)
async def test_every_chat_has_the_shape_of_the_client_s_types(http, fields):
    body = {"model": "talk", "messages": HI, **fields}
    ChatCompletion.model_validate(await post(http, "/v1/chat/completions", **body))
    streamed = {**body, "stream": True, "stream_options": {"include_usage": True}}
    events = events_of((await http.post("/v1/chat/completions", json=streamed)).text)
    for event in events:
        ChatCompletionChunk.model_validate(event)
    assert events[-1]["choices"] == []
    assert events[-1]["usage"]["total_tokens"] > 0
    assert {event["id"] for event in events} == {events[0]["id"]}


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"logprobs": 2},
        {"n": 2, "prompt": ["a", "b"]},
        {"best_of": 3, "n": 2},
        {"echo": True, "prompt": [104, 105]},
    ],
    ids=["plain", "logprobs", "several", "best", "echo"],
)
async def test_every_text_has_the_shape_of_the_client_s_types(http, fields):
    body = {"model": "talk", "prompt": "hi", **fields}
    Completion.model_validate(await post(http, "/v1/completions", **body))
    if "best_of" in fields:
        return
    streamed = {**body, "stream": True, "stream_options": {"include_usage": True}}
    for event in events_of((await http.post("/v1/completions", json=streamed)).text):
        for choice in event["choices"]:
            # The client's type has no word for a choice that is not over; OpenAI sends null.
            choice["finish_reason"] = choice["finish_reason"] or "stop"
        Completion.model_validate(event)


async def test_a_model_needs_no_name_where_there_is_only_one(http):
    answer = await post(http, "/v1/chat/completions", messages=HI)
    assert answer["model"] == "talk:1.0.0"


async def test_calls_and_thoughts_are_told_apart(client):
    answer = await client.chat.completions.create(
        model="talk", messages=[{"role": "user", "content": "call"}], tools=[ADD]
    )
    (choice,) = answer.choices
    assert choice.finish_reason == "tool_calls"
    assert choice.message.content is None
    assert choice.message.reasoning_content == "sum"
    assert [call.function.name for call in choice.message.tool_calls] == ["add", "add"]
    assert json.loads(choice.message.tool_calls[1].function.arguments) == {"a": 1, "b": 2}
    assert len({call.id for call in choice.message.tool_calls}) == 2


async def test_calls_stream_piece_by_piece(client):
    stream = await client.chat.completions.create(
        model="talk", messages=[{"role": "user", "content": "call"}], tools=[ADD], stream=True
    )
    told: dict[int, str] = {}
    names, thoughts, pieces = {}, "", 0
    async for chunk in stream:
        delta = chunk.choices[0].delta
        thoughts += getattr(delta, "reasoning_content", None) or ""
        for call in delta.tool_calls or ():
            if call.id:
                names[call.index] = call.function.name
                told[call.index] = ""
            told[call.index] += call.function.arguments
            pieces += 1
        last = chunk.choices[0].finish_reason
    assert (names, thoughts, last) == ({0: "add", 1: "add"}, "sum", "tool_calls")
    assert [json.loads(text) for text in told.values()] == [{"a": 1, "b": 2}] * 2
    assert pieces > 4


async def test_the_client_s_own_accumulator_takes_the_stream(client):
    async with client.chat.completions.stream(
        model="talk",
        messages=[{"role": "user", "content": "call"}],
        tools=[{**ADD, "function": {**ADD["function"], "strict": True}}],
    ) as stream:
        answer = await stream.get_final_completion()
    (first, _) = answer.choices[0].message.tool_calls
    assert first.function.parsed_arguments == {"a": 1, "b": 2}


async def test_the_client_parses_what_it_asked_for(client, slots):
    class Numbers(BaseModel):
        a: int

    answer = await client.chat.completions.parse(
        model="talk", messages=[{"role": "user", "content": "json"}], response_format=Numbers
    )
    assert answer.choices[0].message.parsed == Numbers(a=5)
    assert slots.asked[0].constraint.kind == "json_schema"
    assert "additionalProperties" in slots.asked[0].constraint.text


async def test_several_answers_have_seeds_of_their_own(client, slots):
    answer = await client.chat.completions.create(model="talk", messages=HI, n=3, seed=7)
    assert [choice.index for choice in answer.choices] == [0, 1, 2]
    assert [request.sampling["seed"] for request in slots.asked] == [7, 8, 9]
    assert answer.usage.prompt_tokens == len("[user]hi")


async def test_several_answers_stream_side_by_side(client):
    stream = await client.chat.completions.create(model="talk", messages=HI, n=2, stream=True)
    said, roles, ends = ["", ""], [], []
    async for chunk in stream:
        (choice,) = chunk.choices
        said[choice.index] += choice.delta.content or ""
        if choice.delta.role:
            roles.append(choice.index)
        if choice.finish_reason:
            ends.append(choice.index)
    assert said == ["hello", "hello"]
    assert (sorted(roles), sorted(ends)) == ([0, 1], [0, 1])


async def test_every_wish_reaches_the_engine(http, slots):
    await post(
        http,
        "/v1/chat/completions",
        messages=HI,
        temperature=0.5,
        top_k=5,
        min_p=0.1,
        seed=3,
        repeat_last_n=16,
        frequency_penalty=0.5,
        stop=["x"],
        logit_bias={"5": 2, "ab": False},
        lora=[{"id": 1, "scale": 0.5}],
        ignore_eos=True,
        cache_prompt=False,
        n_keep=4,
        max_completion_tokens=9,
        chat_template_kwargs={"enable_thinking": False},
    )
    request = slots.asked[-1]
    assert request.sampling == {
        "temperature": 0.5,
        "top_k": 5,
        "min_p": 0.1,
        "seed": 3,
        "penalty_window": 16,
        "frequency_penalty": 0.5,
    }
    assert request.bias == (
        TokenBias(5, 2.0),
        TokenBias(ord("a"), -1e9),
        TokenBias(ord("b"), -1e9),
    )
    assert request.adapters == (AdapterScale("tone", 0.0), AdapterScale("house", 0.5))
    assert (request.ignore_end, request.reuse, request.keep) == (True, False, 4)
    assert (request.max_tokens, request.stop) == (9, ("x",))
    assert json.loads(request.templating.arguments) == {"enable_thinking": False}


async def test_an_adapter_that_is_not_there_is_refused(http):
    answer = await http.post(
        "/v1/chat/completions", json={"messages": HI, "lora": [{"id": 2, "scale": 1}]}
    )
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "lora")


async def test_an_answer_that_was_begun_is_continued(http, slots):
    turns = [*HI, {"role": "assistant", "content": "well"}]
    await post(http, "/v1/chat/completions", messages=turns, continue_final_message=True)
    assert "".join(map(chr, slots.asked[-1].tokens)) == "[user]hiwell"


async def test_a_text_may_be_echoed(client):
    whole = await client.completions.create(model="talk", prompt=["hi", "x"], echo=True)
    assert [choice.text for choice in whole.choices] == ["hihello", "xx"]
    stream = await client.completions.create(model="talk", prompt="hi", echo=True, stream=True)
    assert "".join([chunk.choices[0].text async for chunk in stream]) == "hihello"


async def test_the_probabilities_of_a_text_go_by_their_offsets(client):
    whole = await client.completions.create(model="talk", prompt="hi", logprobs=2)
    told = whole.choices[0].logprobs
    assert told.tokens == list("hello")
    assert told.text_offset == [0, 1, 2, 3, 4]
    assert told.top_logprobs[0] == {"h": -0.5, "!": -1.5}


async def test_several_prompts_with_several_answers_each_keep_their_order(client):
    whole = await client.completions.create(model="talk", prompt=["a", "b"], n=2)
    assert [choice.text for choice in whole.choices] == ["a", "a", "b", "b"]
    assert whole.usage.prompt_tokens == 2


async def test_a_gap_that_the_model_cannot_fill_is_refused(client):
    with pytest.raises(openai.BadRequestError) as caught:
        await client.completions.create(model="talk", prompt="a", suffix="b")
    assert caught.value.param == "suffix"


@pytest.mark.parametrize("error", [EngineCrashedError("died"), SlowReaderError(5)], ids=str)
@pytest.mark.parametrize(
    ("path", "body"),
    [("/v1/chat/completions", {"messages": HI}), ("/v1/completions", {"prompt": "hi"})],
)
async def test_a_failure_in_mid_stream_is_an_event(http, slots, error, path, body):
    slots.fails_midway = error
    events = events_of((await http.post(path, json={**body, "stream": True})).text)
    assert events[-1]["error"]["code"] == error.code
    assert set(events[-1]["error"]) == {"message", "type", "param", "code"}


async def test_vectors_come_as_numbers_or_as_bytes(client, http):
    assert (await client.embeddings.create(model="talk", input="abcd")).data[0].embedding == [
        4,
        0,
        0,
    ]
    body = {"model": "talk", "input": ["a", "bb"], "encoding_format": "float"}
    numbers = await post(http, "/v1/embeddings", **body)
    CreateEmbeddingResponse.model_validate(numbers)
    assert [one["embedding"][0] for one in numbers["data"]] == [1.0, 2.0]
    assert numbers["usage"]["prompt_tokens"] == 3


async def test_vectors_may_be_shortened(client):
    answer = await client.embeddings.create(model="talk", input=["abcd"], dimensions=1)
    assert answer.data[0].embedding == [1.0]
    with pytest.raises(openai.BadRequestError, match="dimensions"):
        await client.embeddings.create(model="talk", input="a", dimensions=9)


async def test_models_have_the_shape_of_the_client_s_types(http):
    listed = (await http.get("/v1/models")).json()
    for model in listed["data"]:
        Model.model_validate(model)
    shown = (await http.get("/v1/models/talk:1.0.0")).json()
    Model.model_validate(shown)
    assert shown["meta"]["n_ctx_train"] == 2048


async def test_what_is_longer_than_a_slot_answers_at_once_waits_for_its_turn():
    slots = FakeSlots(servable=served(parallel=1))
    async with (
        open_api(slots) as url,
        openai.AsyncOpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0) as client,
    ):
        whole = await client.completions.create(model="talk", prompt=[str(n) for n in range(50)])
    assert [choice.text for choice in whole.choices] == [str(n) for n in range(50)]
