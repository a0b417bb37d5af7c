"""`/v1/responses` over real HTTP, asked by OpenAI's own client and checked against its types."""

import json

import httpx2
import openai
import pytest
from openai.types.responses import Response, ResponseStreamEvent
from openai.types.responses.response_item_list import ResponseItemList
from pydantic import BaseModel, TypeAdapter

from agent.engine.values import Message, ToolCall
from agent.serving import permits
from agent.serving.errors import EngineCrashedError
from tests.support.api_slots import THINKING, FakeSlots, a_ready
from tests.support.engine_api import open_api

EVENT = TypeAdapter(ResponseStreamEvent)
ADD = {
    "type": "function",
    "name": "add",
    "description": "adds",
    "parameters": {
        "type": "object",
        "properties": {"a": {"type": "integer"}},
        "required": ["a"],
        "additionalProperties": False,
    },
    "strict": True,
}
CALL = '<think>sum</think>well <tool_call>\n{"name": "add", "arguments": {"a": 1}}\n</tool_call>'


@pytest.fixture
def slots():
    answers = {"hi": "hello", "call": CALL, "json": '{"a":5}'}
    return FakeSlots(answers=answers, facts_of_model=a_ready(template=THINKING))


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


async def events_of(http, **body):
    answer = await http.post("/v1/responses", json={**body, "stream": True})
    lines = answer.text.splitlines()
    names = [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]
    events = [json.loads(line[6:]) for line in lines if line.startswith("data: ")]
    assert names == [event["type"] for event in events]
    return events


async def test_a_text_is_answered(client):
    response = await client.responses.create(model="talk", input="hi", instructions="be nice")
    assert response.output_text == "hello"
    assert (response.status, response.error, response.incomplete_details) == (
        "completed",
        None,
        None,
    )
    assert response.instructions == "be nice"
    assert response.usage.output_tokens == len("hello") + 1


@pytest.mark.parametrize("said", ["hi", "call"])
async def test_everything_has_the_shape_of_the_client_s_types(http, said):
    body = {"model": "talk", "input": said, "tools": [ADD], "metadata": {"a": "b"}}
    whole = (await http.post("/v1/responses", json=body)).json()
    Response.model_validate(whole)
    events = await events_of(http, **body)
    for event in events:
        EVENT.validate_python(event)
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    assert events[-1]["type"] == "response.completed"
    assert [item["type"] for item in events[-1]["response"]["output"]] == [
        item["type"] for item in whole["output"]
    ]


async def test_thoughts_text_and_calls_are_items(client):
    response = await client.responses.create(model="talk", input="call", tools=[ADD])
    thought, text, call = response.output
    assert thought.content[0].text == "sum"
    assert text.content[0].text == "well"
    assert (call.name, json.loads(call.arguments), call.status) == ("add", {"a": 1}, "completed")


async def test_the_client_s_own_accumulator_takes_the_stream(client):
    async with client.responses.stream(model="talk", input="call", tools=[ADD]) as stream:
        kinds = [event.type async for event in stream]
        final = await stream.get_final_response()
    assert kinds[0] == "response.created"
    assert "response.function_call_arguments.delta" in kinds
    assert final.output[2].parsed_arguments == {"a": 1}


async def test_the_client_parses_what_it_asked_for(client, slots):
    class Numbers(BaseModel):
        a: int

    response = await client.responses.parse(model="talk", input="json", text_format=Numbers)
    assert response.output_parsed == Numbers(a=5)
    assert slots.asked[-1].constraint.kind == "json_schema"


async def test_what_was_cut_is_incomplete(client, http):
    response = await client.responses.create(model="talk", input="hi", max_output_tokens=2)
    assert (response.status, response.output_text) == ("incomplete", "he")
    assert response.incomplete_details.reason == "max_output_tokens"
    events = await events_of(http, input="hi", max_output_tokens=2)
    assert events[-1]["type"] == "response.incomplete"


