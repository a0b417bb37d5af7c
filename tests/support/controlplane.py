"""A whole control plane: in threads of this process, or as the program that people start."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from controlplane import app as application
from controlplane.cli.client import Address, Client, wait_file
from controlplane.cli.up import prepared
from controlplane.db.session import Database
from controlplane.settings import Settings
from shared.clock import Clock, SystemClock
from tests.support.databases import a_fresh_database, a_url, on_postgresql

READY_S = 30.0
_LOOK_S = 0.02

T = TypeVar("T")


def until(found: Callable[[], T | None], *, timeout_s: float = READY_S, what: str = "it") -> T:
    """Return what `found` returns as soon as it is true; fail when that never happens."""
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        value = found()
        if value:
            return value
        time.sleep(_LOOK_S)
    raise AssertionError(f"{what} did not happen within {timeout_s} s")


def a_database(folder: Path) -> Database:
    """Return an empty database with every table."""
    return a_fresh_database(folder)


@dataclass
class RunningControlPlane:
    """One that runs in threads of this process."""

    plane: application.ControlPlane
    client: Client

    @property
    def settings(self) -> Settings:
        return self.plane.settings

    @property
    def url(self) -> str:
        return self.plane.settings.api_url

    @property
    def gateway_url(self) -> str:
        return self.plane.settings.gateway_url

    @property
    def token(self) -> str:
        return self.plane.admin_token

    @property
    def ca_file(self) -> Path:
        return self.plane.settings.ca_folder / "ca.pem"

    @property
    def database(self) -> Database:
        return self.plane.database

    def enroll_token(self, *, uses: int = 1, **labels: str) -> str:
        """Return a fresh enrollment token."""
        body = {"uses": uses, "labels": labels, "expires_in_s": 3600}
        return str(self.client.post("/enrollment-tokens", body)["token"])


@contextmanager
def control_plane_running(
    folder: Path, *, clock: Clock | None = None, fleet: str = "default"
) -> Iterator[RunningControlPlane]:
    """Run a control plane on free ports until the block ends."""
    plane = application.create(prepared(a_settings(folder, fleet=fleet)), clock=clock)
    stop, ready = threading.Event(), threading.Event()
    failures: list[BaseException] = []

    def run() -> None:
        try:
            plane.run(stop, on_ready=ready.set)
        except BaseException as error:  # noqa: BLE001 - handed to the test
            failures.append(error)
            ready.set()

    thread = threading.Thread(target=run, name="control plane")
    thread.start()
    client = Client.to(Address(url=plane.settings.api_url, token=plane.admin_token))
    try:
        assert ready.wait(READY_S), "the control plane did not start"
        if failures:
            raise failures[0]
        yield RunningControlPlane(plane, client)
    finally:
        client.close()
        stop.set()
        thread.join()


def a_settings(folder: Path, *, fleet: str = "default") -> Settings:
    url = a_url(folder) if on_postgresql() else ""
    return Settings(data=folder, port=0, gateway_port=0, mqtt_port=0, fleet=fleet, database_url=url)


class ControlPlaneProcess:
    """`flotilla up` as a process of its own, which can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.client: Client | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What the command line needs to find it."""
        return {**os.environ, "FLOTILLA_DATA": str(self.folder)}

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> Client:
        """Start it and wait until it answers."""
        (self.folder / "client.json").unlink(missing_ok=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "controlplane", "up", "--data", str(self.folder)]
        command += ["--port", "0", "--gateway-port", "0", "--mqtt-port", "0"]
        with (self.folder / "up.log").open("ab") as log:
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=Path(__file__).parents[2]
            )
        self.client = Client.to(until(self._address, what="flotilla up"))
        return self.client

    def stop(self) -> int:
        """Ask it to end and return its exit status."""
        return self._end(signal.SIGTERM)

    def kill(self) -> int:
        """End it as a power cut would."""
        return self._end(signal.SIGKILL)

    def log(self) -> str:
        return (self.folder / "up.log").read_text()

    def _address(self) -> Address | None:
        assert self._process is not None
        if self._process.poll() is not None:
            raise AssertionError(f"flotilla up ended: {self.log()}")
        return wait_file(self.folder / "client.json")

    def _end(self, number: int) -> int:
        if self.client is not None:
            self.client.close()
            self.client = None
        if self._process is None:
            return 0
        self._process.send_signal(number)
        status = self._process.wait()
        self._process = None
        return status


@contextmanager
def control_plane_process(folder: Path) -> Iterator[ControlPlaneProcess]:
    """Start `flotilla up` and end it, whatever happens."""
    process = ControlPlaneProcess(folder)
    try:
        process.start()
        yield process
    finally:
        process.kill()


class SetClock:
    """A clock that stands until it is moved."""

    def __init__(self, start: Clock | None = None) -> None:
        self._now = (start or SystemClock()).now()

    def now(self):
        return self._now

    def advance(self, **by: float) -> None:
        self._now += timedelta(**by)
