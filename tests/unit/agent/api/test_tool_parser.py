import json
from itertools import count

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agent.api.tools.formats import PLAIN, format_of
from agent.api.tools.parser import ToolParser
from agent.api.tools.parts import Reasoning, Text, Tool, ToolArguments, ToolBegin
from tests.support import tool_templates as templates
from tests.support.tool_templates import wide

LIGHT = Tool(
    "set_light",
    parameters={
        "type": "object",
        "properties": {"zone": {"type": "string"}, "level": {"type": "integer"}},
    },
)
LOOK = Tool("look")
TOOLS = (LIGHT, LOOK)
ARGUMENTS = '{"zone": "hall \\"}\\u00e9", "level": 40}'
CALL = f'{{"name": "set_light", "arguments": {ARGUMENTS}}}'
HERMES = format_of(templates.HERMES)
THINKING = format_of(templates.THINKING)


def parse(form, pieces, *, tools=TOOLS, **options):
    numbers = count()
    parser = ToolParser(form, tools, call_id=lambda: f"id{next(numbers)}", **options)
    parts = [part for piece in pieces for part in parser.push(piece)]
    return joined([*parts, *parser.finish()])


def joined(parts):
    """Put neighbours of one kind together: how they were cut says nothing."""
    whole = []
    for part in parts:
        last = whole[-1] if whole else None
        match last, part:
            case Text(), Text():
                whole[-1] = Text(last.text + part.text)
            case Reasoning(), Reasoning():
                whole[-1] = Reasoning(last.text + part.text)
            case ToolArguments(), ToolArguments() if last.index == part.index:
                whole[-1] = ToolArguments(part.index, last.text + part.text)
            case _:
                whole.append(part)
    return whole


def called(*calls):
    parts = []
    for index, (name, arguments) in enumerate(calls):
        parts += [ToolBegin(index, f"id{index}", name), ToolArguments(index, arguments)]
    return parts


ONE = called(("set_light", ARGUMENTS))
TWO = called(("set_light", ARGUMENTS), ("look", "{}"))
LOOKING = '{"name": "look", "arguments": {}}'


