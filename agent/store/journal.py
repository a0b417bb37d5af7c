"""The journal of deployments: the state is written here before its side effect.

A state and the report that tells of it are one transaction, so a device never does what it will
not say, and never says twice how an attempt ended. What a slot serves changes in the very
transaction that commits the deployment.
"""

import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from agent.store.db import Database, StoreError
from agent.store.outbox import put_report
from shared.deployment import TERMINAL, State
from shared.digest import Digest, DigestField
from shared.errors import Fault
from shared.ids import DeploymentId
from shared.sizing import Parameters
from shared.wire.up import DeploymentReport, Measurements, Progress

KEPT_DEPLOYMENTS = 50


class SlotBundle(BaseModel):
    """What a slot serves, with all that is needed to serve it again after a power cut."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    bundle: DigestField
    deployment: DeploymentId | None
    line: str
    version: str
    variant: str
    context: int = Field(ge=1)
    parallel: int = Field(ge=1)
    kv_type: str = "f16"
    """Of keys and values."""
    memory_bytes: int = Field(default=0, ge=0)
    """What the signed requirements forecast."""
    issued: AwareDatetime | None = None
    """When it was assigned, as signed."""
    stick: bool = False
    """Whether a stick assigned it."""

    @property
    def parameters(self) -> Parameters:
        """Return how it is served."""
        return Parameters(context=self.context, parallel=self.parallel, kv_type=self.kv_type)


@dataclass(frozen=True)
class SlotState:
    """One slot: what is committed, and what was before it."""

    active: SlotBundle
    previous: SlotBundle | None = None
    left: Digest | None = None
    """The recalled bundle that `active` had to take the place of."""


@dataclass(frozen=True)
class Record:
    """One attempt at a deployment, as last written."""

    id: int
    deployment: DeploymentId
    attempt: int
    slot: str
    state: State
    seq: int
    entered_at: datetime
    boots: int = 0
    """Starts of the agent that found this attempt in this very state."""
    tries: int = 0
    """Retries already spent on faults that another try may mend."""
    assignment: str | None = None
    """The signed assignment as it was believed, in JSON."""
    bundle: Digest | None = None
    fault: Fault | None = None
    measurements: Measurements | None = None


@dataclass(frozen=True)
class Change:
    """What is said along with a new state."""

    state: State
    at: datetime
    fault: Fault | None = None
    measurements: Measurements | None = None
    assignment: str | None = None
    bundle: Digest | None = None
    reason: str = ""


class Journal:
    """The tables `deployment` and `slot`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def current(self, slot: str) -> Record | None:
        """Return the attempt that has not ended yet."""
        with self._database.reading() as connection:
            row = connection.execute(_SELECT + " WHERE slot = ? AND active = 1", (slot,)).fetchone()
        return None if row is None else _record(row)

    def under_way(self) -> tuple[str, ...]:
        """Return the slots that have an attempt under way."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT slot FROM deployment WHERE active = 1").fetchall()
        return tuple(str(row[0]) for row in rows)

    def find(self, deployment: DeploymentId, attempt: int) -> Record | None:
        with self._database.reading() as connection:
            row = connection.execute(
                _SELECT + " WHERE deployment = ? AND attempt = ?",
                (deployment, attempt),
            ).fetchone()
        return None if row is None else _record(row)

    def state_of(self, deployment: DeploymentId, attempt: int) -> tuple[State, Progress | None]:
        """Return how far an attempt is, as it was last reported.

        Raises:
            StoreError: it was never begun.
        """
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT report FROM deployment WHERE deployment = ? AND attempt = ?",
                (deployment, attempt),
            ).fetchone()
        if row is None:
            raise StoreError(f"deployment {deployment} was never begun")
        report = DeploymentReport.model_validate_json(row[0])
        return report.state, report.progress

    def assignment_of(self, bundle: Digest) -> str | None:
        """Return the assignment by which a bundle came here last, as it was believed."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT assignment FROM deployment WHERE bundle = ? AND assignment IS NOT NULL"
                " ORDER BY id DESC LIMIT 1",
                (bundle,),
            ).fetchone()
        return None if row is None else str(row[0])

    def latest_attempt(self, deployment: DeploymentId) -> int:
        """Return the highest attempt ever begun, 0 when there is none."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT COALESCE(MAX(attempt), 0) FROM deployment WHERE deployment = ?",
                (deployment,),
            ).fetchone()
        return int(row[0])

    def begin(self, slot: str, deployment: DeploymentId, attempt: int, at: datetime) -> Record:
        """Accept a deployment: its first row and its first report.

        Raises:
            StoreError: the slot has another attempt under way, or this one was begun before.
        """
        report = DeploymentReport(
            deployment=deployment, slot=slot, attempt=attempt, seq=1, state=State.ACCEPTED, at=at
        )
        with self._database.transaction() as connection:
            payload = put_report(connection, report, until_acked=False)
            connection.execute(
                "INSERT INTO deployment (deployment, attempt, slot, state, seq, entered_at, report)"
                " VALUES (?, ?, ?, ?, 1, ?, ?)",
                (deployment, attempt, slot, State.ACCEPTED, at.isoformat(), payload),
            )
            row = connection.execute(_SELECT + " WHERE id = last_insert_rowid()").fetchone()
            _prune(connection)
        return _record(row)

    def enter(self, record: Record, change: Change, *, active: SlotBundle | None = None) -> Record:
        """Write a new state and its report; with `active`, also what the slot serves from now.

        Raises:
            StoreError: the attempt has ended already, or SQLite refused.
        """
        ended = change.state in TERMINAL
        written = replace(
            record,
            state=change.state,
            seq=record.seq + 1,
            entered_at=change.at,
            boots=0,
            tries=record.tries if change.state == record.state else 0,
            assignment=change.assignment or record.assignment,
            bundle=change.bundle or record.bundle,
            fault=change.fault or record.fault,
            measurements=change.measurements or record.measurements,
        )
        report = _report(written, change.at, reason=change.reason)
        with self._database.transaction() as connection:
            payload = put_report(connection, report, until_acked=ended)
            _update(connection, written, payload, ended=ended)
            if active is not None:
                _rotate(connection, record.slot, active)
        return written

    def progress(self, record: Record, progress: Progress, at: datetime) -> Record:
        """Report how far the present state has come."""
        written = replace(record, seq=record.seq + 1)
        report = _report(written, at, progress=progress)
        with self._database.transaction() as connection:
            payload = put_report(connection, report, until_acked=False)
            _update(connection, written, payload, ended=False)
        return written

    def count_boot(self, record: Record) -> Record:
        """Note that the agent started and found this attempt under way."""
        return self._count(replace(record, boots=record.boots + 1))

    def count_try(self, record: Record) -> Record:
        """Note that one more retry was spent in this state."""
        return self._count(replace(record, tries=record.tries + 1))

    def tell_again(self, record: Record) -> None:
        """Queue the last report of an ended attempt once more, for a server that lost it."""
        with self._database.transaction() as connection:
            (payload,) = connection.execute(
                "SELECT report FROM deployment WHERE id = ?", (record.id,)
            ).fetchone()
            report = DeploymentReport.model_validate_json(payload)
            put_report(connection, report, until_acked=True)

    def slots(self) -> dict[str, SlotState]:
        """Return what every slot is committed to."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT slot, active, previous, left_bundle FROM slot"
            ).fetchall()
        return {
            slot: SlotState(
                active=SlotBundle.model_validate_json(active),
                previous=None if previous is None else SlotBundle.model_validate_json(previous),
                left=None if left is None else Digest(left),
            )
            for slot, active, previous, left in rows
        }

    def fall_back(self, slot: str, left: Digest) -> None:
        """Commit the slot to the bundle before the present one, which was recalled."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE slot SET active = previous, previous = NULL, left_bundle = ?"
                " WHERE slot = ? AND previous IS NOT NULL",
                (left, slot),
            )

    def bundles_in_use(self) -> frozenset[Digest]:
        """Return every bundle that must stay on disk."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT bundle FROM deployment WHERE active = 1 AND bundle IS NOT NULL"
            ).fetchall()
        kept = {Digest(row[0]) for row in rows}
        for state in self.slots().values():
            kept.add(state.active.bundle)
            if state.previous is not None:
                kept.add(state.previous.bundle)
        return frozenset(kept)

    def _count(self, record: Record) -> Record:
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE deployment SET boots = ?, tries = ? WHERE id = ?",
                (record.boots, record.tries, record.id),
            )
        return record


