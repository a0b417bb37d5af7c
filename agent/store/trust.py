"""What was verified once and must not go back: metadata versions, time floor, recalls."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from agent.store.db import Database
from agent.store.kv import TIME_FLOOR, Facts
from agent.store.recalls import RecallList
from shared.trust import RevokedEntry


class TrustMemory:
    """The table `trust_version`, and one fact."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._facts = Facts(database)
        self._recalls = RecallList(database)

    def time_floor(self) -> datetime | None:
        """Return the latest instant that is proven to have passed."""
        text = self._facts.get(TIME_FLOOR)
        return None if text is None else datetime.fromisoformat(text)

    def raise_time_floor(self, floor: datetime) -> None:
        known = self.time_floor()
        if known is None or floor > known:
            self._facts.put(TIME_FLOOR, floor.isoformat())

    def versions(self, repo: str) -> dict[str, int]:
        """Return the newest verified version of each top-level role of `repo`."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT role, version FROM trust_version WHERE repository = ?", (repo,)
            ).fetchall()
        return {str(role): int(version) for role, version in rows}

    def record_versions(self, repo: str, versions: Mapping[str, int]) -> None:
        """Replace what `versions` returns for `repo`."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM trust_version WHERE repository = ?", (repo,))
            connection.executemany(
                "INSERT INTO trust_version (repository, role, version) VALUES (?, ?, ?)",
                [(repo, role, version) for role, version in versions.items()],
            )

    def record_recalls(self, entries: Iterable[RevokedEntry]) -> bool:
        """Keep what was recalled, all of it; tell whether that is news."""
        return self._recalls.replace(entries)
