"""Answers in Anthropic's words: content blocks, whole or as the events of a stream. Pure."""

from collections.abc import Iterator
from typing import Any, Final

from agent.api import sse
from agent.api.answers import TOOL_CALLS, Finish, Part, Whole
from agent.api.arguments import arguments_of
from agent.api.tools.parts import Reasoning, Text, ToolArguments, ToolBegin
from agent.engine.frames import LENGTH
from agent.engine.values import Usage

PING: Final = b'event: ping\ndata: {"type": "ping"}\n\n'


def event(data: dict[str, Any]) -> bytes:
    """Frame an event, which is called what its type is."""
    return sse.event(data, name=data["type"])


def message(head: dict[str, Any], whole: Whole) -> dict[str, Any]:
    """Return a whole answer."""
    content: list[dict[str, Any]] = []
    if whole.reasoning:
        content.append({"type": "thinking", "thinking": whole.reasoning, "signature": ""})
    if whole.text:
        content.append({"type": "text", "text": whole.text})
    content += [
        {"type": "tool_use", "id": one.id, "name": one.name, "input": arguments_of(one.arguments)}
        for one in whole.calls
    ]
    return {
        **head,
        "content": content,
        "stop_reason": reason_of(whole.finish),
        "stop_sequence": whole.finish.stopped_by or None,
        "usage": usage_of(whole.finish.usage),
    }


def opening(head: dict[str, Any], *, input_tokens: int) -> dict[str, Any]:
    """Return the first event; how much was cached is not known before the last."""
    usage = usage_of(Usage(prompt=input_tokens, cached=0, generated=0))
    empty: dict[str, Any] = {
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": usage,
    }
    return {"type": "message_start", "message": {**head, **empty}}


def ending(finish: Finish) -> Iterator[dict[str, Any]]:
    """Yield the last events."""
    yield {
        "type": "message_delta",
        "delta": {
            "stop_reason": reason_of(finish),
            "stop_sequence": finish.stopped_by or None,
        },
        "usage": usage_of(finish.usage),
    }
    yield {"type": "message_stop"}


class Blocks:
    """Turns parts into the events of content blocks, one block at a time."""

    def __init__(self) -> None:
        self._count = 0
        self._open: str = ""

    def add(self, part: Part) -> Iterator[dict[str, Any]]:
        """Yield the events of a part."""
        match part:
            case Text(text=text) if text:
                yield from self._within("text", {"type": "text", "text": ""})
                yield self._delta({"type": "text_delta", "text": text})
            case Reasoning(text=text) if text:
                thought = {"type": "thinking", "thinking": "", "signature": ""}
                yield from self._within("thinking", thought)
                yield self._delta({"type": "thinking_delta", "thinking": text})
            case ToolBegin():
                yield from self.close()
                call = {"type": "tool_use", "id": part.id, "name": part.name, "input": {}}
                yield from self._within("tool_use", call)
            case ToolArguments():
                yield self._delta({"type": "input_json_delta", "partial_json": part.text})
            case _:
                pass

    def close(self) -> Iterator[dict[str, Any]]:
        """Yield the end of the block that is open, if one is."""
        if self._open:
            yield {"type": "content_block_stop", "index": self._count - 1}
            self._open = ""

    def _within(self, kind: str, empty: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if self._open == kind:
            return
        yield from self.close()
        self._open = kind
        self._count += 1
        yield {"type": "content_block_start", "index": self._count - 1, "content_block": empty}

    def _delta(self, delta: dict[str, Any]) -> dict[str, Any]:
        return {"type": "content_block_delta", "index": self._count - 1, "delta": delta}


def reason_of(finish: Finish) -> str:
    if finish.reason == TOOL_CALLS:
        return "tool_use"
    if finish.reason == LENGTH:
        return "max_tokens"
    return "stop_sequence" if finish.stopped_by else "end_turn"


def usage_of(usage: Usage) -> dict[str, Any]:
    """Return the usage, in which what came from memory is counted by itself."""
    return {
        "input_tokens": usage.prompt - usage.cached,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": usage.cached,
        "output_tokens": usage.generated,
    }
