"""Server-sent events: framing, pings while nothing comes, and the end when the client goes."""

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, suppress
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from typing_extensions import override

PING_S = 15.0
DONE = b"data: [DONE]\n\n"
_PING = b": ping\n\n"


def event(data: Any) -> bytes:
    """Frame one JSON value."""
    return b"data: " + json.dumps(data, separators=(",", ":")).encode("ascii") + b"\n\n"


class EventStream(Response):
    """A response that is written as it comes into being.

    When the client goes away the events' generator is closed at once, which cancels the request in
    the engine.
    """

    media_type = "text/event-stream"

    def __init__(
        self,
        events: AsyncGenerator[bytes, None],
        *,
        headers: Mapping[str, str],
        ping_s: float = PING_S,
    ) -> None:
        super().__init__(
            headers={**headers, "Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
        )
        del self.headers["content-length"]
        self._events = events
        self._ping_s = ping_s

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        gone = asyncio.ensure_future(until_gone(receive))
        try:
            async with aclosing(self._events) as events:
                await send(
                    {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
                )
                await self._pump(events, gone, send)
        finally:
            gone.cancel()
            with suppress(asyncio.CancelledError):
                await gone

    async def _pump(
        self, events: AsyncGenerator[bytes, None], gone: "asyncio.Future[None]", send: Send
    ) -> None:
        upcoming = asyncio.ensure_future(anext(events, None))
        try:
            while True:
                waited: set[asyncio.Future[Any]] = {upcoming, gone}
                await asyncio.wait(
                    waited, timeout=self._ping_s, return_when=asyncio.FIRST_COMPLETED
                )
                if gone.done():
                    return
                chunk = upcoming.result() if upcoming.done() else _PING
                await send(
                    {
                        "type": "http.response.body",
                        "body": chunk or b"",
                        "more_body": chunk is not None,
                    }
                )
                if chunk is None:
                    return
                if upcoming.done():
                    upcoming = asyncio.ensure_future(anext(events, None))
        finally:
            upcoming.cancel()
            with suppress(asyncio.CancelledError):
                await upcoming


async def until_gone(receive: Receive) -> None:
    """Return when the client has gone away."""
    while (await receive())["type"] != "http.disconnect":
        pass
