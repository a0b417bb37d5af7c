"""A fresh database for a test: SQLite in a folder, or PostgreSQL when the run asks for it.

`pytest --postgresql` starts a server of its own and says where in the environment.
"""

import os
from hashlib import sha256
from pathlib import Path

from typing_extensions import override

from controlplane import schema
from controlplane.db.session import Database
from tests.support.postgresql import Server

VARIABLE = "FLOTILLA_TEST_POSTGRESQL"
"""The folder of the server's socket."""


class Fresh(Database):
    """A database of PostgreSQL that goes away when it is closed."""

    @override
    def close(self) -> None:
        super().close()
        _server().drop(self.url)


def on_postgresql() -> bool:
    return VARIABLE in os.environ


def a_fresh_database(folder: Path, *, file: str = "flotilla.db") -> Database:
    """Return an empty database with every table."""
    if on_postgresql():
        return Fresh(_server().fresh())
    database = Database(f"sqlite:///{folder / file}")
    schema.METADATA.create_all(database.engine)
    return database


def a_bare_database(folder: Path, *, file: str = "flotilla.db") -> Database:
    """Return a database without any table."""
    return Fresh(_server().empty()) if on_postgresql() else Database(f"sqlite:///{folder / file}")


def a_url(folder: Path) -> str:
    """Return where a control plane of its own keeps everything; the same again for a folder."""
    if on_postgresql():
        return _server().named(f"plane_{sha256(str(folder).encode()).hexdigest()[:20]}")
    return f"sqlite:///{folder / 'flotilla.db'}"


def _server() -> Server:
    return Server(Path(os.environ[VARIABLE]))
