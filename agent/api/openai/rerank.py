"""Reranking in the words of Jina and Cohere, or of TEI; and `/v1/classify`."""

from typing import Any, Final

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.api import sse
from agent.api.answers import DEADLINE_S, provenance, serving, slot_of
from agent.api.body import read_as
from agent.api.errors import ApiError, UnsupportedError
from agent.api.openai.embeddings import floats
from agent.api.openai.fields import Given
from agent.api.openai.measured import provenance_of
from agent.serving.servable import EmbedRequest
from agent.serving.slots import Slots

MAX_DOCUMENTS: Final = 1000
MAX_INPUTS: Final = 1000


class Document(Given):
    text: str


class RerankRequest(Given):
    """`texts` instead of `documents` is how TEI is told apart."""

    model: str | None = Field(default=None, min_length=1, max_length=200)
    query: str = Field(min_length=1)
    documents: list[str | Document] | None = None
    texts: list[str] | None = None
    top_n: int | None = Field(default=None, ge=1)
    return_documents: bool | None = None
    return_text: bool | None = None
    raw_scores: bool | None = None
    truncate: bool | None = None

    def passages(self) -> list[str]:
        """Return the texts that are ranked.

        Raises:
            ApiError: there is none, or there are too many.
        """
        given = self.documents if self.texts is None else self.texts
        texts = [one if isinstance(one, str) else one.text for one in given or ()]
        if not 0 < len(texts) <= MAX_DOCUMENTS:
            raise ApiError(
                f"documents: from 1 to {MAX_DOCUMENTS} texts",
                param="documents",
                code="missing_required_parameter" if given is None else "invalid_value",
            )
        return texts


class ClassifyRequest(Given):
    model: str | None = Field(default=None, min_length=1, max_length=200)
    input: str | list[str]
    truncate: bool | None = None

    def texts(self) -> tuple[str, ...]:
        texts = (self.input,) if isinstance(self.input, str) else tuple(self.input)
        if not 0 < len(texts) <= MAX_INPUTS or not all(texts):
            raise ApiError(
                f"input: from 1 to {MAX_INPUTS} texts, none of them empty",
                param="input",
                code="invalid_value",
            )
        return texts


class Rerank:
    """The endpoints of models that score."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots

    async def create(self, request: Request) -> Response:
        body = await read_as(RerankRequest, request)
        passages = body.passages()
        slot = slot_of(self._slots, body.model)
        served = serving(self._slots, slot)
        asked = EmbedRequest(
            pairs=tuple((body.query, passage) for passage in passages),
            normalize=not body.raw_scores,
            truncate=bool(body.truncate),
            deadline_s=DEADLINE_S,
        )
        reply = await sse.unless_gone(request, self._slots.embed(slot, asked))
        scores = [floats(vector)[0] for vector in reply.vectors]
        best = sorted(range(len(scores)), key=lambda place: -scores[place])[: body.top_n]
        headers = provenance(served)
        if body.texts is not None:
            return JSONResponse(
                [
                    {"index": place, "score": scores[place]}
                    | ({"text": passages[place]} if body.return_text else {})
                    for place in best
                ],
                headers=headers,
            )
        answer: dict[str, Any] = {
            "object": "list",
            "model": body.model or served.name,
            "results": [
                {"index": place, "relevance_score": scores[place]}
                | ({"document": {"text": passages[place]}} if body.return_documents else {})
                for place in best
            ],
            "usage": {"prompt_tokens": reply.prompt_tokens, "total_tokens": reply.prompt_tokens},
            "provenance": provenance_of(served),
        }
        return JSONResponse(answer, headers=headers)

    async def classify(self, request: Request) -> Response:
        body = await read_as(ClassifyRequest, request)
        texts = body.texts()
        slot = slot_of(self._slots, body.model)
        served = serving(self._slots, slot)
        labels = self._slots.describe(slot).labels
        if not labels:
            raise UnsupportedError("model", "classifying (this model has no labels)")
        asked = EmbedRequest(texts=texts, truncate=bool(body.truncate), deadline_s=DEADLINE_S)
        reply = await sse.unless_gone(request, self._slots.embed(slot, asked))
        answer = {
            "object": "list",
            "model": body.model or served.name,
            "data": [
                _classified(place, floats(vector), labels)
                for place, vector in enumerate(reply.vectors)
            ],
            "usage": {"prompt_tokens": reply.prompt_tokens, "total_tokens": reply.prompt_tokens},
            "provenance": provenance_of(served),
        }
        return JSONResponse(answer, headers=provenance(served))


def _classified(place: int, scores: list[float], labels: tuple[str, ...]) -> dict[str, Any]:
    best = max(range(len(scores)), key=scores.__getitem__)
    return {
        "index": place,
        "label": labels[best],
        "probs": scores,
        "num_classes": len(scores),
        "labels": labels,
    }