_SELECT = (
    "SELECT id, deployment, attempt, slot, state, seq, entered_at, boots, tries, assignment,"
    " bundle, fault, measurements FROM deployment"
)


def _record(row: tuple[object, ...]) -> Record:
    (
        id_,
        deployment,
        attempt,
        slot,
        state,
        seq,
        entered_at,
        boots,
        tries,
        assignment,
        bundle,
        fault,
        measurements,
    ) = row
    return Record(
        id=int(str(id_)),
        deployment=DeploymentId(str(deployment)),
        attempt=int(str(attempt)),
        slot=str(slot),
        state=State(str(state)),
        seq=int(str(seq)),
        entered_at=datetime.fromisoformat(str(entered_at)),
        boots=int(str(boots)),
        tries=int(str(tries)),
        assignment=None if assignment is None else str(assignment),
        bundle=None if bundle is None else Digest(str(bundle)),
        fault=None if fault is None else Fault.model_validate_json(str(fault)),
        measurements=None
        if measurements is None
        else Measurements.model_validate_json(str(measurements)),
    )


def _report(
    record: Record, at: datetime, *, progress: Progress | None = None, reason: str = ""
) -> DeploymentReport:
    return DeploymentReport(
        deployment=record.deployment,
        slot=record.slot,
        attempt=record.attempt,
        seq=record.seq,
        state=record.state,
        at=at,
        bundle=record.bundle,
        progress=progress,
        fault=record.fault,
        measurements=record.measurements,
        reason=reason[:200],
    )


def _update(connection: sqlite3.Connection, record: Record, payload: bytes, *, ended: bool) -> None:
    cursor = connection.execute(
        "UPDATE deployment SET state = ?, active = ?, seq = ?, entered_at = ?, boots = ?,"
        " tries = ?, assignment = ?, bundle = ?, fault = ?, measurements = ?, report = ?"
        " WHERE id = ? AND active = 1",
        (
            record.state,
            int(not ended),
            record.seq,
            record.entered_at.isoformat(),
            record.boots,
            record.tries,
            record.assignment,
            record.bundle,
            None if record.fault is None else record.fault.model_dump_json(),
            None if record.measurements is None else record.measurements.model_dump_json(),
            payload,
            record.id,
        ),
    )
    if cursor.rowcount != 1:
        raise StoreError(f"deployment {record.deployment} has ended; {record.state} is too late")


def _rotate(connection: sqlite3.Connection, slot: str, active: SlotBundle) -> None:
    connection.execute(
        "INSERT INTO slot (slot, active) VALUES (?, ?) ON CONFLICT (slot) DO UPDATE"
        " SET previous = slot.active, active = excluded.active, left_bundle = NULL",
        (slot, active.model_dump_json()),
    )


def _prune(connection: sqlite3.Connection) -> None:
    connection.execute(
        "DELETE FROM deployment WHERE active = 0 AND id <= (SELECT MAX(id) FROM deployment) - ?",
        (KEPT_DEPLOYMENTS,),
    )
