"""What is asked, whatever API it came through, and how it becomes a request to an engine.

A chat template shows the model its tools in the words it was trained on; the same template tells in
which words it will call them, and how it thinks before it speaks.
"""

import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from agent.api.shapes import ClashError, shape_of
from agent.api.tools.formats import Format, format_of
from agent.api.tools.grammar import AUTO, NONE, REQUIRED
from agent.api.tools.parser import ToolParser
from agent.api.tools.parts import Tool
from agent.engine.values import Message
from agent.serving.errors import RequestError
from agent.serving.servable import GenerateRequest, TokenizeRequest
from agent.serving.slots import Slots

__all__ = ["AUTO", "DEADLINE_S", "NONE", "REQUIRED", "Question", "prepared", "tools_json"]
DEADLINE_S = 600.0


@dataclass(frozen=True)
class Question:
    """A request of any API."""

    model: str | None
    """None means the only one there is."""
    request: GenerateRequest
    tools: tuple[Tool, ...] = ()
    tool_choice: str = AUTO
    """`none`, `auto`, `required`, or the name of the one function that must be called."""
    parallel_tools: bool = True
    reasoning: bool = True
    """Whether thinking is told apart from text; otherwise it stays in the text as it is."""
    continues: bool = False
    """Whether the answer goes on where the last message, the assistant's own, ends."""
    predict_s: float | None = None
    """After how long, counted from the first token, the answer ends with the line it is in."""
    before: tuple[int, ...] = ()
    """Tokens of an earlier exchange, which the messages follow."""


async def prepared(
    slots: Slots, slot: str, question: Question
) -> tuple[GenerateRequest, ToolParser | None]:
    """Return what the engine is asked, and who reads its answer, where somebody must.

    Raises:
        FlotillaError: the slot cannot be asked this.
    """
    request = question.request
    if request.deadline_s is None:
        request = replace(request, deadline_s=DEADLINE_S)
    if request.messages is None:
        return request, None
    form = format_of(slots.describe(slot).template)
    opened = _opened(request, continues=question.continues)
    if opened is None and form.thinking is not None and form.thinking.open:
        asked = TokenizeRequest(messages=request.messages, templating=request.templating)
        opened = form.thinking.opened_by((await slots.tokenize(slot, asked)).text)
        form = replace(form, thinking=replace(form.thinking, open=opened is True))
    tools = question.tools if question.tool_choice != NONE else ()
    try:
        shape = shape_of(
            form,
            tools,
            question.tool_choice,
            request.constraint,
            parallel=question.parallel_tools,
            opened=opened,
        )
    except ClashError as error:
        raise RequestError(str(error)) from error
    request = replace(request, constraint=shape)
    if tools:
        shown = replace(request.templating, tools=tools_json(tools))
        request = replace(request, templating=shown)
    thinks = form.thinking is not None and question.reasoning
    parser = None
    if tools or thinks:
        request = replace(request, special=request.special or form.special)
        parser = ToolParser(
            form,
            tools,
            call_id=_call_id(form),
            reasoning=question.reasoning,
            opened=opened,
        )
    if question.continues:
        request = await _continued(slots, slot, request)
    elif question.before:
        request = await _following(slots, slot, request, question.before)
    return request, parser


def tools_json(tools: Sequence[Tool]) -> str:
    """Return the tools as chat templates know them."""
    return json.dumps([{"type": "function", "function": _function(tool)} for tool in tools])


def _function(tool: Tool) -> dict[str, Any]:
    nothing = {"type": "object", "properties": {}}
    return {
        "name": tool.name,
        "description": tool.description,
        "parameters": tool.parameters or nothing,
    }


async def _continued(slots: Slots, slot: str, request: GenerateRequest) -> GenerateRequest:
    """Return the request as tokens that end in the middle of the last message.

    The template is given what comes before it, with an answer begun; no template has a word for a
    message that is not over.
    """
    *before, last = request.messages or (Message("user", ""),)
    if last.role != "assistant" or last.tool_calls or not before:
        raise RequestError(
            "only an answer can be continued: the last message must be the assistant's, without"
            " tool calls, after another one"
        )
    templating = replace(request.templating, open_answer=True)
    rendered = TokenizeRequest(messages=tuple(before), templating=templating)
    opening = await slots.tokenize(slot, rendered)
    said = await slots.tokenize(slot, TokenizeRequest(text=last.content))
    return replace(request, messages=None, tokens=(*opening.tokens, *said.tokens))


async def _following(
    slots: Slots, slot: str, request: GenerateRequest, before: tuple[int, ...]
) -> GenerateRequest:
    """Return the request as tokens: those of before, and those of the messages."""
    rendered = TokenizeRequest(messages=request.messages, templating=request.templating)
    opening = await slots.tokenize(slot, rendered)
    return replace(request, messages=None, tokens=(*before, *opening.tokens))


def _opened(request: GenerateRequest, *, continues: bool) -> bool | None:
    """Tell whether the prompt ends inside thoughts, where the request decides that."""
    switches = request.templating.arguments
    if continues or (switches and json.loads(switches).get("enable_thinking") is False):
        return False
    return None


def _call_id(form: Format) -> Callable[[], str]:
    if form.name == "mistral":
        # Its templates refuse any other length.
        return lambda: secrets.token_hex(5)[:9]
    return lambda: f"call_{secrets.token_hex(12)}"
