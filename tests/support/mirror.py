"""A real HTTP server over folders, which can be told to misbehave and which counts bytes.

It serves `/image/...` and `/director/...` from the repositories and `/blobs/sha256/<hex>` from a
blob folder, as the gateway does.
"""

import re
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

from typing_extensions import override

_RANGE = re.compile(r"bytes=(\d+)-(\d*)$")
_PIECE = 64 * 1024


@dataclass
class Behaviour:
    """What the mirror does wrong; the default is an honest mirror."""

    match: str = ""
    """Only paths that contain this are treated badly."""
    ranges: bool = True
    flip_at: int | None = None
    """Offset in the file at which one bit is wrong, always."""
    flip_first: bool = False
    """One bit is wrong at the beginning of every body."""
    cut_after: int | None = None
    """Bytes of a body after which the connection is dropped."""
    cuts: int = 1_000_000
    """How often it is dropped."""
    drip: bool = False
    """One byte, then a pause, and so on."""
    drip_headers: bool = False
    endless: bool = False
    """Claim and send far more than the file has."""
    short: bool = False
    """Claim and send less than the file has."""
    trailing: bytes = b""
    """Sent after the end of every body, as an answer to nothing."""
    shift: int = 0
    """How far the range that it says it sends is from what was asked."""
    redirect: str | None = None
    """Send everybody here, with the path appended."""
    encoding: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    pace_s: float = 0.0
    """Pause after every 64 KiB."""
    status: int | None = None
    replaced: Mapping[str, bytes] = field(default_factory=dict)
    """Other content for some paths."""


class Mirror:
    """Serves until the block ends."""

    def __init__(
        self,
        folders: Mapping[str, Path],
        behaviour: Behaviour | None = None,
        *,
        certificate: tuple[Path, Path] | None = None,
    ) -> None:
        self.folders = dict(folders)
        self.behaviour = behaviour or Behaviour()
        self.sent: Counter[str] = Counter()
        self.requests: list[tuple[str, str | None]] = []
        self.connections = 0
        self.authorizations: set[str] = set()
        self.closing = threading.Event()
        mirror = self

        class Handler(_Handler):
            owner = mirror

        self._server = _Server(("127.0.0.1", 0), Handler)
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._scheme = "http" if certificate is None else "https"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    @property
    def url(self) -> str:
        host = "127.0.0.1" if self._scheme == "http" else "localhost"
        return f"{self._scheme}://{host}:{self._server.server_address[1]}"

    def blob_bytes(self) -> int:
        """Return how many bytes of blob bodies were sent."""
        return sum(count for path, count in self.sent.items() if path.startswith("/blobs/"))

    def forget(self) -> None:
        self.sent.clear()
        self.requests.clear()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.closing.set()
        self._server.hang_up()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True
    request_queue_size = 64

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        self.open: set[socket.socket] = set()

    @override
    def process_request(self, request: socket.socket, client_address: object) -> None:
        self.open.add(request)
        super().process_request(request, client_address)

    @override
    def shutdown_request(self, request: socket.socket) -> None:
        self.open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End connections that clients keep."""
        for connection in list(self.open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    @override
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of the game."""


class _Handler(BaseHTTPRequestHandler):
    owner: Mirror
    protocol_version = "HTTP/1.1"
    timeout = 5

    def setup(self) -> None:
        super().setup()
        self.owner.connections += 1

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        self.owner.requests.append((self.path, wanted))
        self.owner.authorizations |= set(self.headers.get_all("Authorization", []))
        rules = self.owner.behaviour
        if rules.match not in self.path:
            rules = Behaviour()
        data = self._content(rules)
        if rules.redirect is not None:
            elsewhere = rules.redirect + self.path
            self._answer(307, {"Content-Length": "0", "Location": elsewhere}, rules)
            return
        if data is None or rules.status is not None:
            self._answer(rules.status or 404, {"Content-Length": "0"}, rules)
            return
        start, end, status = 0, len(data), 200
        match = _RANGE.match(wanted or "") if rules.ranges else None
        headers = {}
        if match:
            start = int(match[1])
            end = min(end, int(match[2]) + 1) if match[2] else end
            status = 206
            shown = start + rules.shift, end - 1 + rules.shift
            headers["Content-Range"] = f"bytes {shown[0]}-{shown[1]}/{len(data)}"
        if rules.encoding is not None:
            headers["Content-Encoding"] = rules.encoding
        body = data[start:end]
        if rules.flip_first and body:
            body = bytes([body[0] ^ 1]) + body[1:]
        if rules.short:
            body = body[: len(body) // 2]
            self.close_connection = True
        length = len(body) + 10**9 if rules.endless else len(body)
        self._answer(status, {**headers, "Content-Length": str(length)}, rules)
        self._send(body, rules)
        if rules.trailing:
            self._write(rules.trailing)

    def _content(self, rules: Behaviour) -> bytes | None:
        if self.path in rules.replaced:
            return rules.replaced[self.path]
        for prefix, folder in self.owner.folders.items():
            if self.path.startswith(prefix):
                file = folder / self.path.removeprefix(prefix).lstrip("/")
                if not file.is_file():
                    return None
                data = file.read_bytes()
                if rules.flip_at is not None and rules.flip_at < len(data):
                    spoilt = bytearray(data)
                    spoilt[rules.flip_at] ^= 1
                    return bytes(spoilt)
                return data
        return None

    def _answer(self, status: int, headers: Mapping[str, str], rules: Behaviour) -> None:
        self.send_response(status)
        for name, value in {**headers, **rules.headers}.items():
            self.send_header(name, value)
        if rules.drip_headers:
            self._drip(b"X-Slow: " + b"a" * 60_000, self.path)
        self.end_headers()

    def _send(self, body: bytes, rules: Behaviour) -> None:
        if rules.drip:
            self._drip(body, self.path)
            return
        cut = None
        if rules.cut_after is not None and rules.cuts > 0 and len(body) > rules.cut_after:
            cut = rules.cut_after
            rules.cuts -= 1
            self.close_connection = True
        for offset in range(0, len(body[:cut]), _PIECE):
            self._write(body[:cut][offset : offset + _PIECE])
            if rules.pace_s:
                self.owner.closing.wait(rules.pace_s)
        while rules.endless and not self.owner.closing.is_set():
            self._write(b"x" * _PIECE)

    def _drip(self, data: bytes, path: str) -> None:
        for position in range(len(data)):
            if self.owner.closing.wait(0.02):
                return
            self.wfile.write(data[position : position + 1])
            self.owner.sent[path] += 1

    def _write(self, piece: bytes) -> None:
        self.wfile.write(piece)
        self.owner.sent[self.path] += len(piece)

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
