"""`/v1/models`: what can be asked here, with the bundle behind each name."""

from datetime import UTC, datetime
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse

from agent.serving.errors import NotServingError
from agent.serving.servable import Servable
from agent.serving.slots import Slots

_ENDS: Final = (("first", 0), ("last", -1))


class Models:
    """The two endpoints."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots

    async def index(self, _request: Request) -> JSONResponse:
        serving = sorted(self._slots.all_serving().items())
        models = {one.line: self._model(slot, one) for slot, one in reversed(serving)}
        listed = list(reversed(models.values()))
        # Anthropic's clients ask under the same path, for pages.
        ends = {f"{end}_id": listed[at]["id"] if listed else None for end, at in _ENDS}
        return JSONResponse({"object": "list", "data": listed, "has_more": False, **ends})

    async def show(self, request: Request) -> JSONResponse:
        name = request.path_params["model"]
        slot = self._slots.resolve(name)
        served = self._slots.all_serving()[slot]
        return JSONResponse({**self._model(slot, served), "id": name})

    def _model(self, slot: str, served: Servable) -> dict[str, Any]:
        return {
            "id": served.line,
            "object": "model",
            "created": _created(served),
            "owned_by": "flotilla",
            "type": "model",
            "display_name": served.name,
            "created_at": datetime.fromtimestamp(_created(served), UTC).isoformat(),
            "version": served.version,
            "variant": served.variant,
            "bundle": served.bundle,
            "deployment": served.deployment,
            "slot": slot,
            "serves": served.serves,
            "context_length": self._slots.context(slot) or served.context,
            "ready": self._slots.ready(slot),
            "loaded": self._slots.loaded(slot),
            "meta": self._meta(slot),
        }

    def _meta(self, slot: str) -> dict[str, Any] | None:
        """Return what llama.cpp's server tells of a model, once its engine has read it."""
        try:
            ready = self._slots.describe(slot)
        except NotServingError:
            return None
        return {
            "n_vocab": ready.vocab,
            "n_ctx_train": ready.n_ctx_train,
            "n_embd": ready.n_embd,
            "n_params": ready.parameters,
            "size": ready.weights_bytes,
            "architecture": ready.architecture,
            "engine": ready.engine,
        }


def _created(served: Servable) -> int:
    """Return when the bundle came to this device."""
    try:
        return int(served.weights.stat().st_mtime)
    except OSError:
        return 0
