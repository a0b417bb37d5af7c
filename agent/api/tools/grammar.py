"""The constraint under which an answer is a valid tool call. Pure.

Lark, with `%token` and `%until` for marks, which the engine resolves: it knows the vocabulary.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from agent.api.tools.bodies import Bodies, quoted, token
from agent.api.tools.formats import Format, Layout
from agent.api.tools.parts import Tool
from agent.engine.values import Constraint

AUTO: Final = "auto"
NONE: Final = "none"
REQUIRED: Final = "required"
MAX_CALLS: Final = 16
"""In one answer: a small model that repeats itself must come to an end."""

_BLANKS: Final = r"/[ \n]{0,3}/"
_REST: Final = r"REST: /(?s:.*)/"


def constraint_for(
    form: Format,
    tools: Sequence[Tool],
    choice: str,
    *,
    parallel: bool = True,
    opened: bool | None = None,
) -> Constraint | None:
    """Return what the answer must look like, or None where it is free.

    `choice` is `none`, `auto`, `required` or a tool's name. Where the model may choose, the text is
    free and only what follows a mark is held to the tools; that needs marks, and is left alone
    where the model thinks aloud, since it may well think about marks. `opened` overrules what the
    format says of whether the answer begins inside thoughts; False as well where thinking is off.
    """
    if not tools or choice == NONE:
        return None
    if choice == AUTO:
        thinks = form.thinking is not None and opened is not False
        if not form.begin or thinks:
            return None
        return Constraint("lark", _text(_free(form, tools, most=MAX_CALLS if parallel else 1)))
    named = [tool for tool in tools if tool.name == choice]
    most = MAX_CALLS if parallel and not named else 1
    return Constraint("lark", _text(_insisting(form, named or tools, most=most, opened=opened)))


def _text(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def _insisting(
    form: Format, tools: Sequence[Tool], *, most: int, opened: bool | None
) -> Iterator[str]:
    """Thoughts, where the model has any, then calls and nothing else."""
    yield f"start: {_thoughts(form, opened=opened)}{_calls(form, most)}"
    yield from Bodies(form, tools).rules(most)


def _free(form: Format, tools: Sequence[Tool], *, most: int) -> Iterator[str]:
    """Any text; but a mark begins a call, and where one is wanted the answer ends with it."""
    first = form.outer[0] or form.begin
    calls = _calls(form, most) if form.outer[0] else _one(form)
    yield "start: call | REST" if most == 1 else "start: call* REST"
    yield f"call: %until {quoted(first)} {calls.removeprefix(token(first))}"
    yield _REST
    yield from Bodies(form, tools).rules(most)


def _thoughts(form: Format, *, opened: bool | None) -> str:
    thinking = form.thinking
    if thinking is None:
        return ""
    until = f"%until {quoted(thinking.end)} {_BLANKS}"
    if thinking.open if opened is None else opened:
        return f"{until} "
    return "" if opened is False else f"({token(thinking.begin)} {until})? "


def _calls(form: Format, most: int) -> str:
    one = _one(form)
    listed = form.layout in {Layout.ARRAY, Layout.CODE}
    if listed or not form.begin or most == 1:
        # A list holds all the calls; and without marks nothing would tell two calls apart.
        return _around(form, one)
    if not form.between:
        return _around(form, f"({one}){{1,{most}}}")
    return _around(form, f"{one} ({quoted(form.between)} {one}){{0,{most - 1}}}")


def _around(form: Format, calls: str) -> str:
    before, after = form.outer
    return f"{token(before)} {calls} {token(after)}" if before else calls


def _one(form: Format) -> str:
    """A call, or the list of them all."""
    pad = [quoted(form.pad)] if form.pad else []
    parts = [token(form.begin), *pad, "body"] if form.begin else ["body"]
    if form.layout is Layout.GEMMA:
        # Its objects are no JSON, so only the name is held to the tools.
        parts.append(f"%until {quoted(form.end)}")
    elif form.end:
        parts += [*pad, token(form.end)]
    return " ".join(parts)
