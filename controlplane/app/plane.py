"""The running control plane: everything started in order, and stopped in the reverse."""

import json
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from fastapi import FastAPI

from controlplane.app.parts import Parts
from controlplane.app.servers import HttpServer
from controlplane.broker.mosquitto import Mosquitto
from controlplane.db.session import Database
from controlplane.settings import Settings

Part = Callable[[threading.Event], None]


def _nothing() -> None:
    pass


@dataclass(frozen=True, kw_only=True)
class ControlPlane:
    """What `create` built; `run` it, or use `api` alone."""

    settings: Settings
    database: Database
    api: FastAPI
    admin_token: str = field(repr=False)
    broker: Mosquitto
    servers: tuple[HttpServer, ...]
    parts: dict[str, Part]
    """Everything else that runs, by name."""
    jitter: Callable[[], float]

    @property
    def sign_in_url(self) -> str:
        return f"{self.settings.api_url}/sign-in?token={self.admin_token}"

    def run(self, stop: threading.Event, *, on_ready: Callable[[], None] = _nothing) -> None:
        """Serve until `stop` is set.

        Raises:
            PortTakenError: a port is not free.
            BrokerError: the broker does not come up.
        """
        # Open event streams end by themselves, so that stopping does not wait for them.
        self.api.state.stopping = stop
        broker, others = Parts(jitter=self.jitter), Parts(jitter=self.jitter)
        try:
            for server in self.servers:
                server.bind()
            broker.start("broker", self.broker.run)
            self.broker.wait_ready(stop)
            for name, part in self.parts.items():
                others.start(name, part)
            for server in self.servers:
                others.start("http", server.run)
            self._write_client_file()
            on_ready()
            stop.wait()
        finally:
            others.stop()
            broker.stop()  # last, so that ingest takes its leave of it
            for server in self.servers:
                server.release()
            self.database.close()

    def _write_client_file(self) -> None:
        file = self.settings.client_file
        part = file.with_name(f".{file.name}.part")
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            json.dump({"url": self.settings.api_url, "token": self.admin_token}, handle)
        part.replace(file)
