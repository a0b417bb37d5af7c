"""`/api/embed`, and `/api/embeddings` before it: vectors of texts."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.api import sse
from agent.api.answers import provenance
from agent.api.body import read_as
from agent.api.ollama.loading import Loading
from agent.api.ollama.saying import GenerateForm
from agent.api.ollama.schema import EmbedBody, EmbeddingsBody
from agent.api.ollama.telling import Telling
from agent.api.openai.embeddings import EmbeddingRequest, Embeddings, floats, shortened
from agent.serving.slots import Slots

_RAW = -1
"""The norm that leaves vectors as they are."""


class Embedding:
    """The two endpoints."""

    def __init__(self, slots: Slots, loading: Loading) -> None:
        self._embeddings = Embeddings(slots)
        self._loading = loading

    async def embed(self, request: Request) -> Response:
        body = await read_as(EmbedBody, request)
        telling = Telling(body.asked, GenerateForm())
        known = await self._loading.ready(body, telling)
        vectors: list[str] = []
        tokens = 0
        if body.input:
            # Here cutting is the rule, as clients of this endpoint count on.
            asked = EmbeddingRequest(input=body.input, truncate=body.truncate is not False)
            making = self._embeddings.vectors(known.slot, asked)
            vectors, tokens = await sse.unless_gone(request, making)
        if body.dimensions is not None:
            vectors = [shortened(one, body.dimensions) for one in vectors]
        self._loading.keep(known.slot, body)
        answer = {
            "model": body.asked,
            "embeddings": [floats(one) for one in vectors],
            "total_duration": telling.elapsed_ns(),
            "load_duration": telling.load_ns,
            "prompt_eval_count": tokens,
        }
        return JSONResponse(answer, headers=provenance(known.served))

    async def embeddings(self, request: Request) -> Response:
        body = await read_as(EmbeddingsBody, request)
        known = await self._loading.ready(body)
        vector: list[float] = []
        if body.prompt:
            asked = EmbeddingRequest(input=body.prompt, truncate=True, embd_normalize=_RAW)
            making = self._embeddings.vectors(known.slot, asked)
            (made,), _ = await sse.unless_gone(request, making)
            vector = floats(made)
        self._loading.keep(known.slot, body)
        return JSONResponse({"embedding": vector}, headers=provenance(known.served))
