"""`/v1/completions`: one or several prompts as they are, without a chat template."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from math import fsum
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.api import sse
from agent.api.answers import Finish, Question, Text, Whole, provenance, slot_of
from agent.api.body import read_as
from agent.api.errors import body_of
from agent.api.openai.asked import request_of
from agent.api.openai.chat import several
from agent.api.openai.chorus import Chorus
from agent.api.openai.infill import infilled
from agent.api.openai.measured import (
    head,
    provenance_of,
    text_logprobs,
    timings_of,
    usage_of,
)
from agent.api.openai.schema import CompletionRequest
from agent.serving.slots import Slots
from shared.errors import FlotillaError


@dataclass(frozen=True)
class _Asked:
    """The questions of one request: `copies` answers to every prompt, `count` of them wanted."""

    chorus: Chorus
    echoes: tuple[str, ...]
    copies: int
    count: int

    @property
    def own_prompts(self) -> range:
        """Return the places of the first answer to every prompt."""
        return range(0, self.chorus.size, self.copies)

    def echo(self, place: int) -> str:
        return self.echoes[place // self.copies] if self.echoes else ""


class Completions:
    """The endpoint."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots

    async def create(self, request: Request) -> Response:
        body = await read_as(CompletionRequest, request)
        asked = await sse.unless_gone(request, self._begin(body))
        served = asked.chorus.served
        first = {**head("cmpl-", body.model, served), "object": "text_completion"}
        headers = provenance(served)
        if body.stream:
            events = _events(asked, first, usage=body.include_usage)
            return sse.EventStream(events, headers=headers, ping_s=sse.interval(body.ping_s))
        wholes = await sse.unless_gone(request, asked.chorus.wholes())
        chosen = _best(wholes, asked)
        shows = body.alternatives is not None
        answer = {
            **first,
            "choices": [
                _choice(place, one, asked, shows=shows) for place, one in enumerate(chosen)
            ],
            "usage": usage_of([one.finish for one in wholes], prompts=asked.own_prompts),
            "timings": timings_of(wholes[0].finish),
            "provenance": provenance_of(served),
        }
        return JSONResponse(answer, headers=headers)

    async def _begin(self, body: CompletionRequest) -> _Asked:
        slot = slot_of(self._slots, body.model)
        count = body.n or 1
        copies = max(body.best_of or 1, count)
        # The best of several are told by their probabilities.
        logprobs = 0 if copies > count and body.alternatives is None else body.alternatives
        asked = await request_of(self._slots, slot, body, max_tokens=body.limit, logprobs=logprobs)
        questions: list[Question] = []
        echoes: list[str] = []
        for prompt in body.prompts():
            if body.suffix:
                prompt = await infilled(self._slots, slot, prompt, body.suffix)  # noqa: PLW2901
            given = {"prompt": prompt} if isinstance(prompt, str) else {"tokens": prompt}
            question = Question(body.model, replace(asked, **given), predict_s=body.predict_s)
            questions += several(question, copies, body.seed)
            if body.echo:
                echoes.append(await self._text(slot, prompt))
        chorus = await Chorus.begin(self._slots, questions)
        return _Asked(chorus, tuple(echoes), copies, count)

    async def _text(self, slot: str, prompt: str | tuple[int, ...]) -> str:
        if isinstance(prompt, str):
            return prompt
        return (await self._slots.detokenize(slot, prompt)).text


def _best(wholes: Sequence[Whole], asked: _Asked) -> list[Whole]:
    """Return the likeliest answers to every prompt, where there are more than wanted."""
    chosen: list[Whole] = []
    for begin in asked.own_prompts:
        answers = list(wholes[begin : begin + asked.copies])
        if asked.copies > asked.count:
            answers.sort(key=_likelihood, reverse=True)
        chosen += answers[: asked.count]
    return chosen


def _likelihood(whole: Whole) -> float:
    """Return the mean log probability of a token."""
    logprobs = [one.chosen.logprob for one in whole.logprobs]
    return fsum(logprobs) / len(logprobs) if logprobs else 0.0


def _choice(place: int, whole: Whole, asked: _Asked, *, shows: bool) -> dict[str, Any]:
    echo = asked.echoes[place // asked.count] if asked.echoes else ""
    return {
        "index": place,
        "text": echo + whole.text,
        "logprobs": text_logprobs(whole.logprobs, offset=len(echo)) if shows else None,
        "finish_reason": whole.finish.reason,
    }


async def _events(
    asked: _Asked, base: dict[str, Any], *, usage: bool
) -> AsyncGenerator[bytes, None]:
    if usage:
        base = {**base, "usage": None}
    chorus = asked.chorus
    finishes: dict[int, Finish] = {}
    said: dict[int, int] = {}
    try:
        async with aclosing(chorus):
            async for place, part in chorus:
                if place not in said:
                    said[place] = 0
                    if echo := asked.echo(place):
                        said[place] = len(echo)
                        yield _chunk(base, place, echo)
                if isinstance(part, Text):
                    logprobs = text_logprobs(part.logprobs, offset=said[place])
                    said[place] += len(part.text)
                    yield _chunk(base, place, part.text, logprobs=logprobs)
                elif isinstance(part, Finish):
                    finishes[place] = part
                    told = {"timings": timings_of(part), "provenance": provenance_of(chorus.served)}
                    yield _chunk({**base, **told}, place, "", reason=part.reason)
            if usage:
                ended = [finish for _, finish in sorted(finishes.items())]
                total = usage_of(ended, prompts=asked.own_prompts)
                yield sse.event({**base, "choices": [], "usage": total})
        yield sse.DONE
    except FlotillaError as error:
        yield sse.event(body_of(error))


def _chunk(
    base: dict[str, Any],
    place: int,
    text: str,
    *,
    logprobs: dict[str, Any] | None = None,
    reason: str | None = None,
) -> bytes:
    choice = {"index": place, "text": text, "logprobs": logprobs, "finish_reason": reason}
    return sse.event({**base, "choices": [choice]})
