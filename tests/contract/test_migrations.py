"""The migrations and the tables say the same, and every step can be taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from controlplane import schema
from controlplane.db import migrate
from controlplane.db.session import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'flotilla.db'}")
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
    created = Database(f"sqlite:///{tmp_path / 'created.db'}")
    schema.METADATA.create_all(created.engine)

    assert _indexes(database) == _indexes(created)
    created.close()


def _indexes(database: Database) -> dict[str, str]:
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        )
        return {name: " ".join(sql.split()) for name, sql in rows}
