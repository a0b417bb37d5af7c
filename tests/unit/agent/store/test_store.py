"""The database: what it keeps, in which order, and what it lets go."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta

import pytest

from agent.store.db import Database, StoreError
from agent.store.hints import Hints
from agent.store.journal import Change, Journal, SlotBundle
from agent.store.kv import Facts
from agent.store.outbox import Outbox, Priority
from agent.store.trust import TrustMemory
from shared.deployment import State
from shared.digest import sha256_of
from shared.ids import DeploymentId
from shared.policy import Go
from shared.wire.down import DeploymentAck, DeploymentHint, DesiredHint
from shared.wire.up import DeploymentReport, Progress, TelemetryBatch, TelemetrySample
from tests.support.agent_fakes import NOON

D1 = DeploymentId("d1")


@pytest.fixture
def database() -> Iterator[Database]:
    opened = Database(":memory:")
    yield opened
    opened.close()


@pytest.fixture
def journal(database: Database) -> Journal:
    return Journal(database)


def a_batch(name: str) -> TelemetryBatch:
    sample = TelemetrySample(at=NOON, interval_s=60, slot="main", requests=1)
    return TelemetryBatch(id=name, samples=(sample,))


def waiting(outbox: Outbox) -> list[str]:
    """Return what waits, taking all that can be taken."""
    told, names = 0, []
    while (item := outbox.next(told)) is not None:
        told = max(told, item.id) if item.priority is Priority.EVENT else told
        if item.priority is Priority.TELEMETRY:
            names.append(TelemetryBatch.model_validate_json(item.payload).id)
        else:
            report = DeploymentReport.model_validate_json(item.payload)
            names.append(f"{report.state}/{report.seq}")
        outbox.taken(item)
    return names


def test_a_file_keeps_what_it_was_told(tmp_path):
    for expected in (1, 2, 3):
        database = Database(tmp_path / "agent.db")
        assert Facts(database).count("starts") == expected
        database.close()


def test_a_database_of_a_newer_agent_is_refused(tmp_path):
    raw = sqlite3.connect(tmp_path / "agent.db")
    raw.execute("PRAGMA user_version=999")
    raw.close()
    with pytest.raises(StoreError, match="newer agent"):
        Database(tmp_path / "agent.db")


def test_what_sqlite_refuses_is_a_store_error(tmp_path):
    (tmp_path / "agent.db").write_bytes(b"this is not a database, whatever it is" * 100)
    with pytest.raises(StoreError):
        Database(tmp_path / "agent.db")


def test_a_transaction_that_fails_leaves_nothing(database):
    with pytest.raises(RuntimeError):
        _half_way(database)
    assert Facts(database).get("a") is None


def _half_way(database: Database) -> None:
    with database.transaction() as connection:
        connection.execute("INSERT INTO kv VALUES ('a', 'b')")
        raise RuntimeError


def test_events_go_before_telemetry_and_each_in_its_order(database, journal):
    outbox = Outbox(database, budget_bytes=10_000)
    outbox.put_telemetry(a_batch("first"))
    outbox.put_telemetry(a_batch("second"))
    record = journal.begin("main", D1, 1, NOON)
    journal.enter(record, Change(State.DOWNLOADING, NOON))
    assert waiting(outbox) == ["accepted/1", "downloading/2", "first", "second"]


def test_beyond_the_budget_the_oldest_telemetry_goes_and_no_event(database, journal):
    size = len(a_batch("000").model_dump_json(exclude_none=True))
    outbox = Outbox(database, budget_bytes=3 * size)
    journal.begin("main", D1, 1, NOON)
    dropped = [outbox.put_telemetry(a_batch(f"{number:03}")) for number in range(5)]
    assert dropped == [0, 0, 0, 1, 1]
    assert waiting(outbox) == ["accepted/1", "002", "003", "004"]


def test_progress_replaces_progress(database, journal):
    outbox = Outbox(database, budget_bytes=10_000)
    record = journal.begin("main", D1, 1, NOON)
    record = journal.enter(record, Change(State.DOWNLOADING, NOON))
    for done in range(100):
        record = journal.progress(record, Progress(done_bytes=done, total_bytes=100), NOON)
    assert waiting(outbox) == ["accepted/1", "downloading/102"]


def test_the_last_word_stays_until_the_control_plane_has_it(database, journal):
    outbox = Outbox(database, budget_bytes=10_000)
    record = journal.begin("main", D1, 1, NOON)
    record = journal.enter(record, Change(State.REJECTED, NOON))
    assert waiting(outbox) == ["accepted/1", "rejected/2"]
    assert [item.until_acked for item in outbox.unacked()] == [True]
    outbox.acked(DeploymentAck(deployment=D1, attempt=1, seq=1))
    assert outbox.unacked()
    outbox.acked(DeploymentAck(deployment=D1, attempt=2, seq=9))
    assert outbox.unacked()
    outbox.acked(DeploymentAck(deployment=D1, attempt=1, seq=2))
    assert outbox.waiting() == 0


def test_an_end_is_an_end(journal):
    record = journal.begin("main", D1, 1, NOON)
    journal.enter(record, Change(State.FAILED, NOON))
    with pytest.raises(StoreError, match="has ended"):
        journal.enter(record, Change(State.DOWNLOADING, NOON))


def test_a_slot_has_one_deployment_at_a_time(journal):
    journal.begin("main", D1, 1, NOON)
    with pytest.raises(StoreError):
        journal.begin("main", DeploymentId("d2"), 1, NOON)
    journal.begin("embeddings", DeploymentId("d3"), 1, NOON)
    assert set(journal.under_way()) == {"main", "embeddings"}


def test_an_attempt_is_begun_once(journal):
    record = journal.begin("main", D1, 1, NOON)
    journal.enter(record, Change(State.FAILED, NOON))
    with pytest.raises(StoreError):
        journal.begin("main", D1, 1, NOON)
    assert journal.latest_attempt(D1) == 1


def test_committing_moves_the_slot_in_the_same_breath(journal):
    for number in (1, 2):
        deployment = DeploymentId(f"d{number}")
        record = journal.begin("main", deployment, 1, NOON)
        bundle = SlotBundle(
            bundle=sha256_of(bytes([number])),
            deployment=deployment,
            line="line",
            version=str(number),
            variant="q8_0",
            context=512,
            parallel=1,
        )
        journal.enter(record, Change(State.COMMITTED, NOON), active=bundle)
    state = journal.slots()["main"]
    assert (state.active.version, state.previous and state.previous.version) == ("2", "1")
    assert journal.bundles_in_use() == {sha256_of(b"\x01"), sha256_of(b"\x02")}


def test_a_record_comes_back_as_it_was_written(journal):
    record = journal.begin("main", D1, 1, NOON)
    later = NOON + timedelta(minutes=1)
    written = journal.enter(
        record, Change(State.DOWNLOADING, later, assignment="{}", bundle=sha256_of(b"x"))
    )
    assert journal.current("main") == written
    assert written.entered_at == later
    counted = journal.count_try(journal.count_boot(written))
    assert journal.find(D1, 1) == counted
    moved = journal.enter(counted, Change(State.VERIFYING, later))
    assert (moved.boots, moved.tries) == (0, 0)


def test_old_deployments_are_forgotten_but_not_the_latest(journal):
    for number in range(120):
        record = journal.begin("main", DeploymentId(f"d{number}"), 1, NOON)
        journal.enter(record, Change(State.CANCELED, NOON))
    assert journal.find(DeploymentId("d0"), 1) is None
    assert journal.find(DeploymentId("d119"), 1) is not None


def test_the_newest_hint_is_kept_and_an_older_one_is_not(database):
    hints = Hints(database)
    newer, older = (
        DesiredHint(
            version=version,
            director_version=1,
            deployments={"main": DeploymentHint(id=name, attempt=1, go=Go.STAGE)},
        )
        for version, name in ((2, D1), (1, DeploymentId("d0")))
    )
    assert hints.keep(newer)
    assert not hints.keep(older)
    assert not hints.keep(newer)
    kept = hints.of("main")
    assert kept is not None
    assert kept.id == D1
    assert hints.slots() == ("main",)


def test_a_hint_about_one_slot_leaves_the_others(database):
    hints = Hints(database)
    hint = DeploymentHint(id=D1, attempt=1, go=Go.STAGE)
    hints.keep(DesiredHint(version=1, director_version=1, deployments={"main": hint}))
    hints.keep(DesiredHint(version=2, director_version=1, deployments={"embeddings": hint}))
    assert hints.slots() == ("embeddings", "main")


def test_the_time_floor_only_rises(database):
    memory = TrustMemory(database)
    memory.raise_time_floor(NOON)
    memory.raise_time_floor(NOON - timedelta(days=1))
    assert memory.time_floor() == NOON


def test_versions_are_replaced_by_repository(database):
    memory = TrustMemory(database)
    memory.record_versions("image", {"root": 1, "timestamp": 7})
    memory.record_versions("director", {"root": 1})
    memory.record_versions("image", {"root": 2})
    assert memory.versions("image") == {"root": 2}
    assert memory.versions("director") == {"root": 1}
