import json

import jsonschema
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.engine.constraint import ConstraintError, Guides
from agent.engine.values import Constraint
from tests.support.constraint_vocabulary import (
    CALL,
    END,
    OTHER_END,
    PIECES,
    allowed,
    cut,
    guide,
    guides,
    spell,
    takes,
    walk,
)

LIGHT = {
    "type": "object",
    "properties": {
        "name": {"const": "set_light"},
        "level": {"type": "integer", "minimum": 0, "maximum": 100},
        "on": {"type": "boolean"},
    },
    "required": ["name", "level"],
}


def schema(value) -> str:
    return json.dumps(value)


def test_what_the_grammar_leaves_no_choice_about_is_forced():
    at = guide("json_schema", schema(LIGHT))
    assert spell(at.forced()) == '{"name":"set_light","level":'
    assert not at.ended


def test_forced_tokens_are_those_that_the_tokenizer_would_have_cut():
    tokens = guide("json_schema", schema(LIGHT)).forced()
    assert tokens == cut('{"name":"set_light","level":5}')[: len(tokens)]


def test_an_answer_that_is_forced_to_its_end_has_ended():
    at = guide("regex", "yes")
    assert spell(at.forced()) == "yes"
    assert at.ended
    assert at.allows(END)
    assert allowed(at) == {END, OTHER_END}


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("json_schema", schema(LIGHT), '{"name":"set_light","level":1'),
        ("json_object", "", '{"a'),
        ("regex", "[a-c]+x?", "ab"),
        ("lark", 'start: "a" <|call|> "b" | /[a-z]+/', "a"),
        ("gbnf", 'root ::= "(" root ")" | "x"', "("),
    ],
)
def test_the_mask_and_the_check_of_one_token_agree(kind, text, said):
    at = guide(kind, text)
    for token in cut(said):
        assert at.allows(token)
        at.accept(token)
    assert allowed(at) == {token for token in range(len(PIECES)) if at.allows(token)}


def test_a_mask_that_was_not_prepared_is_computed():
    at = guide("regex", "[ab]")
    logits = np.zeros(len(PIECES), dtype=np.float32)
    at.mask(logits)
    assert np.flatnonzero(np.isfinite(logits)).tolist() == [ord("a"), ord("b")]


def test_a_row_of_logits_may_be_longer_than_the_vocabulary():
    logits = np.zeros(len(PIECES) + 7, dtype=np.float32)
    guide("regex", "[ab]").mask(logits)
    assert not np.isfinite(logits[len(PIECES) :]).any()


def test_control_tokens_never_match_as_text():
    at = guide("regex", r"(?s).*")
    assert CALL not in allowed(at)
    assert at.allows(END)
    assert takes(at, "<|call|>")


def test_a_control_token_can_be_demanded():
    at = guide("lark", 'start: <|call|> "a"')
    assert at.forced() == [CALL, ord("a")]


def test_the_end_may_come_only_when_the_answer_is_whole():
    at = guide("regex", "ab?")
    assert not at.allows(END)
    at.accept(ord("a"))
    assert at.allows(END)
    assert at.allows(OTHER_END)
    at.accept(OTHER_END)
    assert at.ended


def test_a_token_that_is_not_allowed_is_an_error_not_a_crash():
    at = guide("regex", "ab")
    with pytest.raises(ConstraintError, match="constraint"):
        at.accept(ord("x"))


def test_a_fork_goes_its_own_way():
    at = guide("regex", "a(b|c)")
    at.accept(ord("a"))
    other = at.fork()
    other.accept(ord("b"))
    assert other.ended
    assert allowed(at) == {ord("b"), ord("c")}


def test_requests_with_the_same_constraint_do_not_disturb_each_other():
    made = guides()
    first, second = (made.compile(Constraint("regex", "a(b|c)")) for _ in range(2))
    first.accept(ord("a"))
    assert allowed(second) == {ord("a")}


def test_nothing_is_built_for_a_model_that_nobody_constrains():
    class Untouched(list[bytes]):
        def __getitem__(self, index):
            raise AssertionError("touched")

        __iter__ = __getitem__

    Guides(Untouched(), ends=[0], specials={}, tokenize=cut).close()


