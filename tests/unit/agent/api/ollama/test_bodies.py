import json

import pytest
from pydantic import ValidationError

from agent.api.errors import ApiError
from agent.api.ollama.schema import ChatBody, GenerateBody
from agent.engine.values import Constraint, Message, ToolCall

TOOL = {"function": {"name": "add", "parameters": {"type": "object"}}}


def a_chat(*messages, **more):
    return ChatBody(model="talk", messages=list(messages), **more)


def test_a_conversation_with_a_call_keeps_call_and_result_together():
    call = {"function": {"name": "add", "arguments": {"a": 1}}}
    body = a_chat(
        {"role": "user", "content": "add"},
        {"role": "assistant", "tool_calls": [call], "thinking": "hm"},
        {"role": "tool", "content": "2", "tool_name": "add"},
    )
    _, called, result = body.conversation()
    assert called == Message(
        "assistant", "", reasoning="hm", tool_calls=(ToolCall("call_0", "add", '{"a": 1}'),)
    )
    assert result == Message("tool", "2", tool_call_id="call_0", name="add")


def test_two_calls_of_one_function_have_their_own_ids():
    call = {"function": {"name": "add", "arguments": {}}}
    body = a_chat(
        {"role": "assistant", "tool_calls": [call, call]},
        {"role": "tool", "content": "1", "tool_name": "add"},
        {"role": "tool", "content": "2", "tool_name": "add"},
    )
    called, first, second = body.conversation()
    assert [one.id for one in called.tool_calls] == ["call_0", "call_1"]
    assert [first.tool_call_id, second.tool_call_id] == ["call_0", "call_1"]


def test_an_id_that_the_caller_gave_is_kept():
    call = {"id": "c7", "function": {"name": "add", "arguments": {}}}
    result = {"role": "tool", "content": "1", "tool_call_id": "c7"}
    called, answered = a_chat({"role": "assistant", "tool_calls": [call]}, result).conversation()
    assert called.tool_calls[0].id == answered.tool_call_id == "c7"


def test_tools_are_offered_with_their_schemas():
    (tool,) = a_chat(tools=[TOOL]).offered()
    assert (tool.name, tool.parameters) == ("add", {"type": "object"})


def test_images_are_refused_in_both_endpoints():
    with pytest.raises(ApiError, match="takes no images"):
        a_chat({"role": "user", "content": "see", "images": ["aGk="]}).conversation()
    with pytest.raises(ApiError, match="takes no images"):
        GenerateBody(model="talk", prompt="see", images=["aGk="]).refuse_unsupported()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"suffix": "x"}, "does not support insert"),
        ({"template": "{{ .Prompt }}"}, "template"),
        ({"raw": True, "system": "x"}, "raw mode"),
        ({"raw": True, "context": [1]}, "raw mode"),
    ],
)
def test_what_would_change_the_answer_and_cannot_be_honoured_is_refused(more, why):
    with pytest.raises(ApiError, match=why):
        GenerateBody(model="talk", prompt="x", **more).refuse_unsupported()


def test_a_format_is_json_or_a_schema():
    schema = {"type": "object", "properties": {"a": {"type": "integer"}}}
    assert a_chat().constraint() is None
    assert a_chat(format="").constraint() is None
    assert a_chat(format="json").constraint() == Constraint("json_object")
    constraint = a_chat(format=schema).constraint()
    assert (constraint.kind, json.loads(constraint.text)) == ("json_schema", schema)
    with pytest.raises(ApiError, match="invalid format"):
        a_chat(format="yaml").constraint()
    with pytest.raises(ApiError, match="at most"):
        a_chat(format={"enum": ["x" * 70_000]}).constraint()


def test_thinking_is_a_switch_of_the_template():
    assert a_chat().switches() == ""
    assert json.loads(a_chat(think=False).switches()) == {"enable_thinking": False}
    assert json.loads(a_chat(think="high").switches()) == {
        "enable_thinking": True,
        "reasoning_effort": "high",
    }


def test_alternatives_are_told_only_where_log_probabilities_are():
    assert a_chat(top_logprobs=3).alternatives() is None
    assert a_chat(logprobs=True).alternatives() == 0
    assert a_chat(logprobs=True, top_logprobs=3).alternatives() == 3
    with pytest.raises(ApiError, match="at most 20"):
        a_chat(logprobs=True, top_logprobs=21).alternatives()


def test_a_model_is_named_or_refused():
    assert ChatBody(name="old").asked == "old"
    with pytest.raises(ApiError, match="model is required"):
        _ = ChatBody().asked
    with pytest.raises(ValidationError):
        ChatBody(model="x" * 201)
