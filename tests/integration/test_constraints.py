"""Constrained answers and tool calls of the starter model, in a real engine child."""

import asyncio
import json
import re
from pathlib import Path

import jsonschema
import openai
import pytest
import pytest_asyncio

from agent.api import answers
from agent.api.question import Question
from agent.api.tools.parts import Tool
from agent.engine.frames import Done
from agent.engine.values import Constraint
from agent.serving.errors import RequestError
from agent.serving.servable import GenerateRequest, Message
from tests.support.engine_api import open_api
from tests.support.engine_slots import a_servable, open_slots

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

FOLDER = Path(__file__).resolve().parents[2] / "models/starter"
FUNCTIONS = [one["function"] for one in json.loads((FOLDER / "functions.json").read_text())]
TOOLS = tuple(Tool(one["name"], one.get("description", ""), one["parameters"]) for one in FUNCTIONS)
COMMAND = "dim the kitchen lights to 40 percent"
CALL = {"name": "set_light", "arguments": {"zone": "kitchen", "level": 40}}
ANY_CALL = {
    "anyOf": [
        {
            "type": "object",
            "properties": {"name": {"const": one["name"]}, "arguments": one["parameters"]},
            "required": ["name", "arguments"],
            "additionalProperties": False,
        }
        for one in FUNCTIONS
    ]
}
JSON_GRAMMAR = r"""
root ::= "{" (pair ("," pair)*)? "}"
pair ::= string ":" value
value ::= string | number | root
string ::= "\"" [a-z0-9_:. -]* "\""
number ::= "-"? [0-9]{1,9} ("." [0-9]{1,4})?
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def slots():
    async with open_slots() as opened:
        await opened.serve("main", a_servable(FOLDER / "starter-f16.gguf"))
        yield opened


async def said(slots, constraint: Constraint, text: str = COMMAND, **more: object):
    request = GenerateRequest(
        messages=(Message("user", text),), max_tokens=200, constraint=constraint, **more
    )
    texts, done = [], None
    async for event in await slots.submit("main", request):
        if isinstance(event, Done):
            done = event
        else:
            texts.append(event.text)
    return "".join(texts), done


async def test_a_schema_that_the_model_was_made_for_changes_nothing_but_forces_much(slots):
    text, done = await said(slots, Constraint("json_schema", json.dumps(ANY_CALL)))
    assert json.loads(text) == CALL
    assert done.finish_reason == "stop"
    assert done.timings.forced >= done.usage.generated // 3


@pytest.mark.parametrize("seed", range(4))
async def test_an_answer_follows_a_schema_that_the_model_never_saw(slots, seed):
    schema = {
        "type": "object",
        "properties": {
            "mood": {"enum": ["glad", "sad", "angry"]},
            "words": {"type": "array", "items": {"type": "string", "maxLength": 8}, "maxItems": 3},
            "sure": {"type": "number", "minimum": 0, "maximum": 1, "multipleOf": 0.01},
            "when": {"type": "string", "format": "date"},
        },
        "required": ["mood", "words", "sure", "when"],
    }
    sampling = {"temperature": 1.5, "seed": seed, "top_k": 0, "top_p": 1.0, "min_p": 0.0}
    constraint = Constraint("json_schema", json.dumps(schema))
    text, done = await said(slots, constraint, sampling=sampling)
    assert done.finish_reason == "stop"
    jsonschema.validate(json.loads(text), schema)


async def test_an_answer_follows_an_expression(slots):
    text, _ = await said(slots, Constraint("regex", r"(yes|no), because [a-z]{3,8}\."))
    assert re.fullmatch(r"(yes|no), because [a-z]{3,8}\.", text)


async def test_an_answer_follows_a_lark_grammar(slots):
    text, _ = await said(slots, Constraint("lark", 'start: "<" NAME ">" NAME\nNAME: /[a-z]{2,5}/'))
    assert re.fullmatch(r"<[a-z]{2,5}>[a-z]{2,5}", text)


async def test_an_answer_follows_a_grammar_of_llama_cpp(slots):
    text, _ = await said(slots, Constraint("gbnf", JSON_GRAMMAR))
    assert json.loads(text) == CALL


async def test_an_answer_is_an_object_when_that_is_all_that_is_asked(slots):
    text, _ = await said(slots, Constraint("json_object"), "hello")
    assert isinstance(json.loads(text), dict)


@pytest.mark.parametrize(
    ("constraint", "told"),
    [
        (Constraint("json_schema", '{"type":"object","not":{}}'), "'not' is not supported"),
        (Constraint("regex", "["), "unclosed"),
        (Constraint("gbnf", "root ::= nothing"), "no rule 'nothing'"),
        (Constraint("lark", "start: ("), "cannot be used"),
        (Constraint("poem"), "no constraint of kind"),
    ],
)
async def test_a_bad_constraint_is_refused_and_the_model_goes_on(slots, constraint, told):
    with pytest.raises(RequestError, match=told):
        await said(slots, constraint)
    text, _ = await said(slots, Constraint("regex", "still here"))
    assert text == "still here"


async def test_many_constrained_answers_at_once_do_not_disturb_each_other(slots):
    wanted = [f"answer {number} of [0-9]" for number in range(6)]
    told = await asyncio.gather(*(said(slots, Constraint("regex", one)) for one in wanted))
    for pattern, (text, _) in zip(wanted, told, strict=True):
        assert re.fullmatch(pattern, text)


@pytest.mark.parametrize("choice", ["required", "set_light", "set_blinds"])
async def test_a_call_that_is_demanded_is_made(slots, choice):
    request = GenerateRequest(messages=(Message("user", COMMAND),), max_tokens=200)
    question = Question("talk", request, tools=TOOLS, tool_choice=choice)
    whole = await answers.collect(slots, question)
    [call] = whole.calls
    assert whole.finish.reason == "tool_calls"
    assert not whole.text
    assert choice in {call.name, "required"}
    parameters = next(tool.parameters for tool in TOOLS if tool.name == call.name)
    jsonschema.validate(json.loads(call.arguments), parameters)


async def test_a_call_that_the_model_makes_of_its_own_accord_is_read(slots):
    request = GenerateRequest(messages=(Message("user", COMMAND),), max_tokens=200)
    whole = await answers.collect(slots, Question("talk", request, tools=TOOLS))
    assert [(one.name, json.loads(one.arguments)) for one in whole.calls] == [
        (CALL["name"], CALL["arguments"])
    ]


async def test_openais_client_gets_structured_answers_and_calls(slots):
    async with (
        open_api(slots) as url,
        openai.AsyncOpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0) as client,
    ):
        messages = [{"role": "user", "content": COMMAND}]
        answer = await client.chat.completions.create(
            model="talk",
            messages=messages,
            response_format={
                "type": "json_schema",
                "json_schema": {"name": "call", "schema": ANY_CALL},
            },
        )
        assert json.loads(answer.choices[0].message.content) == CALL
        called = await client.chat.completions.create(
            model="talk",
            messages=messages,
            tools=[{"type": "function", "function": one} for one in FUNCTIONS],
            tool_choice="required",
        )
        [call] = called.choices[0].message.tool_calls
        assert call.function.name == "set_light"
        assert json.loads(call.function.arguments) == CALL["arguments"]
        with pytest.raises(openai.BadRequestError, match="'not' is not supported"):
            await client.chat.completions.create(
                model="talk",
                messages=messages,
                response_format={
                    "type": "json_schema",
                    "json_schema": {"name": "bad", "schema": {"not": {}}},
                },
            )
