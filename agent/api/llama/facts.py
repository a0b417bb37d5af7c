"""`/props`, `/slots` and `/lora-adapters`: what runs here, in the words of llama.cpp's server.

A slot of llama.cpp's server is one of the requests that a model works on at once; ours is a model's
place on the device. These endpoints speak of theirs.
"""

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.api.answers import provenance, serving, slot_of
from agent.api.body import json_of, read
from agent.api.errors import ApiError
from agent.api.llama.settings import settings_of
from agent.api.openai.fields import AdapterChoice
from agent.api.openai.measured import provenance_of
from agent.engine.values import AdapterScale
from agent.serving.servable import sampling_of
from agent.serving.slots import Slots

_CHOICES = TypeAdapter(list[AdapterChoice])


class Facts:
    """The endpoints."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots

    async def props(self, request: Request) -> Response:
        slot = self._slot(request)
        ready, served = self._slots.describe(slot), serving(self._slots, slot)
        answer = {
            "default_generation_settings": {
                "params": settings_of(sampling_of(served.parameters)),
                "n_ctx": ready.n_ctx,
            },
            "total_slots": ready.parallel,
            "model_alias": served.name,
            "model_path": served.weights.name,
            "modalities": {"vision": False, "audio": False, "video": False},
            "endpoint_slots": True,
            "endpoint_props": False,
            "endpoint_metrics": True,
            "chat_template": ready.template,
            "bos_token": ready.bos,
            "eos_token": ready.eos,
            "build_info": f"flotilla {_version()} ({ready.engine})",
            "is_sleeping": not self._slots.loaded(slot),
            "serves": ready.serves,
            "sandbox": ready.sandbox,
            "architecture": ready.architecture,
            "n_params": ready.parameters,
            "provenance": provenance_of(served),
        }
        return JSONResponse(answer, headers=provenance(served))

    async def change_props(self, _request: Request) -> Response:
        raise ApiError(
            "properties of a model cannot be changed here; its bundle decides them",
            status=501,
            code="not_supported",
        )

    async def slots(self, request: Request) -> Response:
        slot = self._slot(request)
        ready, served = self._slots.describe(slot), serving(self._slots, slot)
        held = next(one for one in self._slots.all() if one.name == slot)
        busy = min(held.admission.requests, ready.parallel)
        if busy == ready.parallel and request.query_params.get("fail_on_no_slot"):
            raise ApiError("no slot is idle", status=503, code="unavailable")
        answer = [
            {
                "id": place,
                "n_ctx": ready.n_ctx,
                "speculative": served.speculate,
                "is_processing": place < busy,
                "params": settings_of(sampling_of(served.parameters)),
            }
            for place in range(ready.parallel)
        ]
        return JSONResponse(answer, headers=provenance(served))

    async def adapters(self, request: Request) -> Response:
        slot = self._slot(request)
        served = serving(self._slots, slot)
        scales = {one.name: one.scale for one in self._slots.scales(slot)}
        files = {one.name: one.path for one in served.adapters}
        answer: list[dict[str, Any]] = [
            {
                "id": place,
                "name": name,
                "path": files.get(name, name).rpartition("/")[2],
                "scale": scales.get(name, 0.0),
            }
            for place, name in enumerate(self._slots.describe(slot).adapters)
        ]
        return JSONResponse(answer, headers=provenance(served))

    async def scale_adapters(self, request: Request) -> Response:
        """Set what requests that name no adapters get; those left out get none."""
        slot = self._slot(request)
        try:
            choices = _CHOICES.validate_python(json_of(await read(request)))
        except ValidationError as error:
            raise ApiError(
                "the body must be an array of objects with id and scale", code="invalid_value"
            ) from error
        names = self._slots.describe(slot).adapters
        if any(choice.id >= len(names) for choice in choices):
            raise ApiError(f"this model has {len(names)} adapters", code="invalid_value")
        self._slots.scale(slot, [AdapterScale(names[one.id], one.scale) for one in choices])
        return JSONResponse({"success": True})

    def _slot(self, request: Request) -> str:
        return slot_of(self._slots, request.query_params.get("model"))


def _version() -> str:
    try:
        return version("flotilla")
    except PackageNotFoundError:
        return "unknown"
