"""From an HTTP request to who asks: a bearer token for programs, a session cookie for the console.

A cookie is sent by the browser whoever made it ask, so a write that relies on one must come from
our own pages: SameSite=Strict keeps other sites' requests bare, and the browser must say that the
page that asks is one of ours.
"""

from collections.abc import Callable
from typing import Annotated, Final
from urllib.parse import urlsplit

from fastapi import Depends, Request

from controlplane.access.errors import ForbiddenError, NotAllowedError, SignInRequiredError
from controlplane.access.policy import Principal
from controlplane.access.routes import permission_of
from controlplane.access.service import SESSION_COOKIE, Access
from controlplane.access.sessions import Visitor

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def api_principal(request: Request) -> Principal:
    """Return who calls the API: bearer token first, then the console's session.

    Raises:
        SignInRequiredError: neither is there, or it is not valid.
        ForbiddenError: a write that another site's page asked for, or that the role forbids.
    """
    token = bearer_of(request)
    if token is not None:
        now = request.app.state.clock.now()
        principal = access_of(request).bearer(token, address=visitor_of(request).address, now=now)
        return _allowed(principal, request)
    return console_principal(request)


def console_principal(request: Request) -> Principal:
    """Return who is signed in to the console.

    Raises:
        SignInRequiredError: nobody is.
        ForbiddenError: a write that another site's page asked for, or that the role forbids.
    """
    cookie = request.cookies.get(SESSION_COOKIE)
    if cookie is None:
        raise SignInRequiredError("send a token as `Authorization: Bearer ...`, or sign in")
    principal = access_of(request).cookie(cookie, now=request.app.state.clock.now())
    if principal is None:
        raise SignInRequiredError("the session is over; sign in again")
    must_be_ours(request)
    return _allowed(principal, request)


def api_actor(principal: Annotated[Principal, Depends(api_principal)]) -> str:
    """Return the name of who calls the API."""
    return principal.name


def console_actor(principal: Annotated[Principal, Depends(console_principal)]) -> str:
    """Return the name of who is signed in to the console."""
    return principal.name


def require(permission: str) -> Callable[..., Principal]:
    """Return a dependency that asks for more than the route's own line in the table."""

    def check(
        request: Request, principal: Annotated[Principal, Depends(api_principal)]
    ) -> Principal:
        return _must(principal, permission, request)

    return check


def must_be_ours(request: Request) -> None:
    """Refuse a write that another site's page asks for.

    Raises:
        ForbiddenError: it does, or the browser does not say.
    """
    if request.method not in SAFE and not is_same_origin(request):
        raise ForbiddenError("this request came from another site's page")


def is_same_origin(request: Request) -> bool:
    """Tell whether the page that asks is one of ours; a request that does not say is not."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    source = request.headers.get("origin") or request.headers.get("referer", "")
    return urlsplit(source).netloc == request.headers.get("host", "")


def bearer_of(request: Request) -> str | None:
    """Return the bearer token of a request."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def visitor_of(request: Request) -> Visitor:
    address = request.client.host if request.client is not None else ""
    return Visitor(address or "unknown", request.headers.get("user-agent", ""))


def access_of(request: Request) -> Access:
    access = request.app.state.access
    assert isinstance(access, Access)
    return access


PrincipalDep = Annotated[Principal, Depends(api_principal)]
ConsolePrincipalDep = Annotated[Principal, Depends(console_principal)]
ConsoleActorDep = Annotated[str, Depends(console_actor)]


def _allowed(principal: Principal, request: Request) -> Principal:
    return _must(principal, permission_of(request.method, request.scope["path"]), request)


def _must(principal: Principal, permission: str, request: Request) -> Principal:
    try:
        principal.must(permission)
    except NotAllowedError as error:
        access_of(request).denied(error, request.app.state.clock.now())
        raise
    return principal
