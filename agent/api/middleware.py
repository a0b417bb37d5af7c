"""What happens to every request before its endpoint sees it: an id, and four questions.

Does it come under a name that is ours? From a page that may call? With a key, where keys are set?
And for which slots is that key?
"""

import re
import secrets
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.api.auth import Access, host_of, is_loopback
from agent.api.connection import HEADER_BYTES, TOO_LARGE
from agent.api.errors import UNAUTHORIZED, ApiError, on_failure
from agent.api.wording import worded
from agent.serving import permits

REQUEST_ID = "X-Request-Id"
OPEN_PATHS = frozenset({"/health", "/ready", "/v1/health", "/v2/health/live", "/v2/health/ready"})
"""Answered without a key: whoever supervises a device needs no secret to see that it lives."""
_EXPOSED: Final = (
    REQUEST_ID,
    "Retry-After",
    "X-Flotilla-Bundle",
    "X-Flotilla-Deployment",
    "X-Flotilla-Model",
)
_ID = re.compile(r"^[A-Za-z0-9._-]{1,100}$")
_PREFLIGHT_S = 600

_refuse = worded(on_failure)


def stack(access: Access) -> list[Middleware]:
    """Return every question, in the order in which they are asked."""
    return [
        Middleware(RequestIds),
        Middleware(HeaderBounds),
        Middleware(Hosts, access=access),
        Middleware(Origins, access=access),
        Middleware(Keys, access=access),
    ]


class RequestIds:
    """Gives every answer the id its request brought, or a new one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        brought = Headers(scope=scope).get(REQUEST_ID, "")
        request_id = brought if _ID.fullmatch(brought) else f"req-{secrets.token_hex(12)}"
        scope.setdefault("state", {})["request_id"] = request_id

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[REQUEST_ID] = request_id
            await send(message)

        await self._app(scope, receive, send_with_id)


class HeaderBounds:
    """Refuses headers that came in at once and are too large; the parser bounds those that drip."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = scope["headers"] if scope["type"] == "http" else ()
        if sum(len(name) + len(value) for name, value in headers) <= HEADER_BYTES:
            await self._app(scope, receive, send)
            return
        error = ApiError(TOO_LARGE, status=431, code="headers_too_large")
        await _answer(error, scope, receive, send)


class Hosts:
    """Answers on the loopback only to names that are really ours (against DNS rebinding)."""

    def __init__(self, app: ASGIApp, *, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = Headers(scope=scope).get("host", "") if scope["type"] == "http" else ""
        if not _came_over_loopback(scope) or not name or self._access.knows_host(name):
            await self._app(scope, receive, send)
            return
        error = ApiError(
            f"this API is not called {host_of(name)[:100]!r}; call it 127.0.0.1, or have its"
            " operator allow that name",
            status=403,
            code="unknown_host",
        )
        await _answer(error, scope, receive, send)


class Origins:
    """Lets no web page call, but those on the list, and those this server sent itself."""

    def __init__(self, app: ASGIApp, *, access: Access) -> None:
        self._app = app
        self._access = access
        self._sharing = CORSMiddleware(
            app,
            allow_origins=access.origins,
            allow_methods=("GET", "HEAD", "POST", "DELETE"),
            allow_headers=("*",),
            expose_headers=_EXPOSED,
            max_age=_PREFLIGHT_S,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        origin = headers.get("origin")
        if origin is None or _same(origin, headers, scope):
            await self._app(scope, receive, send)
        elif self._access.allows_origin(origin):
            await self._sharing(scope, receive, send)
        else:
            error = ApiError(
                f"web pages from {origin[:100]} may not call this API; allow that origin first",
                status=403,
                code="origin_not_allowed",
            )
            await _answer(error, scope, receive, send)


class Keys:
    """Lets nobody in without a key, where there are keys; a key opens its slots alone."""

    def __init__(self, app: ASGIApp, *, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        needless = scope["type"] != "http" or scope["path"] in OPEN_PATHS
        if needless or not self._access.protected:
            await self._app(scope, receive, send)
            return
        key = self._access.key_of(Headers(scope=scope))
        if key is not None:
            scope.setdefault("state", {})["caller"] = key.name
            with permits.limited_to(key.slots):
                await self._app(scope, receive, send)
            return
        error = ApiError(
            "this API wants its key as 'Authorization: Bearer <key>' or 'x-api-key: <key>'",
            status=UNAUTHORIZED,
            code="invalid_api_key",
        )
        await _answer(error, scope, receive, send)


async def _answer(error: ApiError, scope: Scope, receive: Receive, send: Send) -> None:
    response = await _refuse(Request(scope), error)
    if error.status == UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    await response(scope, receive, send)


def _came_over_loopback(scope: Scope) -> bool:
    if scope["type"] != "http":
        return False
    server = scope.get("server")
    return server is not None and is_loopback(server[0])


def _same(origin: str, headers: Headers, scope: Scope) -> bool:
    return origin == f"{scope.get('scheme', 'http')}://{headers.get('host', '')}"
