"""Answers that are written as they come into being.

A client that goes away ends its request in the engine at once. One that reads slowly holds up
nobody but itself: what it has not read waits in its request's mailbox, whose bound ends the
request. While nothing comes a stream is pinged, so that nothing between takes it for dead.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Mapping
from contextlib import aclosing
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from typing_extensions import override

from agent.api.errors import GoneError

PING_S = 15.0
STALLED_S = 120.0
"""How long a client may read nothing at all before its connection is closed."""
DONE = b"data: [DONE]\n\n"
PING = b": ping\n\n"
T = TypeVar("T")


def event(data: Any, *, name: str = "") -> bytes:
    """Frame one JSON value."""
    head = f"event: {name}\n".encode() if name else b""
    return head + b"data: " + json.dumps(data, separators=(",", ":")).encode("ascii") + b"\n\n"


class EventStream(Response):
    """A response whose body is made while it is sent.

    The generator of the chunks is closed when the client goes away, which cancels the request in
    the engine.
    """

    media_type = "text/event-stream"

    def __init__(
        self,
        events: AsyncGenerator[bytes, None],
        *,
        headers: Mapping[str, str],
        ping: bytes = PING,
        ping_s: float = PING_S,
        media_type: str | None = None,
    ) -> None:
        """Take the chunks; an empty `ping` sends none."""
        super().__init__(
            headers={**headers, "Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
            media_type=media_type,
        )
        del self.headers["content-length"]
        self._events = events
        self._ping = ping
        self._ping_s = ping_s if ping else 0
        self._since_s = 0.0
        """When the last sending began or ended."""
        self._sending = False

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        gone = asyncio.ensure_future(until_gone(receive))
        sent = asyncio.ensure_future(self._send(send))
        self._since_s = _now()
        try:
            while not await self._over(gone, sent):
                await self._look(send)
            if sent.done():
                sent.result()
        finally:
            for task in (gone, sent):
                task.cancel()
            await asyncio.gather(gone, sent, return_exceptions=True)

    async def _over(self, *ends: "asyncio.Future[None]") -> bool:
        """Wait for one of these, or until it is time to look; True when there is an end."""
        patience_s = STALLED_S if self._sending else self._ping_s or STALLED_S
        left_s = max(0.0, self._since_s + patience_s - _now())
        done, _ = await asyncio.wait(ends, timeout=left_s, return_when=asyncio.FIRST_COMPLETED)
        return bool(done)

    async def _look(self, send: Send) -> None:
        """Ping where nothing was sent for long.

        Raises:
            TimeoutError: what is being sent was not read for long.
        """
        silent_s = _now() - self._since_s
        if self._sending:
            if silent_s >= STALLED_S:
                raise TimeoutError
        elif not self._ping_s:
            self._since_s = _now()
        elif silent_s >= self._ping_s:
            async with asyncio.timeout(STALLED_S):
                await self._put(send, self._ping)

    async def _send(self, send: Send) -> None:
        async with aclosing(self._events) as events:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            async for chunk in events:
                await self._put(send, chunk)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _put(self, send: Send, chunk: bytes) -> None:
        self._sending, self._since_s = True, _now()
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
        self._sending, self._since_s = False, _now()


async def unless_gone(request: Request, answering: Awaitable[T]) -> T:
    """Wait for an answer as long as somebody waits for it.

    Raises:
        GoneError: the client went away; what it waited for was cancelled.
    """
    answer = asyncio.ensure_future(answering)
    gone = asyncio.ensure_future(until_gone(request.receive))
    try:
        await asyncio.wait({answer, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            raise GoneError
        return answer.result()
    finally:
        for task in (answer, gone):
            task.cancel()
        await asyncio.gather(answer, gone, return_exceptions=True)


async def until_gone(receive: Receive) -> None:
    """Return when the client has gone away."""
    while (await receive())["type"] != "http.disconnect":
        pass


def interval(wanted_s: float | None) -> float:
    """Return how often to ping, where the caller may have said it; 0 for never."""
    return PING_S if wanted_s is None else wanted_s


def _now() -> float:
    return asyncio.get_running_loop().time()
