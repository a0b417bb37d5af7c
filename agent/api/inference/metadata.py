"""What the Open Inference Protocol tells about this server and its models."""

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse

from agent import VERSION
from agent.api.answers import provenance, serving
from agent.api.errors import ApiError
from agent.engine.values import TensorSpec
from agent.serving.errors import NotServingError
from agent.serving.servable import Servable
from agent.serving.slots import Slots

EXTENSIONS: Final = ("binary_tensor_data", "generate")
_INPUTS: Final = (TensorSpec("text_input", "BYTES", (1,)),)
_OUTPUTS: Final = (TensorSpec("text_output", "BYTES", (1,)),)
"""Of a model that answers in text, in the words of the generate extension."""
_NOT_FOUND: Final = 404
_PLATFORMS: Final = {"onnx": "onnx_onnxv1", "genai": "onnx_onnxv1", "llama": "ggml_gguf"}


def found(slots: Slots, request: Request) -> tuple[str, Servable]:
    """Return the slot and the bundle that a path names.

    Raises:
        FlotillaError: nothing here is called that, or not in that version.
    """
    slot = slots.resolve(request.path_params["model"])
    served = serving(slots, slot)
    version = request.path_params.get("version", served.version)
    if version != served.version:
        raise ApiError(
            f"{served.line!r} has no version {version[:100]!r} here; {served.version!r} is served",
            status=_NOT_FOUND,
            code="version_not_found",
        )
    return slot, served


class Metadata:
    """The endpoints that only tell."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots

    async def server(self, _request: Request) -> JSONResponse:
        return JSONResponse({"name": "flotilla", "version": VERSION, "extensions": EXTENSIONS})

    async def live(self, _request: Request) -> JSONResponse:
        return JSONResponse({"live": True})

    async def ready(self, _request: Request) -> JSONResponse:
        if not any(self._slots.ready(held.name) for held in self._slots.all()):
            raise NotServingError("no model is loaded", retry_after_s=5)
        return JSONResponse({"ready": True})

    async def model(self, request: Request) -> JSONResponse:
        slot, served = found(self._slots, request)
        ready = self._slots.describe(slot)
        text = ready.serves == "text"
        body = {
            "name": request.path_params["model"],
            "versions": [served.version],
            "platform": _PLATFORMS.get(ready.engine, ready.engine),
            "inputs": [_spec(one) for one in (_INPUTS if text else ready.inputs)],
            "outputs": [_spec(one) for one in (_OUTPUTS if text else ready.outputs)],
        }
        return JSONResponse(body, headers=provenance(served))

    async def model_ready(self, request: Request) -> JSONResponse:
        slot, served = found(self._slots, request)
        if not self._slots.ready(slot):
            raise NotServingError(f"{served.name} is not loaded", retry_after_s=5)
        body = {"name": request.path_params["model"], "ready": True}
        return JSONResponse(body, headers=provenance(served))


def _spec(spec: TensorSpec) -> dict[str, Any]:
    return {"name": spec.name, "datatype": spec.datatype, "shape": list(spec.shape)}
