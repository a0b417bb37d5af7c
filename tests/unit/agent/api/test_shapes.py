import json

import pytest

from agent.api.shapes import ClashError, shape_of
from agent.api.tools.formats import format_of
from agent.api.tools.parts import Tool
from agent.engine.constraint import Guides
from agent.engine.errors import RefusedError
from agent.engine.values import Constraint
from tests.support.tool_templates import HERMES, THINKS_AT_ONCE

ADD = Tool("add", "", {"type": "object", "properties": {"a": {"type": "integer"}}})
WANTED = Constraint("json_schema", '{"type":"object","properties":{"x":{"type":"boolean"}}}')
PIECES = [bytes([byte]) for byte in range(256)] + [b"</s>"]


def shape(template, wanted, *, tools=(ADD,), choice="auto", opened=None):
    return shape_of(format_of(template), tools, choice, wanted, parallel=True, opened=opened)


def accepts(constraint, text):
    """Tell whether a text may be the whole answer."""
    guides = Guides(PIECES, ends={256}, specials={}, tokenize=lambda text: list(text.encode()))
    guide = guides.compile(constraint)
    for byte in text.encode():
        if not guide.allows(byte):
            return False
        guide.accept(byte)
    return guide.allows(256) or guide.ended


def test_without_tools_the_form_stays_as_it_is():
    assert shape(HERMES, WANTED, tools=()) is WANTED
    assert shape(HERMES, WANTED, choice="none") is WANTED
    assert shape(HERMES, None, tools=()) is None


def test_a_form_and_tools_give_either():
    both = shape(HERMES, WANTED)
    assert accepts(both, '{"x":true}')
    assert accepts(both, '<tool_call>\n{"name": "add", "arguments": {"a": 1}}\n</tool_call>')
    assert not accepts(both, "just text")


def test_a_call_that_must_come_leaves_no_place_for_a_form():
    called = shape(HERMES, WANTED, choice="required")
    assert not accepts(called, '{"x":true}')


def test_thoughts_that_have_begun_come_to_their_end_first():
    thinking = shape(THINKS_AT_ONCE, WANTED, tools=())
    assert accepts(thinking, 'let me see</think>\n\n{"x":false}')
    assert not accepts(thinking, "let me see</think>no")
    assert shape(THINKS_AT_ONCE, WANTED, tools=(), opened=False) is WANTED


def test_any_object_may_be_the_form():
    both = shape(HERMES, Constraint("json_object"))
    assert accepts(both, json.dumps({"anything": [1, 2]}, separators=(",", ":")))


def test_a_grammar_beside_tools_is_refused():
    with pytest.raises(ClashError):
        shape(HERMES, Constraint("gbnf", 'root ::= "x"'))


def test_a_broken_schema_is_told_by_the_engine():
    both = shape(HERMES, Constraint("json_schema", '{"type":"nonsense"}'))
    with pytest.raises(RefusedError):
        accepts(both, "x")
