"""HTTP with a total deadline: nothing that a server does holds the caller any longer.

A socket timeout alone bounds only the gap between two bytes, so a server that drips could hold us
for ever, in the headers as in the body. Here every receive gets what is left of the deadline.
"""

import io
import socket
import ssl
import time
from collections.abc import Mapping
from http import client
from pathlib import Path
from typing import Any, Final

import urllib3
from typing_extensions import override
from urllib3.connection import HTTPConnection, HTTPSConnection

GAP_S: Final = 15.0
"""Longest silence that is borne, even when the deadline is far."""

_CONNECTIONS: Final = 4


class DeadlineError(OSError):
    """The total time for this transfer is used up."""


class Client:
    """Connections that all end by one instant."""

    def __init__(self, *, ca_file: Path | None, deadline_s: float) -> None:
        self._deadline = time.monotonic() + deadline_s
        context = ssl.create_default_context(cafile=ca_file)
        self._pools = urllib3.PoolManager(num_pools=_CONNECTIONS, ssl_context=context)
        self._pools.pool_classes_by_scheme = _pools(self._deadline)

    def get(
        self, url: str, headers: Mapping[str, str] | None = None
    ) -> urllib3.response.BaseHTTPResponse:
        """Begin a GET; the caller reads with `read1` and closes the response.

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


def _pools(deadline: float) -> dict[str, type[urllib3.HTTPConnectionPool]]:
    class Response(client.HTTPResponse):
        def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
            super().__init__(sock, *args, **kwargs)
            self.fp.close()
            self.fp = io.BufferedReader(_Receiver(sock, deadline), 256 * 1024)

    class Plain(HTTPConnection):
        response_class = Response

    class Secure(HTTPSConnection):
        response_class = Response

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
