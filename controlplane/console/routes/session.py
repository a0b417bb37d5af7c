"""Sign in, sign out, and light or dark."""

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response

from controlplane.access import accounts
from controlplane.access.errors import (
    ProviderError,
    SignInRefusedError,
    TooManyAttemptsError,
)
from controlplane.access.oidc import (
    DEPARTURE_COOKIE,
    DEPARTURE_LIFE,
    Provider,
    unpacked,
)
from controlplane.access.service import SESSION_COOKIE, SESSION_LIFE
from controlplane.access.web import access_of, visitor_of
from controlplane.console.page import THEME_COOKIE, frame, renderer_of, see
from controlplane.console.problems import ConsoleRoute
from controlplane.db.errors import ConflictError, InvalidError, NotFoundError
from controlplane.settings import Settings

router = APIRouter(route_class=ConsoleRoute)

_YEAR_S: Final = 365 * 86_400
_REFUSED: Final = 401
_TOO_MANY: Final = 429
CALLBACK: Final = "/sign-in/callback"


@router.get("/sign-in")
def form(request: Request, token: str = "", next: str = "/") -> Response:  # noqa: A002 - the parameter's public name
    """Show the form, or take the token from the link that `flotilla up` prints."""
    if token:
        return _enter(request, token=token, target=next)
    return _page(request, target=next)


@router.post("/sign-in")
def enter(
    request: Request,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    token: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002 - the field's public name
) -> Response:
    return _enter(request, name=name, password=password, token=token, target=next)


@router.get("/sign-in/provider")
def depart(request: Request, next: str = "/") -> Response:  # noqa: A002 - the parameter's public name
    """Send the browser to the identity provider."""
    provider = _provider(request)
    try:
        url, departure = provider.begin(
            redirect_uri=_callback(request), next_=local(next), now=request.app.state.clock.now()
        )
    except ProviderError as error:
        return _page(request, target=next, sentence=str(error), status=_REFUSED)
    answer = see(url)
    answer.set_cookie(
        DEPARTURE_COOKIE,
        departure.packed(access_of(request).sign),
        max_age=int(DEPARTURE_LIFE.total_seconds()),
        path="/sign-in",
        httponly=True,
        # The way back begins at the provider: a strict cookie would stay behind.
        samesite="lax",
        secure=_is_secure(request),
    )
    return answer


@router.get(CALLBACK)
def arrive(request: Request) -> Response:
    """Take in who comes back from the identity provider."""
    access, now = access_of(request), request.app.state.clock.now()
    departure = unpacked(request.cookies.get(DEPARTURE_COOKIE, ""), access.sign)
    target = departure.next if departure is not None else "/"
    try:
        identity, role = _provider(request).finish(
            request.query_params, departure, redirect_uri=_callback(request), now=now
        )
        cookie = access.enter_by_provider(identity, role, visitor=visitor_of(request), now=now)
    except (ProviderError, ConflictError, InvalidError) as error:
        answer = _page(request, target=target, sentence=str(error), status=_REFUSED)
    else:
        # A page, not a redirect: what follows is then asked for by a page of ours, so that the
        # browser sends along a cookie that is never sent for another site.
        answer = renderer_of(request).render(
            request,
            "session/arrived.html",
            {**frame(request, request.app.state.settings), "next": local(target)},
        )
        keep(request, answer, cookie)
    answer.delete_cookie(DEPARTURE_COOKIE, path="/sign-in")
    return answer


@router.post("/sign-out")
def leave(request: Request) -> Response:
    cookie = request.cookies.get(SESSION_COOKIE)
    if cookie is not None:
        access_of(request).leave(cookie, now=request.app.state.clock.now())
    answer = see("/sign-in")
    answer.delete_cookie(SESSION_COOKIE)
    return answer


@router.post("/theme")
def theme(
    theme: Annotated[str, Form()],
    back: Annotated[str, Form()] = "/",
) -> Response:
    """Remember light or dark; the button works without script, so it is a form."""
    answer = see(local(back))
    value = theme if theme in {"light", "dark"} else "auto"
    answer.set_cookie(THEME_COOKIE, value, max_age=_YEAR_S, samesite="strict")
    return answer


def local(url: str) -> str:
    """Return `url` when it is a path of ours, else the first page: no redirect leaves the site."""
    inside = url.startswith("/") and not url.startswith(("//", "/\\"))
    return url if inside and url.isprintable() else "/"


def _enter(
    request: Request, *, target: str, name: str = "", password: str = "", token: str = ""
) -> Response:
    access, now, visitor = access_of(request), request.app.state.clock.now(), visitor_of(request)
    try:
        if token:
            cookie = access.enter_by_token(token, visitor=visitor, now=now)
        else:
            cookie = access.enter_by_password(name, password, visitor=visitor, now=now)
    except SignInRefusedError as error:
        return _page(request, target=target, name=name, sentence=str(error), status=_REFUSED)
    except TooManyAttemptsError as error:
        answer = _page(request, target=target, name=name, sentence=str(error), status=_TOO_MANY)
        answer.headers["Retry-After"] = str(error.wait_s)
        return answer
    answer = see(local(target))
    keep(request, answer, cookie)
    return answer


def keep(request: Request, answer: Response, cookie: str) -> None:
    """Have the browser keep a session."""
    answer.set_cookie(
        SESSION_COOKIE,
        cookie,
        max_age=int(SESSION_LIFE.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=_is_secure(request),
    )


def _page(
    request: Request, *, target: str, name: str = "", sentence: str = "", status: int = 200
) -> Response:
    settings: Settings = request.app.state.settings
    with request.app.state.database.reading() as session:
        is_new = accounts.is_empty(session)
    provider: Provider | None = getattr(request.app.state, "provider", None)
    values = {
        **frame(request, settings),
        "next": local(target),
        "name": name,
        "sentence": sentence,
        "is_new": is_new,
        "provider": provider.settings.name if provider is not None else "",
        # The name alone: whoever is not signed in need not know where things lie.
        "token_file": settings.admin_token_file.name,
    }
    return renderer_of(request).render(request, "session/sign_in.html", values, status=status)


def _provider(request: Request) -> Provider:
    provider: Provider | None = getattr(request.app.state, "provider", None)
    if provider is None:
        raise NotFoundError("identity provider", "")
    return provider


def _callback(request: Request) -> str:
    settings: Settings = request.app.state.settings
    base = settings.console_url or f"{request.url.scheme}://{request.url.netloc}"
    return f"{base}{CALLBACK}"


def _is_secure(request: Request) -> bool:
    settings: Settings = request.app.state.settings
    return request.url.scheme == "https" or settings.console_url.startswith("https:")
