"""A constraint in llguidance's own terms."""

import json
from collections.abc import Mapping
from typing import Any, Final

from agent.engine.constraints import gbnf, marks
from agent.engine.constraints.errors import ConstraintError
from agent.engine.constraints.schema import check, narrowed
from agent.engine.values import Constraint

MAX_CHARS: Final = {
    "json_schema": 256 * 1024,
    "json_object": 0,
    "regex": 32 * 1024,
    "lark": 512 * 1024,
    "gbnf": 128 * 1024,
}
JSON: Final = "%json"
_COMPACT: Final[Any] = {"whitespace_flexible": False}
"""One way to write every value: a weak model left free to write white space may never stop."""


def grammar_of(constraint: Constraint, specials: Mapping[int, str]) -> str:
    """Return the grammar to compile.

    Raises:
        ConstraintError: it is wrong or too big, as far as that is visible before compiling.
    """
    from llguidance import LLMatcher  # noqa: PLC0415 - only where a constraint is used

    kind, text = constraint.kind, constraint.text
    most = MAX_CHARS.get(kind)
    if most is None:
        raise ConstraintError(f"there is no constraint of kind {kind!r}; {', '.join(MAX_CHARS)}")
    if len(text) > most and kind != "json_object":
        raise ConstraintError(f"the {kind} has {len(text)} characters; at most {most}")
    match kind:
        case "json_object":
            return LLMatcher.grammar_from_json_schema('{"type":"object"}', overrides=_COMPACT)
        case "json_schema":
            return LLMatcher.grammar_from_json_schema(_schema(text), overrides=_COMPACT)
        case "regex":
            return LLMatcher.grammar_from_regex(text)
        case "gbnf":
            lark = gbnf.to_lark(text)
        case _:
            lark = text
            _check_embedded(lark)
    return LLMatcher.grammar_from_lark(marks.resolve(lark, specials))


def _schema(text: str) -> str:
    try:
        schema = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise ConstraintError(f"the JSON schema cannot be read: {error}") from error
    if schema is False:
        raise ConstraintError("the JSON schema is false: nothing is valid")
    if schema is True:
        schema = {}
    check(schema)
    return json.dumps(narrowed(schema))


def _check_embedded(lark: str) -> None:
    """Look at the JSON schemas inside a Lark grammar."""
    decoder = json.JSONDecoder()
    at = lark.find(JSON)
    while at >= 0:
        begin = at + len(JSON)
        begin += len(lark[begin:]) - len(lark[begin:].lstrip())
        at = lark.find(JSON, begin)
        try:
            schema, _ = decoder.raw_decode(lark, begin)
        except ValueError:
            # It may stand in a literal or a comment; llguidance knows.
            continue
        except RecursionError as error:
            raise ConstraintError("a JSON schema in the grammar nests too deeply") from error
        _check_inner(schema)


def _check_inner(schema: Any) -> None:
    options: Any = {}
    if isinstance(schema, dict):
        schema = dict(schema)
        options = schema.pop("x-guidance", {})
    lenient = isinstance(options, dict) and options.get("lenient") is True
    check(schema, lenient=lenient)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")
