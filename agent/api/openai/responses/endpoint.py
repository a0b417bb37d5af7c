"""`/v1/responses` and what can be asked about those that are remembered."""

import json
import secrets
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.api import sse
from agent.api.answers import (
    NONE,
    Answering,
    Question,
    provenance,
    slot_of,
    stream,
    tools_json,
)
from agent.api.body import read_as
from agent.api.errors import ApiError
from agent.api.openai.asked import request_of
from agent.api.openai.measured import provenance_of
from agent.api.openai.responses.items import items_of, messages_of
from agent.api.openai.responses.schema import ResponseRequest
from agent.api.openai.responses.store import Remembered, Store, weight
from agent.api.openai.responses.writing import Writing
from agent.engine.values import Message
from agent.serving import permits
from agent.serving.servable import TokenizeRequest
from agent.serving.slots import Slots
from shared.errors import FlotillaError

_PAGE = 20
_MOST_PAGE = 100


@dataclass(frozen=True)
class _Asked:
    body: ResponseRequest
    items: tuple[dict[str, Any], ...]
    conversation: tuple[Message, ...]
    answering: Answering


class Responses:
    """The endpoints."""

    def __init__(self, slots: Slots, store: Store | None = None) -> None:
        self._slots = slots
        self._store = store or Store()

    async def create(self, request: Request) -> Response:
        body = await read_as(ResponseRequest, request)
        asked = await sse.unless_gone(request, self._ask(body))
        served = asked.answering.served
        base = {
            "id": f"resp_{secrets.token_hex(24)}",
            "model": body.model or served.name,
            **body.echo(),
            "provenance": provenance_of(served),
        }
        writing = Writing(base, now=int(time.time()))
        headers = provenance(served)
        if body.stream:
            events = self._events(asked, writing)
            return sse.EventStream(events, headers=headers, ping_s=sse.interval(body.ping_s))
        return JSONResponse(
            await sse.unless_gone(request, self._whole(asked, writing)), headers=headers
        )

    async def show(self, request: Request) -> Response:
        if request.query_params.get("stream", "false").lower() == "true":
            raise ApiError(
                "a response that is over cannot be streamed", param="stream", code="invalid_value"
            )
        return JSONResponse(self._found(request.path_params["name"]).response)

    async def delete(self, request: Request) -> Response:
        name = request.path_params["name"]
        self._found(name)
        self._store.forget(name)
        return JSONResponse({"id": name, "object": "response", "deleted": True})

    async def cancel(self, request: Request) -> Response:
        self._found(request.path_params["name"])
        raise ApiError(
            "only a response in the background can be cancelled; close the connection instead",
            code="invalid_value",
        )

    async def inputs(self, request: Request) -> Response:
        items = list(self._found(request.path_params["name"]).items)
        if request.query_params.get("order", "desc") != "asc":
            items.reverse()
        after = request.query_params.get("after")
        places = [place for place, item in enumerate(items) if item["id"] == after]
        rest = items[places[0] + 1 :] if places else items
        limit = request.query_params.get("limit", str(_PAGE))
        most = int(limit) if limit.isdecimal() else 0
        if not 1 <= most <= _MOST_PAGE:
            raise ApiError(f"limit: from 1 to {_MOST_PAGE}", param="limit", code="invalid_value")
        page = rest[:most]
        return JSONResponse(
            {
                "object": "list",
                "data": page,
                "first_id": page[0]["id"] if page else "",
                "last_id": page[-1]["id"] if page else "",
                "has_more": len(rest) > len(page),
            }
        )

    async def count(self, request: Request) -> Response:
        body = await read_as(ResponseRequest, request)
        body.refuse_unsupported()
        slot = slot_of(self._slots, body.model)
        _, conversation = self._conversation(body)
        offer = body.offer()
        shown = tools_json(offer.tools) if offer.tools and offer.choice != NONE else ""
        asked = TokenizeRequest(
            messages=_instructed(body, conversation),
            templating=replace(body.templating(), tools=shown),
        )
        cut = await self._slots.tokenize(slot, asked)
        return JSONResponse({"object": "response.input_tokens", "input_tokens": len(cut.tokens)})

    async def _ask(self, body: ResponseRequest) -> _Asked:
        slot = slot_of(self._slots, body.model)
        items, conversation = self._conversation(body)
        offer = body.offer()
        request = await request_of(
            self._slots,
            slot,
            body,
            max_tokens=body.max_output_tokens,
            messages=_instructed(body, conversation),
            templating=body.templating(),
            logprobs=body.alternatives,
        )
        question = Question(
            model=body.model,
            request=request,
            tools=offer.tools,
            tool_choice=offer.choice,
            parallel_tools=body.parallel_tool_calls is not False,
            predict_s=body.predict_s,
        )
        return _Asked(body, items, conversation, await stream(self._slots, question))

    def _conversation(
        self, body: ResponseRequest
    ) -> tuple[tuple[dict[str, Any], ...], tuple[Message, ...]]:
        items = items_of(body.input)
        before: tuple[Message, ...] = ()
        if body.previous_response_id is not None:
            before = self._found(
                body.previous_response_id, param="previous_response_id"
            ).conversation
        return tuple(items), (*before, *messages_of(items))

    async def _whole(self, asked: _Asked, writing: Writing) -> dict[str, Any]:
        async with aclosing(asked.answering):
            async for part in asked.answering:
                for _ in writing.add(part):
                    pass
        self._remember(asked, writing)
        return writing.response

    async def _events(self, asked: _Asked, writing: Writing) -> AsyncGenerator[bytes, None]:
        for event in writing.opening():
            yield sse.event(event, name=event["type"])
        try:
            async with aclosing(asked.answering):
                async for part in asked.answering:
                    for event in writing.add(part):
                        if event["type"] in _LAST:
                            # What a client was told is over can be asked for.
                            self._remember(asked, writing)
                        yield sse.event(event, name=event["type"])
        except FlotillaError as error:
            for event in writing.fail(error):
                yield sse.event(event, name=event["type"])

    def _remember(self, asked: _Asked, writing: Writing) -> None:
        if not asked.body.remembered:
            return
        conversation = (*asked.conversation, *messages_of(writing.output))
        text = json.dumps([writing.response, asked.items])
        entry = Remembered(
            slot=asked.answering.slot,
            response=writing.response,
            items=asked.items,
            conversation=conversation,
            size_bytes=weight(text, conversation),
        )
        self._store.keep(writing.response["id"], entry)

    def _found(self, name: str, *, param: str = "response_id") -> Remembered:
        entry = self._store.find(name)
        if entry is None or not permits.permits(entry.slot):
            code = "previous_response_not_found" if param != "response_id" else "not_found"
            raise ApiError(
                f"no response {name[:100]!r} is remembered here; it may have made room for newer"
                " ones",
                status=404,
                param=param,
                code=code,
            )
        return entry


def _instructed(body: ResponseRequest, conversation: tuple[Message, ...]) -> tuple[Message, ...]:
    """Return the conversation behind the instructions, which hold for this response alone."""
    if not body.instructions:
        return conversation
    return (Message("system", body.instructions), *conversation)


_LAST = frozenset({"response.completed", "response.incomplete"})
