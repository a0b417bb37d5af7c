"""The newest hint of every slot, kept so that a hint once heard survives a power cut.

A stick that was imported leaves a hint as well, with the folder that it lies in.
"""

from pathlib import Path

from agent.store.db import Database
from agent.store.journal import Record
from agent.store.kv import HINT_VERSION
from shared.wire.down import DeploymentHint, DesiredHint


class Hints:
    """The table `hint`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, desired: DesiredHint) -> bool:
        """Keep a hint whole; False when one at least as new is held already."""
        with self._database.transaction() as connection:
            row = connection.execute(
                "SELECT value FROM kv WHERE key = ?", (HINT_VERSION,)
            ).fetchone()
            if row is not None and int(row[0]) >= desired.version:
                return False
            for slot, hint in desired.deployments.items():
                connection.execute(
                    "INSERT INTO hint (slot, body) VALUES (?, ?)"
                    " ON CONFLICT (slot) DO UPDATE SET body = excluded.body, folder = NULL",
                    (slot, hint.model_dump_json()),
                )
            connection.execute(
                "INSERT INTO kv (key, value) VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (HINT_VERSION, str(desired.version)),
            )
        return True

    def bring(self, slot: str, hint: DeploymentHint, folder: Path) -> None:
        """Keep the hint of a stick; it takes the place of what was heard before."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO hint (slot, body, folder) VALUES (?, ?, ?)"
                " ON CONFLICT (slot) DO UPDATE SET body = excluded.body, folder = excluded.folder",
                (slot, hint.model_dump_json(), str(folder)),
            )

    def folder_of(self, slot: str) -> Path | None:
        """Return the stick that the slot's hint came from, None for the network's."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT folder FROM hint WHERE slot = ?", (slot,)).fetchone()
        return None if row is None or row[0] is None else Path(row[0])

    def of(self, slot: str) -> DeploymentHint | None:
        with self._database.reading() as connection:
            row = connection.execute("SELECT body FROM hint WHERE slot = ?", (slot,)).fetchone()
        return None if row is None else DeploymentHint.model_validate_json(row[0])

    def peers_of(self, record: Record) -> tuple[str, ...]:
        """Return the neighbours that were named for a deployment."""
        hint = self.of(record.slot)
        return () if hint is None or hint.id != record.deployment else hint.peers

    def slots(self) -> tuple[str, ...]:
        with self._database.reading() as connection:
            rows = connection.execute("SELECT slot FROM hint ORDER BY slot").fetchall()
        return tuple(str(row[0]) for row in rows)
