"""HTTP with a total deadline: nothing that a server does holds the caller any longer.

A socket timeout alone bounds only the gap between two bytes, so a server that drips could hold us
for ever, in the headers as in the body. Here every receive gets what is left of the deadline.
Connections are kept for the next request when an answer was read to its end; `end` sees to it.
"""

import io
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from http import client
from pathlib import Path
from typing import Any, Final

import urllib3
from typing_extensions import override
from urllib3.connection import HTTPConnection, HTTPSConnection

GAP_S: Final = 15.0
"""Longest silence that is borne, even when the deadline is far."""

_HOSTS: Final = 32
_CONNECTIONS: Final = 4
"""Kept open per host."""
_BUFFER_BYTES: Final = 64 * 1024

Vouch = Callable[[bytes], None]
"""Looks at a server's certificate (DER) before anything is said to it, and raises if it is bad."""


class DeadlineError(OSError):
    """The total time for this transfer is used up."""


class Client:
    """Connections that all end by one instant; may be used from several threads."""

    def __init__(
        self,
        *,
        ca_file: Path | None,
        deadline_s: float,
        system_cas: bool = False,
        tls: ssl.SSLContext | None = None,
        vouch: Vouch | None = None,
    ) -> None:
        """Trust the fleet's CA alone, or also those that the system trusts.

        `tls` replaces that choice; `vouch` adds a check of the server's certificate to it.
        """
        self._deadline = time.monotonic() + deadline_s
        self._pools = urllib3.PoolManager(
            num_pools=_HOSTS,
            maxsize=_CONNECTIONS,
            ssl_context=tls or trusting(ca_file, system_cas=system_cas),
        )
        self._pools.pool_classes_by_scheme = _pools(self._deadline, vouch)

    def get(
        self, url: str, headers: Mapping[str, str] | None = None
    ) -> urllib3.response.BaseHTTPResponse:
        """Begin a GET; the caller reads with `read1` and gives the answer to `end`.

        Raises:
            DeadlineError: the time is up.
            urllib3.exceptions.HTTPError: no connection, or no answer.
        """
        left = self.left_s()
        return self._pools.request(
            "GET",
            url,
            headers={"Accept-Encoding": "identity", **(headers or {})},
            preload_content=False,
            decode_content=False,
            redirect=False,
            retries=False,
            timeout=urllib3.Timeout(connect=min(GAP_S, left), read=min(GAP_S, left)),
        )

    def left_s(self) -> float:
        """Return what is left of the deadline.

        Raises:
            DeadlineError: nothing.
        """
        return _left(self._deadline)

    def close(self) -> None:
        self._pools.clear()


def trusting(ca_file: Path | None, *, system_cas: bool) -> ssl.SSLContext:
    """Return how to check servers: by `ca_file`, by the system's authorities, or by either."""
    if ca_file is None or not system_cas:
        return ssl.create_default_context(cafile=ca_file)
    context = ssl.create_default_context()
    context.load_verify_locations(cafile=ca_file)
    return context


def end(response: urllib3.response.BaseHTTPResponse) -> None:
    """Let an answer go: its connection is kept when the body was read to the end, else closed."""
    # `drain_conn` would read on for ever where a server sends without end.
    if getattr(response, "length_remaining", None) == 0:
        response.drain_conn()
    else:
        response.close()


class _Receiver(io.RawIOBase):
    """A socket's bytes, each receive bounded by the deadline."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        super().__init__()
        self._sock = sock
        self._deadline = deadline
        self._keeper = sock.makefile("rb", buffering=0)

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: Any, /) -> int:
        self._sock.settimeout(min(GAP_S, _left(self._deadline)))
        return self._sock.recv_into(buffer)

    @override
    def close(self) -> None:
        self._keeper.close()
        super().close()


def _pools(deadline: float, vouch: Vouch | None) -> dict[str, type[urllib3.HTTPConnectionPool]]:
    class Response(client.HTTPResponse):
        def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
            super().__init__(sock, *args, **kwargs)
            self.fp.close()
            self.fp = io.BufferedReader(_Receiver(sock, deadline), _BUFFER_BYTES)

    class Plain(HTTPConnection):
        response_class = Response

    class Secure(HTTPSConnection):
        response_class = Response

        @override
        def connect(self) -> None:
            super().connect()
            if vouch is not None:
                assert isinstance(self.sock, ssl.SSLSocket)
                vouch(self.sock.getpeercert(binary_form=True) or b"")
                self.is_verified = True

    class PlainPool(urllib3.HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(urllib3.HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise DeadlineError("the time for this transfer is used up")
    return left