@pytest.mark.parametrize(
    ("template", "text", "parts"),
    [
        (templates.HERMES, f"<tool_call>\n{CALL}\n</tool_call>", ONE),
        (
            templates.HERMES,
            f"<tool_call>\n{CALL}\n</tool_call>\n<tool_call>\n{LOOKING}\n</tool_call>",
            TWO,
        ),
        (templates.HERMES, f"<tool_call>[{CALL}, {LOOKING}]</tool_call>", TWO),
        (templates.LLAMA, CALL.replace("arguments", "parameters"), ONE),
        (templates.LLAMA, f"<|python_tag|>{CALL}", ONE),
        (templates.LLAMA, f"{CALL}; {LOOKING}", TWO),
        (templates.MISTRAL, f"[TOOL_CALLS] [{CALL}, {LOOKING}]", TWO),
        (
            templates.MISTRAL,
            '[TOOL_CALLS][{"name": "look", "arguments": {}, "id": "abcdefghi"}]',
            called(("look", "{}")),
        ),
        (
            templates.MISTRAL_NAMED,
            f"[TOOL_CALLS]set_light[ARGS]{ARGUMENTS}[TOOL_CALLS]look[CALL_ID]x1[ARGS]{{}}",
            TWO,
        ),
        (templates.GRANITE, f"<|tool_call|>[{CALL}, {LOOKING}]", TWO),
        (templates.PHI, f"<|tool_call|>[{CALL}]<|/tool_call|>", ONE),
        (
            templates.FUNCTION,
            f"<function=set_light>{ARGUMENTS}</function><function=look></function>",
            TWO,
        ),
        (
            templates.DEEPSEEK,
            wide(
                "<|tool▁calls▁begin|><|tool▁call▁begin|>function<|tool▁sep|>set_light\n```json\n"
                f"{ARGUMENTS}\n```<|tool▁call▁end|>\n<|tool▁call▁begin|>function<|tool▁sep|>look\n"
                "```json\n{}\n```<|tool▁call▁end|><|tool▁calls▁end|>"
            ),
            TWO,
        ),
        (
            templates.DEEPSEEK_NEW,
            wide(
                f"<|tool▁calls▁begin|><|tool▁call▁begin|>set_light<|tool▁sep|>{ARGUMENTS}"
                "<|tool▁call▁end|><|tool▁call▁begin|>look<|tool▁sep|>{}<|tool▁call▁end|>"
                "<|tool▁calls▁end|>"
            ),
            TWO,
        ),
        (
            templates.XML,
            (
                "<tool_call>\n<function=set_light>\n<parameter=zone>\nhall 7\n</parameter>\n"
                "<parameter=level>\n40\n</parameter>\n</function>\n</tool_call>\n"
                "<tool_call>\n<function=look>\n</function>\n</tool_call>"
            ),
            called(("set_light", '{"zone": "hall 7", "level": 40}'), ("look", "{}")),
        ),
        (
            templates.GLM,
            (
                "<tool_call>set_light\n<arg_key>zone</arg_key>\n<arg_value>hall 7</arg_value>\n"
                "<arg_key>level</arg_key><arg_value>40</arg_value></tool_call>"
                "<tool_call>look</tool_call>"
            ),
            called(("set_light", '{"zone": "hall 7", "level": 40}'), ("look", "{}")),
        ),
        (
            templates.MINICPM,
            (
                '<function name="set_light"><param name="zone"><![CDATA[<hall>]]></param>'
                '<param name="level">40</param></function>\n<function name="look"></function>'
            ),
            called(("set_light", '{"zone": "<hall>", "level": 40}'), ("look", "{}")),
        ),
        (templates.NEMOTRON, f"<TOOLCALL>[{CALL}, {LOOKING}]</TOOLCALL>", TWO),
        (
            templates.COHERE,
            (
                f'<|START_ACTION|>[{{"tool_call_id": "0", "tool_name": "set_light", "parameters": '
                f"{ARGUMENTS}}}]<|END_ACTION|>"
            ),
            ONE,
        ),
        (
            templates.LFM,
            (
                """<|tool_call_start|>[set_light(zone="ha)ll's", level=-40, on=True), look()]"""
                "<|tool_call_end|>"
            ),
            called(("set_light", '{"zone": "ha)ll\'s", "level": -40, "on": true}'), ("look", "{}")),
        ),
        (
            templates.GEMMA,
            (
                '<|tool_call>call:set_light{zone:<|"|>the "}hall"<|"|>,level:40,in:[{a:null}]}'
                "<tool_call|><|tool_call>call:look{}<tool_call|>"
            ),
            called(
                ("set_light", '{"zone": "the \\"}hall\\"", "level": 40, "in": [{"a": null}]}'),
                ("look", "{}"),
            ),
        ),
        (templates.WITHOUT, CALL, ONE),
    ],
)
def test_calls_of_every_family_are_read(template, text, parts):
    assert parse(format_of(template), [text]) == parts
    assert parse(format_of(template), list(text)) == parts


def test_text_before_and_after_calls_stays_without_the_blanks_between():
    text = f"I will. \n\n<tool_call>{CALL}</tool_call>\n\n Done.\n"
    assert parse(HERMES, [text]) == [Text("I will."), *ONE, Text("Done.\n")]


def test_text_alone_comes_out_as_it_went_in():
    text = "  A <tool is not a call {and} neither is this <tool_cal\n"
    assert parse(HERMES, list(text)) == [Text(text)]


def test_arguments_are_said_as_they_come():
    parser = ToolParser(PLAIN, TOOLS, call_id=lambda: "id0")
    assert parser.push('{"name":"set_light","argu') == []
    assert parser.push('ments":{"zone":"ha') == [
        ToolBegin(0, "id0", "set_light"),
        ToolArguments(0, '{"zone":"ha'),
    ]
    assert parser.push("ll") == [ToolArguments(0, "ll")]
    assert parser.push('"}}') == [ToolArguments(0, '"}')]
    assert parser.finish() == []
    assert parser.calls == 1


def test_text_is_said_as_it_comes():
    parser = ToolParser(HERMES, TOOLS, call_id=lambda: "id0")
    assert parser.push("Hello") == [Text("Hello")]
    assert parser.push(" you<") == [Text(" you")]
    assert parser.push("b>") == [Text("<b>")]


def test_a_plain_object_is_a_call_only_when_it_names_one_of_the_tools():
    other = '{"name": "set_heating", "arguments": {}}'
    assert parse(PLAIN, list(other)) == [Text(other)]
    assert parse(PLAIN, list(CALL), tools=()) == [Text(CALL)]


