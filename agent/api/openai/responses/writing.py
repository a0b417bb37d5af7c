"""From the parts of an answer to the items of a response, and to the events that tell them."""

import secrets
from collections.abc import Iterator
from typing import Any, Final

from agent.api.answers import Finish, Part, Reasoning, Text, ToolArguments, ToolBegin
from agent.api.openai.measured import chat_logprobs, timings_of
from agent.engine.frames import LENGTH
from shared.errors import FlotillaError

Event = dict[str, Any]
_MESSAGE: Final = "message"
_REASONING: Final = "reasoning"
_CALL: Final = "function_call"


class Writing:
    """A response that comes into being."""

    def __init__(self, base: dict[str, Any], *, now: float) -> None:
        """Begin with what is known of the response before its answer."""
        self._now = now
        self._count = 0
        self._open: dict[str, Any] | None = None
        self._texts: list[str] = []
        self._logprobs: list[dict[str, Any]] = []
        self._thoughts = 0
        self.response: dict[str, Any] = {
            **base,
            "object": "response",
            "created_at": now,
            "status": "in_progress",
            "error": None,
            "incomplete_details": None,
            "output": [],
            "usage": None,
        }

    @property
    def output(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.response["output"]
        return items

    def opening(self) -> Iterator[Event]:
        yield self._event("response.created", response=dict(self.response, output=[]))
        yield self._event("response.in_progress", response=dict(self.response, output=[]))

    def add(self, part: Part) -> Iterator[Event]:
        """Write a part down; return what is to be told of it."""
        match part:
            case Text():
                yield from self._say(part)
            case Reasoning():
                yield from self._think(part.text)
            case ToolBegin():
                yield from self._begin(
                    _CALL,
                    id=f"fc_{secrets.token_hex(12)}",
                    call_id=part.id,
                    name=part.name,
                    arguments="",
                )
            case ToolArguments():
                self._texts.append(part.text)
                yield self._of_item("response.function_call_arguments.delta", delta=part.text)
            case Finish():
                yield from self._finish(part)

    def fail(self, error: FlotillaError) -> Iterator[Event]:
        """Write down that the answer failed."""
        self.response |= {
            "status": "failed",
            "error": {"code": "server_error", "message": str(error)},
        }
        yield self._event("error", code=error.code, message=str(error), param=None)
        yield self._event("response.failed", response=self.response)

    def _say(self, part: Text) -> Iterator[Event]:
        if self._kind != _MESSAGE:
            if not part.text:
                return
            yield from self._begin(
                _MESSAGE, id=f"msg_{secrets.token_hex(12)}", role="assistant", content=[]
            )
            yield self._of_item(
                "response.content_part.added", content_index=0, part=_text_part("", [])
            )
        told = chat_logprobs(part.logprobs)
        logprobs: list[dict[str, Any]] = told["content"] if told else []
        self._texts.append(part.text)
        self._logprobs += logprobs
        yield self._of_item(
            "response.output_text.delta", content_index=0, delta=part.text, logprobs=logprobs
        )

    def _think(self, text: str) -> Iterator[Event]:
        if self._kind != _REASONING:
            yield from self._begin(
                _REASONING, id=f"rs_{secrets.token_hex(12)}", summary=[], content=[]
            )
            yield self._of_item(
                "response.content_part.added", content_index=0, part=_thought_part("")
            )
        self._texts.append(text)
        yield self._of_item("response.reasoning_text.delta", content_index=0, delta=text)

    @property
    def _kind(self) -> str:
        return self._open["type"] if self._open else ""

    def _begin(self, kind: str, **fields: Any) -> Iterator[Event]:
        yield from self._close("completed")
        self._open = {"type": kind, "status": "in_progress", **fields}
        self._texts, self._logprobs = [], []
        self.output.append(self._open)
        yield self._event(
            "response.output_item.added",
            output_index=len(self.output) - 1,
            item=dict(self._open),
        )

    def _close(self, status: str) -> Iterator[Event]:
        """End the item that is being written."""
        item = self._open
        if item is None:
            return
        text = "".join(self._texts)
        match item["type"]:
            case "message":
                part = _text_part(text, self._logprobs)
                yield self._of_item(
                    "response.output_text.done",
                    content_index=0,
                    text=text,
                    logprobs=self._logprobs,
                )
                yield self._of_item("response.content_part.done", content_index=0, part=part)
                item["content"] = [part]
            case "reasoning":
                part = _thought_part(text)
                yield self._of_item("response.reasoning_text.done", content_index=0, text=text)
                yield self._of_item("response.content_part.done", content_index=0, part=part)
                item["content"] = [part]
            case _:
                item["arguments"] = text
                yield self._of_item(
                    "response.function_call_arguments.done", arguments=text, name=item["name"]
                )
        item["status"] = status
        yield self._event("response.output_item.done", output_index=len(self.output) - 1, item=item)
        self._open = None

    def _finish(self, finish: Finish) -> Iterator[Event]:
        cut = finish.reason == LENGTH
        yield from self._close("incomplete" if cut else "completed")
        usage = finish.usage
        self.response |= {
            "status": "incomplete" if cut else "completed",
            "incomplete_details": {"reason": "max_output_tokens"} if cut else None,
            "completed_at": None if cut else self._now,
            "usage": {
                "input_tokens": usage.prompt,
                "input_tokens_details": {"cached_tokens": usage.cached, "cache_write_tokens": 0},
                "output_tokens": usage.generated,
                "output_tokens_details": {"reasoning_tokens": 0},
                "total_tokens": usage.prompt + usage.generated,
            },
            "timings": timings_of(finish),
        }
        kind = "response.incomplete" if cut else "response.completed"
        yield self._event(kind, response=self.response)

    def _of_item(self, kind: str, **fields: Any) -> Event:
        assert self._open is not None
        return self._event(
            kind, item_id=self._open["id"], output_index=len(self.output) - 1, **fields
        )

    def _event(self, kind: str, **fields: Any) -> Event:
        event = {"type": kind, "sequence_number": self._count, **fields}
        self._count += 1
        return event


def _text_part(text: str, logprobs: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": logprobs}


def _thought_part(text: str) -> dict[str, Any]:
    return {"type": "reasoning_text", "text": text}
