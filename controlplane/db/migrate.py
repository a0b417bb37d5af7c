"""Bring a database to the present schema."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from controlplane.db.session import Database

_LOCK: Final = 0x666C6F74
"""Any number that nobody else in this database locks."""
_FOLDER: Final = Path(__file__).parent / "migrations"


def upgrade(database: Database, revision: str = "head") -> None:
    """Apply every migration that is missing, in one transaction; one process at a time."""
    with database.engine.execution_options(writing=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            # SQLite's transaction is alone as it is.
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        command.upgrade(configured(connection), revision)


def downgrade(database: Database, revision: str) -> None:
    with database.engine.execution_options(writing=True).begin() as connection:
        command.downgrade(configured(connection), revision)


def configured(connection: object) -> Config:
    """Return Alembic's configuration for one open connection."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
