"""When a page cannot be shown: a page that says why and what to do, or the way to sign in."""

from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from typing_extensions import override

from controlplane.access.errors import ForbiddenError, SignInRequiredError
from controlplane.console.page import SEE_OTHER, frame, renderer_of
from controlplane.db.errors import ConflictError, NotFoundError
from shared.errors import FlotillaError
from shared.machine import InvalidTransitionError

_STATUS: tuple[tuple[type[FlotillaError], HTTPStatus], ...] = (
    (ForbiddenError, HTTPStatus.FORBIDDEN),
    (NotFoundError, HTTPStatus.NOT_FOUND),
    (ConflictError, HTTPStatus.CONFLICT),
    (InvalidTransitionError, HTTPStatus.CONFLICT),
)

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class ConsoleRoute(APIRoute):
    """A route whose failures are pages."""

    @override
    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                return await handle(request)
            except SignInRequiredError:
                return sign_in_first(request)
            except FlotillaError as error:
                return problem(request, status=status_of(error), sentence=str(error))
            except RequestValidationError as error:
                first = error.errors()[0]
                sentence = f"{first['loc'][-1]}: {first['msg']}"
                return problem(request, status=HTTPStatus.UNPROCESSABLE_ENTITY, sentence=sentence)

        return guarded


def status_of(error: FlotillaError) -> HTTPStatus:
    """Return the status code of a failed page."""
    for kind, status in _STATUS:
        if isinstance(error, kind):
            return status
    return HTTPStatus.SERVICE_UNAVAILABLE if error.retryable else HTTPStatus.UNPROCESSABLE_ENTITY


def problem(request: Request, *, status: HTTPStatus, sentence: str) -> Response:
    values = frame(request, request.app.state.settings)
    return renderer_of(request).render(
        request,
        "problem/index.html",
        {**values, "status": status, "sentence": sentence},
        status=status,
    )


def sign_in_first(request: Request) -> Response:
    """Send the browser to sign in and then back to where it wanted to be."""
    wanted = request.url.path if request.method == "GET" else "/"
    if request.url.query and request.method == "GET":
        wanted = f"{wanted}?{request.url.query}"
    target = "/sign-in" if wanted == "/" else f"/sign-in?next={quote(wanted)}"
    if request.headers.get("hx-request") == "true":
        return Response(status_code=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": "/sign-in"})
    return RedirectResponse(target, status_code=SEE_OTHER)
