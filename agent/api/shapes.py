"""What an answer must look like when wishes meet: thoughts, calls, and a form for text. Pure.

A caller that wants JSON and offers tools gets either. A model whose prompt ends inside its thoughts
may think on before the form begins.
"""

import json
from typing import Any, Final

from agent.api.tools.formats import Format
from agent.api.tools.grammar import AUTO, NONE, REQUIRED, constraint_for
from agent.api.tools.parts import Tool
from agent.engine.constraints.schema import narrowed
from agent.engine.values import Constraint

_JSON: Final = frozenset({"json_object", "json_schema"})
_COMPACT: Final[dict[str, Any]] = {"x-guidance": {"whitespace_flexible": False}}
_START: Final = "start: "


class ClashError(Exception):
    """Two wishes that no answer fulfils."""


def shape_of(
    form: Format,
    tools: tuple[Tool, ...],
    choice: str,
    wanted: Constraint | None,
    *,
    parallel: bool,
    opened: bool | None,
) -> Constraint | None:
    """Return the constraint of an answer to a request that offers `tools` and wants its text so.

    `opened` overrules what the format says of whether the prompt ends inside thoughts.

    Raises:
        ClashError: the wishes exclude each other.
    """
    calls = constraint_for(form, tools, choice, parallel=parallel, opened=opened)
    if wanted is None:
        return calls
    if not tools or choice == NONE:
        return _after_thoughts(form, wanted, opened=opened)
    if choice != AUTO:
        return calls
    if wanted.kind not in _JSON:
        raise ClashError("a grammar for the answer and tools that may be called exclude each other")
    called = constraint_for(form, tools, REQUIRED, parallel=parallel, opened=opened)
    assert called is not None
    first, _, rest = called.text.removeprefix(_START).partition("\n")
    before = _thoughts(form, opened=opened)
    return Constraint("lark", f"{_START}{first} | {before}{_json(wanted)}\n{rest}")


def _after_thoughts(form: Format, wanted: Constraint, *, opened: bool | None) -> Constraint:
    before = _thoughts(form, opened=opened)
    if not before or wanted.kind not in _JSON:
        return wanted
    return Constraint("lark", f"{_START}{before}{_json(wanted)}\n")


def _thoughts(form: Format, *, opened: bool | None) -> str:
    thinking = form.thinking
    if thinking is None or not (thinking.open if opened is None else opened):
        return ""
    return f"%until {json.dumps(thinking.end, ensure_ascii=False)} /[ \\n]{{0,3}}/ "


def _json(wanted: Constraint) -> str:
    schema = json.loads(wanted.text) if wanted.text else {"type": "object"}
    whole = {**_COMPACT, **narrowed(schema)} if isinstance(schema, dict) else schema
    return f"%json {json.dumps(whole, ensure_ascii=False)}"
