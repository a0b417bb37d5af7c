"""What happens to every request: an id, and the key where one is set."""

import re
import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.api.errors import UNAUTHORIZED, ApiError, body_of

REQUEST_ID = "X-Request-Id"
_OPEN_PATHS = frozenset({"/health", "/ready"})
_ID = re.compile(r"^[A-Za-z0-9._-]{1,100}$")


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


class Keys:
    """Lets nobody in without the key; compares in constant time."""

    def __init__(self, app: ASGIApp, *, key: str) -> None:
        self._app = app
        self._key = key.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in _OPEN_PATHS or self._knows(scope):
            await self._app(scope, receive, send)
            return
        error = ApiError(
            "this API wants its key as 'Authorization: Bearer <key>'",
            status=UNAUTHORIZED,
            code="invalid_api_key",
        )
        response = JSONResponse(
            body_of(error), UNAUTHORIZED, headers={"WWW-Authenticate": "Bearer"}
        )
        await response(scope, receive, send)

    def _knows(self, scope: Scope) -> bool:
        kind, _, key = Headers(scope=scope).get("authorization", "").partition(" ")
        # Headers come as latin-1; the bytes are what the client sent.
        sent = key.strip().encode("latin-1")
        return kind.lower() == "bearer" and secrets.compare_digest(sent, self._key)
