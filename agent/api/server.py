"""The Starlette application over the slots, and the server that runs it."""

import asyncio
import contextlib
import ipaddress
import logging
import socket
from collections.abc import Callable, Iterator

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Route
from typing_extensions import override

from agent.api.errors import ListenError, on_failure, on_http, on_surprise
from agent.api.local import Local
from agent.api.middleware import Keys, RequestIds
from agent.api.openai.completions import Completions
from agent.api.openai.models import Models
from agent.serving.slots import Slots
from shared.errors import FlotillaError

SHUTDOWN_S = 5
KEEP_ALIVE_S = 30

log = logging.getLogger(__name__)


def build(slots: Slots, *, api_key: str | None = None) -> Starlette:
    """Return the application; with `api_key` set, only its bearer is answered."""
    completions, models, local = Completions(slots), Models(slots), Local(slots)
    middleware = [Middleware(RequestIds)]
    if api_key:
        middleware.append(Middleware(Keys, key=api_key))
    app = Starlette(
        routes=[
            Route("/v1/chat/completions", completions.chat, methods=["POST"]),
            Route("/v1/completions", completions.complete, methods=["POST"]),
            Route("/v1/models", models.index),
            Route("/v1/models/{model:path}", models.show),
            Route("/health", local.health),
            Route("/ready", local.ready),
            Route("/metrics", local.metrics),
        ],
        middleware=middleware,
        exception_handlers={
            FlotillaError: on_failure,
            HTTPException: on_http,
            Exception: on_surprise,
        },
    )
    app.state.protected = bool(api_key)
    return app


async def serve(
    app: Starlette,
    host: str,
    port: int,
    *,
    on_listening: Callable[[int], None] = lambda _port: None,
) -> None:
    """Serve until cancelled; port 0 lets the system choose, `on_listening` hears which.

    Raises:
        ListenError: the address is taken, or is open to others while no key is set.
    """
    if not is_loopback(host) and not app.state.protected:
        raise ListenError(
            f"the local API may not listen on {host} without a key: set one, or use 127.0.0.1"
        )
    listener = _listen(host, port)
    config = uvicorn.Config(
        app,
        access_log=False,
        http="h11",
        lifespan="off",
        log_config=None,
        loop="none",
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_S,
        timeout_keep_alive=KEEP_ALIVE_S,
        ws="none",
    )
    server = _Server(config)
    with contextlib.closing(listener):
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        on_listening(listener.getsockname()[1])
        try:
            await asyncio.shield(serving)
        except asyncio.CancelledError:
            server.should_exit = True
            await serving
            raise


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: the agent has its own."""

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        raise ListenError(
            f"the local API cannot listen on {host}:{port}: {error.strerror}; choose another port"
        ) from error
    listener.settimeout(0)
    return listener
