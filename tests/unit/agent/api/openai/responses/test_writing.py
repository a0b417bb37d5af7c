from openai.types.responses import Response, ResponseStreamEvent
from pydantic import TypeAdapter

from agent.api.answers import Finish, Reasoning, Text, ToolArguments, ToolBegin
from agent.api.openai.responses.schema import ResponseRequest
from agent.api.openai.responses.writing import Writing
from agent.engine.values import Likely, Timings, TokenLogprob, Usage
from agent.serving.errors import EngineCrashedError

EVENT = TypeAdapter(ResponseStreamEvent)


def finish(reason="stop"):
    return Finish(reason, Usage(3, 1, 5), Timings(1.0, 2.0, 3.0))


def written(*parts):
    """Return the events and the response, checked against the types of OpenAI's own client."""
    base = {"id": "resp_1", "model": "m", **ResponseRequest(input="x").echo()}
    writing = Writing(base, now=1)
    events = list(writing.opening())
    for part in parts:
        events += writing.add(part)
    for event in events:
        EVENT.validate_python(event)
    Response.model_validate(writing.response)
    return events, writing.response


def kinds(events):
    return [event["type"].removeprefix("response.") for event in events]


def test_a_text_is_told_from_its_beginning_to_its_end():
    events, response = written(Text("a"), Text("b"), finish())
    assert kinds(events) == [
        "created",
        "in_progress",
        "output_item.added",
        "content_part.added",
        "output_text.delta",
        "output_text.delta",
        "output_text.done",
        "content_part.done",
        "output_item.done",
        "completed",
    ]
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    assert response["status"] == "completed"
    assert response["output"][0]["content"][0]["text"] == "ab"
    assert response["usage"]["input_tokens_details"]["cached_tokens"] == 1


def test_thoughts_text_and_calls_are_items_of_their_own():
    events, response = written(
        Reasoning("hm"),
        Text("so"),
        ToolBegin(0, "c1", "add"),
        ToolArguments(0, '{"a":'),
        ToolArguments(0, "1}"),
        ToolBegin(1, "c2", "sub"),
        ToolArguments(1, "{}"),
        finish("tool_calls"),
    )
    items = response["output"]
    assert [item["type"] for item in items] == [
        "reasoning",
        "message",
        "function_call",
        "function_call",
    ]
    assert items[0]["content"][0]["text"] == "hm"
    assert (items[2]["call_id"], items[2]["arguments"]) == ("c1", '{"a":1}')
    assert {item["status"] for item in items} == {"completed"}
    places = [event["output_index"] for event in events if "output_index" in event]
    assert places == sorted(places)
    assert kinds(events).count("function_call_arguments.done") == 2


def test_what_was_cut_is_incomplete():
    events, response = written(Text("a"), finish("length"))
    assert kinds(events)[-1] == "incomplete"
    assert response["incomplete_details"] == {"reason": "max_output_tokens"}
    assert response["output"][0]["status"] == "incomplete"


def test_an_empty_answer_has_no_items():
    _, response = written(finish())
    assert response["output"] == []


def test_probabilities_come_with_the_text_they_are_of():
    likely = Likely(97, "a", -0.5)
    events, response = written(Text("a", (97,), (TokenLogprob(likely, (likely,)),)), finish())
    delta = next(event for event in events if event["type"] == "response.output_text.delta")
    assert delta["logprobs"][0]["token"] == "a"
    assert response["output"][0]["content"][0]["logprobs"][0]["bytes"] == [97]


def test_a_failure_is_an_event_and_the_state_of_the_response():
    writing = Writing({"id": "resp_1", "model": "m", **ResponseRequest(input="x").echo()}, now=1)
    list(writing.add(Text("a")))
    events = list(writing.fail(EngineCrashedError("died")))
    for event in events:
        EVENT.validate_python(event)
    Response.model_validate(writing.response)
    assert kinds(events) == ["error", "failed"]
    assert "died" in writing.response["error"]["message"]
