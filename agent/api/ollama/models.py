"""What Ollama's clients are told about models: `tags`, `ps`, `show`, and the version."""

import json
import time
from collections.abc import Mapping
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse

from agent import VERSION
from agent.api.answers import provenance
from agent.api.body import read_as
from agent.api.ollama.catalogue import Catalogue, Known, moment
from agent.api.ollama.schema import Named
from agent.serving.slots import Slots

SPEAKS: Final = "0.33.0"
"""The release whose API this is; clients compare it with what they need."""
_FOREVER: Final = "2318-01-01T00:00:00Z"
"""What is said of models that are never unloaded: clients want a date."""
_QUOTES: Final = '"""'


class Models:
    """The endpoints."""

    def __init__(self, slots: Slots, catalogue: Catalogue) -> None:
        self._slots = slots
        self._catalogue = catalogue

    async def root(self, _request: Request) -> PlainTextResponse:
        return PlainTextResponse("Ollama is running")

    async def version(self, _request: Request) -> JSONResponse:
        return JSONResponse({"version": SPEAKS, "flotilla": VERSION})

    async def tags(self, _request: Request) -> JSONResponse:
        models = [
            {
                **_item(known),
                "modified_at": moment(known.modified_s),
                "capabilities": known.capabilities(),
            }
            for known in self._catalogue.all()
        ]
        return JSONResponse({"models": models})

    async def running(self, _request: Request) -> JSONResponse:
        models = [
            {
                **_item(known),
                "size": self._slots.facts(known.slot).memory_bytes or known.size_bytes,
                "size_vram": 0,
                "expires_at": self._expires(known.slot),
                "context_length": self._slots.context(known.slot),
            }
            for known in self._catalogue.all()
            if known.alias is None and self._slots.loaded(known.slot)
        ]
        return JSONResponse({"models": models})

    async def show(self, request: Request) -> JSONResponse:
        body = await read_as(Named, request)
        known = self._catalogue.find(body.asked)
        alias = known.alias
        system = alias.system if alias else ""
        parameters = {**known.served.parameters, **(alias.parameters if alias else {})}
        template = known.ready.template if known.ready else ""
        shown: dict[str, Any] = {
            "modelfile": modelfile(known, parameters, template=template, system=system),
            "parameters": parameters_text(parameters),
            "template": template,
            "details": known.details(),
            "model_info": _model_info(known),
            "capabilities": known.capabilities(),
            "modified_at": moment(known.modified_s),
        }
        if alias is not None:
            shown |= {"system": system} if system else {}
            shown |= {"license": alias.licence} if alias.licence else {}
            if alias.messages:
                said = [{"role": one.role, "content": one.content} for one in alias.messages]
                shown["messages"] = said
        return JSONResponse(shown, headers=provenance(known.served))

    def _expires(self, slot: str) -> str:
        at_s = self._slots.expires_at(slot)
        return _FOREVER if at_s is None else moment(max(at_s, time.time()))


def modelfile(known: Known, parameters: Mapping[str, Any], *, template: str, system: str) -> str:
    """Return a model as the Modelfile that would make it."""
    lines = [f"# {known.name}, as this device serves it", f"FROM {known.served.name}"]
    if template:
        lines.append(f"TEMPLATE {_quoted(template)}")
    if system:
        lines.append(f"SYSTEM {_quoted(system)}")
    lines += [f"PARAMETER {name} {value}" for name, value in _said(parameters)]
    if known.alias is not None:
        for message in known.alias.messages:
            lines.append(f"MESSAGE {message.role} {_quoted(message.content)}")
        if known.alias.licence:
            lines.append(f"LICENSE {_quoted(known.alias.licence)}")
    return "\n".join(lines) + "\n"


def parameters_text(parameters: Mapping[str, Any]) -> str:
    return "\n".join(f"{name:<30} {value}" for name, value in _said(parameters))


def _said(parameters: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return parameters one by one; a list is said as several of the same name."""
    return [
        (name, json.dumps(one))
        for name, value in sorted(parameters.items())
        for one in (value if isinstance(value, list | tuple) else (value,))
        if isinstance(one, str | int | float)
    ]


def _quoted(text: str) -> str:
    return f"{_QUOTES}{text}{_QUOTES}"


def _item(known: Known) -> dict[str, Any]:
    return {
        "name": known.name,
        "model": known.name,
        "size": known.size_bytes,
        "digest": known.digest,
        "details": known.details(),
    }


def _model_info(known: Known) -> dict[str, Any]:
    info: dict[str, Any] = {
        "flotilla.bundle": known.served.bundle,
        "flotilla.deployment": known.served.deployment,
        "flotilla.variant": known.served.variant,
        "flotilla.version": known.served.version,
    }
    ready = known.ready
    if ready is not None:
        family = ready.architecture
        info |= {
            "general.architecture": family,
            "general.parameter_count": ready.parameters,
            f"{family}.context_length": ready.n_ctx_train,
            f"{family}.embedding_length": ready.n_embd,
            f"{family}.vocab_size": ready.vocab,
        }
    return info