def test_old_grammars_are_forgotten():
    made = guides()
    for number in range(40):
        made.compile(Constraint("regex", f"a{number}"))
    assert len(made._compiled) == 32
    assert Constraint("regex", "a39") in made._compiled
    made.close()


def test_a_model_that_cannot_end_an_answer_cannot_be_constrained():
    made = Guides(PIECES, ends=(), specials={}, tokenize=cut)
    with pytest.raises(ConstraintError, match="no token that ends"):
        made.compile(Constraint("regex", "a"))


def test_a_panic_in_the_library_is_an_error_of_the_request():
    class PanicException(BaseException):
        pass

    def tokenize(text: str) -> list[int]:
        raise PanicException(text)

    made = Guides(PIECES, ends=[END], specials={}, tokenize=tokenize)
    with pytest.raises(ConstraintError):
        made.compile(Constraint("json_schema", schema(LIGHT)))


def test_json_is_written_in_one_way_only():
    assert takes(guide("json_object"), '{"a":[1,{"b":null}],"c":"x y"}')
    for spaced in ('{ "a":1}', '{"a": 1}', '{"a":1 }', '{"a":[1, 2]}', '{"a":1}\n', "[1]"):
        assert not takes(guide("json_object"), spaced)


def test_properties_come_in_the_order_of_the_schema():
    both = schema({"type": "object", "properties": {"b": {}, "a": {}}, "required": ["a", "b"]})
    assert takes(guide("json_schema", both), '{"b":1,"a":2}')
    assert not takes(guide("json_schema", both), '{"a":2,"b":1}')


def test_an_object_has_no_properties_that_its_schema_does_not_list():
    listed = {"type": "object", "properties": {"a": {"type": "integer"}}}
    assert not takes(guide("json_schema", schema(listed)), '{"b":1}')
    opened = listed | {"additionalProperties": True}
    assert takes(guide("json_schema", schema(opened)), '{"b":1}')


def test_numbers_are_those_of_json():
    for good in ("0", "-1.5", "1e9", "2.50E-3"):
        assert takes(guide("json_schema", '{"type":"number"}'), good)
    for bad in ("01", "1.", ".5", "+1", "NaN", "0x1"):
        assert not takes(guide("json_schema", '{"type":"number"}'), bad)


def test_the_digits_of_an_integer_come_to_an_end():
    assert takes(guide("json_schema", '{"type":"integer"}'), "-9223372036854770000")
    assert not takes(guide("json_schema", '{"type":"integer"}'), "1" * 20)


def test_the_length_of_a_string_is_bounded_where_the_schema_bounds_it():
    short = schema({"type": "string", "minLength": 1, "maxLength": 2})
    assert takes(guide("json_schema", short), '"é!"')
    assert not takes(guide("json_schema", short), '"abc"')


SCHEMAS = [
    LIGHT,
    {"type": "array", "items": {"enum": ["a", "b", 3, None]}, "minItems": 1, "maxItems": 3},
    {
        "anyOf": [
            {"type": "integer", "multipleOf": 5},
            {"type": "string", "pattern": "^[a-c]{2,4}$"},
        ]
    },
    {
        "type": "object",
        "properties": {
            "tree": {"$ref": "#/$defs/tree"},
            "day": {"type": "string", "format": "date"},
        },
        "required": ["tree"],
        "$defs": {
            "tree": {
                "type": "object",
                "properties": {"v": {"type": "boolean"}, "in": {"$ref": "#/$defs/tree"}},
                "required": ["v"],
                "additionalProperties": False,
            }
        },
    },
    {
        "allOf": [
            {"type": "object", "properties": {"a": {"type": "number"}}, "required": ["a"]},
            {"properties": {"b": {"type": "string", "maxLength": 4}}, "required": ["b"]},
        ],
    },
    {"type": ["integer", "null"]},
    {"prefixItems": [{"const": 1}, {"type": "boolean"}], "type": "array", "items": False},
]
GUIDES = guides()


@settings(max_examples=60, deadline=None)
@given(wanted=st.sampled_from(SCHEMAS), seed=st.integers(0, 2**32))
def test_whatever_a_model_draws_the_answer_is_valid(wanted, seed):
    answer = walk(GUIDES.compile(Constraint("json_schema", schema(wanted))), seed)
    if answer is not None:
        jsonschema.validate(json.loads(answer), wanted)
