"""Anthropic's Messages API over real HTTP, asked by Anthropic's own client."""

import json
from pathlib import Path

import anthropic
import httpx2
import pytest
from pydantic import BaseModel

from agent.engine.values import Message
from agent.serving.errors import BusyError, EngineCrashedError, NotServingError
from agent.serving.servable import GenerateRequest
from tests.support.api_slots import THINKING, FakeSlots, a_ready
from tests.support.engine_api import open_api
from tests.support.engine_slots import a_servable, a_toy, open_slots

STARTER = Path(__file__).parents[2] / "models/starter/starter-f16.gguf"

HI = [{"role": "user", "content": "hi"}]
ADD = {
    "name": "add",
    "description": "adds",
    "input_schema": {"type": "object", "properties": {"a": {"type": "integer"}}},
}
CALL = 'so<tool_call>\n{"name": "add", "arguments": {"a": 1}}\n</tool_call>'
ASKED = {"model": "talk", "max_tokens": 100}


@pytest.fixture
def slots():
    return FakeSlots(answers={"hi": "hello there", "call": CALL, "json": '{"a": 7}'})


@pytest.fixture
async def url(slots):
    async with open_api(slots) as url:
        yield url


@pytest.fixture
async def client(url):
    async with anthropic.AsyncAnthropic(base_url=url, api_key="none", max_retries=0) as client:
        yield client


@pytest.fixture
async def http(url):
    async with httpx2.AsyncClient(base_url=url, timeout=30) as http:
        yield http


def last_asked(slots):
    return next(one for one in reversed(slots.asked) if isinstance(one, GenerateRequest))


def events_of(text):
    """Return the events of a stream, making sure that each is framed under its own name."""
    events = []
    for frame in filter(None, text.split("\n\n")):
        name, data = frame.split("\n")
        event = json.loads(data.removeprefix("data: "))
        assert name == f"event: {event['type']}"
        events.append(event)
    return events


async def test_a_message_is_answered(client, slots):
    answer = await client.messages.create(
        **ASKED,
        system=[{"type": "text", "text": "be kind"}],
        messages=HI,
        metadata={"user_id": "u"},
        extra_body={"temperature": 0.5, "top_k": 7, "top_p": 0.5},
    )
    assert answer.content[0].text == "hello there"
    assert (answer.role, answer.model, answer.stop_reason) == ("assistant", "talk", "end_turn")
    assert (answer.usage.input_tokens, answer.usage.cache_read_input_tokens) == (22, 1)
    assert answer.usage.output_tokens == 12
    assert answer.id.startswith("msg_")
    assert answer._request_id.startswith("req-")
    asked = last_asked(slots)
    assert asked.messages == (Message("system", "be kind"), Message("user", "hi"))
    assert (asked.max_tokens, asked.sampling) == (
        100,
        {"temperature": 0.5, "top_k": 7, "top_p": 0.5},
    )


async def test_a_message_streams_in_the_order_of_its_events(http):
    answer = await http.post("/v1/messages", json={**ASKED, "messages": HI, "stream": True})
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = events_of(answer.text)
    kinds = [event["type"] for event in events]
    assert kinds[:3] == ["message_start", "ping", "content_block_start"]
    assert set(kinds[3:-3]) == {"content_block_delta"}
    assert kinds[-3:] == ["content_block_stop", "message_delta", "message_stop"]
    started = events[0]["message"]
    assert (started["content"], started["stop_reason"], started["role"]) == ([], None, "assistant")
    assert started["usage"]["input_tokens"] == 8
    assert events[-2]["delta"] == {"stop_reason": "end_turn", "stop_sequence": None}
    assert events[-2]["usage"]["output_tokens"] == 12


async def test_the_clients_own_stream_puts_it_together(client):
    async with client.messages.stream(**ASKED, messages=HI) as stream:
        assert "".join([text async for text in stream.text_stream]) == "hello there"
        message = await stream.get_final_message()
    assert (message.stop_reason, message.usage.output_tokens) == ("end_turn", 12)


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("more", "text", "reason", "sequence"),
    [
        ({"max_tokens": 4}, "hell", "max_tokens", None),
        ({"stop_sequences": ["the"]}, "hello ", "stop_sequence", "the"),
    ],
    ids=["length", "stop"],
)
async def test_an_answer_says_why_it_ended(client, more, text, reason, sequence, stream):
    asked = {**ASKED, "messages": HI, **more}
    if stream:
        async with client.messages.stream(**asked) as events:
            answer = await events.get_final_message()
    else:
        answer = await client.messages.create(**asked)
    assert answer.content[0].text == text
    assert (answer.stop_reason, answer.stop_sequence) == (reason, sequence)


