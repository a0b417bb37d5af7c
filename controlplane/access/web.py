"""From an HTTP request to an actor: a bearer token for programs, a session cookie for the console.

A cookie is sent by the browser whoever made it ask, so a write that relies on one must come from
our own pages: SameSite=Strict keeps other sites' requests bare, and the Origin must be ours.
"""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request

from controlplane.access.errors import ForbiddenError, SignInRequiredError
from controlplane.access.policy import Actor, Verb, can, verb_of
from controlplane.access.service import SESSION_COOKIE, Access


def api_actor(request: Request) -> str:
    """Return the name of who calls the API: bearer token first, then the console's session.

    Raises:
        SignInRequiredError: neither is there, or it is not valid.
        ForbiddenError: a write that another site's page asked for, or that the role forbids.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return _allowed(_access(request).check_token(token.strip()), request)
    return console_actor(request)


def console_actor(request: Request) -> str:
    """Return the name of who is signed in to the console.

    Raises:
        SignInRequiredError: nobody is.
        ForbiddenError: a write that another site's page asked for, or that the role forbids.
    """
    cookie = request.cookies.get(SESSION_COOKIE)
    if cookie is None:
        raise SignInRequiredError("send the admin token as `Authorization: Bearer ...`")
    actor = _access(request).read_session(cookie, request.app.state.clock.now())
    if actor is None:
        raise SignInRequiredError("the session is over; sign in again")
    if verb_of(request.method) is Verb.WRITE and not is_same_origin(request):
        raise ForbiddenError("this request came from another site's page")
    return _allowed(actor, request)


def is_same_origin(request: Request) -> bool:
    """Tell whether the page that asks is one of ours; a request that does not say is not."""
    source = request.headers.get("origin") or request.headers.get("referer", "")
    return urlsplit(source).netloc == request.headers.get("host", "")


ConsoleActorDep = Annotated[str, Depends(console_actor)]


def _access(request: Request) -> Access:
    access = request.app.state.access
    assert isinstance(access, Access)
    return access


def _allowed(actor: Actor, request: Request) -> str:
    if not can(actor, verb_of(request.method)):
        raise ForbiddenError(f"{actor.name} may not do this")
    return actor.name
