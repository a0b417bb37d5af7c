"""A client that costs next to nothing: it shares the machine with the servers that it times.

One connection per request, bare asyncio protocols, nothing parsed while anything is timed: a
piece of an answer costs a clock reading and two appends.
"""

import asyncio
import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from typing_extensions import override

_DATA = b"data: "
_END = b"data: [DONE]"
_TEXT = re.compile(rb'"(?:content|text)": ?"[^"]')
_TIMEOUT_S = 600


@dataclass(frozen=True)
class Reply:
    """What came back, and when."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    sent_s: float
    ended_s: float
    first_s: float
    """When the first text came; some servers say at once that an answer will come."""
    pieces_s: Sequence[float]
    """When anything with an event in it came; times are of the monotonic clock."""
    events: int

    @property
    def took_s(self) -> float:
        return self.ended_s - self.sent_s

    def chunks(self) -> list[dict[str, Any]]:
        """Return the events of a stream."""
        lines = (line for line in self.body.split(b"\n") if line.startswith(_DATA))
        return [json.loads(line[len(_DATA) :]) for line in lines if not line.startswith(_END)]

    def text(self) -> str:
        """Return the text of a streamed answer, whichever endpoint it came from."""
        choices = [choice for chunk in self.chunks() for choice in chunk.get("choices", ())]
        return "".join(
            choice.get("text") or choice.get("delta", {}).get("content") or "" for choice in choices
        )

    def generated(self) -> int:
        """Return how many tokens were generated: as the server counts, else one per content."""
        chunks = self.chunks()
        counts = [chunk["usage"]["completion_tokens"] for chunk in chunks if chunk.get("usage")]
        deltas = [choice.get("delta", {}) for chunk in chunks for choice in chunk["choices"]]
        return counts[-1] if counts else sum("content" in delta for delta in deltas)

    def gaps_s(self, since_s: float, until_s: float) -> list[float]:
        """Return the silences of a stream that lay between two moments, if only in part."""
        pairs = zip(self.pieces_s, self.pieces_s[1:], strict=False)
        return [after - before for before, after in pairs if after > since_s and before < until_s]


async def post(
    port: int,
    path: str,
    body: Mapping[str, Any],
    *,
    under_way: asyncio.Event | None = None,
    after: int = 1,
) -> Reply:
    """Send one request to this machine and take all that comes back.

    `under_way` is set once `after` pieces have come, or the answer has ended.

    Raises:
        ConnectionError: the server closed without an answer.
    """
    loop = asyncio.get_running_loop()
    exchange = _Exchange(loop.create_future(), _request(port, path, body), under_way, after)
    await loop.create_connection(lambda: exchange, "127.0.0.1", port)
    async with asyncio.timeout(_TIMEOUT_S):
        return await exchange.reply


def _request(port: int, path: str, body: Mapping[str, Any]) -> bytes:
    content = json.dumps(body).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(content)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + content


@dataclass
class _Exchange(asyncio.Protocol):
    """One request on its own connection."""

    reply: "asyncio.Future[Reply]"
    request: bytes
    under_way: asyncio.Event | None
    after: int
    sent_s: float = 0.0
    first_s: float = 0.0
    received: list[bytes] = field(default_factory=list)
    pieces_s: list[float] = field(default_factory=list)
    transport: asyncio.Transport | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.sent_s = time.monotonic()
        transport.write(self.request)

    @override
    def data_received(self, data: bytes) -> None:
        self.received.append(data)
        if _DATA in data:
            self.pieces_s.append(time.monotonic())
            if not self.first_s and _TEXT.search(data):
                self.first_s = self.pieces_s[-1]
            if self.under_way is not None and len(self.pieces_s) == self.after:
                self.under_way.set()
            if _END in data:
                self._end()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        if not self.reply.done():
            self._end()

    def _end(self) -> None:
        ended_s = time.monotonic()
        if self.reply.done():
            return
        if self.under_way is not None:
            self.under_way.set()
        head, separator, rest = b"".join(self.received).partition(b"\r\n\r\n")
        if not separator:
            self.reply.set_exception(ConnectionError("the server closed without an answer"))
            return
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        body = _joined(rest) if headers.get("transfer-encoding") == "chunked" else rest
        self.reply.set_result(
            Reply(
                status=int(first.split()[1]),
                headers=headers,
                body=body,
                sent_s=self.sent_s,
                ended_s=ended_s,
                first_s=self.first_s or ended_s,
                pieces_s=self.pieces_s,
                events=body.count(_DATA) - body.count(_END),
            )
        )
        if self.transport is not None:
            self.transport.close()


def _joined(body: bytes) -> bytes:
    """Take HTTP's chunks apart."""
    parts, at = [], 0
    while (end := body.find(b"\r\n", at)) >= 0 and (size := int(body[at:end].split(b";")[0], 16)):
        parts.append(body[end + 2 : end + 2 + size])
        at = end + 2 + size + 2
    return b"".join(parts)
