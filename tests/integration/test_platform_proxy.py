"""Behind a proxy: whose word about the visitor is believed."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from controlplane.access.web import visitor_of
from controlplane.app.servers import HttpServer

FORWARDED = {"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https"}


async def _show(request: Request) -> JSONResponse:
    return JSONResponse([visitor_of(request).address, request.url.scheme])


@contextmanager
def serving(proxies: str) -> Iterator[str]:
    application = Starlette(routes=[Route("/", _show)])
    server = HttpServer(application, host="127.0.0.1", port=0, option="--port", proxies=proxies)
    server.bind()
    stop = threading.Event()
    thread = threading.Thread(target=server.run, args=(stop,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server._socket.getsockname()[1]}"
    finally:
        stop.set()
        thread.join()


@pytest.mark.parametrize(
    ("proxies", "seen"),
    [
        ("", ["127.0.0.1", "http"]),
        ("127.0.0.1", ["192.0.2.7", "https"]),
        ("198.51.100.9", ["127.0.0.1", "http"]),
    ],
)
def test_only_a_proxy_that_was_named_speaks_for_others(proxies: str, seen: list[str]):
    with serving(proxies) as url:
        assert httpx2.get(url, headers=FORWARDED).json() == seen