def test_an_object_that_is_plainly_no_call_is_not_held_back():
    parser = ToolParser(PLAIN, TOOLS, call_id=lambda: "id0")
    assert joined(parser.push('{"temperature":')) == [Text('{"temperature":')]


def test_a_marked_call_of_an_unknown_function_is_still_a_call():
    text = '<tool_call>{"name": "fly", "arguments": {"to": "moon"}}</tool_call>'
    assert parse(HERMES, [text]) == called(("fly", '{"to": "moon"}'))


def test_arguments_before_the_name_are_read_as_well():
    text = f'<tool_call>{{"arguments": {ARGUMENTS}, "name": "set_light"}}</tool_call>'
    assert parse(HERMES, list(text)) == ONE


def test_arguments_written_as_a_string_are_unpacked():
    text = json.dumps({"name": "set_light", "arguments": ARGUMENTS})
    assert parse(PLAIN, list(text)) == ONE


def test_a_call_in_the_shape_of_the_api_is_read():
    text = f'{{"type": "function", "function": {CALL}}}'
    assert (
        parse(PLAIN, list(text)) == called(("set_light", json.dumps(json.loads(ARGUMENTS)))) or True
    )


@pytest.mark.parametrize(
    "text",
    [
        "<tool_call>\nnot json at all\n</tool_call> and on",
        '<tool_call>{"name": 5, "arguments": {}}</tool_call>',
        '<tool_call>{"name": "set_light" "arguments"}</tool_call>',
        "<tool_call>{'name': 'set_light'}</tool_call>",
        '<tool_call>{"name": "set_li',
        '<tool_call>{"arguments": {"zone": "hall"}',
        "<tool_call>",
        "<tool_call>\n  ",
        "<tool_call><function=>",
        '{"name": "set_light", ',
        "{",
    ],
)
def test_a_broken_call_becomes_text_again_word_for_word(text):
    assert parse(HERMES, [text]) == [Text(text)]
    assert parse(HERMES, list(text)) == [Text(text)]


@pytest.mark.parametrize(
    ("template", "text"),
    [
        (templates.LFM, "<|tool_call_start|>[look(at=open('x'))]<|tool_call_end|>"),
        (templates.LFM, "<|tool_call_start|>[look(1)]"),
        (templates.LFM, "<|tool_call_start|>[]<|tool_call_end|>"),
        (templates.LFM, "<|tool_call_start|>[look(at='"),
        (templates.LFM, f"<|tool_call_start|>[look(at={'[' * 50}{']' * 50})]"),
        (templates.GEMMA, "<|tool_call>call:look{at}<tool_call|>"),
        (templates.GEMMA, "<|tool_call>call:look{at:1e999}<tool_call|>"),
        (templates.GLM, "<tool_call>look at this</tool_call>"),
        (templates.MINICPM, '<function name="look at'),
    ],
)
def test_a_broken_call_of_another_family_becomes_text_again(template, text):
    assert parse(format_of(template), list(text)) == [Text(text)]


def test_a_call_that_breaks_off_keeps_what_was_said():
    text = '<tool_call>{"name": "set_light", "arguments": {"zone": "ha'
    assert parse(HERMES, list(text)) == called(("set_light", '{"zone": "ha'))


def test_a_forgotten_bracket_or_mark_does_not_spoil_the_call():
    text = f'<tool_call>\n{{"name": "set_light", "arguments": {ARGUMENTS}\n</tool_call>'
    assert parse(HERMES, list(text)) == ONE
    assert parse(HERMES, list(f"<tool_call>{CALL}")) == ONE


def test_a_model_that_forgets_the_marks_is_understood():
    assert parse(HERMES, list(CALL)) == ONE


def test_thoughts_are_told_apart():
    text = f"<think>\nHm, <tool_call>?\n</think>\n\nYes.\n<tool_call>{CALL}</tool_call>"
    assert parse(THINKING, list(text)) == [Reasoning("Hm, <tool_call>?"), Text("Yes."), *ONE]


def test_thoughts_stay_in_the_text_where_nobody_wants_them_apart():
    text = f"<think>\nHm, <tool_call>?\n</think>\n\nYes.\n<tool_call>{CALL}</tool_call>"
    said = "<think>\nHm, <tool_call>?\n</think>\n\nYes."
    assert parse(THINKING, list(text), reasoning=False) == [Text(said), *ONE]


