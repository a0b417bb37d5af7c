"""The Starlette application over the slots, and the server that runs it."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Route
from typing_extensions import override

from agent.api import local
from agent.api.anthropic import routes as anthropic
from agent.api.auth import Access, Key, is_loopback
from agent.api.connection import Connection
from agent.api.errors import ListenError, on_failure, on_http, on_surprise
from agent.api.inference import routes as inference
from agent.api.llama import routes as llama
from agent.api.middleware import stack
from agent.api.ollama import routes as ollama
from agent.api.openai import routes as openai
from agent.api.wording import worded
from agent.serving.slots import Slots
from agent.settings import Settings
from shared.errors import FlotillaError

SHUTDOWN_S = 5
KEEP_ALIVE_S = 30
FAMILIES: tuple[Callable[[Slots], list[Route]], ...] = (
    openai.routes,
    anthropic.routes,
    ollama.routes,
    inference.routes,
    llama.routes,
    local.routes,
)
"""Every API; where two of them know a path, the first has it."""

log = logging.getLogger(__name__)


def build(slots: Slots, *, access: Access | None = None, api_key: str | None = None) -> Starlette:
    """Return the application, for whom `access` lets in; `api_key` is one key more."""
    access = access or Access()
    if api_key:
        access = replace(access, keys=(*access.keys, Key.of(api_key)))
    app = Starlette(
        routes=[route for family in FAMILIES for route in family(slots)],
        middleware=stack(access),
        exception_handlers={
            FlotillaError: worded(on_failure),
            HTTPException: worded(on_http),
            Exception: worded(on_surprise),
        },
    )
    app.state.protected = access.protected
    return app


def access_of(settings: Settings) -> Access:
    """Return whom the settings of a device let in."""
    keys = [
        Key(one.sha256, one.name, None if one.slots is None else frozenset(one.slots))
        for one in settings.api_keys
    ]
    if settings.api_key:
        keys.append(Key.of(settings.api_key, name="agent"))
    return Access(tuple(keys), origins=settings.api_origins, hosts=settings.api_hosts)


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
        http=Connection,
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
