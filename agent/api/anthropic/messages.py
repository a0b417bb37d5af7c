"""`/v1/messages`: answers, whole or as a stream of events; and how long a prompt is."""

import secrets
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.api import sse
from agent.api.answers import Answering, Finish, Question, provenance, serving, stream, whole_of
from agent.api.anthropic import saying
from agent.api.anthropic.errors import body as error_body
from agent.api.anthropic.schema import MessagesBody, Prompted
from agent.api.body import read_as
from agent.api.question import prepared
from agent.serving.servable import GenerateRequest, TokenizeRequest
from agent.serving.slots import Slots
from shared.errors import FlotillaError


class Messages:
    """The two endpoints."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots

    async def create(self, request: Request) -> Response:
        body = await read_as(MessagesBody, request)
        slot = self._slots.resolve(body.model)
        question = question_of(
            body,
            max_tokens=body.max_tokens,
            sampling=body.sampling(),
            stop=tuple(body.stop_sequences or ()),
            constraint=body.constraint(),
        )
        head = {
            "id": f"msg_{secrets.token_hex(12)}",
            "type": "message",
            "role": "assistant",
            "model": body.model,
        }
        request_id = request.state.request_id
        if body.stream:
            # Clients want to hear with the first event what is only known after the last.
            tokens = await self._count(slot, question)
            answering = await stream(self._slots, question)
            events = _events(answering, saying.opening(head, input_tokens=tokens), request_id)
            headers = _headers(provenance(answering.served), request_id)
            return sse.EventStream(events, headers=headers, ping=saying.PING)
        answering = await stream(self._slots, question)
        whole = await sse.unless_gone(request, whole_of(answering))
        headers = _headers(provenance(whole.served), request_id)
        return JSONResponse(saying.message(head, whole), headers=headers)

    async def count(self, request: Request) -> Response:
        body = await read_as(Prompted, request)
        slot = self._slots.resolve(body.model)
        served = serving(self._slots, slot)
        tokens = await self._count(slot, question_of(body))
        headers = _headers(provenance(served), request.state.request_id)
        return JSONResponse({"input_tokens": tokens}, headers=headers)

    async def _count(self, slot: str, question: Question) -> int:
        request, _ = await prepared(self._slots, slot, question)
        if request.tokens is not None:
            return len(request.tokens)
        asked = TokenizeRequest(messages=request.messages, templating=request.templating)
        return len((await self._slots.tokenize(slot, asked)).tokens)


def question_of(body: Prompted, **more: Any) -> Question:
    """Return what a body asks; `more` are fields of the request that only answers need."""
    offered = body.offered()
    request = GenerateRequest(messages=body.conversation(), templating=body.templating(), **more)
    return Question(
        body.model,
        request,
        tools=offered.tools,
        tool_choice=offered.choice,
        parallel_tools=body.parallel,
        continues=body.continues,
    )


async def _events(
    answering: Answering, opening: dict[str, Any], request_id: str
) -> AsyncGenerator[bytes, None]:
    blocks = saying.Blocks()
    try:
        async with aclosing(answering):
            yield saying.event(opening)
            yield saying.PING
            async for part in answering:
                for one in blocks.add(part):
                    yield saying.event(one)
                if isinstance(part, Finish):
                    for one in (*blocks.close(), *saying.ending(part)):
                        yield saying.event(one)
    except FlotillaError as error:
        yield saying.event(error_body(error, request_id))


def _headers(told: dict[str, str], request_id: str) -> dict[str, str]:
    return {**told, "request-id": request_id}
