"""What is refused, and how it is told: never a crash, never silence."""

import json
import threading

import pytest

from agent.engine.constraint import ConstraintError
from agent.engine.constraints.schema import check, narrowed
from tests.support.constraint_vocabulary import guide


def nested(depth: int) -> dict:
    inner: dict = {"type": "string"}
    for _ in range(depth):
        inner = {"type": "object", "properties": {"a": inner}}
    return inner


def schema(value) -> str:
    return json.dumps(value)


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("yaml", "", "no constraint of kind 'yaml'"),
        ("json_schema", "{", "cannot be read"),
        ("json_schema", "[" * 100_000, "cannot be read"),
        ("json_schema", '{"minimum": NaN}', "NaN is no JSON"),
        ("json_schema", "false", "nothing is valid"),
        ("json_schema", "7", "neither an object nor true"),
        ("json_schema", '{"properties":{"a":5}}', "#/properties/a"),
        ("json_schema", '{"not":{}}', "'not' is not supported"),
        ("json_schema", '{"type":"array","uniqueItems":true}', "'uniqueItems' is not supported"),
        ("json_schema", '{"propertyNames":{}}', "'propertyNames' is not supported"),
        ("json_schema", '{"properties":{"a":{"if":{}}}}', "#/properties/a: the keyword 'if'"),
        ("json_schema", '{"x-guidance":{"lenient":true}}', "'x-guidance' is not supported"),
        ("json_schema", '{"type":"string","format":"iban"}', "format 'iban' is not supported"),
        ("json_schema", '{"type":"strin"}', "knows no 'strin'"),
        ("json_schema", '{"type":[{}]}', "knows no {}"),
        ("json_schema", '{"enum":[]}', "'enum' must be an array"),
        ("json_schema", '{"anyOf":{}}', "'anyOf' must be an array"),
        ("json_schema", '{"properties":[]}', "'properties' must be an object"),
        ("json_schema", '{"items":[{}]}', "'items' must be a schema"),
        ("json_schema", '{"required":"a"}', "'required' must be an array of names"),
        ("json_schema", '{"pattern":5}', "'pattern' must be a text"),
        ("json_schema", '{"maxLength":-1}', "'maxLength' must be a whole number"),
        ("json_schema", '{"maximum":1e400}', "between -2\\^63 and 2\\^63"),
        ("json_schema", '{"const":[1180591620717411303424]}', "between -2\\^63 and 2\\^63"),
        ("json_schema", '{"multipleOf":0}', "must be above 0"),
        ("json_schema", '{"multipleOf":900000}', "together exceed 20000"),
        ("json_schema", '{"$ref":"http://example.com/x"}', "points outside"),
        ("json_schema", '{"$ref":"file:///etc/passwd"}', "points outside"),
        ("json_schema", '{"$ref":"#/$defs/none"}', "cannot be used"),
        ("json_schema", '{"$ref":"#"}', "allows no answer at all"),
        ("json_schema", '{"allOf":[{"$ref":"#"}]}', "allows no answer at all"),
        ("json_schema", schema(nested(60)), "nests more than 48"),
        ("json_schema", schema({"const": [[[[[]]]]] * 2} | {"enum": [nested(40)]}), "nests deeper"),
        ("json_schema", schema({"enum": list(range(5001))}), "more than 5000 choices"),
        ("json_schema", schema({"allOf": [{}] * 17}), "16 members at most"),
        (
            "json_schema",
            schema({"properties": {f"p{number}": {} for number in range(1001)}}),
            "more than 1000 properties",
        ),
        ("json_schema", f'{{"const":"{"x" * 300_000}"}}', "at most 262144"),
        ("json_schema", '{"const":"\\ud800"}', "failed"),
        ("json_schema", '{"type":"string","pattern":"^(?=a)b"}', "look-around"),
        ("json_schema", '{"type":"string","minLength":5,"maxLength":2}', "minLength"),
        ("json_schema", '{"oneOf":[{"type":"integer"},{"type":"number"}]}', "oneOf"),
        ("regex", "[a", "unclosed character class"),
        ("regex", "(a)\\1", "backreferences"),
        ("regex", "(" * 400 + "a" + ")" * 400, "cannot be used"),
        ("regex", "a" * 40_000, "at most 32768"),
        ("lark", "", "Empty grammar"),
        ("lark", 'foo: "a"', "no start rule"),
        ("lark", "start: foo", "unknown name"),
        ("lark", "start: start", "allows no answer at all"),
        ("lark", "start: " + "(" * 5000 + '"a"' + ")" * 5000, "too deeply nested"),
        ("lark", 'start: <|nowhere|> "a"', "unknown special token"),
        ("lark", 'start: %json {"not": {}}', "'not' is not supported"),
        ("lark", "start: %json " + '{"items":' * 60 + "{}" + "}" * 60, "nests more than 48"),
        ("lark", "start: X\nX: /(.*a.{10})/ & /(.*b.{9}c)/ & ~/.*d.{8}/", "fuel"),
        ("lark", 'start: %token ""', "needs a mark"),
        ("gbnf", "root ::= foo", "no rule 'foo', which 'root' uses"),
        ("gbnf", 'foo ::= "a"', "no rule 'root'"),
        ("gbnf", 'root ::= "a', "line 1: it ends in the middle"),
        ("gbnf", 'root ::= "a"\nroot ::= "b"', "line 2: the rule 'root' is there twice"),
        ("gbnf", 'root = "a"', "'::=' was expected"),
        ("gbnf", 'root ::= "a" )', "was not expected"),
        ("gbnf", "root ::= [z-a]", "backwards"),
        ("gbnf", "root ::= []", "no characters"),
        ("gbnf", 'root ::= "\\q"', "no escape"),
        ("gbnf", 'root ::= "\\u12G4"', "is no character"),
        ("gbnf", 'root ::= "\\uD800"', "is no character"),
        ("gbnf", 'root ::= "a"{3,2}', "less often"),
        ("gbnf", 'root ::= "a"{99999}', "at most 10000"),
        ("gbnf", "root ::= " + "(" * 100 + '"a"' + ")" * 100, "nest deeper"),
        ("gbnf", 'root ::= !<think> "a"', "is not supported"),
    ],
)
def test_a_constraint_that_cannot_be_kept_is_refused_with_its_reason(kind, text, told):
    with pytest.raises(ConstraintError, match=told) as caught:
        guide(kind, text)
    assert len(str(caught.value)) < 600
    assert caught.value.code == "bad_request"


