"""The migrations and the tables say the same, and every step can be taken back."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import bindparam, inspect, text

from controlplane import schema
from controlplane.audit import queries, service
from controlplane.db import migrate
from controlplane.db.session import Database
from controlplane.db.types import UTCDateTime
from tests.support.access import NOON
from tests.support.databases import a_bare_database, on_postgresql


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = a_bare_database(tmp_path)
    yield database
    database.close()


def test_a_migrated_database_has_exactly_the_tables_of_the_code(database: Database):
    migrate.upgrade(database)

    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "render_as_batch": True}
        )
        assert compare_metadata(context, schema.METADATA) == []


def test_upgrading_twice_changes_nothing(database: Database):
    migrate.upgrade(database)
    before = sorted(inspect(database.engine).get_table_names())

    migrate.upgrade(database)

    assert sorted(inspect(database.engine).get_table_names()) == before


def test_everything_can_be_taken_back(database: Database):
    migrate.upgrade(database)

    migrate.downgrade(database, "base")

    assert inspect(database.engine).get_table_names() == ["alembic_version"]
    migrate.upgrade(database)


def test_indexes_and_constraints_are_the_same_as_those_of_the_code(
    database: Database, tmp_path: Path
):
    """What `compare_metadata` does not look at: partial indexes and their conditions."""
    migrate.upgrade(database)
    created = a_bare_database(tmp_path, file="created.db")
    schema.METADATA.create_all(created.engine)

    assert _indexes(database) == _indexes(created)
    created.close()


def test_what_was_written_before_the_chain_is_in_it(database: Database):
    migrate.upgrade(database, "0002")
    with database.transaction() as session:
        for words in ("first", "second"):
            session.connection().execute(
                text(
                    "INSERT INTO event (at, kind, subject, actor, text)"
                    " VALUES (:at, 'device', 'd1', 'ada', :text)"
                ).bindparams(bindparam("at", NOON, UTCDateTime()), text=words)
            )

    migrate.upgrade(database)

    with database.transaction() as session:
        service.note(session, kind="device", subject="d1", text="third", now=NOON)
    with database.reading() as session:
        found = queries.verify(session)
        assert [each.text for each in queries.after(session, 0)] == ["first", "second", "third"]
    assert (found.entries, found.breaks) == (3, ())


def test_two_replicas_that_start_at_once_migrate_once(database: Database):
    failures: list[BaseException] = []

    def start() -> None:
        replica = Database(database.url)
        try:
            migrate.upgrade(replica)
        except BaseException as error:  # noqa: BLE001 - handed to the test
            failures.append(error)
        finally:
            replica.close()

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []


def _indexes(database: Database) -> dict[str, str]:
    statement = (
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
        if on_postgresql()
        else "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    )
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql(statement)
        found = {name: " ".join(sql.split()) for name, sql in rows}
    return {name: sql for name, sql in found.items() if not name.startswith("alembic")}
