"""Answers in Ollama's words: objects with what was said, the last with what it took. Pure."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from agent.api.answers import Finish, Whole
from agent.api.arguments import arguments_of
from agent.engine.frames import LENGTH
from agent.engine.values import Likely, TokenLogprob, ToolCall

LOAD, UNLOAD = "load", "unload"


class Form(Protocol):
    """Where `chat` and `generate` differ."""

    def said(
        self, text: str, *, thinking: str = "", calls: Sequence[tuple[int, ToolCall]] = ()
    ) -> dict[str, Any]:
        """Return what was said, in an object's own fields; calls come with their places."""
        ...


class ChatForm:
    def said(
        self, text: str, *, thinking: str = "", calls: Sequence[tuple[int, ToolCall]] = ()
    ) -> dict[str, Any]:
        message: dict[str, Any] = {"role": "assistant", "content": text}
        if thinking:
            message["thinking"] = thinking
        if calls:
            message["tool_calls"] = [_call(place, one) for place, one in calls]
        return {"message": message}


class GenerateForm:
    def said(
        self, text: str, *, thinking: str = "", calls: Sequence[tuple[int, ToolCall]] = ()
    ) -> dict[str, Any]:
        del calls
        return {"response": text, **({"thinking": thinking} if thinking else {})}


class Calling:
    """Gathers calls, which Ollama says whole, from their parts."""

    def __init__(self) -> None:
        self._said = 0
        self._begun: tuple[str, str] | None = None
        self._arguments: list[str] = []

    def begin(self, call: str, name: str) -> list[tuple[int, ToolCall]]:
        """Begin a call; the one before it, if any, is whole now."""
        whole = self.end()
        self._begun = (call, name)
        return whole

    def add(self, arguments: str) -> None:
        self._arguments.append(arguments)

    def end(self) -> list[tuple[int, ToolCall]]:
        if self._begun is None:
            return []
        whole = (self._said, ToolCall(*self._begun, "".join(self._arguments)))
        self._said += 1
        self._begun, self._arguments = None, []
        return [whole]


def whole_of(form: Form, whole: Whole) -> dict[str, Any]:
    """Return what a whole answer says, in one object's own fields."""
    said = form.said(whole.text, thinking=whole.reasoning, calls=list(enumerate(whole.calls)))
    return {**said, **logprobs_of(whole.logprobs)}


def ending(finish: Finish, *, total_ns: int, load_ns: int) -> dict[str, Any]:
    """Return why an answer ended and what it took, as the last object says it."""
    timings, usage = finish.timings, finish.usage
    eval_s = usage.generated / timings.tokens_per_s if timings.tokens_per_s > 0 else 0.0
    return {
        "done": True,
        "done_reason": "length" if finish.reason == LENGTH else "stop",
        "total_duration": total_ns,
        "load_duration": load_ns,
        "prompt_eval_count": usage.prompt,
        "prompt_eval_duration": int(timings.prompt_ms * 1e6),
        "eval_count": usage.generated,
        "eval_duration": int(eval_s * 1e9),
    }


def logprobs_of(logprobs: Iterable[TokenLogprob]) -> dict[str, Any]:
    said = [
        {**_likely(one.chosen), **({"top_logprobs": top} if (top := _top(one)) else {})}
        for one in logprobs
    ]
    return {"logprobs": said} if said else {}


def line(value: Any) -> bytes:
    """Frame one object."""
    return json.dumps(value, separators=(",", ":")).encode("ascii") + b"\n"


def _top(one: TokenLogprob) -> list[dict[str, Any]]:
    return [_likely(other) for other in one.top]


def _likely(likely: Likely) -> dict[str, Any]:
    return {
        "token": likely.text,
        "logprob": likely.logprob,
        "bytes": list(likely.text.encode("utf-8", "replace")),
    }


def _call(place: int, call: ToolCall) -> dict[str, Any]:
    return {
        "id": call.id,
        "function": {"index": place, "name": call.name, "arguments": arguments_of(call.arguments)},
    }
