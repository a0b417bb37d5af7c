"""`…/generate` and `…/generate_stream`: the protocol's extension for models that answer in text."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.api import sse
from agent.api.answers import (
    Answering,
    Finish,
    Question,
    provenance,
    stream,
    whole_of,
)
from agent.api.body import read_as
from agent.api.inference.metadata import found
from agent.api.inference.schema import GenerateBody
from agent.api.tools.parts import Text
from agent.engine.frames import LENGTH
from agent.engine.values import Likely
from agent.serving.servable import GenerateRequest
from agent.serving.slots import Slots
from shared.errors import FlotillaError


class Generate:
    """The two endpoints."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots

    async def whole(self, request: Request) -> Response:
        body, answering = await self._asked(request)
        whole = await sse.unless_gone(request, whole_of(answering))
        answer = {**_head(request, body, answering), "text_output": whole.text}
        if body.parameters.details:
            tokens = [_token(one.chosen) for one in whole.logprobs]
            answer["details"] = {"finish_reason": _reason(whole.finish), "logprobs": tokens}
        return JSONResponse(answer, headers=provenance(whole.served))

    async def stream(self, request: Request) -> Response:
        body, answering = await self._asked(request)
        events = _events(answering, _head(request, body, answering))
        return sse.EventStream(events, headers=provenance(answering.served))

    async def _asked(self, request: Request) -> tuple[GenerateBody, Answering]:
        found(self._slots, request)
        body = await read_as(GenerateBody, request)
        parameters = body.parameters
        question = Question(
            request.path_params["model"],
            GenerateRequest(
                prompt=body.text_input,
                max_tokens=parameters.max_tokens,
                sampling=parameters.sampling(),
                stop=parameters.stops(),
                logprobs=0 if parameters.details else None,
            ),
            reasoning=False,
        )
        return body, await stream(self._slots, question)


def _head(request: Request, body: GenerateBody, answering: Answering) -> dict[str, Any]:
    return {
        "model_name": request.path_params["model"],
        "model_version": answering.served.version,
        **({} if body.id is None else {"id": body.id}),
    }


async def _events(answering: Answering, head: dict[str, Any]) -> AsyncGenerator[bytes, None]:
    try:
        async with aclosing(answering):
            async for part in answering:
                if isinstance(part, Text):
                    for said in _said(part):
                        yield sse.event({**head, **said})
                elif isinstance(part, Finish):
                    details = {"finish_reason": _reason(part)}
                    yield sse.event({**head, "text_output": "", "details": details})
    except FlotillaError as error:
        yield sse.event({"error": str(error)})


def _said(part: Text) -> Iterator[dict[str, Any]]:
    """Yield what one part says: one event a token where tokens are told, the text on the last."""
    *before, last = part.logprobs or (None,)
    for one in before:
        if one is not None:
            yield {"text_output": "", "details": {"token": _token(one.chosen)}}
    if last is None:
        yield {"text_output": part.text}
    else:
        yield {"text_output": part.text, "details": {"token": _token(last.chosen)}}


def _token(token: Likely) -> dict[str, Any]:
    return {
        "id": token.token,
        "text": token.text,
        "logprob": token.logprob,
        "special": not token.text,
    }


def _reason(finish: Finish) -> str:
    if finish.reason == LENGTH:
        return "length"
    return "stop_sequence" if finish.stopped_by else "eos_token"
