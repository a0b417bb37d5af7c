import json

import pytest

from agent.api.answers import Finish, Whole
from agent.api.anthropic import saying
from agent.api.tools.parts import Reasoning, Text, ToolArguments, ToolBegin
from agent.engine.values import Timings, ToolCall, Usage
from tests.support.api_slots import served

USAGE = Usage(prompt=10, cached=4, generated=3)


def a_finish(reason="stop", stopped_by=""):
    return Finish(reason, USAGE, Timings(1.0, 1.0, 1.0), stopped_by)


def events_of(*parts):
    blocks = saying.Blocks()
    return [event for part in parts for event in blocks.add(part)] + list(blocks.close())


def test_every_block_begins_and_ends_with_its_place():
    events = events_of(
        Reasoning("hm"),
        Reasoning("!"),
        Text("so "),
        Text("it is"),
        ToolBegin(0, "t1", "add"),
        ToolArguments(0, '{"a"'),
        ToolArguments(0, ": 1}"),
        ToolBegin(1, "t2", "sub"),
        Text("done"),
    )
    assert [(one["type"].removeprefix("content_block_"), one["index"]) for one in events] == [
        ("start", 0),
        ("delta", 0),
        ("delta", 0),
        ("stop", 0),
        ("start", 1),
        ("delta", 1),
        ("delta", 1),
        ("stop", 1),
        ("start", 2),
        ("delta", 2),
        ("delta", 2),
        ("stop", 2),
        ("start", 3),
        ("stop", 3),
        ("start", 4),
        ("delta", 4),
        ("stop", 4),
    ]
    deltas = [one["delta"] for one in events if "delta" in one]
    assert [one["type"] for one in deltas[:2]] == ["thinking_delta", "thinking_delta"]
    partial = "".join(one.get("partial_json", "") for one in deltas)
    assert json.loads(partial) == {"a": 1}


def test_parts_without_words_say_nothing():
    assert events_of(Text(""), Reasoning(""), a_finish()) == []


@pytest.mark.parametrize(
    ("finish", "reason", "sequence"),
    [
        (a_finish(), "end_turn", None),
        (a_finish("length"), "max_tokens", None),
        (a_finish("stop", "END"), "stop_sequence", "END"),
        (a_finish("tool_calls"), "tool_use", None),
    ],
    ids=range(4),
)
def test_an_answer_says_why_it_ended(finish, reason, sequence):
    delta, stop = saying.ending(finish)
    assert delta["delta"] == {"stop_reason": reason, "stop_sequence": sequence}
    assert delta["usage"]["output_tokens"] == 3
    assert stop == {"type": "message_stop"}


def test_a_whole_answer_has_its_blocks_in_order():
    calls = (ToolCall("t1", "add", '{"a": 1}'), ToolCall("t2", "sub", "not JSON"))
    whole = Whole("so", "hm", calls, a_finish("tool_calls"), served())
    message = saying.message({"id": "msg_1"}, whole)
    assert message["id"] == "msg_1"
    assert message["content"] == [
        {"type": "thinking", "thinking": "hm", "signature": ""},
        {"type": "text", "text": "so"},
        {"type": "tool_use", "id": "t1", "name": "add", "input": {"a": 1}},
        {"type": "tool_use", "id": "t2", "name": "sub", "input": {"arguments": "not JSON"}},
    ]


def test_what_came_from_memory_is_counted_by_itself():
    usage = saying.usage_of(USAGE)
    assert (usage["input_tokens"], usage["cache_read_input_tokens"]) == (6, 4)


def test_an_event_is_framed_under_its_name():
    assert saying.event({"type": "message_stop"}) == (
        b'event: message_stop\ndata: {"type":"message_stop"}\n\n'
    )
