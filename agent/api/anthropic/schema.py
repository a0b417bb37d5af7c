"""The bodies of Anthropic's Messages API. Fields that change nothing here are ignored."""

import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from agent.api.answers import AUTO, NONE, REQUIRED
from agent.api.errors import ApiError, UnsupportedError
from agent.api.openai.fields import MAX_STOP_CHARS, MAX_STOPS, Given, schema_constraint
from agent.api.openai.tooling import MAX_TOOLS, Function, Offer, offer
from agent.engine.values import Constraint, Message, Templating, ToolCall

MAX_MESSAGES = 1000
Stop = Annotated[str, Field(min_length=1, max_length=MAX_STOP_CHARS)]


class Block(Given):
    """A content block of any type; `messages` knows which fields belong to which."""

    type: str = Field(max_length=100)
    text: str = ""
    thinking: str = ""
    id: str = ""
    name: str = ""
    input: dict[str, Any] = Field(default_factory=dict)
    tool_use_id: str = ""
    is_error: bool | None = None
    content: "str | list[Block] | None" = None
    source: dict[str, Any] | None = None


class Turn(Given):
    role: Literal["user", "assistant", "system"]
    content: str | list[Block]


class OfferedTool(Given):
    type: str | None = None
    name: str = Field(min_length=1, max_length=128)
    description: str | None = None
    input_schema: dict[str, Any] | None = None


class ToolChoice(Given):
    type: Literal["auto", "any", "tool", "none"]
    name: str = ""
    disable_parallel_tool_use: bool | None = None


class Thinking(Given):
    type: str
    display: str | None = None


class Format(Given):
    type: Literal["json_schema"]
    schema_: dict[str, Any] = Field(alias="schema")


class OutputConfig(Given):
    effort: str | None = None
    format: Format | None = None


class Prompted(Given):
    """What `messages` and `count_tokens` share: everything the model reads."""

    model: str = Field(min_length=1, max_length=200)
    messages: list[Turn] = Field(min_length=1, max_length=MAX_MESSAGES)
    system: str | list[Block] | None = None
    tools: list[OfferedTool] | None = Field(default=None, max_length=MAX_TOOLS)
    tool_choice: ToolChoice | None = None
    thinking: Thinking | None = None
    output_config: OutputConfig | None = None

    def conversation(self) -> tuple[Message, ...]:
        """Return all that was said as the engine wants it.

        Raises:
            UnsupportedError: a block is of a type that is not served.
        """
        messages = [
            message
            for place, turn in enumerate(self.messages)
            for message in _messages(turn, f"messages.{place}")
        ]
        system = _text(self.system or "", "system")
        return (Message("system", system), *messages) if system else tuple(messages)

    def offered(self) -> Offer:
        """Return the tools, and what is to be done with them.

        Raises:
            ApiError: a tool or the choice among them is not possible.
        """
        for place, tool in enumerate(self.tools or ()):
            if tool.type not in {None, "custom"}:
                raise UnsupportedError(f"tools.{place}", f"a tool of type {tool.type!r:.60}")
        functions = [
            Function(name=one.name, description=one.description, parameters=one.input_schema)
            for one in self.tools or ()
        ]
        return offer(functions, self._choice())

    @property
    def parallel(self) -> bool:
        return not (self.tool_choice and self.tool_choice.disable_parallel_tool_use)

    @property
    def thinks(self) -> bool | None:
        """Whether the model is to think before it speaks; None leaves that to its template."""
        return None if self.thinking is None else self.thinking.type != "disabled"

    @property
    def continues(self) -> bool:
        """Whether the answer goes on where the caller began it."""
        last = self.messages[-1]
        blocks = last.content if isinstance(last.content, list) else ()
        called = any(block.type == "tool_use" for block in blocks)
        return last.role == "assistant" and len(self.messages) > 1 and not called

    def templating(self) -> Templating:
        switches: dict[str, Any] = {}
        if self.thinks is not None:
            switches["enable_thinking"] = self.thinks
        if self.output_config is not None and self.output_config.effort:
            switches["reasoning_effort"] = self.output_config.effort
        return Templating(arguments=json.dumps(switches) if switches else "")

    def _choice(self) -> Any:
        choice = self.tool_choice
        match choice.type if choice else "auto":
            case "any":
                return REQUIRED
            case "none":
                return NONE
            case "tool":
                return {"type": "function", "name": choice.name if choice else ""}
            case _:
                return AUTO


class MessagesBody(Prompted):
    """`POST /v1/messages`."""

    max_tokens: int = Field(ge=1)
    stream: bool | None = None
    stop_sequences: list[Stop] | None = Field(default=None, max_length=MAX_STOPS)
    temperature: float | None = Field(default=None, ge=0, le=1)
    top_k: int | None = Field(default=None, ge=-1, le=2**31 - 1)
    top_p: float | None = Field(default=None, ge=0, le=1)

    def sampling(self) -> dict[str, float | int]:
        """Return what the caller chose, by the engine's names."""
        given = {"temperature": self.temperature, "top_k": self.top_k, "top_p": self.top_p}
        return {name: value for name, value in given.items() if value is not None}

    def constraint(self) -> Constraint | None:
        wanted = self.output_config.format if self.output_config else None
        if wanted is None:
            return None
        return schema_constraint(wanted.schema_, "output_config.format.schema")


def _messages(turn: Turn, where: str) -> Iterator[Message]:
    """Yield what one turn comes to: results of tools are messages of their own."""
    if isinstance(turn.content, str):
        yield Message(turn.role, turn.content)
        return
    texts: list[str] = []
    thoughts: list[str] = []
    calls: list[ToolCall] = []
    for place, block in enumerate(turn.content):
        match block.type:
            case "text" | "document":
                texts.append(_said(block, f"{where}.content.{place}"))
            case "thinking":
                thoughts.append(block.thinking)
            case "redacted_thinking":
                pass
            case "tool_use" if turn.role == "assistant":
                arguments = json.dumps(block.input, ensure_ascii=False)
                calls.append(ToolCall(block.id, block.name, arguments))
            case "tool_result" if turn.role == "user":
                said = _text(block.content or "", f"{where}.content.{place}.content")
                yield Message("tool", said, tool_call_id=block.tool_use_id)
            case _:
                raise _unknown(block, f"{where}.content.{place}")
    if texts or calls or thoughts:
        yield Message(
            turn.role, "\n".join(texts), reasoning="\n".join(thoughts), tool_calls=tuple(calls)
        )


def _text(content: str | list[Block], where: str) -> str:
    if isinstance(content, str):
        return content
    return "\n".join(_said(block, f"{where}.{place}") for place, block in enumerate(content))


def _said(block: Block, where: str) -> str:
    """Return the text of a block.

    Raises:
        ApiError: it has none.
    """
    match block.type, block.source:
        case "text", _:
            return block.text
        case "document", {"type": "text", "data": str(text)}:
            return text
        case _:
            raise _unknown(block, where)


def _unknown(block: Block, where: str) -> ApiError:
    return UnsupportedError(where, f"{where}: content of type {block.type[:60]!r}")
