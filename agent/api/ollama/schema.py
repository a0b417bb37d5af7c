"""The bodies of Ollama's endpoints. Fields we do not know are ignored, as Ollama does."""

import itertools
import json
from collections import defaultdict, deque
from typing import Any, Literal

from pydantic import Field

from agent.api.errors import ApiError, UnsupportedError
from agent.api.ollama.durations import keep_alive_s
from agent.api.openai.fields import Given, probabilities, schema_constraint
from agent.api.openai.tooling import MAX_TOOLS, Function, offer
from agent.api.tools.parts import Tool
from agent.engine.values import Constraint, Message, ToolCall

MAX_MESSAGES = 1000


class Named(Given):
    """A body that names a model; `name` is what older clients call it."""

    model: str = Field(default="", max_length=200)
    name: str = Field(default="", max_length=200)

    @property
    def asked(self) -> str:
        """Return the name.

        Raises:
            ApiError: there is none.
        """
        if not (self.model or self.name):
            raise ApiError("model is required", param="model", code="missing_required_parameter")
        return self.model or self.name


class Loaded(Named):
    """A body of an endpoint that needs the model in memory."""

    options: dict[str, Any] | None = None
    keep_alive: float | str | None = None

    @property
    def keep_alive_s(self) -> float | None:
        return keep_alive_s(self.keep_alive)


class Answered(Loaded):
    """What `generate` and `chat` share."""

    stream: bool | None = None
    format: str | dict[str, Any] | None = None
    think: bool | str | None = None
    truncate: bool | None = None
    shift: bool | None = None
    logprobs: bool | None = None
    top_logprobs: int | None = Field(default=None, ge=0)

    @property
    def streams(self) -> bool:
        return self.stream is not False

    def constraint(self) -> Constraint | None:
        """Return what `format` asks for.

        Raises:
            ApiError: it asks for something else than JSON.
        """
        if self.format in (None, ""):
            return None
        if self.format == "json":
            return Constraint("json_object")
        if isinstance(self.format, dict):
            return schema_constraint(self.format, "format")
        raise ApiError(
            f'invalid format: {str(self.format)[:40]!r}; expected "json" or a valid JSON Schema'
            " object",
            param="format",
            code="invalid_value",
        )

    def alternatives(self) -> int | None:
        """Return how many alternatives are told per token; None for no log probabilities."""
        wanted = probabilities(self.top_logprobs, "top_logprobs") or 0
        return wanted if self.logprobs else None

    def switches(self) -> str:
        """Return what `think` means to a chat template, as its arguments."""
        if self.think is None:
            return ""
        switches: dict[str, Any] = {"enable_thinking": bool(self.think)}
        if isinstance(self.think, str):
            switches["reasoning_effort"] = self.think
        return json.dumps(switches)


class GenerateBody(Answered):
    """`POST /api/generate`."""

    prompt: str = ""
    suffix: str | None = None
    system: str | None = None
    template: str | None = None
    context: tuple[int, ...] | None = Field(default=None, max_length=2**20)
    raw: bool | None = None
    images: list[Any] | None = None

    def refuse_unsupported(self) -> None:
        """Say no to what would change the answer and cannot be honoured.

        Raises:
            ApiError: names it.
        """
        if self.suffix:
            raise ApiError(f'"{self.asked}" does not support insert', param="suffix")
        if self.images:
            raise _no_images(self.asked)
        if self.template:
            raise UnsupportedError("template", "a template of one's own")
        if self.raw and (self.system or self.context):
            raise ApiError("raw mode does not support template, system, or context")


class CalledFunction(Given):
    name: str = Field(max_length=200)
    arguments: dict[str, Any] = Field(default_factory=dict)


class Call(Given):
    id: str = Field(default="", max_length=200)
    function: CalledFunction


class Turn(Given):
    role: Literal["system", "user", "assistant", "tool"]
    content: str | None = None
    thinking: str | None = None
    images: list[Any] | None = None
    tool_calls: list[Call] | None = None
    tool_name: str | None = None
    tool_call_id: str | None = None


class OfferedTool(Given):
    type: str | None = "function"
    function: Function


class ChatBody(Answered):
    """`POST /api/chat`."""

    messages: list[Turn] = Field(default_factory=list, max_length=MAX_MESSAGES)
    tools: list[OfferedTool] | None = Field(default=None, max_length=MAX_TOOLS)

    def conversation(self) -> tuple[Message, ...]:
        """Return the messages as the engine wants them.

        Raises:
            ApiError: one has images.
        """
        if any(turn.images for turn in self.messages):
            raise _no_images(self.asked)
        return conversation(self.messages)

    def offered(self) -> tuple[Tool, ...]:
        """Return the tools.

        Raises:
            ApiError: one of them is not possible.
        """
        return offer([one.function for one in self.tools or ()], None).tools


class EmbedBody(Loaded):
    """`POST /api/embed`."""

    input: str | list[str] = Field(default_factory=list)
    truncate: bool | None = None
    dimensions: int | None = Field(default=None, ge=1, le=2**20)


class EmbeddingsBody(Loaded):
    """`POST /api/embeddings`, which `embed` replaced."""

    prompt: str = ""


class CreateBody(Named):
    """`POST /api/create`."""

    from_: str | None = Field(default=None, alias="from", max_length=200)
    files: dict[str, Any] | None = None
    adapters: dict[str, Any] | None = None
    template: str | None = None
    license: str | list[str] | None = None
    system: str | None = None
    parameters: dict[str, Any] | None = None
    messages: list[Turn] | None = Field(default=None, max_length=MAX_MESSAGES)
    quantize: str | None = None
    modelfile: str | None = None
    stream: bool | None = None


class CopyBody(Given):
    """`POST /api/copy`."""

    source: str = Field(min_length=1, max_length=200)
    destination: str = Field(min_length=1, max_length=200)


class PullBody(Named):
    """`POST /api/pull` and `/api/push`."""

    stream: bool | None = None


def conversation(turns: list[Turn]) -> tuple[Message, ...]:
    """Return turns as the engine wants them.

    Calls without an id are given one; results are told apart by the function's name and by their
    order, where they do not say which call they are of.
    """
    waiting: defaultdict[str, deque[str]] = defaultdict(deque)
    count = itertools.count()
    messages: list[Message] = []
    for turn in turns:
        calls = tuple(
            ToolCall(one.id or f"call_{next(count)}", one.function.name, _json(one))
            for one in turn.tool_calls or ()
        )
        for call in calls:
            waiting[call.name].append(call.id)
        name = turn.tool_name or ""
        next_call = waiting[name].popleft() if turn.role == "tool" and waiting[name] else ""
        messages.append(
            Message(
                turn.role,
                turn.content or "",
                reasoning=turn.thinking or "",
                tool_calls=calls,
                tool_call_id=turn.tool_call_id or next_call,
                name=name,
            )
        )
    return tuple(messages)


def _json(call: Call) -> str:
    return json.dumps(call.function.arguments, ensure_ascii=False)


def _no_images(model: str) -> ApiError:
    return ApiError(f'"{model}" takes no images; it answers text alone', param="images")
