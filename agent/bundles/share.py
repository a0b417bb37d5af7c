"""Gives this device's bundles to neighbours: one read-only path, for devices of the fleet alone.

`GET /blobs/sha256/<hex>` with an optional `Range`, over mutual TLS, for blobs of installed bundles.
Off unless the settings say `share_blobs`. The one reader of the request is this small one: bounded
in length and time, deaf to everything but a path and a range. A rate limit spares the device's own
line; all neighbours together share it.
"""

import asyncio
import contextlib
import logging
import os
import re
import socket
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

from agent.bundles.rate import Bucket
from shared.digest import Digest, from_hex
from shared.errors import Category, FlotillaError

MAX_REQUEST_BYTES: Final = 8 * 1024
MAX_CONNECTIONS: Final = 8
IDLE_S: Final = 30.0
"""How long a neighbour may take to ask, or to take what it asked for."""
RETRY_S: Final = 30.0
_RENEWED_S: Final = 3600.0
"""How often the certificate is read again, as it is renewed now and then."""
_PIECE_BYTES: Final = 128 * 1024

_REQUEST: Final = re.compile(rb"GET /blobs/sha256/([0-9a-f]{64}) HTTP/1\.1\r\n")
_RANGE: Final = re.compile(rb"\r\nrange: *bytes=(\d{1,15})-(\d{1,15})?\r\n", re.IGNORECASE)

T = TypeVar("T")

logger = logging.getLogger(__name__)


class ShareError(FlotillaError):
    """The address to share at cannot be used, or this device cannot show who it is."""

    code = "share"
    category = Category.CONFIG


@dataclass(frozen=True)
class Answer:
    """What is sent: a status, and a stretch of a file."""

    status: int
    start: int = 0
    end: int = 0
    total: int = 0

    def head(self) -> bytes:
        words = {200: "OK", 206: "Partial Content", 404: "Not Found", 416: "Range Not Satisfiable"}
        lines = [
            f"HTTP/1.1 {self.status} {words[self.status]}",
            f"Content-Length: {self.end - self.start}",
            "Content-Type: application/octet-stream",
        ]
        if self.status == 206:  # noqa: PLR2004 - as in the line above
            lines.append(f"Content-Range: bytes {self.start}-{self.end - 1}/{self.total}")
        return "\r\n".join([*lines, "", ""]).encode("ascii")


def digest_of(request: bytes) -> Digest | None:
    """Return the blob that a request asks for; None for any other request."""
    match = _REQUEST.match(request)
    return None if match is None else from_hex(match[1].decode("ascii"))


def answer_to(request: bytes, size: int) -> Answer:
    """Return what a request gets of a blob of `size` bytes."""
    match = _RANGE.search(request)
    if match is None:
        return Answer(200, 0, size, size)
    start = int(match[1])
    end = size if match[2] is None else min(size, int(match[2]) + 1)
    return Answer(416) if start >= end else Answer(206, start, end, size)


class Share:
    """Listens, and answers neighbours."""

    def __init__(
        self,
        *,
        host: str,
        port: int,
        ca_file: Path,
        identity: Callable[[], tuple[Path, Path]],
        find: Callable[[Digest], Path | None],
        bytes_per_s: int,
    ) -> None:
        """Share what `find` finds; it may touch the disk."""
        self._host, self._port = host, port
        self._ca_file = ca_file
        self._identity = identity
        self._find = find
        self._bucket = Bucket(bytes_per_s)
        self._open = 0

    async def keep(self) -> None:
        """Share until cancelled, also when the address cannot be had for a while."""
        while True:
            try:
                await self.run()
            except FlotillaError as error:
                logger.error("no blobs are shared", extra={"why": str(error)})  # noqa: TRY400
                await asyncio.sleep(RETRY_S)

    async def run(self, on_listening: Callable[[int], None] = lambda _: None) -> None:
        """Share until cancelled.

        Raises:
            ShareError: it cannot.
        """
        try:
            context = self._context()
            server = await asyncio.start_server(
                self._serve, self._host, self._port, ssl=context, limit=MAX_REQUEST_BYTES
            )
        except (OSError, ValueError) as error:
            raise ShareError(
                f"cannot share blobs at {self._host}:{self._port}: {error};"
                " set another share_port, or share_blobs to false"
            ) from error
        async with server:
            on_listening(server.sockets[0].getsockname()[1])
            while True:
                await asyncio.sleep(_RENEWED_S)
                with contextlib.suppress(OSError):
                    context.load_cert_chain(*self._identity())

    def _context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(cafile=self._ca_file)
        context.load_cert_chain(*self._identity())
        return context

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open += 1
        try:
            if self._open <= MAX_CONNECTIONS:
                await self._converse(reader, writer)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # a neighbour that goes, or dawdles, or talks nonsense, is let go
        finally:
            self._open -= 1
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while request := await _within(reader.readuntil(b"\r\n\r\n")):
            digest = digest_of(request)
            file = None if digest is None else await asyncio.to_thread(self._find, digest)
            if file is None:
                writer.write(Answer(404).head())
                await _within(writer.drain())
                continue
            with await asyncio.to_thread(file.open, "rb") as opened:
                answer = answer_to(request, os.fstat(opened.fileno()).st_size)
                writer.write(answer.head())
                await self._send(opened.fileno(), answer, writer)

    async def _send(self, file: int, answer: Answer, writer: asyncio.StreamWriter) -> None:
        offset = answer.start
        while offset < answer.end:
            length = min(_PIECE_BYTES, answer.end - offset)
            data = await asyncio.to_thread(os.pread, file, length, offset)
            if not data:
                raise ConnectionAbortedError("the file became shorter")
            writer.write(data)
            await _within(writer.drain())
            offset += len(data)
            delay_s = self._bucket.take(len(data), time.monotonic())
            if delay_s > 0:
                await asyncio.sleep(delay_s)
        await _within(writer.drain())


async def _within(work: Awaitable[T]) -> T:
    return await asyncio.wait_for(work, IDLE_S)


def address_towards(url: str) -> str:
    """Return this machine's address as neighbours see it: the one that leads towards `url`."""
    host = urlsplit(url).hostname or "localhost"
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, 9, type=socket.SOCK_DGRAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.connect(address)  # sends nothing
            found = str(probe.getsockname()[0])
    except OSError:
        return ""
    return f"[{found}]" if ":" in found else found
