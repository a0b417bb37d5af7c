"""`/completion` and `/infill`, with the fields of llama.cpp's server."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.api import sse
from agent.api.answers import Finish, Part, Question, Text, Whole, provenance, slot_of
from agent.api.body import read_as
from agent.api.errors import body_of
from agent.api.llama.schema import CompletionBody, InfillBody, NativeRequest, Piece
from agent.api.llama.settings import chosen, generation_settings
from agent.api.openai.asked import request_of
from agent.api.openai.chat import several
from agent.api.openai.chorus import Chorus
from agent.api.openai.infill import filled
from agent.api.openai.measured import provenance_of, timings_of
from agent.engine.frames import LENGTH
from agent.engine.values import Likely, TokenLogprob
from agent.serving.servable import GenerateRequest, TokenizeRequest, sampling_of
from agent.serving.slots import Slots
from shared.errors import FlotillaError


@dataclass(frozen=True)
class Asked:
    """What one request came to."""

    body: NativeRequest
    chorus: Chorus
    request: GenerateRequest
    prompts: tuple[str, ...]

    @property
    def silent(self) -> bool:
        """Whether the prompt is to be evaluated and nothing said."""
        return self.body.limit == 0


@dataclass
class Told:
    """What was told of one answer so far."""

    tokens: int = 0
    texts: list[str] = field(default_factory=list)


class Natives:
    """The endpoints."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots

    async def complete(self, request: Request) -> Response:
        body = await read_as(CompletionBody, request)
        return await self._answer(request, await sse.unless_gone(request, self._complete(body)))

    async def infill(self, request: Request) -> Response:
        body = await read_as(InfillBody, request)
        return await self._answer(request, await sse.unless_gone(request, self._infill(body)))

    async def _answer(self, request: Request, asked: Asked) -> Response:
        headers = provenance(asked.chorus.served)
        if asked.body.stream:
            ping_s = sse.interval(asked.body.ping_s)
            return sse.EventStream(_events(asked), headers=headers, ping_s=ping_s)
        wholes = await sse.unless_gone(request, asked.chorus.wholes())
        answers = [
            chosen(_whole(place, one, asked), asked.body.response_fields)
            for place, one in enumerate(wholes)
        ]
        return JSONResponse(answers if len(answers) > 1 else answers[0], headers=headers)

    async def _complete(self, body: CompletionBody) -> Asked:
        slot = slot_of(self._slots, body.model)
        request = await self._request(slot, body)
        questions: list[Question] = []
        prompts: list[str] = []
        for pieces in body.prompts():
            given = await self._given(slot, pieces)
            question = Question(body.model, replace(request, **given), predict_s=body.predict_s)
            questions += several(question, body.answers, body.seed_of(0))
            shown = given.get("prompt")
            text = shown if shown is not None else await self._text(slot, given["tokens"])
            prompts += [text] * body.answers
        chorus = await Chorus.begin(self._slots, questions)
        return Asked(body, chorus, request, tuple(prompts))

    async def _infill(self, body: InfillBody) -> Asked:
        slot = slot_of(self._slots, body.model)
        request = await self._request(slot, body)
        tokens = await filled(
            self._slots,
            slot,
            before=body.input_prefix,
            after=body.input_suffix,
            begun=body.prompt,
            extra=[(one.filename, one.text) for one in body.input_extra or ()],
        )
        question = Question(body.model, replace(request, tokens=tokens), predict_s=body.predict_s)
        chorus = await Chorus.begin(self._slots, several(question, body.answers, body.seed_of(0)))
        prompt = await self._text(slot, tokens)
        return Asked(body, chorus, request, (prompt,) * body.answers)

    async def _request(self, slot: str, body: NativeRequest) -> GenerateRequest:
        logprobs = body.probabilities
        if logprobs is None and body.return_tokens:
            # The engine names tokens where it tells their probabilities.
            logprobs = 0
        # Nothing said still takes a token: that is how a prompt gets evaluated.
        most = 1 if body.limit == 0 else body.limit
        return await request_of(self._slots, slot, body, max_tokens=most, logprobs=logprobs)

    async def _given(self, slot: str, pieces: Sequence[Piece]) -> dict[str, Any]:
        if len(pieces) == 1 and isinstance(pieces[0], str):
            return {"prompt": pieces[0]}
        tokens: list[int] = []
        for place, piece in enumerate(pieces):
            if isinstance(piece, int):
                tokens.append(piece)
                continue
            asked = TokenizeRequest(text=piece, add_special=place == 0)
            tokens += (await self._slots.tokenize(slot, asked)).tokens
        return {"tokens": tuple(tokens)}

    async def _text(self, slot: str, tokens: Sequence[int]) -> str:
        return (await self._slots.detokenize(slot, tokens)).text


