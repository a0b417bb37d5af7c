import json

import pytest
from pydantic import ValidationError

from agent.api.anthropic.schema import MessagesBody
from agent.api.errors import ApiError, UnsupportedError
from agent.engine.values import Message, ToolCall


def a_body(*messages, **more):
    messages = messages or ({"role": "user", "content": "hi"},)
    return MessagesBody(model="talk", max_tokens=10, messages=list(messages), **more)


def user(*blocks):
    return {"role": "user", "content": list(blocks)}


def assistant(*blocks):
    return {"role": "assistant", "content": list(blocks)}


def text(said):
    return {"type": "text", "text": said}


@pytest.mark.parametrize("system", ["be\nkind", [text("be"), text("kind")]])
def test_what_a_system_says_comes_first(system):
    assert a_body(system=system).conversation() == (
        Message("system", "be\nkind"),
        Message("user", "hi"),
    )


def test_blocks_come_to_messages():
    conversation = a_body(
        user(text("add"), {"type": "document", "source": {"type": "text", "data": "a page"}}),
        assistant(
            {"type": "thinking", "thinking": "hm", "signature": "x"},
            {"type": "redacted_thinking", "data": "?"},
            text("so"),
            {"type": "tool_use", "id": "t1", "name": "add", "input": {"a": 1}},
        ),
        user(
            {"type": "tool_result", "tool_use_id": "t1", "content": [text("4"), text("2")]},
            text("thanks"),
        ),
    ).conversation()
    assert conversation == (
        Message("user", "add\na page"),
        Message(
            "assistant",
            "so",
            reasoning="hm",
            tool_calls=(ToolCall("t1", "add", '{"a": 1}'),),
        ),
        Message("tool", "4\n2", tool_call_id="t1"),
        Message("user", "thanks"),
    )


@pytest.mark.parametrize(
    ("message", "where"),
    [
        (user({"type": "image", "source": {"type": "base64", "data": ""}}), "messages.0.content.0"),
        (user({"type": "document", "source": {"type": "base64"}}), "messages.0.content.0"),
        (user(text("a"), {"type": "tool_use", "id": "1", "name": "x"}), "messages.0.content.1"),
        (assistant({"type": "tool_result", "tool_use_id": "1"}), "messages.0.content.0"),
        (assistant({"type": "server_tool_use"}), "messages.0.content.0"),
        (
            user({"type": "tool_result", "tool_use_id": "1", "content": [{"type": "image"}]}),
            "messages.0.content.0.content.0",
        ),
    ],
    ids=range(6),
)
def test_what_no_model_here_can_read_is_refused_by_its_place(message, where):
    with pytest.raises(UnsupportedError) as caught:
        a_body(message).conversation()
    assert caught.value.param == where
    assert where in str(caught.value)


@pytest.mark.parametrize(
    ("choice", "mode", "parallel"),
    [
        (None, "auto", True),
        ({"type": "auto", "disable_parallel_tool_use": True}, "auto", False),
        ({"type": "any"}, "required", True),
        ({"type": "none"}, "none", True),
        ({"type": "tool", "name": "add"}, "add", True),
    ],
    ids=range(5),
)
def test_the_choice_among_tools_is_kept(choice, mode, parallel):
    tools = [{"name": "add", "description": "adds", "input_schema": {"type": "object"}}]
    body = a_body(tools=tools, tool_choice=choice)
    offered = body.offered()
    assert (offered.choice, body.parallel) == (mode, parallel)
    assert (offered.tools[0].name, offered.tools[0].description) == ("add", "adds")


def test_tools_of_the_vendors_own_are_refused():
    with pytest.raises(UnsupportedError, match="web_search"):
        a_body(tools=[{"type": "web_search_20250305", "name": "web_search"}]).offered()


def test_a_choice_that_is_not_offered_is_refused():
    with pytest.raises(ApiError, match="tool_choice"):
        a_body(tools=[{"name": "add"}], tool_choice={"type": "tool", "name": "sub"}).offered()


def test_thinking_and_effort_are_switches_of_the_template():
    assert a_body().templating().arguments == ""
    body = a_body(thinking={"type": "disabled"}, output_config={"effort": "low"})
    assert json.loads(body.templating().arguments) == {
        "enable_thinking": False,
        "reasoning_effort": "low",
    }
    assert a_body(thinking={"type": "enabled", "budget_tokens": 2000}).thinks is True


def test_a_schema_constrains_the_answer():
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}
    constraint = a_body(
        output_config={"format": {"type": "json_schema", "schema": schema}}
    ).constraint()
    assert (constraint.kind, json.loads(constraint.text)) == ("json_schema", schema)
    assert a_body().constraint() is None


def test_an_answer_goes_on_where_the_caller_began_it():
    begun = assistant(text("The answer is"))
    called = assistant({"type": "tool_use", "id": "1", "name": "add", "input": {}})
    assert a_body(user(text("?")), begun).continues
    assert not a_body(user(text("?")), called).continues
    assert not a_body(user(text("?"))).continues


@pytest.mark.parametrize(
    "wrong",
    [
        {"max_tokens": 0},
        {"messages": []},
        {"messages": [{"role": "tool", "content": "x"}]},
        {"temperature": 1.5},
        {"top_p": -0.1},
        {"temperature": float("nan")},
        {"stop_sequences": [""]},
        {"stop_sequences": ["x"] * 33},
        {"model": ""},
    ],
    ids=range(9),
)
def test_a_body_out_of_bounds_is_refused(wrong):
    given = {"model": "talk", "max_tokens": 9, "messages": [{"role": "user", "content": "hi"}]}
    with pytest.raises(ValidationError):
        MessagesBody(**{**given, **wrong})
