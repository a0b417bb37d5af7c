"""The messages of a chat, as OpenAI's clients write them."""

import json
from typing import Any, Final, Literal

from pydantic import Field

from agent.api.errors import ApiError, UnsupportedError
from agent.api.openai.fields import Given
from agent.engine.values import Message, ToolCall

MAX_TURNS: Final = 1000
MAX_CALLS: Final = 128
_ROLES: Final = {"developer": "system", "function": "tool"}


class ContentPart(Given):
    type: str
    text: str = ""
    refusal: str = ""


class Called(Given):
    name: str = Field(min_length=1, max_length=200)
    arguments: str | dict[str, Any] = ""

    @property
    def json_arguments(self) -> str:
        return self.arguments if isinstance(self.arguments, str) else json.dumps(self.arguments)


class Call(Given):
    id: str = ""
    type: str = "function"
    function: Called | None = None


class ChatTurn(Given):
    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[ContentPart] | None = None
    name: str | None = None
    tool_calls: list[Call] | None = Field(default=None, max_length=MAX_CALLS)
    tool_call_id: str | None = None
    function_call: Called | None = None
    reasoning_content: str | None = None
    reasoning: str | None = None

    def message(self, place: int) -> Message:
        """Return the turn as the engine wants it.

        Raises:
            ApiError: it is not plain text with calls of functions.
        """
        where = f"messages.{place}"
        if self.content is None and self.role not in {"assistant", "function"}:
            raise ApiError(
                f"{where}.content is required",
                param=f"{where}.content",
                code="missing_required_parameter",
            )
        return Message(
            _ROLES.get(self.role, self.role),
            text_of(self.content or "", where),
            reasoning=self.reasoning_content or self.reasoning or "",
            tool_calls=self._calls(where),
            tool_call_id=self.tool_call_id or "",
            name=self.name or "",
        )

    def _calls(self, where: str) -> tuple[ToolCall, ...]:
        calls = []
        for call in self.tool_calls or ():
            if call.function is None:
                raise UnsupportedError(
                    f"{where}.tool_calls", f"a tool call of type {call.type[:40]!r}"
                )
            calls.append(ToolCall(call.id, call.function.name, call.function.json_arguments))
        if self.function_call is not None:
            calls.append(ToolCall("", self.function_call.name, self.function_call.json_arguments))
        return tuple(calls)


def text_of(content: str | list[ContentPart], where: str) -> str:
    """Return the text of a message.

    Raises:
        UnsupportedError: there is more in it than text.
    """
    if isinstance(content, str):
        return content
    for part in content:
        if part.type not in {"text", "refusal"}:
            raise UnsupportedError(f"{where}.content", f"content of type {part.type[:40]!r}")
    return "\n".join(part.text or part.refusal for part in content)
