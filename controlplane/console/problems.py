"""When a page cannot be shown: a page that says why and what to do, or the way to sign in.

Every route of the console is a `ConsoleRoute`, so that none can forget to ask whose page it was
that sent a form.
"""

from collections.abc import Callable, Coroutine, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from typing_extensions import override

from controlplane.access import accounts
from controlplane.access.errors import ForbiddenError, NotAllowedError, SignInRequiredError
from controlplane.access.policy import roles_that_may
from controlplane.access.web import must_be_ours
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
    """A route whose failures are pages, and whose forms are our own."""

    @override
    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                must_be_ours(request)
                return await handle(request)
            except SignInRequiredError:
                return sign_in_first(request)
            except NotAllowedError as error:
                return await run_in_threadpool(not_allowed, request, error)
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


def problem(
    request: Request, *, status: HTTPStatus, sentence: str, who: Sequence[str] = ()
) -> Response:
    values = frame(request, request.app.state.settings)
    return renderer_of(request).render(
        request,
        "problem/index.html",
        {**values, "status": status, "sentence": sentence, "who": who},
        status=status,
    )


def not_allowed(request: Request, error: NotAllowedError) -> Response:
    """Say who may do what this one may not."""
    with request.app.state.database.reading() as session:
        who = accounts.who_may(session, roles_that_may(error.permission))
    return problem(request, status=HTTPStatus.FORBIDDEN, sentence=str(error), who=who)


def sign_in_first(request: Request) -> Response:
    """Send the browser to sign in and then back to where it wanted to be."""
    wanted = request.url.path if request.method == "GET" else "/"
    if request.url.query and request.method == "GET":
        wanted = f"{wanted}?{request.url.query}"
    target = "/sign-in" if wanted == "/" else f"/sign-in?next={quote(wanted)}"
    if request.headers.get("hx-request") == "true":
        return Response(status_code=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": "/sign-in"})
    return RedirectResponse(target, status_code=SEE_OTHER)
