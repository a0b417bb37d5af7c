"""`…/infer`: tensors in, tensors out; models that read text take it as tensors of `BYTES`."""

import asyncio
import zlib
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from agent.api import sse
from agent.api.answers import DEADLINE_S, provenance
from agent.api.body import read
from agent.api.errors import ApiError
from agent.api.inference import wire
from agent.api.inference.metadata import found
from agent.engine.values import Tensor
from agent.serving.servable import InferRequest, Servable
from agent.serving.slots import Slots

HEADER_LENGTH: Final = "Inference-Header-Content-Length"
_ENCODINGS: Final = {"gzip": 31, "deflate": 15}
"""zlib's window bits, which say the container too."""


class Infer:
    """The endpoint."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots

    async def run(self, request: Request) -> Response:
        slot, served = found(self._slots, request)
        body = await read(request, most_bytes=wire.MAX_REQUEST_BYTES)
        body = inflated(body, request.headers.get("content-encoding", "identity"))
        # Reading megabytes of JSON takes a while, in which streams of other callers go on.
        asked = await asyncio.to_thread(wire.read, body, request.headers.get(HEADER_LENGTH))
        outputs = await sse.unless_gone(request, self._outputs(slot, served, asked))
        head = {
            "model_name": request.path_params["model"],
            "model_version": served.version,
            **({} if asked.id is None else {"id": asked.id}),
        }
        content, length = await asyncio.to_thread(wire.write, head, outputs, asked)
        headers = provenance(served)
        if length == len(content):
            return Response(content, media_type="application/json", headers=headers)
        headers[HEADER_LENGTH] = str(length)
        return Response(content, media_type="application/octet-stream", headers=headers)

    async def _outputs(self, slot: str, served: Servable, asked: wire.Asked) -> tuple[Tensor, ...]:
        if served.serves == "text":
            raise ApiError(
                f"{served.name} answers in text: ask 'generate' or 'generate_stream'",
                code="unsupported_parameter",
            )
        deadline_s = min(asked.timeout_s or DEADLINE_S, DEADLINE_S)
        request = InferRequest(inputs=asked.inputs, outputs=asked.outputs, deadline_s=deadline_s)
        return (await self._slots.infer(slot, request)).outputs


def inflated(body: bytes, encoding: str) -> bytes:
    """Undo a body's compression, within the bound that holds for any body.

    Raises:
        ApiError: it is not compressed in that way, or too large.
    """
    if encoding == "identity":
        return body
    if encoding not in _ENCODINGS:
        raise ApiError(
            f"the body is in {encoding[:40]!r}; gzip, deflate and identity are read here",
            status=415,
            code="unsupported_encoding",
        )
    reader = zlib.decompressobj(_ENCODINGS[encoding])
    try:
        whole = reader.decompress(body, wire.MAX_REQUEST_BYTES + 1)
    except zlib.error as error:
        raise ApiError(f"the body is not {encoding}: {error}", code="invalid_encoding") from error
    if len(whole) > wire.MAX_REQUEST_BYTES:
        raise ApiError(
            f"the body is larger than {wire.MAX_REQUEST_BYTES} bytes once it is unpacked",
            status=413,
            code="body_too_large",
        )
    if not reader.eof:
        raise ApiError(f"the body ends within its {encoding}", code="invalid_encoding")
    return whole
