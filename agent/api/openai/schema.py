"""The bodies of `/v1/chat/completions` and `/v1/completions`."""

import json
from typing import Any, Final

from pydantic import Field
from typing_extensions import override

from agent.api.errors import ApiError, UnsupportedError
from agent.api.openai.fields import (
    MAX_ANSWERS,
    Given,
    Options,
    bounded,
    probabilities,
    schema_constraint,
)
from agent.api.openai.tooling import MAX_TOOLS, FunctionTool, Offer, functions_of, offer
from agent.api.openai.turns import MAX_TURNS, ChatTurn
from agent.engine.values import Constraint, Message, Templating

MAX_PROMPTS: Final = 128
_FORMATS: Final = frozenset({"none", "auto", "deepseek", "deepseek-legacy"})


class NamedSchema(Given):
    name: str | None = None
    schema_: dict[str, Any] | None = Field(default=None, alias="schema")
    strict: bool | None = None


class ResponseFormat(Given):
    type: str = "text"
    json_schema: NamedSchema | None = None
    schema_: dict[str, Any] | None = Field(default=None, alias="schema")
    """llama.cpp's server takes a schema beside `json_object`."""

    def constraint(self, where: str = "response_format") -> Constraint | None:
        """Return what the answer must look like; `where` is the field that says so.

        Raises:
            ApiError: there is no such format, or its schema is missing.
        """
        match self.type:
            case "text":
                return None
            case "json_object":
                return schema_constraint(self.schema_ or {}, where)
            case "json_schema":
                schema = self.json_schema.schema_ if self.json_schema else None
                if schema is None:
                    raise ApiError(
                        f"{where} wants a schema", param=where, code="missing_required_parameter"
                    )
                return schema_constraint(schema, where)
            case _:
                raise UnsupportedError(where, f"{where} of type {self.type[:40]!r}")


class ChatBody(Options):
    """What a conversation is, for every endpoint that takes one."""

    messages: list[ChatTurn] = Field(min_length=1, max_length=MAX_TURNS)
    tools: list[FunctionTool] | None = Field(default=None, max_length=MAX_TOOLS)
    tool_choice: Any = None
    parallel_tool_calls: bool | None = None
    functions: list[Any] | None = None
    function_call: Any = None
    reasoning_effort: str | None = Field(default=None, max_length=20)
    reasoning_format: str | None = None
    chat_template_kwargs: dict[str, Any] | None = None
    add_generation_prompt: bool | None = None
    continue_final_message: bool | None = None

    def conversation(self) -> tuple[Message, ...]:
        return tuple(turn.message(place) for place, turn in enumerate(self.messages))

    def offer(self) -> Offer:
        return offer(functions_of(self.tools or ()), self.tool_choice)

    @property
    def continues(self) -> bool:
        """Whether the last message, the assistant's, is to be continued."""
        if self.continue_final_message is not None:
            return self.continue_final_message
        return self.add_generation_prompt is False and self.messages[-1].role == "assistant"

    @property
    def splits_reasoning(self) -> bool:
        return self.reasoning_format != "none"

    def templating(self, *, tools: str = "") -> Templating:
        """Return what the chat template gets beside the messages."""
        switches = dict(self.chat_template_kwargs or {})
        if self.reasoning_effort == "none":
            switches["enable_thinking"] = False
        elif self.reasoning_effort:
            switches.setdefault("reasoning_effort", self.reasoning_effort)
        return Templating(
            tools=tools,
            arguments=bounded(json.dumps(switches), "chat_template_kwargs") if switches else "",
            open_answer=self.add_generation_prompt is not False,
        )

    @override
    def refuse_unsupported(self) -> None:
        super().refuse_unsupported()
        for name in ("functions", "function_call"):
            if getattr(self, name):
                raise UnsupportedError(name, f"{name} (send tools and tool_choice instead)")
        if self.reasoning_format not in {None, *_FORMATS}:
            raise UnsupportedError("reasoning_format", "this reasoning_format")
        if self.continue_final_message and self.add_generation_prompt:
            raise ApiError(
                "continue_final_message and add_generation_prompt exclude each other",
                param="continue_final_message",
                code="invalid_value",
            )


