"""Which functions a caller offers, and which of them the answer must call."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import Field

from agent.api.answers import AUTO, NONE, REQUIRED
from agent.api.errors import ApiError, UnsupportedError
from agent.api.openai.fields import Given, schema_constraint
from agent.api.tools.parts import Tool

MAX_TOOLS: Final = 128
_NAME: Final = re.compile(r"^[A-Za-z0-9_.-]{1,64}$")
_MODES: Final = frozenset({AUTO, NONE, REQUIRED})


class Function(Given):
    name: str
    description: str | None = Field(default=None, max_length=2**14)
    parameters: dict[str, Any] | None = None
    strict: bool | None = None


class FunctionTool(Given):
    """A tool as the chat endpoint has it."""

    type: str = "function"
    function: Function | None = None


@dataclass(frozen=True)
class Offer:
    """The tools, and what is to be done with them."""

    tools: tuple[Tool, ...] = ()
    choice: str = AUTO


def offer(functions: Sequence[Function], choice: Any) -> Offer:
    """Return what is offered.

    Raises:
        ApiError: a tool or the choice among them is not possible.
    """
    tools = tuple(_tool(one, place) for place, one in enumerate(functions))
    names = {tool.name for tool in tools}
    if len(names) < len(tools):
        raise ApiError("tools: two have the same name", param="tools", code="invalid_value")
    wanted, allowed = _choice(choice)
    if allowed is not None:
        names &= allowed
        tools = tuple(tool for tool in tools if tool.name in names)
    if wanted in {AUTO, NONE}:
        return Offer(tools, wanted)
    if not tools or (wanted not in _MODES and wanted not in names):
        there = ", ".join(sorted(names)) or "no tool at all"
        raise ApiError(
            f"tool_choice wants {wanted[:80]!r}, but offered is {there}",
            param="tool_choice",
            code="invalid_value",
        )
    return Offer(tools, wanted)


def functions_of(tools: Sequence[FunctionTool]) -> list[Function]:
    """Return the functions of a chat request's tools.

    Raises:
        UnsupportedError: one is no function.
    """
    functions = []
    for place, tool in enumerate(tools):
        if tool.type != "function" or tool.function is None:
            raise UnsupportedError(f"tools.{place}", f"a tool of type {tool.type[:40]!r}")
        functions.append(tool.function)
    return functions


def _tool(function: Function, place: int) -> Tool:
    where = f"tools.{place}.function"
    if not _NAME.fullmatch(function.name):
        raise ApiError(
            f"{where}.name: at most 64 letters, digits, dots, dashes and underscores",
            param=f"{where}.name",
            code="invalid_value",
        )
    if function.parameters:
        schema_constraint(function.parameters, f"{where}.parameters")
    return Tool(
        function.name,
        function.description or "",
        function.parameters,
        strict=bool(function.strict),
    )


def _choice(choice: Any) -> tuple[str, set[str] | None]:
    """Return the mode or name that is wanted, and the names it is restricted to."""
    match choice:
        case None:
            return AUTO, None
        case str() if choice in _MODES:
            return choice, None
        case {"type": "function", "function": {"name": str(name)}}:
            return name, None
        case {"type": "function", "name": str(name)}:
            return name, None
        case {"type": "allowed_tools", "allowed_tools": {"mode": str(mode), "tools": [*tools]}} | {
            "type": "allowed_tools",
            "mode": str(mode),
            "tools": [*tools],
        } if mode in _MODES:
            return mode, set(filter(None, map(_name, tools)))
        case _:
            raise ApiError(
                "tool_choice: none, auto, required, or one function by name",
                param="tool_choice",
                code="invalid_value",
            )


def _name(tool: Any) -> str:
    match tool:
        case {"function": {"name": str(name)}} | {"name": str(name)}:
            return name
        case _:
            return ""
