"""`/v1/chat/completions` and `/v1/completions`: one way to run them, two ways to write them down.

The details of a stream are llama.cpp's and OpenAI's: the first chunk carries the role alone, the
finish chunk an empty delta, a usage chunk comes last when it was asked for, then `[DONE]`. A
failure in mid-stream is an event with an error object.
"""

import asyncio
import secrets
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.api import sse
from agent.api.body import read_as
from agent.api.errors import body_of
from agent.api.openai.schema import ChatRequest, CompletionBase, CompletionRequest
from agent.engine.frames import CANCELLED, STOP, Delta, Done
from agent.engine.values import Usage
from agent.serving.servable import GenerateRequest, Servable
from agent.serving.slots import Slots
from agent.serving.worker import answer_of
from shared.digest import hex_of
from shared.errors import FlotillaError

DEADLINE_S = 600.0
_GONE = 499


class Form(Protocol):
    """How one endpoint writes an answer down."""

    prefix: str
    whole: str
    part: str

    def opening(self) -> list[dict[str, Any]]:
        """Return the choices of the chunk before any text; none to send none."""
        ...

    def piece(self, text: str) -> dict[str, Any]: ...

    def ending(self, reason: str) -> dict[str, Any]: ...

    def answer(self, text: str, reason: str) -> dict[str, Any]: ...


class ChatForm:
    prefix = "chatcmpl-"
    whole = "chat.completion"
    part = "chat.completion.chunk"

    def opening(self) -> list[dict[str, Any]]:
        return [_choice({"delta": {"role": "assistant", "content": None}})]

    def piece(self, text: str) -> dict[str, Any]:
        return _choice({"delta": {"content": text}})

    def ending(self, reason: str) -> dict[str, Any]:
        return _choice({"delta": {}}, reason)

    def answer(self, text: str, reason: str) -> dict[str, Any]:
        message = {"role": "assistant", "content": text, "refusal": None}
        return _choice({"message": message}, reason)


class TextForm:
    prefix = "cmpl-"
    whole = part = "text_completion"

    def opening(self) -> list[dict[str, Any]]:
        return []

    def piece(self, text: str) -> dict[str, Any]:
        return _choice({"text": text})

    def ending(self, reason: str) -> dict[str, Any]:
        return _choice({"text": ""}, reason)

    def answer(self, text: str, reason: str) -> dict[str, Any]:
        return _choice({"text": text}, reason)


class Completions:
    """The two endpoints."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots

    async def chat(self, request: Request) -> Response:
        body = await read_as(ChatRequest, request)
        body.refuse_unsupported()
        asked = GenerateRequest(
            messages=body.conversation(),
            max_tokens=body.max_completion_tokens or body.max_tokens,
            sampling=body.sampling(),
            stop=body.stops(),
            deadline_s=DEADLINE_S,
        )
        return await self._run(request, body, asked, ChatForm())

    async def complete(self, request: Request) -> Response:
        body = await read_as(CompletionRequest, request)
        body.refuse_unsupported()
        prompt, tokens = body.prompt_or_tokens()
        asked = GenerateRequest(
            prompt=prompt,
            tokens=tokens,
            max_tokens=body.max_tokens,
            sampling=body.sampling(),
            stop=body.stops(),
            deadline_s=DEADLINE_S,
        )
        return await self._run(request, body, asked, TextForm())

    async def _run(
        self, request: Request, body: CompletionBase, asked: GenerateRequest, form: Form
    ) -> Response:
        slot = self._slots.resolve(body.model)
        # Nothing is awaited between these two, so this is who answers, whatever switches meanwhile.
        servable = self._slots.serving(slot)
        stream = await self._slots.submit(slot, asked)
        assert servable is not None
        headers = provenance(servable)
        head = {
            "id": f"{form.prefix}{secrets.token_hex(12)}",
            "created": int(time.time()),
            "model": body.model,
            "system_fingerprint": fingerprint(servable),
        }
        if body.stream:
            events = _events(stream, head, form, usage=body.include_usage)
            return sse.EventStream(events, headers=headers)
        return await _whole(request, stream, head, form, headers)


def provenance(servable: Servable) -> dict[str, str]:
    """Return the headers that say which bundle answered."""
    headers = {"X-Flotilla-Bundle": str(servable.bundle)}
    if servable.deployment is not None:
        headers["X-Flotilla-Deployment"] = str(servable.deployment)
    return headers


def fingerprint(servable: Servable) -> str:
    return f"fp_{hex_of(servable.bundle)[:12]}"


async def _whole(
    request: Request,
    stream: AsyncGenerator[Delta | Done, None],
    head: dict[str, Any],
    form: Form,
    headers: dict[str, str],
) -> Response:
    answering = asyncio.ensure_future(answer_of(stream))
    gone = asyncio.ensure_future(sse.until_gone(request.receive))
    try:
        await asyncio.wait({answering, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not answering.done():
            return Response(status_code=_GONE)
        text, done = answering.result()
    finally:
        for task in (answering, gone):
            task.cancel()
        with suppress(asyncio.CancelledError, FlotillaError):
            await answering
    return JSONResponse(
        {
            **head,
            "object": form.whole,
            "choices": [form.answer(text, _reason(done))],
            "usage": _usage(done.usage),
            "timings": _timings(done),
        },
        headers=headers,
    )


async def _events(
    stream: AsyncGenerator[Delta | Done, None], head: dict[str, Any], form: Form, *, usage: bool
) -> AsyncGenerator[bytes, None]:
    base = {**head, "object": form.part}
    try:
        async with aclosing(stream):
            opening = form.opening()
            if opening:
                yield sse.event({**base, "choices": opening})
            async for item in stream:
                if isinstance(item, Delta):
                    yield sse.event({**base, "choices": [form.piece(item.text)]})
                    continue
                ending = {**base, "choices": [form.ending(_reason(item))]}
                yield sse.event({**ending, "timings": _timings(item)})
                if usage:
                    yield sse.event({**base, "choices": [], "usage": _usage(item.usage)})
        yield sse.DONE
    except FlotillaError as error:
        yield sse.event(body_of(error))


def _reason(done: Done) -> str:
    """Return the reason in OpenAI's words, which know no cancellation."""
    return STOP if done.finish_reason == CANCELLED else done.finish_reason


def _usage(usage: Usage) -> dict[str, Any]:
    return {
        "prompt_tokens": usage.prompt,
        "completion_tokens": usage.generated,
        "total_tokens": usage.prompt + usage.generated,
        "prompt_tokens_details": {"cached_tokens": usage.cached},
    }


def _timings(done: Done) -> dict[str, float]:
    timings = done.timings
    return {
        "prompt_n": done.usage.prompt - done.usage.cached,
        "cache_n": done.usage.cached,
        "prompt_ms": timings.prompt_ms,
        "first_token_ms": timings.first_token_ms,
        "predicted_n": done.usage.generated,
        "predicted_per_second": timings.tokens_per_s,
    }


def _choice(content: dict[str, Any], reason: str | None = None) -> dict[str, Any]:
    return {"index": 0, **content, "logprobs": None, "finish_reason": reason}
