"""`/v1/embeddings`: what texts mean, as vectors.

Vectors come from the engine as base64 of little-endian float32, which is what OpenAI's own client
asks for; they are opened here only to be shortened, or for callers that want numbers.
"""

import base64
import math
import sys
from array import array
from collections.abc import Sequence
from typing import Any, Final, Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.api import sse
from agent.api.answers import DEADLINE_S, provenance, serving, slot_of
from agent.api.body import read_as
from agent.api.errors import ApiError, UnsupportedError
from agent.api.openai.fields import Given
from agent.api.openai.measured import provenance_of
from agent.api.openai.schema import inputs_of
from agent.serving.errors import NotServingError
from agent.serving.servable import EmbedRequest
from agent.serving.slots import Slots

MAX_INPUTS: Final = 2048
_AT_ONCE: Final = 256
"""Inputs in one request to the engine, so that no frame grows without bound."""
_NONE, _EUCLIDEAN = -1, 2
Inputs = str | list[int] | list[str] | list[list[int]]


class EmbeddingRequest(Given):
    model: str | None = Field(default=None, min_length=1, max_length=200)
    input: Inputs | None = None
    content: Inputs | None = None
    """What llama.cpp's server calls the input."""
    encoding_format: Literal["float", "base64"] = "float"
    dimensions: int | None = Field(default=None, ge=1)
    embd_normalize: int | None = None
    truncate: bool | None = None

    def inputs(self) -> list[str | tuple[int, ...]]:
        """Return every input.

        Raises:
            ApiError: there is none, there are too many, or one is empty.
        """
        given = self.input if self.input is not None else self.content
        if given is None:
            raise ApiError("input is required", param="input", code="missing_required_parameter")
        inputs = inputs_of(given)
        if not inputs or len(inputs) > MAX_INPUTS or not all(inputs):
            raise ApiError(
                f"input: from 1 to {MAX_INPUTS} texts or lists of tokens, none of them empty",
                param="input",
                code="invalid_value",
            )
        return inputs

    @property
    def normalizes(self) -> bool:
        if self.embd_normalize not in {None, _NONE, _EUCLIDEAN}:
            raise UnsupportedError("embd_normalize", "another norm than 2 (or -1 for none)")
        return self.embd_normalize != _NONE


class Embeddings:
    """The endpoint, and what its relatives share."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots

    async def create(self, request: Request) -> Response:
        body = await read_as(EmbeddingRequest, request)
        slot = slot_of(self._slots, body.model)
        served = serving(self._slots, slot)
        vectors, tokens = await sse.unless_gone(request, self.vectors(slot, body))
        if body.dimensions is not None:
            vectors = [shortened(one, body.dimensions) for one in vectors]
        data = [
            {"object": "embedding", "index": place, "embedding": _written(one, body)}
            for place, one in enumerate(vectors)
        ]
        answer: dict[str, Any] = {
            "object": "list",
            "data": data,
            "model": body.model or served.name,
            "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
            "provenance": provenance_of(served),
        }
        return JSONResponse(answer, headers=provenance(served))

    async def vectors(self, slot: str, body: EmbeddingRequest) -> tuple[list[str], int]:
        """Return the vector of every input as base64, and how many tokens they were.

        Raises:
            FlotillaError: the slot cannot be asked this.
        """
        inputs = body.inputs()
        normalize = body.normalizes
        vectors: list[str] = []
        tokens = 0
        served = serving(self._slots, slot)
        for begin in range(0, len(inputs), _AT_ONCE):
            some = inputs[begin : begin + _AT_ONCE]
            asked = EmbedRequest(
                texts=tuple(one for one in some if isinstance(one, str)),
                tokens=tuple(one for one in some if not isinstance(one, str)),
                normalize=normalize,
                truncate=bool(body.truncate),
                deadline_s=DEADLINE_S,
            )
            if serving(self._slots, slot) != served:
                # Vectors of two models say nothing to each other.
                raise NotServingError("the model was replaced meanwhile", retry_after_s=1)
            reply = await self._slots.embed(slot, asked)
            vectors += reply.vectors
            tokens += reply.prompt_tokens
        return vectors, tokens


def shortened(vector: str, dimensions: int) -> str:
    """Return the first dimensions of a vector, with length 1 again.

    Raises:
        ApiError: it has fewer.
    """
    numbers = floats(vector)
    if dimensions > len(numbers):
        raise ApiError(
            f"dimensions: this model has {len(numbers)}, not {dimensions}",
            param="dimensions",
            code="invalid_value",
        )
    if dimensions == len(numbers):
        return vector
    return encoded(unit(numbers[:dimensions]))


def unit(numbers: Sequence[float]) -> list[float]:
    norm = math.sqrt(math.fsum(one * one for one in numbers))
    return [one / norm for one in numbers] if norm else list(numbers)


def floats(vector: str) -> list[float]:
    """Return the numbers of a vector."""
    numbers = array("f", base64.b64decode(vector))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tolist()


def encoded(numbers: Sequence[float]) -> str:
    """Return numbers as the engine writes vectors."""
    data = array("f", numbers)
    if sys.byteorder == "big":
        data.byteswap()
    return base64.b64encode(data.tobytes()).decode("ascii")


def _written(vector: str, body: EmbeddingRequest) -> str | list[float]:
    return vector if body.encoding_format == "base64" else floats(vector)