class ChatRequest(ChatBody):
    """`POST /v1/chat/completions`."""

    max_tokens: int | None = Field(default=None, ge=-1)
    max_completion_tokens: int | None = Field(default=None, ge=-1)
    n_predict: int | None = Field(default=None, ge=-1)
    response_format: ResponseFormat | None = None
    logprobs: bool | None = None
    top_logprobs: int | None = Field(default=None, ge=0)
    modalities: list[str] | None = None
    audio: Any = None
    web_search_options: Any = None

    @property
    def limit(self) -> int | None:
        """Return the most tokens of the answer; None for what the context leaves."""
        given = self.max_completion_tokens or self.max_tokens or self.n_predict
        return given if given is not None and given > 0 else None

    @property
    def alternatives(self) -> int | None:
        """Return how many alternatives are told per token; None for no probabilities at all."""
        if self.logprobs:
            return self.top_logprobs or 0
        return self.n_probs or None

    @override
    def constraint(self) -> Constraint | None:
        asked = self.response_format.constraint() if self.response_format else None
        return asked or super().constraint()

    @override
    def refuse_unsupported(self) -> None:
        super().refuse_unsupported()
        for name in ("max_tokens", "max_completion_tokens"):
            if getattr(self, name) == 0:
                raise ApiError(f"{name}: at least 1", param=name, code="invalid_value")
        for name in ("audio", "web_search_options"):
            if getattr(self, name):
                raise UnsupportedError(name, name)
        if self.modalities not in (None, ["text"]):
            raise UnsupportedError("modalities", "another modality than text")
        probabilities(self.top_logprobs, "top_logprobs")
        if self.top_logprobs is not None and not self.logprobs:
            raise ApiError(
                "top_logprobs wants logprobs to be true",
                param="top_logprobs",
                code="invalid_value",
            )


class CompletionRequest(Options):
    """`POST /v1/completions`."""

    prompt: str | list[int] | list[str] | list[list[int]] = ""
    max_tokens: int | None = Field(default=None, ge=-1)
    n_predict: int | None = Field(default=None, ge=-1)
    suffix: str | None = None
    echo: bool | None = None
    best_of: int | None = Field(default=None, ge=1)
    logprobs: int | None = Field(default=None, ge=0)

    @property
    def limit(self) -> int | None:
        given = self.max_tokens if self.max_tokens is not None else self.n_predict
        return given if given is not None and given > 0 else None

    @property
    def alternatives(self) -> int | None:
        return self.logprobs if self.logprobs is not None else self.n_probs or None

    def prompts(self) -> list[str | tuple[int, ...]]:
        """Return every prompt, as text or as tokens.

        Raises:
            ApiError: there is none, or there are too many.
        """
        prompts = inputs_of(self.prompt)
        if not prompts or len(prompts) * (self.n or 1) > MAX_PROMPTS:
            raise ApiError(
                f"prompt: from 1 to {MAX_PROMPTS} prompts, answers counted",
                param="prompt",
                code="invalid_value",
            )
        return prompts

    @override
    def refuse_unsupported(self) -> None:
        super().refuse_unsupported()
        probabilities(self.logprobs, "logprobs")
        if self.echo and self.alternatives is not None:
            raise UnsupportedError("logprobs", "logprobs of an echoed prompt")
        if self.max_tokens == 0:
            raise UnsupportedError("max_tokens", "an answer of no tokens")
        self._refuse_selection()

    def _refuse_selection(self) -> None:
        best, wanted = self.best_of or 1, self.n or 1
        if self.best_of is None:
            return
        if not wanted <= best <= MAX_ANSWERS or (self.stream and best > wanted):
            raise ApiError(
                f"best_of: from n to {MAX_ANSWERS}, and not more than n in a stream",
                param="best_of",
                code="invalid_value",
            )


def inputs_of(
    given: str | list[int] | list[str] | list[list[int]],
) -> list[str | tuple[int, ...]]:
    """Return what stands in a field that takes texts and tokens, one or several."""
    if isinstance(given, str):
        return [given]
    several: list[Any] = list(given)
    if several and isinstance(several[0], int):
        return [tuple(several)]
    return [one if isinstance(one, str) else tuple(one) for one in several]
