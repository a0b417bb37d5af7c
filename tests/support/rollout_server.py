"""The rollouts' part of the API on a real port, for the command line and for HTTP."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from controlplane.access.web import api_actor
from controlplane.api import errors
from controlplane.api.routes import rollouts, verdicts
from tests.support.rollout_control import Control


def an_app(control: Control) -> FastAPI:
    app = FastAPI()
    for part in (rollouts, verdicts):
        app.include_router(part.router, prefix="/api/v1")
    app.state.database = control.database
    app.state.clock = control.clock
    app.dependency_overrides[api_actor] = lambda: "ada"
    errors.install(app)
    return app


@contextmanager
def serving(control: Control) -> Iterator[str]:
    """Serve on a free port of the loopback; the URL is what the command line needs."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(an_app(control), log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
