"""What waits to be told: durable, oldest first, telemetry bounded, events never dropped.

A row leaves when the broker has taken it (`taken`), except the last word about a deployment, which
stays until the control plane itself has acknowledged it (`acked`): a broker's word is no proof.
"""

import sqlite3
from dataclasses import dataclass
from enum import IntEnum

from agent.store.db import Database
from shared.wire import topics
from shared.wire.base import Message
from shared.wire.codec import encode
from shared.wire.down import DeploymentAck
from shared.wire.up import DeploymentReport, TelemetryBatch


class Priority(IntEnum):
    """Which rows go first."""

    EVENT = 0
    TELEMETRY = 9


@dataclass(frozen=True)
class Item:
    """One row."""

    id: int
    leaf: str
    """Its topic, below the device's own."""
    priority: Priority
    payload: bytes
    until_acked: bool
    """Whether it stays after the broker has taken it."""


class Outbox:
    """The table, and the budget of the part that may be dropped."""

    def __init__(self, database: Database, *, budget_bytes: int) -> None:
        self._database = database
        self._budget_bytes = budget_bytes

    def put_telemetry(self, batch: TelemetryBatch) -> int:
        """Keep a batch, and drop the oldest ones beyond the budget; return how many went."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO outbox (leaf, priority, payload) VALUES (?, ?, ?)",
                (topics.UP_TELEMETRY, int(Priority.TELEMETRY), encode(batch)),
            )
            cursor = connection.execute(
                "DELETE FROM outbox WHERE id IN (SELECT id FROM ("
                " SELECT id, SUM(LENGTH(payload)) OVER (ORDER BY id DESC) AS kept"
                " FROM outbox WHERE priority = ?) WHERE kept > ?)",
                (int(Priority.TELEMETRY), self._budget_bytes),
            )
            return cursor.rowcount

    def put_event(self, leaf: str, message: Message) -> None:
        """Keep something that is never dropped."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO outbox (leaf, priority, payload) VALUES (?, ?, ?)",
                (leaf, int(Priority.EVENT), encode(message)),
            )

    def next(self, told: int) -> Item | None:
        """Return the oldest event newer than `told`, else the oldest telemetry."""
        with self._database.reading() as connection:
            row = connection.execute(
                _SELECT + " WHERE priority <> ? OR id > ? ORDER BY priority, id LIMIT 1",
                (int(Priority.EVENT), told),
            ).fetchone()
        return None if row is None else _item(row)

    def unacked(self, limit: int = 100) -> tuple[Item, ...]:
        """Return the rows that only an acknowledgement of the control plane removes."""
        with self._database.reading() as connection:
            rows = connection.execute(
                _SELECT + " WHERE until_acked = 1 ORDER BY id LIMIT ?",
                (limit,),
            ).fetchall()
        return tuple(_item(row) for row in rows)

    def taken(self, item: Item) -> None:
        """Forget a row that the broker has handed on, unless it waits for more than that."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM outbox WHERE id = ? AND until_acked = 0", (item.id,))

    def acked(self, ack: DeploymentAck) -> None:
        """Forget everything the control plane says it holds of one attempt."""
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM outbox WHERE deployment = ? AND attempt = ? AND seq <= ?",
                (ack.deployment, ack.attempt, ack.seq),
            )

    def waiting(self) -> int:
        with self._database.reading() as connection:
            return int(connection.execute("SELECT COUNT(*) FROM outbox").fetchone()[0])


_SELECT = "SELECT id, leaf, priority, payload, until_acked FROM outbox"


def _item(row: tuple[int, str, int, bytes, int]) -> Item:
    return Item(row[0], row[1], Priority(row[2]), bytes(row[3]), until_acked=bool(row[4]))


def put_report(
    connection: sqlite3.Connection, report: DeploymentReport, *, until_acked: bool
) -> bytes:
    """Queue a deployment's step inside the caller's transaction; return its bytes.

    A newer word about the same state replaces the one still waiting, so that a long download
    without network leaves one row behind, not thousands.
    """
    payload = encode(report)
    merge_key = f"{report.deployment}/{report.attempt}/{report.state}"
    connection.execute("DELETE FROM outbox WHERE merge_key = ?", (merge_key,))
    connection.execute(
        "INSERT INTO outbox (leaf, priority, merge_key, payload, deployment, attempt, seq,"
        " until_acked) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            topics.UP_DEPLOYMENT,
            int(Priority.EVENT),
            merge_key,
            payload,
            report.deployment,
            report.attempt,
            report.seq,
            int(until_acked),
        ),
    )
    return payload
