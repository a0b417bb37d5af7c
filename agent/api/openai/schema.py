"""The bodies of OpenAI's completion endpoints: what we honour, and what we refuse by name.

Fields we do not know are ignored, because clients send many that change nothing (`user`,
`metadata`, `store`). Fields that would change the answer and that we cannot honour are refused.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import override

from agent.api.errors import UnsupportedError
from agent.engine.values import Message

_SEEDS = 2**32


class StreamOptions(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    include_usage: bool = False


class CompletionBase(BaseModel):
    """What both endpoints share; `None` stands for "not given", as clients send it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    model: str = Field(min_length=1, max_length=200)
    max_tokens: int | None = Field(default=None, ge=1)
    temperature: float | None = Field(default=None, ge=0, le=2)
    top_p: float | None = Field(default=None, ge=0, le=1)
    top_k: int | None = Field(default=None, ge=0, le=2**31 - 1)
    min_p: float | None = Field(default=None, ge=0, le=1)
    seed: int | None = None
    frequency_penalty: float | None = Field(default=None, ge=-2, le=2)
    presence_penalty: float | None = Field(default=None, ge=-2, le=2)
    repeat_penalty: float | None = Field(default=None, gt=0, le=10)
    stop: str | list[str] | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: int | None = None
    logit_bias: dict[str, Any] | None = None

    def sampling(self) -> dict[str, float | int]:
        """Return what the caller chose, by the engine's names."""
        given = {
            "temperature": self.temperature,
            "top_p": self.top_p,
            "top_k": self.top_k,
            "min_p": self.min_p,
            "seed": None if self.seed is None else self.seed % _SEEDS,
            "frequency_penalty": self.frequency_penalty,
            "presence_penalty": self.presence_penalty,
            "repeat_penalty": self.repeat_penalty,
        }
        return {name: value for name, value in given.items() if value is not None}

    def stops(self) -> tuple[str, ...]:
        if self.stop is None:
            return ()
        return (self.stop,) if isinstance(self.stop, str) else tuple(self.stop)

    @property
    def include_usage(self) -> bool:
        return self.stream_options is not None and self.stream_options.include_usage

    def refuse_unsupported(self) -> None:
        """Say no to what would change the answer and cannot be honoured.

        Raises:
            UnsupportedError: names the parameter.
        """
        if self.n not in {None, 1}:
            raise UnsupportedError("n", f"n = {self.n} (more than one answer)")
        if self.logit_bias:
            raise UnsupportedError("logit_bias", "logit_bias")


class ContentPart(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    type: str
    text: str = ""


class ChatTurn(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[ContentPart] | None = None
    tool_calls: list[Any] | None = None

    def message(self, place: int) -> Message:
        """Return the turn as the engine wants it.

        Raises:
            UnsupportedError: it is not plain text of a known role.
        """
        where = f"messages.{place}"
        if self.role in {"tool", "function"} or self.tool_calls:
            raise UnsupportedError(f"{where}.role", "calling tools")
        role = "system" if self.role == "developer" else self.role
        if not isinstance(self.content, list):
            return Message(role, self.content or "")
        for part in self.content:
            if part.type not in {"text", "refusal"}:
                raise UnsupportedError(f"{where}.content", f"content of type {part.type[:40]!r}")
        return Message(role, "\n".join(part.text for part in self.content))


class ChatRequest(CompletionBase):
    """`POST /v1/chat/completions`."""

    messages: list[ChatTurn] = Field(min_length=1, max_length=1000)
    max_completion_tokens: int | None = Field(default=None, ge=1)
    tools: list[Any] | None = None
    tool_choice: Any = None
    functions: list[Any] | None = None
    function_call: Any = None
    response_format: dict[str, Any] | None = None
    logprobs: bool | None = None
    top_logprobs: int | None = None
    modalities: list[str] | None = None
    audio: Any = None
    prediction: Any = None

    @override
    def refuse_unsupported(self) -> None:
        super().refuse_unsupported()
        for name in ("tools", "functions", "function_call", "audio", "prediction", "top_logprobs"):
            if getattr(self, name):
                raise UnsupportedError(name, name)
        if self.tool_choice not in {None, "none", "auto"}:
            raise UnsupportedError("tool_choice", "tool_choice")
        if self.logprobs:
            raise UnsupportedError("logprobs", "logprobs")
        if self.modalities not in (None, ["text"]):
            raise UnsupportedError("modalities", "another modality than text")
        kind = (self.response_format or {}).get("type", "text")
        if kind != "text":
            raise UnsupportedError("response_format", f"response_format of type {str(kind)[:40]!r}")

    def conversation(self) -> tuple[Message, ...]:
        return tuple(turn.message(place) for place, turn in enumerate(self.messages))


class CompletionRequest(CompletionBase):
    """`POST /v1/completions`."""

    prompt: str | list[int] | list[str] | list[list[int]]
    suffix: str | None = None
    echo: bool | None = None
    best_of: int | None = None
    logprobs: int | None = None

    @override
    def refuse_unsupported(self) -> None:
        super().refuse_unsupported()
        if self.suffix:
            raise UnsupportedError("suffix", "suffix")
        if self.echo:
            raise UnsupportedError("echo", "echo")
        if self.best_of not in {None, 1}:
            raise UnsupportedError("best_of", f"best_of = {self.best_of}")
        if self.logprobs is not None:
            raise UnsupportedError("logprobs", "logprobs")

    def prompt_or_tokens(self) -> tuple[str | None, tuple[int, ...] | None]:
        """Return the one prompt, as text or as tokens.

        Raises:
            UnsupportedError: there are several.
        """
        if isinstance(self.prompt, str):
            return self.prompt, None
        prompts: list[Any] = list(self.prompt)
        if prompts and all(isinstance(one, int) for one in prompts):
            return None, tuple(prompts)
        if len(prompts) != 1:
            raise UnsupportedError("prompt", "anything but exactly one prompt")
        only = prompts[0]
        return (only, None) if isinstance(only, str) else (None, tuple(only))