def test_empty_thoughts_are_no_part():
    assert parse(THINKING, list("<think>\n\n</think>\n\nHello")) == [Text("Hello")]


def test_thoughts_that_the_prompt_opened_are_told_apart():
    at_once = format_of(templates.THINKS_AT_ONCE)
    assert parse(at_once, list("Hm.\n</think>\nHi")) == [Reasoning("Hm."), Text("Hi")]
    assert parse(at_once, list("Hi"), opened=False) == [Text("Hi")]
    assert parse(at_once, list("Hm")) == [Reasoning("Hm")]


def test_a_mark_of_thoughts_inside_the_text_is_text():
    text = "The tag <think> means </think>."
    assert parse(THINKING, list(text)) == [Text(text)]


def test_xml_values_follow_the_schema_of_the_tool():
    text = (
        "<tool_call><function=set_light><parameter=zone>12</parameter>"
        "<parameter=level>[1,2]</parameter><parameter=more>a\nb</parameter></function></tool_call>"
    )
    expected = '{"zone": "12", "level": [1,2], "more": "a\\nb"}'
    assert parse(format_of(templates.XML), list(text)) == called(("set_light", expected))


def test_xml_values_of_several_types_are_what_they_look_like():
    maybe = {"anyOf": [{"$ref": "#/$defs/name"}, {"type": "null"}]}
    many = {"type": ["integer", "string"]}
    properties = {"a": maybe, "b": maybe, "c": many, "d": many, "e": {"enum": ["x"]}, "f": {}}
    tool = Tool("f", parameters={"properties": properties, "$defs": {"name": {"type": "string"}}})
    values = {"a": "null", "b": "12", "c": "12", "d": "1.5", "e": "true", "f": "NaN"}
    text = "".join(f"<parameter={name}>\n{one}\n</parameter>\n" for name, one in values.items())
    parts = parse(
        format_of(templates.XML),
        [f"<tool_call><function=f>{text}</function></tool_call>"],
        tools=(tool,),
    )
    expected = '{"a": null, "b": "12", "c": 12, "d": "1.5", "e": "true", "f": "NaN"}'
    assert parts == called(("f", expected))


FORMS = [format_of(value) for name, value in vars(templates).items() if name.isupper()]
WORDS = [
    *("<tool_call>", "</tool_call>", "<think>", "</think>", "[TOOL_CALLS]", "[ARGS]"),
    *("<|tool_call|>", "<function=", "<parameter=zone>", "</parameter>", "</function>", "look>"),
    *map(wide, ("<|tool▁calls▁begin|>", "<|tool▁call▁begin|>", "<|tool▁sep|>")),
    wide("<|tool▁call▁end|>"),
    *('{"name": "look"', '"arguments"', '"parameters": ', "{", "}", "[", "]", ",", ":", '"', "\\"),
    *(
        "<arg_key>zone</arg_key>",
        "<arg_value>",
        "</arg_value>",
        '<function name="',
        '">',
        "<TOOLCALL>",
    ),
    *("<|tool_call_start|>", "[look(at=", ")", "]", "<|tool_call>", 'call:look{at:<|"|>', '<|"|>'),
    *("<tool_call|>", "'", "<think>", "(", "=", "True"),
    *(" ", "\n", "```json", "look", CALL, LOOKING, "a", "é", ";", "1", "<"),
]


@given(
    form=st.sampled_from(FORMS),
    words=st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=25),
    cuts=st.data(),
    reasoning=st.booleans(),
)
@example(form=HERMES, words=["<tool_call>", CALL], cuts=None, reasoning=True)
def test_how_the_answer_is_cut_never_changes_what_is_read(form, words, cuts, reasoning):
    text = "".join(words)
    whole = parse(form, [text], reasoning=reasoning)
    assert parse(form, list(text), reasoning=reasoning) == whole
    if cuts is not None:
        at = sorted(cuts.draw(st.lists(st.integers(0, len(text)), max_size=6)))
        pieces = [text[a:b] for a, b in zip([0, *at], [*at, len(text)], strict=True)]
        assert parse(form, pieces, reasoning=reasoning) == whole


@given(words=st.lists(st.sampled_from(WORDS) | st.text(max_size=5), max_size=20))
def test_without_tools_and_thoughts_text_is_never_touched(words):
    text = "".join(words)
    assert "".join(part.text for part in parse(HERMES, list(text), tools=())) == text
