"""The body of `/v1/responses`."""

import json
from typing import Any, Final, Literal

from pydantic import Field
from typing_extensions import override

from agent.api.errors import ApiError, UnsupportedError
from agent.api.openai.fields import Given, Options, bounded, probabilities
from agent.api.openai.schema import NamedSchema, ResponseFormat
from agent.api.openai.tooling import MAX_TOOLS, Function, Offer, offer
from agent.engine.values import Constraint, Templating

MAX_ITEMS: Final = 1000
MAX_METADATA: Final = 16
_LOGPROBS: Final = "message.output_text.logprobs"


class Tool(Given):
    """A tool as this endpoint has it: flat."""

    type: str
    name: str = ""
    description: str | None = None
    parameters: dict[str, Any] | None = None
    strict: bool | None = None


class Format(Given):
    type: str = "text"
    name: str | None = None
    schema_: dict[str, Any] | None = Field(default=None, alias="schema")
    strict: bool | None = None


class Text(Given):
    format: Format | None = None


class Reasoning(Given):
    effort: str | None = Field(default=None, max_length=20)


class ResponseRequest(Options):
    """`POST /v1/responses`."""

    input: str | list[dict[str, Any]] = Field(default="", max_length=2**22)
    instructions: str | None = None
    previous_response_id: str | None = Field(default=None, max_length=200)
    store: bool | None = None
    tools: list[Tool] | None = Field(default=None, max_length=MAX_TOOLS)
    tool_choice: Any = None
    parallel_tool_calls: bool | None = None
    text: Text | None = None
    reasoning: Reasoning | None = None
    max_output_tokens: int | None = Field(default=None, ge=1)
    max_tool_calls: int | None = Field(default=None, ge=1)
    top_logprobs: int | None = Field(default=None, ge=0)
    include: list[str] | None = Field(default=None, max_length=32)
    metadata: dict[str, str] | None = Field(default=None, max_length=MAX_METADATA)
    truncation: Literal["auto", "disabled"] | None = None
    user: str | None = Field(default=None, max_length=1000)
    chat_template_kwargs: dict[str, Any] | None = None
    background: bool | None = None
    conversation: Any = None
    prompt: Any = None

    def offer(self) -> Offer:
        """Return what functions are offered.

        Raises:
            ApiError: a tool is no function, or not possible.
        """
        for place, tool in enumerate(self.tools or ()):
            if tool.type != "function":
                raise UnsupportedError(f"tools.{place}", f"a tool of type {tool.type[:40]!r}")
        functions = [
            Function(
                name=tool.name,
                description=tool.description,
                parameters=tool.parameters,
                strict=tool.strict,
            )
            for tool in self.tools or ()
        ]
        return offer(functions, self.tool_choice)

    @property
    def alternatives(self) -> int | None:
        if self.top_logprobs or _LOGPROBS in (self.include or ()):
            return self.top_logprobs or 0
        return self.n_probs or None

    @property
    def remembered(self) -> bool:
        return self.store is not False

    @override
    def constraint(self) -> Constraint | None:
        form = self.text.format if self.text else None
        if form is None:
            return super().constraint()
        named = NamedSchema(name=form.name, schema=form.schema_, strict=form.strict)
        return ResponseFormat(type=form.type, json_schema=named).constraint("text.format")

    def templating(self) -> Templating:
        switches = dict(self.chat_template_kwargs or {})
        effort = self.reasoning.effort if self.reasoning else None
        if effort == "none":
            switches["enable_thinking"] = False
        elif effort:
            switches.setdefault("reasoning_effort", effort)
        text = bounded(json.dumps(switches), "chat_template_kwargs") if switches else ""
        return Templating(arguments=text)

    @override
    def refuse_unsupported(self) -> None:
        super().refuse_unsupported()
        for name in ("background", "conversation", "prompt"):
            if getattr(self, name):
                raise UnsupportedError(name, name)
        if (self.n or 1) > 1:
            raise ApiError("n: one answer per response", param="n", code="invalid_value")
        probabilities(self.top_logprobs, "top_logprobs")

    def echo(self) -> dict[str, Any]:
        """Return the fields of a response that only repeat the request."""
        form = self.text.format if self.text else None
        return {
            "instructions": self.instructions,
            "max_output_tokens": self.max_output_tokens,
            "max_tool_calls": self.max_tool_calls,
            "metadata": self.metadata or {},
            "parallel_tool_calls": self.parallel_tool_calls is not False,
            "previous_response_id": self.previous_response_id,
            "reasoning": {"effort": self.reasoning.effort if self.reasoning else None},
            "store": self.remembered,
            "temperature": self.temperature,
            "text": {"format": _format(form)},
            "tool_choice": "auto" if self.tool_choice is None else self.tool_choice,
            "tools": [_tool(tool) for tool in self.tools or ()],
            "top_logprobs": self.top_logprobs or 0,
            "top_p": self.top_p,
            "truncation": "disabled",
            "user": self.user,
            "background": False,
        }


def _format(form: Format | None) -> dict[str, Any]:
    if form is None or form.type != "json_schema":
        return {"type": form.type if form else "text"}
    return {
        "type": "json_schema",
        "name": form.name or "answer",
        "schema": form.schema_,
        "strict": form.strict,
    }


def _tool(tool: Tool) -> dict[str, Any]:
    return {
        "type": "function",
        "name": tool.name,
        "description": tool.description,
        "parameters": tool.parameters,
        "strict": tool.strict,
    }