async def test_a_response_goes_on_from_an_earlier_one(client, slots):
    first = await client.responses.create(
        model="talk", input="call", tools=[ADD], instructions="only once"
    )
    result = {
        "type": "function_call_output",
        "call_id": first.output[2].call_id,
        "output": "2",
    }
    await client.responses.create(model="talk", input=[result], previous_response_id=first.id)
    call = ToolCall(first.output[2].call_id, "add", '{"a": 1}')
    assert slots.asked[-1].messages == (
        Message("user", "call"),
        Message("assistant", "well", "sum", (call,)),
        Message("tool", "2", tool_call_id=call.id),
    )


async def test_a_response_is_remembered_until_it_is_deleted(client, http):
    response = await client.responses.create(model="talk", input="hi")
    again = await client.responses.retrieve(response.id)
    assert again.output_text == "hello"
    items = (await http.get(f"/v1/responses/{response.id}/input_items")).json()
    ResponseItemList.model_validate(items)
    assert items["data"][0]["content"][0]["text"] == "hi"
    await client.responses.delete(response.id)
    with pytest.raises(openai.NotFoundError):
        await client.responses.retrieve(response.id)


async def test_items_come_in_pages(client, http):
    given = [{"role": "user", "content": str(number)} for number in range(5)]
    response = await client.responses.create(model="talk", input=given)
    said = [
        item.content[0].text
        async for item in client.responses.input_items.list(response.id, order="asc", limit=2)
    ]
    assert said == list("01234")
    wrong = await http.get(f"/v1/responses/{response.id}/input_items?limit=0")
    assert (wrong.status_code, wrong.json()["error"]["param"]) == (400, "limit")


async def test_a_streamed_response_is_remembered_too(client, http):
    events = await events_of(http, input="hi")
    again = await client.responses.retrieve(events[0]["response"]["id"])
    assert again.output_text == "hello"


async def test_what_shall_not_be_stored_is_not(client):
    response = await client.responses.create(model="talk", input="hi", store=False)
    with pytest.raises(openai.NotFoundError):
        await client.responses.retrieve(response.id)
    with pytest.raises(openai.NotFoundError) as caught:
        await client.responses.create(model="talk", input="hi", previous_response_id=response.id)
    assert caught.value.code == "previous_response_not_found"


async def test_a_response_of_a_slot_that_is_not_the_caller_s_is_not_found(slots):
    with permits.limited_to(frozenset({"other"})):
        async with open_api(slots) as url, httpx2.AsyncClient(base_url=url) as http:
            made = (await http.post("/v1/responses", json={"input": "hi"})).json()
            answer = await http.get(f"/v1/responses/{made['id']}")
    assert answer.status_code == 404


async def test_only_what_runs_in_the_background_could_be_cancelled(client):
    response = await client.responses.create(model="talk", input="hi")
    with pytest.raises(openai.BadRequestError):
        await client.responses.cancel(response.id)


async def test_tokens_are_counted(client):
    counted = await client.responses.input_tokens.count(model="talk", input="hi")
    assert counted.input_tokens == len("[user]hi")


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"background": True}, "background"),
        ({"conversation": "c"}, "conversation"),
        ({"prompt": {"id": "p"}}, "prompt"),
        ({"tools": [{"type": "web_search"}]}, "tools.0"),
        ({"input": [{"type": "item_reference", "id": "x"}]}, "input.0"),
        ({"input": []}, "input"),
        ({"text": {"format": {"type": "json_schema"}}}, "text.format"),
        ({"tool_choice": {"type": "web_search"}}, "tool_choice"),
        ({"n": 2}, "n"),
        ({"top_logprobs": 21}, "top_logprobs"),
        ({"truncation": "never"}, "truncation"),
    ],
    ids=range(11),
)
async def test_what_cannot_be_honoured_is_refused_by_name(http, fields, param):
    answer = await http.post("/v1/responses", json={"input": "hi", **fields})
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)


async def test_a_failure_in_mid_stream_fails_the_response(http, slots):
    slots.fails_midway = EngineCrashedError("died")
    events = await events_of(http, input="hi")
    for event in events:
        EVENT.validate_python(event)
    assert [event["type"] for event in events[-2:]] == ["error", "response.failed"]
