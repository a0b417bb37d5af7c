"""`/tokenize`, `/detokenize`, `/apply-template`, token counts, and `/embedding`."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.api import sse
from agent.api.answers import NONE, provenance, serving, slot_of, tools_json
from agent.api.body import read_as
from agent.api.llama.schema import DetokenizeBody, TokenizeBody
from agent.api.openai.embeddings import EmbeddingRequest, Embeddings, floats
from agent.api.openai.schema import ChatBody
from agent.engine.frames import Tokens
from agent.serving.servable import TokenizeRequest
from agent.serving.slots import Slots


class Texts:
    """The endpoints."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots
        self._embeddings = Embeddings(slots)

    async def tokenize(self, request: Request) -> Response:
        body = await read_as(TokenizeBody, request)
        slot = slot_of(self._slots, body.model)
        pieces = [body.content] if isinstance(body.content, str) else body.content
        tokens: list[Any] = []
        for place, piece in enumerate(pieces):
            if isinstance(piece, int):
                cut = await self._slots.detokenize(slot, (piece,))
            else:
                asked = TokenizeRequest(
                    text=piece,
                    add_special=bool(body.add_special) and place == 0,
                    parse_special=body.parse_special is not False,
                )
                cut = await self._slots.tokenize(slot, asked)
            tokens += _pieces(cut) if body.with_pieces else cut.tokens
        return JSONResponse({"tokens": tokens}, headers=self._headers(slot))

    async def detokenize(self, request: Request) -> Response:
        body = await read_as(DetokenizeBody, request)
        slot = slot_of(self._slots, body.model)
        text = (await self._slots.detokenize(slot, body.tokens)).text if body.tokens else ""
        return JSONResponse({"content": text}, headers=self._headers(slot))

    async def apply_template(self, request: Request) -> Response:
        body = await read_as(ChatBody, request)
        slot, cut = await self._rendered(body)
        return JSONResponse({"prompt": cut.text}, headers=self._headers(slot))

    async def count(self, request: Request) -> Response:
        body = await read_as(ChatBody, request)
        slot, cut = await self._rendered(body)
        answer = {"object": "response.input_tokens", "input_tokens": len(cut.tokens)}
        return JSONResponse(answer, headers=self._headers(slot))

    async def embed(self, request: Request) -> Response:
        """Answer with one list of vectors per input, as this endpoint has always done."""
        body = await read_as(EmbeddingRequest, request)
        slot = slot_of(self._slots, body.model)
        headers = self._headers(slot)
        vectors, _ = await sse.unless_gone(request, self._embeddings.vectors(slot, body))
        answer = [
            {"index": place, "embedding": [floats(vector)]} for place, vector in enumerate(vectors)
        ]
        return JSONResponse(answer, headers=headers)

    async def _rendered(self, body: ChatBody) -> tuple[str, Tokens]:
        body.refuse_unsupported()
        slot = slot_of(self._slots, body.model)
        offer = body.offer()
        shown = tools_json(offer.tools) if offer.tools and offer.choice != NONE else ""
        asked = TokenizeRequest(
            messages=body.conversation(), templating=body.templating(tools=shown)
        )
        return slot, await self._slots.tokenize(slot, asked)

    def _headers(self, slot: str) -> dict[str, str]:
        return provenance(serving(self._slots, slot))


def _pieces(cut: Tokens) -> list[dict[str, Any]]:
    return [
        {"id": token, "piece": piece} for token, piece in zip(cut.tokens, cut.pieces, strict=True)
    ]
