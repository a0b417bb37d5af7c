"""The console on a real port, over a database that a test fills."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from controlplane.access.service import Access, Secrets
from controlplane.console import app as console
from controlplane.db.session import Database
from controlplane.settings import Settings
from shared.clock import Clock
from shared.wire.enrol import Anchors
from tests.support.access import cheap_passwords

TOKEN = "fadm_for-tests"


def an_app(
    database: Database, clock: Clock, folder: Path, *, evaluation_keys: bool = False
) -> FastAPI:
    """Return the console alone, with what it needs in the application's state."""
    app = FastAPI()
    settings = Settings(data=folder)
    if evaluation_keys:
        settings.keys_folder.mkdir(parents=True, exist_ok=True)
    values = {
        "database": database,
        "clock": clock,
        "settings": settings,
        "access": Access(database, Secrets(TOKEN, b"secret"), passwords=cheap_passwords()),
        "anchors": Anchors(fleet="default", ca_pem="ca", image_root="{}", director_root="{}"),
        "stopping": threading.Event(),
    }
    for name, value in values.items():
        setattr(app.state, name, value)
    console.mount(app)
    return app


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve on a free port of the loopback."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="error", lifespan="off", timeout_graceful_shutdown=3)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        app.state.stopping.set()
        server.should_exit = True
        thread.join()
        listener.close()
