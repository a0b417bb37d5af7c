"""`/v1/chat/completions`.

The details of a stream are llama.cpp's and OpenAI's: the first chunk of a choice carries the role
alone, the finish chunk an empty delta, a usage chunk comes last when it was asked for, then
`[DONE]`. A failure in mid-stream is an event with an error object.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.api import sse
from agent.api.answers import (
    Finish,
    Part,
    Question,
    Reasoning,
    Text,
    ToolArguments,
    ToolBegin,
    Whole,
    provenance,
    slot_of,
)
from agent.api.body import read_as
from agent.api.errors import body_of
from agent.api.openai.asked import request_of
from agent.api.openai.chorus import Chorus
from agent.api.openai.fields import SEEDS
from agent.api.openai.measured import (
    chat_logprobs,
    head,
    provenance_of,
    timings_of,
    usage_of,
)
from agent.api.openai.schema import ChatRequest
from agent.serving.slots import Slots
from shared.errors import FlotillaError


class Chats:
    """The endpoint."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots

    async def create(self, request: Request) -> Response:
        body = await read_as(ChatRequest, request)
        chorus = await sse.unless_gone(request, self._begin(body))
        first = head("chatcmpl-", body.model, chorus.served)
        headers = provenance(chorus.served)
        if body.stream:
            events = _events(chorus, first, usage=body.include_usage)
            return sse.EventStream(events, headers=headers, ping_s=sse.interval(body.ping_s))
        wholes = await sse.unless_gone(request, chorus.wholes())
        finishes = [one.finish for one in wholes]
        answer = {
            **first,
            "object": "chat.completion",
            "choices": [_choice(place, one) for place, one in enumerate(wholes)],
            "usage": usage_of(finishes),
            "timings": timings_of(finishes[0]),
            "provenance": provenance_of(chorus.served),
        }
        return JSONResponse(answer, headers=headers)

    async def _begin(self, body: ChatRequest) -> Chorus:
        slot = slot_of(self._slots, body.model)
        offer = body.offer()
        asked = await request_of(
            self._slots,
            slot,
            body,
            max_tokens=body.limit,
            messages=body.conversation(),
            templating=body.templating(),
            logprobs=body.alternatives,
        )
        question = Question(
            model=body.model,
            request=asked,
            tools=offer.tools,
            tool_choice=offer.choice,
            parallel_tools=body.parallel_tool_calls is not False,
            reasoning=body.splits_reasoning,
            continues=body.continues,
            predict_s=body.predict_s,
        )
        return await Chorus.begin(self._slots, several(question, body.n or 1, body.seed))


def several(question: Question, count: int, seed: int | None) -> list[Question]:
    """Return a question as often as answers are wanted; with a seed, each with its own."""
    if seed is None or count == 1:
        return [question] * count
    request = question.request
    return [
        replace(
            question,
            request=replace(request, sampling={**request.sampling, "seed": (seed + place) % SEEDS}),
        )
        for place in range(count)
    ]


def _choice(place: int, whole: Whole) -> dict[str, Any]:
    message: dict[str, Any] = {
        "role": "assistant",
        "content": whole.text if whole.text or not whole.calls else None,
        "refusal": None,
    }
    if whole.reasoning:
        message["reasoning_content"] = whole.reasoning
    if whole.calls:
        message["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for call in whole.calls
        ]
    return {
        "index": place,
        "message": message,
        "logprobs": chat_logprobs(whole.logprobs),
        "finish_reason": whole.finish.reason,
    }


async def _events(
    chorus: Chorus, first: dict[str, Any], *, usage: bool
) -> AsyncGenerator[bytes, None]:
    base = {**first, "object": "chat.completion.chunk"}
    if usage:
        base["usage"] = None
    finishes: dict[int, Finish] = {}
    begun: set[int] = set()
    try:
        async with aclosing(chorus):
            yield _chunk(base, 0, {"role": "assistant", "content": None})
            begun.add(0)
            async for place, part in chorus:
                if place not in begun:
                    begun.add(place)
                    yield _chunk(base, place, {"role": "assistant", "content": None})
                if isinstance(part, Finish):
                    finishes[place] = part
                    yield _ending(base, place, part, chorus)
                else:
                    logprobs = chat_logprobs(part.logprobs) if isinstance(part, Text) else None
                    yield _chunk(base, place, _delta(part), logprobs=logprobs)
            if usage:
                ended = [finish for _, finish in sorted(finishes.items())]
                yield sse.event({**base, "choices": [], "usage": usage_of(ended)})
        yield sse.DONE
    except FlotillaError as error:
        yield sse.event(body_of(error))


def _ending(base: dict[str, Any], place: int, finish: Finish, chorus: Chorus) -> bytes:
    choice = {"index": place, "delta": {}, "logprobs": None, "finish_reason": finish.reason}
    return sse.event(
        {
            **base,
            "choices": [choice],
            "timings": timings_of(finish),
            "provenance": provenance_of(chorus.served),
        }
    )


def _chunk(
    base: dict[str, Any],
    place: int,
    delta: dict[str, Any],
    *,
    logprobs: dict[str, Any] | None = None,
) -> bytes:
    choice = {"index": place, "delta": delta, "logprobs": logprobs, "finish_reason": None}
    return sse.event({**base, "choices": [choice]})


def _delta(part: Part) -> dict[str, Any]:
    match part:
        case Text():
            return {"content": part.text}
        case Reasoning():
            return {"reasoning_content": part.text}
        case ToolBegin():
            function = {"name": part.name, "arguments": ""}
            call = {"index": part.index, "id": part.id, "type": "function", "function": function}
            return {"tool_calls": [call]}
        case ToolArguments():
            call = {"index": part.index, "function": {"arguments": part.text}}
            return {"tool_calls": [call]}
        case Finish():
            return {}
