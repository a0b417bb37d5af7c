"""A PostgreSQL of one's own: a cluster in a temporary folder, on a socket, for one test run."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy import make_url

from controlplane import schema  # noqa: F401 - the migrations check themselves against every table
from controlplane.db import migrate
from controlplane.db.session import Database

USER = "flotilla"
TEMPLATE = "flotilla_template"
_NOBODY = 65_534
_READY_S = 60.0
_LOOK_S = 0.05
_FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=200")


class Server:
    """A running server, known by the folder of its socket."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{USER}@/{database}?host={self.folder}"

    def fresh(self) -> str:
        """Make a database with every table, as the migrations make them; return its URL."""
        return self._make(f" TEMPLATE {TEMPLATE}")

    def empty(self) -> str:
        """Make a database without any table and return its URL."""
        return self._make("")

    def named(self, name: str) -> str:
        """Return the URL of a database that is made, without any table, when it is not there."""
        if not self._command(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
            self._command(f"CREATE DATABASE {name}")
        return self.url(name)

    def drop(self, url: str) -> None:
        name = make_url(url).database
        assert name is not None
        self._command(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def make_template(self) -> None:
        self._command(f"CREATE DATABASE {TEMPLATE}")
        database = Database(self.url(TEMPLATE))
        migrate.upgrade(database)
        database.close()

    def answers(self) -> bool:
        try:
            psycopg.connect(dbname="postgres", user=USER, host=str(self.folder)).close()
        except psycopg.OperationalError:
            return False
        return True

    def _make(self, how: str) -> str:
        name = f"test_{uuid4().hex}"
        self._command(f"CREATE DATABASE {name}{how}")
        return self.url(name)

    def _command(self, text: str) -> int:
        """Do one statement; return how many rows it found."""
        with psycopg.connect(
            dbname="postgres", user=USER, host=str(self.folder), autocommit=True
        ) as connection:
            return connection.execute(text.encode()).rowcount


@contextmanager
def a_server() -> Iterator[Server]:
    """Start a server of one's own, and end it and its files afterwards."""
    programs = _programs()
    with tempfile.TemporaryDirectory(prefix="flotilla-pg-") as name:
        folder = Path(name)
        data = folder / "data"
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            os.chown(folder, _NOBODY, _NOBODY)
        arguments = ["--auth=trust", f"--username={USER}", "--no-sync", "--encoding=UTF8"]
        arguments += ["--locale=C.UTF-8", f"--pgdata={data}"]
        _run([programs / "initdb", *arguments], folder)
        options = [f"--{option}" for option in _FAST]
        command = [programs / "postgres", "-D", data, "-k", folder, "-h", "", *options]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [*_as_somebody(), *map(str, command)], cwd=folder, stdout=log, stderr=log
            )
        try:
            server = Server(folder)
            _wait(server, process)
            server.make_template()
            yield server
        finally:
            process.send_signal(signal.SIGINT)  # ends open connections
            process.wait()


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _READY_S
    while not server.answers():
        log = (server.folder / "log").read_text()
        assert process.poll() is None, f"PostgreSQL ended: {log}"
        assert time.monotonic() < deadline, f"PostgreSQL does not answer: {log}"
        time.sleep(_LOOK_S)


def _run(command: list[object], folder: Path) -> None:
    done = subprocess.run(
        [*_as_somebody(), *map(str, command)], cwd=folder, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def _as_somebody() -> list[str]:
    """Return what a command begins with: nobody's rights for root, and an end with our own."""
    leash = ["setpriv", "--pdeathsig", "INT"]
    if os.geteuid() != 0:
        return leash
    return [*leash, f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups"]


def _programs() -> Path:
    """Return the folder of `initdb` and `postgres`; Debian keeps them off the PATH."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda each: int(each.parts[4])
    )
    assert versions, "PostgreSQL is not installed (Debian: apt install postgresql)"
    return versions[-1].parent
