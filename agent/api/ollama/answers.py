"""`/api/generate` and `/api/chat`: answers, and by an empty question loading and unloading."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.api import sse
from agent.api.answers import (
    Answering,
    Finish,
    Part,
    Question,
    provenance,
    stream,
    whole_of,
)
from agent.api.body import read_as
from agent.api.errors import ApiError
from agent.api.ollama import saying
from agent.api.ollama.catalogue import Known
from agent.api.ollama.errors import sentence
from agent.api.ollama.loading import Loading
from agent.api.ollama.options import options_of
from agent.api.ollama.schema import Answered, ChatBody, GenerateBody
from agent.api.ollama.telling import NDJSON, Telling
from agent.api.ollama.truncation import TRUNCATED, without_oldest
from agent.api.tools.parts import Reasoning, Text, ToolArguments, ToolBegin
from agent.engine.values import Message, Templating
from agent.serving.errors import ContextOverflowError
from agent.serving.servable import GenerateRequest, TokenizeRequest
from agent.serving.slots import Slots
from shared.errors import FlotillaError

Remember = Callable[[str], Awaitable[dict[str, Any]]]
"""From the whole text of an answer to what its last object has to say beside."""


class Answers:
    """The two endpoints."""

    def __init__(self, slots: Slots, loading: Loading) -> None:
        self._slots = slots
        self._loading = loading

    async def chat(self, request: Request) -> Response:
        body = await read_as(ChatBody, request)
        telling = Telling(body.asked, saying.ChatForm())
        if not body.messages:
            return await self._loading.alone(body, telling)
        messages = body.conversation()
        known = await self._loading.ready(body, telling)
        if known.alias is not None:
            said = any(one.role == "system" for one in messages)
            system = "" if said else known.alias.system
            messages = (*_system(system), *known.alias.messages, *messages)
        question = Question(
            known.model,
            self._request(body, known),
            tools=body.offered(),
            reasoning=body.think is not False,
            continues=len(messages) > 1 and _is_open(messages[-1]),
        )
        answering = await self._within(question, messages, telling, truncate=bool(body.truncate))
        return await self._tell(request, body, answering, telling, _nothing)

    async def generate(self, request: Request) -> Response:
        body = await read_as(GenerateBody, request)
        body.refuse_unsupported()
        telling = Telling(body.asked, saying.GenerateForm())
        if not body.prompt:
            return await self._loading.alone(body, telling)
        known = await self._loading.ready(body, telling)
        question, remember = await self._prompted(body, known)
        answering = await stream(self._slots, question)
        return await self._tell(request, body, answering, telling, remember)

    async def _prompted(self, body: GenerateBody, known: Known) -> tuple[Question, Remember]:
        """Return what a prompt comes to, and how its tokens are remembered."""
        asked = self._request(body, known)
        question = Question(known.model, asked, reasoning=body.think is not False)
        if body.raw:
            return replace(question, request=replace(asked, prompt=body.prompt)), _nothing
        before = tuple(body.context or ())
        alias = known.alias
        system = body.system if body.system is not None else alias.system if alias else ""
        if known.ready is not None and not known.ready.chat_template:
            text = "\n\n".join(filter(None, (system, body.prompt)))
            rendered = TokenizeRequest(text=text)
            asked = replace(asked, prompt=text)
            if before:
                tokens = (*before, *await self._tokens(known.slot, rendered))
                asked = replace(asked, prompt=None, tokens=tokens)
        else:
            turns = (*_system(system), *(alias.messages if alias else ()))
            messages = (*turns, Message("user", body.prompt))
            rendered = TokenizeRequest(messages=messages, templating=asked.templating)
            asked = replace(asked, messages=messages)

        async def remember(text: str) -> dict[str, Any]:
            prompt = await self._tokens(known.slot, rendered)
            said = await self._tokens(known.slot, TokenizeRequest(text=text, parse_special=False))
            return {"context": [*before, *prompt, *said]}

        return replace(question, request=asked, before=before), remember

    async def _tokens(self, slot: str, request: TokenizeRequest) -> tuple[int, ...]:
        return (await self._slots.tokenize(slot, request)).tokens

    def _request(self, body: Answered, known: Known) -> GenerateRequest:
        """Return what both endpoints ask for, but for the words."""
        if body.think and "thinking" not in known.capabilities():
            raise ApiError(f'"{body.asked}" does not support thinking', param="think")
        alias = known.alias
        options = options_of(
            {**(alias.parameters if alias else {}), **(body.options or {})},
            bundle=known.served.parameters,
            context=self._slots.context(known.slot) or known.served.context,
        )
        return GenerateRequest(
            max_tokens=options.max_tokens,
            sampling=options.sampling,
            stop=options.stop,
            templating=Templating(arguments=body.switches()),
            constraint=body.constraint(),
            logprobs=body.alternatives(),
            shift=bool(body.shift),
            keep=options.keep if body.shift else 0,
        )

    async def _within(
        self, question: Question, messages: tuple[Message, ...], telling: Telling, *, truncate: bool
    ) -> Answering:
        """Ask; where it was wished, without the oldest messages if all are too many."""
        left_out = 0
        while True:
            request = replace(question.request, messages=messages)
            try:
                return await stream(self._slots, replace(question, request=request))
            except ContextOverflowError as error:
                shorter = without_oldest(
                    messages, tokens=error.prompt_tokens, context=error.context
                )
                if not truncate or shorter is None:
                    raise
                left_out += len(messages) - len(shorter)
                telling.headers[TRUNCATED] = str(left_out)
                messages = shorter

    async def _tell(
        self,
        request: Request,
        body: Answered,
        answering: Answering,
        telling: Telling,
        remember: Remember,
    ) -> Response:
        self._loading.keep(answering.slot, body)
        headers = {**provenance(answering.served), **telling.headers}
        if body.streams:
            lines = _lines(answering, telling, remember)
            return sse.EventStream(lines, headers=headers, ping=b"", media_type=NDJSON)
        whole = await sse.unless_gone(request, whole_of(answering))
        said = saying.whole_of(telling.form, whole)
        beside = await remember(whole.text)
        answer = telling.object({**said, **telling.end(whole.finish), **beside})
        return JSONResponse(answer, headers=headers)


async def _lines(
    answering: Answering, telling: Telling, remember: Remember
) -> AsyncGenerator[bytes, None]:
    calling = saying.Calling()
    texts: list[str] = []
    try:
        async with aclosing(answering):
            async for part in answering:
                if isinstance(part, Text):
                    texts.append(part.text)
                for said in _said(part, telling.form, calling):
                    yield saying.line(telling.object({**said, "done": False}))
                if isinstance(part, Finish):
                    beside = await remember("".join(texts))
                    end = {**telling.form.said(""), **telling.end(part), **beside}
                    yield saying.line(telling.object(end))
    except FlotillaError as error:
        yield saying.line({"error": sentence(error)})


def _said(part: Part, form: saying.Form, calling: saying.Calling) -> list[dict[str, Any]]:
    match part:
        case Text():
            return [{**form.said(part.text), **saying.logprobs_of(part.logprobs)}]
        case Reasoning():
            return [form.said("", thinking=part.text)]
        case ToolBegin():
            return [form.said("", calls=[call]) for call in calling.begin(part.id, part.name)]
        case ToolArguments():
            calling.add(part.text)
            return []
        case Finish():
            return [form.said("", calls=[call]) for call in calling.end()]


def _is_open(message: Message) -> bool:
    """Tell whether an answer goes on where a message ends."""
    return message.role == "assistant" and not message.tool_calls


def _system(text: str) -> tuple[Message, ...]:
    return (Message("system", text),) if text else ()


async def _nothing(_text: str) -> dict[str, Any]:
    return {}
