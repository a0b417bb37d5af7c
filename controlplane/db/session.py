"""One database, and the two ways to use it: `reading()` and `transaction()`.

The edge opens the transaction (a route, an ingest batch, a runner's tick, a CLI verb); services
take the session and never commit. On SQLite a transaction begins IMMEDIATE, so two writers queue
up instead of failing half-way with "database is locked". `at_commit` is for what must come last.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Engine, create_engine, event
from sqlmodel import Session

_POOL_SIZE = 16
_LAST: Final = "at commit"

Last = Callable[[Session], None]


def at_commit(session: Session, work: Last) -> None:
    """Have `work` done once, as the last thing before this transaction commits."""
    waiting: dict[Last, None] = session.info.setdefault(_LAST, {})
    waiting[work] = None


class Database:
    """An engine and its sessions."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session for queries alone."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open a session that commits at the end, or rolls back when the block raises."""
        engine = self.engine.execution_options(writing=True)
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session
            for work in session.info.pop(_LAST, {}):
                work(session)

    def close(self) -> None:
        self.engine.dispose()


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=_POOL_SIZE, pool_pre_ping=True)
    # FULL would cost a flush to the disk for every commit; NORMAL with WAL can lose the last
    # commits at a power cut, never the file.
    engine = create_engine(
        url, pool_size=_POOL_SIZE, connect_args={"timeout": 30, "check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        # The driver's own transaction handling would begin DEFERRED; `_begin` decides instead.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine
