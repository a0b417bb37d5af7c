import json

import pytest

from agent.api.answers import (
    Finish,
    Question,
    Reasoning,
    Text,
    ToolArguments,
    ToolBegin,
    collect,
    slot_of,
    stream,
)
from agent.api.tools.parts import Tool
from agent.engine.values import Message, Templating
from agent.serving.errors import ModelNotFoundError, NotServingError, RequestError
from agent.serving.servable import GenerateRequest
from tests.support.api_slots import THINKING, FakeSlots, a_ready

ADD = Tool("add", "adds", {"type": "object"})
CALL = '<tool_call>\n{"name": "add", "arguments": {"a": 1}}\n</tool_call>'


def a_question(text="hi", **more):
    given = {key: more.pop(key) for key in ("templating", "logprobs") if key in more}
    messages = more.pop("messages", (Message("user", text),))
    return Question("main", GenerateRequest(messages=messages, **given), **more)


def slots(template=THINKING, **answers):
    return FakeSlots(answers=answers, facts_of_model=a_ready(template=template))


async def test_a_text_is_text():
    whole = await collect(slots(hi="hello"), a_question())
    assert (whole.text, whole.reasoning, whole.calls) == ("hello", "", ())
    assert whole.finish.reason == "stop"
    assert whole.served.line == "talk"


async def test_tools_are_shown_to_the_model_and_its_calls_are_told_apart():
    asked = slots(hi=CALL)
    answering = await stream(asked, a_question(tools=(ADD,)))
    parts = [part async for part in answering]
    assert isinstance(parts[0], ToolBegin)
    assert parts[0].name == "add"
    told = "".join(part.text for part in parts if isinstance(part, ToolArguments))
    assert json.loads(told) == {"a": 1}
    assert isinstance(parts[-1], Finish)
    assert parts[-1].reason == "tool_calls"
    (shown,) = json.loads(asked.asked[0].templating.tools)
    assert shown["function"] == {"name": "add", "description": "adds", "parameters": ADD.parameters}


async def test_tools_that_must_not_be_called_are_not_shown():
    asked = slots(hi=CALL)
    whole = await collect(asked, a_question(tools=(ADD,), tool_choice="none"))
    assert (whole.text, whole.calls) == (CALL, ())
    assert asked.asked[0].templating.tools == ""


async def test_a_call_that_must_come_constrains_the_answer():
    asked = slots(hi=CALL)
    await collect(asked, a_question(tools=(ADD,), tool_choice="required"))
    assert asked.asked[0].constraint is not None


async def test_thoughts_are_told_apart_unless_that_is_not_wanted():
    answer = "<think>hm</think>yes"
    whole = await collect(slots(hi=answer), a_question())
    assert (whole.reasoning, whole.text) == ("hm", "yes")
    whole = await collect(slots(hi=answer), a_question(reasoning=False))
    assert (whole.reasoning, whole.text) == ("", answer)


async def test_probabilities_survive_the_reading_of_calls():
    answering = await stream(slots(hi="<think>hm</think>yes"), a_question(logprobs=1))
    parts = [part async for part in answering]
    told = [part for part in parts if isinstance(part, Text) and part.logprobs]
    assert len(told) == len("<think>hm</think>yes")
    assert [part for part in parts if isinstance(part, Reasoning)]


async def test_an_answer_goes_on_where_the_last_message_ends():
    asked = slots()
    messages = (Message("user", "hi"), Message("assistant", "well"))
    await collect(asked, a_question(messages=messages, continues=True))
    opening, said, request = asked.asked
    assert opening.messages == messages[:1]
    assert opening.templating.open_answer
    assert said.text == "well"
    assert "".join(map(chr, request.tokens)) == "[user]hiwell"
    assert request.messages is None


@pytest.mark.parametrize(
    "messages",
    [(Message("user", "hi"),), (Message("assistant", "x"),)],
    ids=["no answer", "nothing before it"],
)
async def test_only_an_answer_can_go_on(messages):
    with pytest.raises(RequestError, match="continued"):
        await collect(slots(), a_question(messages=messages, continues=True))


async def test_thinking_that_is_switched_off_is_not_expected():
    template = THINKING + "<think>\n"
    switched = Templating(arguments='{"enable_thinking": false}')
    whole = await collect(slots(template, hi="yes"), a_question(templating=switched))
    assert (whole.reasoning, whole.text) == ("", "yes")


OPENS = THINKING + "{% if add_generation_prompt %}{% if so %}<think>\n{% endif %}{% endif %}"


@pytest.mark.parametrize(
    ("prompt", "reasoning", "text"),
    [
        ("hi<think>\n", "hm", "yes"),
        ("hi<think></think>", "", "hm</think>yes"),
        ("hi", "", "hm</think>yes"),
    ],
)
async def test_a_template_that_may_open_the_thoughts_is_asked_whether_it_did(
    prompt, reasoning, text
):
    asked = slots(OPENS, **{prompt: "hm</think>yes"})
    whole = await collect(asked, a_question(prompt))
    assert (whole.reasoning, whole.text) == (reasoning, text)


async def test_a_prompt_without_messages_is_asked_as_it_is():
    asked = slots()
    whole = await collect(asked, Question("main", GenerateRequest(prompt="<think>x</think>y")))
    assert whole.text == "<think>x</think>y"
    assert asked.asked[0].deadline_s is not None


def test_without_a_name_the_only_slot_is_meant():
    assert slot_of(FakeSlots(), None) == "main"
    assert slot_of(FakeSlots(), "talk") == "main"
    with pytest.raises(ModelNotFoundError):
        slot_of(FakeSlots(), "other")
    with pytest.raises(NotServingError):
        slot_of(FakeSlots().as_if_empty(), None)
