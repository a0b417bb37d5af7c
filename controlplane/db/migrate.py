"""Bring a database to the present schema."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config

from controlplane.db.session import Database

_FOLDER: Final = Path(__file__).parent / "migrations"


def upgrade(database: Database, revision: str = "head") -> None:
    """Apply every migration that is missing, in one transaction."""
    with database.engine.execution_options(writing=True).begin() as connection:
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
