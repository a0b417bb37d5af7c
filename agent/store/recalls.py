"""What was recalled, as the image repository last said: known also without network."""

from collections.abc import Iterable

from agent.store.db import Database
from shared.digest import Digest
from shared.trust import RevokedEntry


class RecallList:
    """The table `recall`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[Digest, RevokedEntry]:
        with self._database.reading() as connection:
            rows = connection.execute("SELECT bundle, action, reason FROM recall").fetchall()
        return {
            Digest(bundle): RevokedEntry(sha256=Digest(bundle), action=action, reason=reason)
            for bundle, action, reason in rows
        }

    def replace(self, entries: Iterable[RevokedEntry]) -> bool:
        """Keep what a verified list says, all of it; tell whether that is news."""
        known, wanted = self.all(), {entry.sha256: entry for entry in entries}
        if known == wanted:
            return False
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM recall")
            connection.executemany(
                "INSERT INTO recall (bundle, action, reason) VALUES (?, ?, ?)",
                [(entry.sha256, entry.action, entry.reason) for entry in wanted.values()],
            )
        return True
