"""One SQLite file, in write-ahead mode with full sync: what it says has happened.

Migrations are the numbered files beside this module; `user_version` counts those applied. One
connection serves the event loop and the trust thread, so every use holds the lock. A command that a
person runs beside the agent opens the file as well; the agent notices what it wrote.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from shared.errors import Category, FlotillaError

BUSY_TIMEOUT_MS = 5000
CACHE_KIB = 256


class StoreError(FlotillaError):
    """The database cannot be read or written."""

    code = "store"
    category = Category.STORAGE
    retryable = True


class Database:
    """The open file."""

    def __init__(self, path: Path | str) -> None:
        """Open or create the file and bring its tables up to date.

        Raises:
            StoreError: it cannot be opened, or a newer agent wrote it.
        """
        self._lock = threading.RLock()
        self._data_version: int | None = None
        try:
            self._connection = sqlite3.connect(
                path, isolation_level=None, check_same_thread=False, cached_statements=32
            )
        except sqlite3.Error as error:
            raise StoreError(f"cannot open {path}: {error}") from error
        try:
            self._prepare()
        except BaseException:
            self._connection.close()
            raise

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Hand out the connection inside one write transaction: all of it happens, or none.

        Raises:
            StoreError: SQLite refused; nothing was changed.
        """
        with self._lock, _worded():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Hand out the connection for one look.

        Raises:
            StoreError: SQLite refused.
        """
        with self._lock, _worded():
            yield self._connection

    def changed_elsewhere(self) -> bool:
        """Tell whether another process has written since this was asked last.

        Raises:
            StoreError: SQLite refused.
        """
        with self.reading() as connection:
            (version,) = connection.execute("PRAGMA data_version").fetchone()
        known, self._data_version = self._data_version, int(version)
        return known not in {None, self._data_version}

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _prepare(self) -> None:
        with _worded():
            for pragma in (
                "journal_mode=WAL",
                "synchronous=FULL",
                f"busy_timeout={BUSY_TIMEOUT_MS}",
                "foreign_keys=ON",
                f"cache_size=-{CACHE_KIB}",
            ):
                self._connection.execute(f"PRAGMA {pragma}").fetchall()
        migrations = _migrations()
        with self.transaction() as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version > len(migrations):
                raise StoreError(
                    f"the database has version {version}, this agent knows {len(migrations)};"
                    " run the newer agent"
                )
            for number, script in enumerate(migrations[version:], start=version + 1):
                for statement in _statements(script):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version={number}")


@contextmanager
def _worded() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"the database refused: {error}") from error


def _migrations() -> list[str]:
    folder = resources.files("agent.store") / "schema"
    files = {entry.name: entry for entry in folder.iterdir() if entry.name.endswith(".sql")}
    return [files[name].read_text(encoding="utf-8") for name in sorted(files)]


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines():
        statement += f"{line}\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
