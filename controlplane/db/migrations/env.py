"""Alembic's environment: runs on the connection it is given, knows the tables that are imported.

Importing every table is the caller's part (`controlplane.schema`), because nothing in `db` may know
the domains above it.
"""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from controlplane.db.types import UTCDateTime


def _render(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our column types so that a migration needs neither SQLModel nor a domain."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "types.UTCDateTime()"
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    render_item=_render,
    compare_type=True,
)

with context.begin_transaction():
    context.run_migrations()
