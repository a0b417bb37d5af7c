"""What Ollama's clients do to models: names of their own are theirs, the rest is the fleet's."""

import time
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.api import sse
from agent.api.answers import provenance
from agent.api.body import read_as
from agent.api.errors import ApiError, UnsupportedError
from agent.api.ollama.aliases import Alias, Aliases
from agent.api.ollama.catalogue import Catalogue
from agent.api.ollama.errors import ManagedError, NameNotFoundError
from agent.api.ollama.options import options_of
from agent.api.ollama.saying import line
from agent.api.ollama.schema import CopyBody, CreateBody, Named, PullBody, conversation
from agent.api.ollama.telling import NDJSON
from agent.serving.errors import ModelNotFoundError

_NOT_FOUND: Final = 404


class Manage:
    """The endpoints."""

    def __init__(
        self, catalogue: Catalogue, aliases: Aliases, *, now_s: Callable[[], float] = time.time
    ) -> None:
        self._catalogue = catalogue
        self._aliases = aliases
        self._now_s = now_s

    async def create(self, request: Request) -> Response:
        """Make a name for a served model, with what a Modelfile may say about it."""
        body = await read_as(CreateBody, request)
        _refuse_weights(body)
        if not body.from_:
            raise ApiError("neither 'from' or 'files' was specified", param="from")
        known = self._catalogue.find(body.from_)
        self._demand_own(body.asked)
        base = known.alias or Alias(body.asked, known.model)
        parameters = {**base.parameters, **(body.parameters or {})}
        # What cannot be honoured is refused now, and not at the first question.
        options_of(parameters, bundle={}, context=known.served.context)
        licence = body.license
        alias = Alias(
            name=body.asked,
            model=base.model,
            system=base.system if body.system is None else body.system,
            parameters=parameters,
            messages=base.messages if body.messages is None else conversation(body.messages),
            licence="\n".join(licence) if isinstance(licence, list) else licence or base.licence,
            made_s=self._now_s(),
        )
        self._aliases.keep(alias)
        steps = ("using existing layer", "writing manifest", "success")
        return _steps(steps, headers=provenance(known.served), stream=body.stream)

    async def copy(self, request: Request) -> Response:
        body = await read_as(CopyBody, request)
        try:
            known = self._catalogue.find(body.source)
        except ModelNotFoundError as error:
            raise NameNotFoundError(body.source) from error
        self._demand_own(body.destination)
        base = known.alias or Alias(body.destination, known.model)
        self._aliases.keep(
            Alias(
                name=body.destination,
                model=base.model,
                system=base.system,
                parameters=base.parameters,
                messages=base.messages,
                licence=base.licence,
                made_s=self._now_s(),
            )
        )
        return Response(headers=provenance(known.served))

    async def delete(self, request: Request) -> Response:
        body = await read_as(Named, request)
        self._demand_own(body.asked)
        self._aliases.drop(body.asked)
        return Response()

    async def pull(self, request: Request) -> Response:
        """Say that a served model is up to date; nothing else is fetched for a local caller."""
        body = await read_as(PullBody, request)
        if not (self._catalogue.serves(body.asked) or self._aliases.find(body.asked)):
            raise ManagedError(f"{body.asked[:200]!r} is not pulled")
        known = self._catalogue.find(body.asked)
        steps = ("pulling manifest", "verifying sha256 digest", "writing manifest", "success")
        return _steps(steps, headers=provenance(known.served), stream=body.stream)

    async def push(self, request: Request) -> Response:
        body = await read_as(PullBody, request)
        raise ManagedError(f"{body.asked[:200]!r} is not pushed")

    async def blob(self, request: Request) -> Response:
        """Take no file; as to a question whether one is here, there is none."""
        if request.method == "HEAD":
            return Response(status_code=_NOT_FOUND)
        raise ManagedError("files are not taken")

    def _demand_own(self, name: str) -> None:
        """Refuse names of the fleet's models, and aliases of those that others may ask.

        Raises:
            FlotillaError: the name is not the caller's.
        """
        if self._catalogue.serves(name):
            raise ManagedError(f"{name[:200]!r} is not changed")
        if self._aliases.find(name):
            try:
                self._catalogue.find(name)
            except ModelNotFoundError:
                # What it was a name of is not served any more; the name may go.
                return


def _refuse_weights(body: CreateBody) -> None:
    """Say no to weights, and to a template in another language than the models'.

    Raises:
        ApiError: names what is not taken.
    """
    for name in ("files", "adapters", "quantize"):
        if getattr(body, name):
            raise ManagedError(f"'{name}' is not taken")
    if body.modelfile:
        raise UnsupportedError("modelfile", "a Modelfile as one text; send its parts")
    if body.template:
        raise UnsupportedError("template", "a template of one's own")


def _steps(steps: Sequence[str], *, headers: dict[str, str], stream: bool | None) -> Response:
    if stream is False:
        return JSONResponse({"status": steps[-1]}, headers=headers)

    async def lines() -> AsyncGenerator[bytes, None]:
        for step in steps:
            yield line({"status": step})

    return sse.EventStream(lines(), headers=headers, ping=b"", media_type=NDJSON)
