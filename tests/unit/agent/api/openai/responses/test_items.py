import pytest

from agent.api.errors import ApiError
from agent.api.openai.responses.items import items_of, messages_of
from agent.engine.values import Message, ToolCall

CALL = {"type": "function_call", "call_id": "c1", "name": "add", "arguments": "{}"}
SAID = {"role": "assistant", "content": [{"type": "output_text", "text": "yes"}]}
THOUGHT = {"type": "reasoning", "content": [{"type": "reasoning_text", "text": "hm"}]}


def messages(*items):
    return messages_of(items_of(list(items)))


def test_a_text_is_what_a_user_says():
    (item,) = items_of("hi")
    assert item["content"] == [{"type": "input_text", "text": "hi"}]
    assert item["id"].startswith("msg_")
    assert messages_of([item]) == (Message("user", "hi"),)


def test_items_keep_their_own_ids():
    (item,) = items_of([{"id": "msg_1", **SAID}])
    assert item["id"] == "msg_1"


def test_parts_of_a_text_are_joined():
    parts = [{"type": "input_text", "text": "a"}, {"type": "input_text", "text": "b"}]
    assert messages({"role": "developer", "content": parts}) == (Message("system", "a\nb"),)


def test_what_one_answer_thought_said_and_called_comes_together():
    assert messages(THOUGHT, SAID, CALL, CALL) == (
        Message("assistant", "yes", "hm", (ToolCall("c1", "add", "{}"),) * 2),
    )


def test_a_call_and_its_result():
    result = {"type": "function_call_output", "call_id": "c1", "output": "2"}
    assert messages(CALL, result) == (
        Message("assistant", "", tool_calls=(ToolCall("c1", "add", "{}"),)),
        Message("tool", "2", tool_call_id="c1"),
    )


def test_thoughts_that_lead_to_no_answer_are_left_out():
    assert messages(THOUGHT, {"role": "user", "content": "hi"}, SAID) == (
        Message("user", "hi"),
        Message("assistant", "yes"),
    )


@pytest.mark.parametrize(
    "item",
    [
        {"type": "web_search_call"},
        {"type": "item_reference", "id": "msg_1"},
        {"role": "user", "content": [{"type": "input_image"}]},
        {"role": "nobody", "content": "x"},
        {"role": "user", "content": 5},
        {"role": "user", "content": ["x"]},
        {"type": "function_call", "name": "add"},
        {"type": "function_call_output", "output": "x"},
    ],
)
def test_an_item_that_no_model_could_be_given_is_refused_by_its_place(item):
    with pytest.raises(ApiError) as caught:
        messages({"role": "user", "content": "hi"}, item)
    assert caught.value.param.startswith("input.1")


@pytest.mark.parametrize("given", [[], [SAID] * 1001])
def test_items_are_bounded(given):
    with pytest.raises(ApiError, match="input"):
        items_of(given)
