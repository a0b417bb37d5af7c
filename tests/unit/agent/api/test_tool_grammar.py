import json

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.api.tools.formats import PLAIN, format_of
from agent.api.tools.grammar import MAX_CALLS, constraint_for
from agent.api.tools.parser import ToolParser
from agent.api.tools.parts import Reasoning, Text, Tool, ToolArguments, ToolBegin
from agent.engine.constraints.errors import ConstraintError
from tests.support import tool_templates as templates
from tests.support.constraint_vocabulary import CALL, guides, spell, takes, walk
from tests.support.tool_templates import wide

LIGHT = Tool(
    "set_light",
    parameters={
        "type": "object",
        "properties": {
            "zone": {"$ref": "#/$defs/zone"},
            "level": {"type": "integer", "minimum": 0, "maximum": 100},
            "tags": {"type": "array", "items": {"enum": ["a", "b"]}, "maxItems": 2},
        },
        "required": ["zone"],
        "$defs": {"zone": {"type": "string", "maxLength": 6}},
    },
)
LOOK = Tool("look")
TOOLS = (LIGHT, LOOK)
A = '{"zone": "hall", "level": 4}'
ONE = f'{{"name": "set_light", "arguments": {A}}}'
LOOKING = '{"name": "look", "arguments": {}}'
GUIDES = guides()
FAMILIES = {name: value for name, value in vars(templates).items() if name.isupper()}
FREE = {"XML", "GLM", "MINICPM", "GEMMA"}
"""Families that write strings as they are: nothing holds them to their length, or to JSON."""
DEEPSEEK_CALL = wide(
    f"<|tool▁call▁begin|>function<|tool▁sep|>set_light\n```json\n{A}\n```<|tool▁call▁end|>"
)
ANSWERS = {
    "HERMES": f"<tool_call>\n{ONE}\n</tool_call>\n<tool_call>\n{LOOKING}\n</tool_call>",
    "THINKING": f"<think>\nhm\n</think>\n\n<tool_call>\n{ONE}\n</tool_call>",
    "THINKS_AT_ONCE": f"hm\n</think>\n\n<tool_call>\n{ONE}\n</tool_call>",
    "XML": "<tool_call>\n<function=set_light>\n<parameter=zone>\nhall\n</parameter>\n"
    '<parameter=tags>\n["a", "b"]\n</parameter>\n</function>\n</tool_call>',
    "LLAMA": ONE.replace("arguments", "parameters"),
    "MISTRAL": f"[TOOL_CALLS][{ONE}, {LOOKING}]",
    "MISTRAL_NAMED": f"[TOOL_CALLS]set_light[ARGS]{A}[TOOL_CALLS]look[ARGS]{{}}",
    "GRANITE": f"<|tool_call|>[{ONE}]",
    "PHI": f"<|tool_call|>[{ONE}]<|/tool_call|>",
    "FUNCTION": f"<function=set_light>{A}</function><function=look>{{}}</function>",
    "DEEPSEEK": wide("<|tool▁calls▁begin|>")
    + f"{DEEPSEEK_CALL}\n{DEEPSEEK_CALL}"
    + wide("<|tool▁calls▁end|>"),
    "DEEPSEEK_NEW": wide(
        "<|tool▁calls▁begin|><|tool▁call▁begin|>set_light<|tool▁sep|>"
        f"{A}<|tool▁call▁end|><|tool▁calls▁end|>"
    ),
    "GLM": "<tool_call>set_light<arg_key>zone</arg_key><arg_value>hall</arg_value>"
    "<arg_key>level</arg_key><arg_value>4</arg_value></tool_call>\n<tool_call>look</tool_call>",
    "MINICPM": '<function name="set_light"><param name="zone">hall</param></function>',
    "NEMOTRON": f"<TOOLCALL>[{ONE}]</TOOLCALL>",
    "COHERE": "<|START_ACTION|>["
    + ONE.replace('"name"', '"tool_name"').replace("arguments", "parameters")
    + "]<|END_ACTION|>",
    "LFM": '<|tool_call_start|>[set_light(zone="hall", tags=["a"]), look()]<|tool_call_end|>',
    "GEMMA": '<|tool_call>call:set_light{zone:<|"|>hall<|"|>}<tool_call|>',
    "WITHOUT": ONE.replace(": ", ":").replace(", ", ","),
}


def guide(form, choice, *, tools=TOOLS, **more):
    return GUIDES.compile(constraint_for(form, tools, choice, **more))


def read(form, text):
    parser = ToolParser(form, TOOLS, call_id=lambda: "id")
    return [*parser.push(text), *parser.finish()]


@pytest.mark.parametrize("family", ANSWERS)
def test_a_call_in_the_words_of_the_family_is_what_is_demanded(family):
    form = format_of(FAMILIES[family])
    assert takes(guide(form, "required"), ANSWERS[family])
    assert not takes(guide(form, "required"), "")
    if form.thinking is None:
        assert not takes(guide(form, "required"), "Sure.")


