import json

from agent.api.answers import Finish, Whole
from agent.api.ollama import saying
from agent.engine.values import Likely, Timings, TokenLogprob, ToolCall, Usage
from tests.support.api_slots import served


def a_finish(reason="stop", **timings):
    given = {"prompt_ms": 20.0, "first_token_ms": 25.0, "tokens_per_s": 50.0, **timings}
    return Finish(reason, Usage(prompt=7, cached=0, generated=5), Timings(**given))


def test_times_are_counted_in_nanoseconds():
    ended = saying.ending(a_finish(), total_ns=9, load_ns=2)
    assert ended == {
        "done": True,
        "done_reason": "stop",
        "total_duration": 9,
        "load_duration": 2,
        "prompt_eval_count": 7,
        "prompt_eval_duration": 20_000_000,
        "eval_count": 5,
        "eval_duration": 100_000_000,
    }


def test_an_answer_of_one_token_has_no_rate_and_no_time():
    ended = saying.ending(a_finish("length", tokens_per_s=0.0), total_ns=1, load_ns=0)
    assert (ended["done_reason"], ended["eval_duration"]) == ("length", 0)


def test_an_answer_that_calls_ended_by_itself():
    assert saying.ending(a_finish("tool_calls"), total_ns=1, load_ns=0)["done_reason"] == "stop"


def test_calls_are_said_whole_and_numbered():
    calling = saying.Calling()
    assert calling.begin("c0", "add") == []
    calling.add('{"a"')
    calling.add(": 1}")
    first = calling.begin("c1", "sub")
    assert first == [(0, ToolCall("c0", "add", '{"a": 1}'))]
    assert calling.end() == [(1, ToolCall("c1", "sub", ""))]
    assert calling.end() == []


def test_a_chat_says_thoughts_and_calls_beside_the_text():
    calls = (ToolCall("c0", "add", '{"a": 1}'),)
    whole = Whole("so", "hm", calls, a_finish(), served())
    assert saying.whole_of(saying.ChatForm(), whole) == {
        "message": {
            "role": "assistant",
            "content": "so",
            "thinking": "hm",
            "tool_calls": [
                {"id": "c0", "function": {"index": 0, "name": "add", "arguments": {"a": 1}}}
            ],
        }
    }
    assert saying.whole_of(saying.GenerateForm(), whole) == {"response": "so", "thinking": "hm"}


def test_log_probabilities_come_with_the_bytes():
    told = (TokenLogprob(Likely(5, "é", -0.5), (Likely(5, "é", -0.5),)),)
    one = {"token": "é", "logprob": -0.5, "bytes": [195, 169]}
    assert saying.logprobs_of(told) == {"logprobs": [{**one, "top_logprobs": [one]}]}
    assert saying.logprobs_of(()) == {}


def test_an_object_is_one_line():
    framed = saying.line({"response": "a\nb é"})
    assert framed.count(b"\n") == 1
    assert json.loads(framed) == {"response": "a\nb é"}