def test_an_annotation_is_no_reason_to_refuse():
    check(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "A",
            "description": "a",
            "default": 1,
            "examples": [1],
            "deprecated": True,
            "x-order": 1,
            "type": "array",
            "uniqueItems": False,
        }
    )


def test_a_lenient_look_lets_pass_what_cannot_be_enforced_but_not_what_is_too_much():
    check({"not": {}, "format": "iban"}, lenient=True)
    with pytest.raises(ConstraintError):
        check(nested(60), lenient=True)
    with pytest.raises(ConstraintError):
        check({"multipleOf": 10**6}, lenient=True)


def test_a_schema_that_intersects_others_is_left_open():
    mixed = {
        "$ref": "#/$defs/a",
        "properties": {"b": {}},
        "$defs": {"a": {"properties": {"c": {}}}},
    }
    assert narrowed(mixed) == mixed
    alternatives = {"oneOf": [{"properties": {"a": {}}}], "required": ["b"]}
    assert narrowed(alternatives) == alternatives


def test_a_grammar_that_becomes_too_much_work_fails_its_request_and_no_other():
    rules = "\n".join(f"r{number}: r{number + 1} r{number + 1}" for number in range(30))
    at = guide("lark", f'start: r0\n{rules}\nr30: "a"')

    def go_on() -> None:
        for _ in range(100):
            at.forced()
            at.accept(ord("a"))

    with pytest.raises(ConstraintError, match="Too many items"):
        go_on()
    with pytest.raises(ConstraintError):
        at.forced()


def test_a_hostile_grammar_is_survived_on_the_small_stack_of_a_thread():
    told: list[str] = []

    def compile_it() -> None:
        for kind, text in (
            ("regex", "(" * 16_000 + ")" * 16_000),
            ("lark", "start: " + "(" * 200_000),
            ("lark", "start: %json " + "[" * 400_000),
            ("gbnf", "root ::= " + "(" * 60_000),
            ("json_schema", '{"items":' * 25_000),
        ):
            with pytest.raises(ConstraintError) as caught:
                guide(kind, text)
            told.append(str(caught.value))

    size = threading.stack_size(256 * 1024)
    try:
        thread = threading.Thread(target=compile_it)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(size)
    assert len(told) == 5
