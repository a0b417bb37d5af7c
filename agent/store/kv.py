"""Small facts that outlive a restart."""

from agent.store.db import Database

SESSION_COUNTER = "session_counter"
HINT_VERSION = "hint_version"
CAPABILITY_TOLD = "capability_told"
TIME_FLOOR = "time_floor"
BANDWIDTH = "bandwidth"


class Facts:
    """A table of names and texts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> str | None:
        with self._database.reading() as connection:
            row = connection.execute("SELECT value FROM kv WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def put(self, key: str, value: str) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO kv (key, value) VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, value),
            )

    def count(self, key: str) -> int:
        """Add one to a counter and return it; it never gives the same number twice."""
        with self._database.transaction() as connection:
            row = connection.execute(
                "INSERT INTO kv (key, value) VALUES (?, '1') ON CONFLICT (key)"
                " DO UPDATE SET value = CAST(value AS INTEGER) + 1 RETURNING value",
                (key,),
            ).fetchone()
        return int(row[0])