@pytest.mark.parametrize("stream", [False, True])
async def test_tools_are_called_and_their_results_read(client, slots, stream):
    messages = [{"role": "user", "content": "call"}]
    asked = {**ASKED, "tools": [ADD], "tool_choice": {"type": "auto"}}
    if stream:
        async with client.messages.stream(**asked, messages=messages) as events:
            answer = await events.get_final_message()
    else:
        answer = await client.messages.create(**asked, messages=messages)
    text, call = answer.content
    assert (answer.stop_reason, text.text) == ("tool_use", "so")
    assert (call.type, call.name, call.input) == ("tool_use", "add", {"a": 1})
    result = {"type": "tool_result", "tool_use_id": call.id, "content": "2"}
    messages += [
        {"role": "assistant", "content": answer.content},
        {"role": "user", "content": [result]},
    ]
    assert (await client.messages.create(**asked, messages=messages)).content[0].text == "2"
    called, answered = last_asked(slots).messages[-2:]
    assert (called.tool_calls[0].id, called.tool_calls[0].arguments) == (call.id, '{"a": 1}')
    assert (answered.role, answered.tool_call_id) == ("tool", call.id)


@pytest.mark.parametrize(
    ("choice", "constrained"),
    [({"type": "any"}, True), ({"type": "tool", "name": "add"}, True), ({"type": "none"}, False)],
    ids=["any", "tool", "none"],
)
async def test_the_choice_among_tools_constrains_the_answer(client, slots, choice, constrained):
    messages = [{"role": "user", "content": "call"}]
    await client.messages.create(**ASKED, messages=messages, tools=[ADD], tool_choice=choice)
    assert (last_asked(slots).constraint is not None) == constrained


async def test_thoughts_are_a_block_of_their_own(client, slots):
    slots.facts_of_model = a_ready(template=THINKING)
    slots.answers = {"hi": "<think>hm</think>hello"}
    asked = {**ASKED, "messages": HI, "thinking": {"type": "enabled", "budget_tokens": 1024}}
    whole = await client.messages.create(**asked)
    async with client.messages.stream(**asked) as events:
        streamed = await events.get_final_message()
    for answer in (whole, streamed):
        assert [(one.type, getattr(one, one.type)) for one in answer.content] == [
            ("thinking", "hm"),
            ("text", "hello"),
        ]
    assert json.loads(last_asked(slots).templating.arguments) == {"enable_thinking": True}


async def test_an_answer_goes_on_where_the_caller_began_it(client, slots):
    begun = {"role": "assistant", "content": "hello th"}
    await client.messages.create(**ASKED, messages=[*HI, begun])
    assert "".join(map(chr, last_asked(slots).tokens)).endswith("hello th")


async def test_an_answer_has_the_schema_that_was_asked_for(client, slots):
    class Answer(BaseModel):
        a: int

    messages = [{"role": "user", "content": "json"}]
    answer = await client.messages.parse(**ASKED, messages=messages, output_format=Answer)
    assert answer.parsed_output == Answer(a=7)
    assert last_asked(slots).constraint.kind == "json_schema"


async def test_the_tokens_of_a_prompt_are_counted(client, slots):
    counted = await client.messages.count_tokens(model="talk", messages=HI)
    assert counted.input_tokens == len("[user]hi")
    with_tools = await client.messages.count_tokens(model="talk", messages=HI, tools=[ADD])
    assert with_tools.input_tokens > counted.input_tokens
    begun = {"role": "assistant", "content": "so"}
    longer = await client.messages.count_tokens(model="talk", messages=[*HI, begun])
    assert longer.input_tokens == len("[user]hiso")
    assert not [one for one in slots.asked if isinstance(one, GenerateRequest)]


async def test_models_are_listed_for_anthropics_clients_too(client):
    (model,) = [model async for model in client.models.list()]
    assert (model.id, model.type, model.display_name) == ("talk", "model", "talk:1.0.0")
    assert model.created_at.year == 1970
    assert (await client.models.retrieve("talk:1.0.0")).id == "talk:1.0.0"


async def test_the_clients_beta_calls_are_answered_alike(client):
    answer = await client.beta.messages.create(**ASKED, messages=HI, betas=["some-2026-01-01"])
    assert answer.content[0].text == "hello there"


async def test_every_answer_says_which_bundle_gave_it(http, slots):
    for path, stream in (("", False), ("", True), ("/count_tokens", False)):
        body = {**ASKED, "messages": HI, "stream": stream}
        answer = await http.post(f"/v1/messages{path}", json=body)
        assert answer.headers["x-flotilla-bundle"] == slots.servable.bundle
        assert answer.headers["request-id"] == answer.headers["x-request-id"]


@pytest.mark.parametrize(
    ("change", "error", "kind"),
    [
        ({"model": "none"}, anthropic.NotFoundError, "not_found_error"),
        ({"max_tokens": 0}, anthropic.BadRequestError, "invalid_request_error"),
        ({"messages": []}, anthropic.BadRequestError, "invalid_request_error"),
        ({"extra_body": {"temperature": 2}}, anthropic.BadRequestError, "invalid_request_error"),
        (
            {"messages": [{"role": "user", "content": [{"type": "image", "source": {}}]}]},
            anthropic.BadRequestError,
            "invalid_request_error",
        ),
        (
            {"messages": [{"role": "user", "content": "x" * 600}]},
            anthropic.BadRequestError,
            "invalid_request_error",
        ),
        (
            {"tools": [{"type": "bash_20250124", "name": "bash"}]},
            anthropic.BadRequestError,
            "invalid_request_error",
        ),
    ],
    ids=range(7),
)
@pytest.mark.parametrize("stream", [False, True])
async def test_a_wrong_request_is_refused_in_anthropics_words(client, change, error, kind, stream):
    with pytest.raises(error) as caught:
        await client.messages.create(**{**ASKED, "messages": HI, **change}, stream=stream)
    body = caught.value.body
    assert (body["type"], body["error"]["type"]) == ("error", kind)
    assert body["error"]["message"]
    assert body["request_id"] == caught.value.request_id


@pytest.mark.parametrize(
    ("failure", "status", "kind"),
    [
        (BusyError("64 requests wait", retry_after_s=9), 429, "rate_limit_error"),
        (NotServingError("it loads", retry_after_s=9), 529, "overloaded_error"),
    ],
    ids=["busy", "loading"],
)
async def test_whoever_must_come_back_is_told_when(client, slots, failure, status, kind):
    slots.failure = failure
    with pytest.raises(anthropic.APIStatusError) as caught:
        await client.messages.create(**ASKED, messages=HI)
    assert (caught.value.status_code, caught.value.body["error"]["type"]) == (status, kind)
    assert caught.value.response.headers["retry-after"] == "9"


async def test_a_failure_in_mid_stream_is_an_event(client, slots):
    slots.fails_midway = EngineCrashedError("ended by SIGSEGV")
    said = []

    async def read():
        async for event in await client.messages.create(**ASKED, messages=HI, stream=True):
            said.append(event)  # noqa: PERF401 - what came before the failure counts

    with pytest.raises(anthropic.APIStatusError, match="SIGSEGV"):
        await read()
    assert said[-1].delta.text == "o"


@pytest.mark.parametrize(
    ("method", "path", "content", "status", "kind"),
    [
        ("POST", "/v1/messages", b"{", 400, "invalid_request_error"),
        ("POST", "/v1/messages", b" " * 5_000_000, 413, "request_too_large"),
        ("GET", "/v1/messages", b"", 405, "invalid_request_error"),
        ("GET", "/v1/messages/batches", b"", 404, "not_found_error"),
    ],
    ids=range(4),
)
async def test_what_is_no_request_is_refused_in_the_same_shape(
    http, method, path, content, status, kind
):
    answer = await http.request(method, path, content=content)
    assert (answer.status_code, answer.json()["error"]["type"]) == (status, kind)
    assert answer.json()["request_id"] == answer.headers["request-id"]


async def test_the_key_may_come_as_anthropics_clients_send_it(slots):
    async with open_api(slots, api_key="secret") as url:
        async with anthropic.AsyncAnthropic(base_url=url, api_key="secret") as client:
            answer = await client.messages.create(**ASKED, messages=HI)
            assert answer.content[0].text == "hello there"
        async with anthropic.AsyncAnthropic(base_url=url, api_key="wrong") as client:
            with pytest.raises(anthropic.AuthenticationError) as caught:
                await client.messages.create(**ASKED, messages=HI)
        body = caught.value.body
        assert (body["type"], body["error"]["type"]) == ("error", "authentication_error")


@pytest.mark.slow
async def test_a_real_engine_answers_streams_and_counts(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path, answers={"hi": "grüezi mitenand"}))
        async with (
            open_api(slots) as url,
            anthropic.AsyncAnthropic(base_url=url, api_key="none", max_retries=0) as client,
        ):
            answer = await client.messages.create(**ASKED, messages=HI)
            assert answer.content[0].text == "grüezi mitenand"
            async with client.messages.stream(**ASKED, messages=HI, stop_sequences=["mit"]) as s:
                message = await s.get_final_message()
            assert (message.content[0].text, message.stop_sequence) == ("grüezi ", "mit")
            counted = await client.messages.count_tokens(model="talk", messages=HI)
            usage = answer.usage
            assert counted.input_tokens == usage.input_tokens + usage.cache_read_input_tokens


@pytest.mark.model
@pytest.mark.slow
async def test_the_starter_model_calls_the_tool_it_must_call():
    async with open_slots() as slots:
        await slots.serve("main", a_servable(STARTER))
        async with (
            open_api(slots) as url,
            anthropic.AsyncAnthropic(base_url=url, api_key="none", max_retries=0) as client,
        ):
            asked = {**ASKED, "messages": HI, "extra_body": {"temperature": 0}}
            choice = {"type": "tool", "name": "add"}
            schema = {**ADD["input_schema"], "required": ["a"], "additionalProperties": False}
            tool = {**ADD, "input_schema": schema}
            async with client.messages.stream(**asked, tools=[tool], tool_choice=choice) as stream:
                message = await stream.get_final_message()
            (call,) = message.content
            assert (message.stop_reason, call.name, list(call.input)) == ("tool_use", "add", ["a"])
            begun = {"role": "assistant", "content": '{"name":"refuse'}
            answer = await client.messages.create(**{**asked, "messages": [*HI, begun]})
            assert json.loads(f"{begun['content']}{answer.content[0].text}")["name"] == "refuse"