def _whole(place: int, whole: Whole, asked: Asked) -> dict[str, Any]:
    text = "" if asked.silent else whole.text
    answer = {
        "index": place,
        "content": text,
        "tokens": whole.tokens if asked.body.return_tokens else [],
        **_ending(place, whole.finish, asked, text=text),
    }
    if asked.body.probabilities is not None:
        answer["completion_probabilities"] = [_token(one) for one in whole.logprobs]
    return answer


def _ending(place: int, finish: Finish, asked: Asked, *, text: str) -> dict[str, Any]:
    served = asked.chorus.served
    usage = finish.usage
    kind = "word" if finish.stopped_by else "limit" if finish.reason == LENGTH else "eos"
    return {
        "id_slot": -1,
        "stop": True,
        "model": asked.body.model or served.name,
        "tokens_predicted": 0 if asked.silent else usage.generated,
        "tokens_evaluated": usage.prompt,
        "generation_settings": generation_settings(
            asked.request,
            sampling_of(served.parameters, asked.request.sampling),
            limit=asked.body.limit,
            stream=bool(asked.body.stream),
        ),
        "prompt": asked.prompts[place],
        "has_new_line": "\n" in text,
        "truncated": False,
        "stop_type": kind,
        "stopping_word": finish.stopped_by,
        "tokens_cached": usage.prompt + usage.generated,
        "timings": timings_of(finish),
        "provenance": provenance_of(served),
    }


async def _events(asked: Asked) -> AsyncGenerator[bytes, None]:
    told = [Told() for _ in range(asked.chorus.size)]
    try:
        async with aclosing(asked.chorus):
            async for place, part in asked.chorus:
                if (chunk := _chunk(place, part, asked, told[place])) is not None:
                    yield sse.event(chunk)
    except FlotillaError as error:
        yield sse.event(body_of(error))


def _chunk(place: int, part: Part, asked: Asked, told: Told) -> dict[str, Any] | None:
    if isinstance(part, Finish):
        ending = _ending(place, part, asked, text="".join(told.texts))
        return {"index": place, "content": "", "tokens": [], **ending}
    if not isinstance(part, Text) or asked.silent:
        return None
    told.texts.append(part.text)
    told.tokens += len(part.tokens) or 1
    chunk: dict[str, Any] = {
        "index": place,
        "content": part.text,
        "tokens": part.tokens if asked.body.return_tokens else [],
        "stop": False,
        "id_slot": -1,
        "tokens_predicted": told.tokens,
    }
    if asked.body.probabilities is not None and part.logprobs:
        chunk["completion_probabilities"] = [_token(one) for one in part.logprobs]
    return chunk


def _token(one: TokenLogprob) -> dict[str, Any]:
    return {**_likely(one.chosen), "top_logprobs": [_likely(other) for other in one.top]}


def _likely(one: Likely) -> dict[str, Any]:
    return {
        "id": one.token,
        "token": one.text,
        "bytes": list(one.text.encode()),
        "logprob": one.logprob,
    }
