"""What the device says about itself: alive, ready, and its numbers for Prometheus."""

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from agent.api.metrics import exposition
from agent.serving.servable import UNMANAGED
from agent.serving.slots import Slots

_PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


class Local:
    """The endpoints."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots

    async def health(self, _request: Request) -> JSONResponse:
        """The process is alive; of models only that nobody vouches for them, if nobody does."""
        body: dict[str, object] = {"status": "ok"}
        if any(not one.managed for one in self._slots.all_serving().values()):
            body |= {"managed": False, "notice": UNMANAGED}
        return JSONResponse(body)

    async def ready(self, _request: Request) -> JSONResponse:
        """Something can be asked now."""
        slots = {held.name: held.ready for held in self._slots.all()}
        if any(slots.values()):
            return JSONResponse({"status": "ready", "slots": slots})
        body = {"status": "no model is loaded", "slots": slots}
        return JSONResponse(body, 503, headers={"Retry-After": "5"})

    async def metrics(self, _request: Request) -> PlainTextResponse:
        lines = "\n".join(exposition(self._slots.all()))
        return PlainTextResponse(f"{lines}\n", media_type=_PROMETHEUS)


def routes(slots: Slots) -> list[Route]:
    local = Local(slots)
    return [
        Route("/health", local.health),
        Route("/v1/health", local.health),
        Route("/ready", local.ready),
        Route("/metrics", local.metrics),
    ]