@settings(max_examples=40, deadline=None)
@given(
    family=st.sampled_from(sorted(ANSWERS.keys() - FREE)),
    seed=st.integers(0, 2**32),
    parallel=st.booleans(),
)
def test_whatever_is_drawn_where_a_call_is_demanded_is_read_as_valid_calls(family, seed, parallel):
    form = format_of(FAMILIES[family])
    answer = walk(guide(form, "required", parallel=parallel), seed, most=600)
    if answer is None:
        return
    parts = read(form, answer)
    assert not [part for part in parts if isinstance(part, Text)]
    begun = [part for part in parts if isinstance(part, ToolBegin)]
    assert 1 <= len(begun) <= (MAX_CALLS if parallel else 1)
    for call in begun:
        arguments = "".join(
            part.text
            for part in parts
            if isinstance(part, ToolArguments) and part.index == call.index
        )
        tool = next(tool for tool in TOOLS if tool.name == call.name)
        jsonschema.validate(json.loads(arguments), dict(tool.parameters or {}))


def test_the_text_of_a_parameter_may_be_anything_but_the_mark_after_it():
    form = format_of(templates.XML)
    call = "<tool_call>\n<function=set_light>\n<parameter=zone>\n{}\n</parameter>\n</function>\n"
    for text in ("hall", "a <b>\n{}", "</param", ""):
        assert takes(guide(form, "required"), f"{call.format(text)}</tool_call>"), text
    assert not takes(guide(form, "required"), f"{call.format('a')}<parameter=zone></tool_call>")


def test_a_named_tool_is_called_once_and_no_other():
    at = guide(PLAIN, "look")
    assert takes(at, '{"name":"look","arguments":{}}')
    hermes = format_of(templates.HERMES)
    assert not takes(guide(hermes, "look"), ANSWERS["HERMES"])
    assert not takes(guide(PLAIN, "look"), ANSWERS["WITHOUT"])


def test_a_single_call_is_single():
    form = format_of(templates.MISTRAL)
    assert not takes(guide(form, "required", parallel=False), ANSWERS["MISTRAL"])
    assert takes(guide(form, "required", parallel=False), f"[TOOL_CALLS][{ONE}]")


@pytest.mark.parametrize(
    "family",
    ["HERMES", "MISTRAL", "MISTRAL_NAMED", "XML", "DEEPSEEK", "PHI", "GLM", "LFM", "GEMMA"],
)
def test_where_the_model_may_choose_only_a_mark_binds_it(family):
    form, answer = format_of(FAMILIES[family]), ANSWERS[family]
    for text in ("", "Good day, <tool", answer, f"I will: {answer}"):
        assert takes(guide(form, "auto"), text), text
    broken = answer.replace("set_light", "set_fire")
    assert not takes(guide(form, "auto"), broken)


def test_where_one_call_is_wanted_the_answer_ends_with_it():
    form = format_of(templates.HERMES)
    call = f"<tool_call>\n{ONE}\n</tool_call>"
    assert takes(guide(form, "auto", parallel=False), f"Yes. {call}")
    assert not takes(guide(form, "auto", parallel=False), f"Yes. {call} {call}")


def test_nothing_binds_a_model_without_tools_or_marks_or_that_thinks_aloud():
    hermes = format_of(templates.HERMES)
    assert constraint_for(hermes, (), "required") is None
    assert constraint_for(hermes, TOOLS, "none") is None
    assert constraint_for(PLAIN, TOOLS, "auto") is None
    thinking = format_of(templates.THINKING)
    assert constraint_for(thinking, TOOLS, "auto") is None
    assert constraint_for(thinking, TOOLS, "auto", opened=False) is not None


def test_thoughts_may_come_before_a_call_that_is_demanded():
    thinking = format_of(templates.THINKING)
    call = f"<tool_call>\n{ONE}\n</tool_call>"
    assert takes(guide(thinking, "required"), f"<think>Well.</think>\n\n{call}")
    assert takes(guide(thinking, "required"), call)
    assert not takes(guide(thinking, "required", opened=False), f"<think></think>{call}")
    parts = read(thinking, f"<think>Well.</think>\n\n{call}")
    assert parts[0] == Reasoning("Well.")


def test_a_mark_may_be_a_control_token():
    form = format_of(templates.GRANITE)
    marked = Tool("look")
    constraint = constraint_for(form, (marked,), "required")
    text = constraint.text.replace("<|tool_call|>", "<|call|>")
    at = GUIDES.compile(type(constraint)("lark", text))
    assert at.forced()[0] == CALL


def test_what_a_tool_does_not_insist_on_is_let_go():
    loose = Tool("pick", parameters={"properties": {"a": {"not": {"type": "string"}}}})
    assert takes(guide(PLAIN, "required", tools=(loose,)), '{"name":"pick","arguments":{"a":"x"}}')
    strict = Tool("pick", parameters=loose.parameters, strict=True)
    with pytest.raises(ConstraintError, match="'not' is not supported"):
        guide(PLAIN, "required", tools=(strict,))


def test_a_tool_without_parameters_takes_none():
    assert takes(guide(PLAIN, "required"), '{"name":"look","arguments":{}}')
    assert not takes(guide(PLAIN, "required"), '{"name":"look","arguments":{"a":1}}')


def test_a_great_deal_of_a_call_is_forced():
    at = guide(format_of(templates.HERMES), "set_light")
    assert spell(at.forced()) == '<tool_call>\n{"name": "set_light", "arguments": {"zone": '
