"""`/v1/models`: what can be asked here, with the bundle behind each name."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from agent.serving.servable import Servable
from agent.serving.slots import Slots


class Models:
    """The two endpoints."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots

    async def index(self, _request: Request) -> JSONResponse:
        serving = sorted(self._slots.all_serving().items())
        models = {one.line: self._model(slot, one) for slot, one in reversed(serving)}
        return JSONResponse({"object": "list", "data": list(reversed(models.values()))})

    async def show(self, request: Request) -> JSONResponse:
        name = request.path_params["model"]
        slot = self._slots.resolve(name)
        servable = self._slots.all_serving()[slot]
        return JSONResponse({**self._model(slot, servable), "id": name})

    def _model(self, slot: str, servable: Servable) -> dict[str, Any]:
        return {
            "id": servable.line,
            "object": "model",
            "created": _created(servable),
            "owned_by": "flotilla",
            "version": servable.version,
            "variant": servable.variant,
            "bundle": servable.bundle,
            "deployment": servable.deployment,
            "slot": slot,
            "context_length": self._slots.context(slot) or servable.context,
            "ready": self._slots.ready(slot),
        }


def _created(servable: Servable) -> int:
    """Return when the bundle came to this device."""
    try:
        return int(servable.weights.stat().st_mtime)
    except OSError:
        return 0
