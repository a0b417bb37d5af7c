"""Sign in, sign out, and light or dark."""

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response

from controlplane.access.errors import ForbiddenError, SignInRequiredError
from controlplane.access.service import SESSION_COOKIE, SESSION_LIFE, Access
from controlplane.access.web import is_same_origin
from controlplane.console.page import THEME_COOKIE, frame, renderer_of, see
from controlplane.console.problems import ConsoleRoute

router = APIRouter(route_class=ConsoleRoute)

_YEAR_S: Final = 365 * 86_400


@router.get("/sign-in")
def form(request: Request, token: str = "", next: str = "/") -> Response:  # noqa: A002 - the parameter's public name
    """Show the form, or take the token from the link that `flotilla up` prints."""
    if token:
        return _enter(request, token, next)
    return _page(request, next=next)


@router.post("/sign-in")
def enter(
    request: Request,
    token: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002 - the field's public name
) -> Response:
    _from_here(request)
    return _enter(request, token, next)


@router.post("/sign-out")
def leave(request: Request) -> Response:
    _from_here(request)
    answer = see("/sign-in")
    answer.delete_cookie(SESSION_COOKIE)
    return answer


@router.post("/theme")
def theme(
    request: Request,
    theme: Annotated[str, Form()],
    back: Annotated[str, Form()] = "/",
) -> Response:
    """Remember light or dark; the button works without script, so it is a form."""
    _from_here(request)
    answer = see(local(back))
    value = theme if theme in {"light", "dark"} else "auto"
    answer.set_cookie(THEME_COOKIE, value, max_age=_YEAR_S, samesite="strict")
    return answer


def local(url: str) -> str:
    """Return `url` when it is a path of ours, else the first page: no redirect leaves the site."""
    inside = url.startswith("/") and not url.startswith(("//", "/\\"))
    return url if inside and url.isprintable() else "/"


def _enter(request: Request, token: str, target: str) -> Response:
    access: Access = request.app.state.access
    try:
        access.check_token(token.strip())
    except SignInRequiredError as error:
        return _page(request, next=target, sentence=str(error), status=401)
    answer = see(local(target))
    answer.set_cookie(
        SESSION_COOKIE,
        access.open_session(request.app.state.clock.now()),
        max_age=int(SESSION_LIFE.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


def _page(request: Request, *, next: str, sentence: str = "", status: int = 200) -> Response:  # noqa: A002 - as above
    settings = request.app.state.settings
    values = {
        **frame(request, settings),
        "next": local(next),
        "sentence": sentence,
        # The name alone: whoever is not signed in need not know where things lie.
        "token_file": settings.admin_token_file.name,
    }
    return renderer_of(request).render(request, "session/sign_in.html", values, status=status)


def _from_here(request: Request) -> None:
    if not is_same_origin(request):
        raise ForbiddenError("this request came from another site's page")
