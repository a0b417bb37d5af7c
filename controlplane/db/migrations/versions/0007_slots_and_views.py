"""What serves where as rows, and saved views of the fleet."""

import json

import sqlalchemy as sa
from alembic import op

from controlplane.db import types

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_PIECE = 500
_SLOT = sa.table(
    "device_slot",
    sa.column("device", sa.String),
    sa.column("slot", sa.String),
    sa.column("line", sa.String),
    sa.column("version", sa.String),
    sa.column("variant", sa.String),
    sa.column("bundle", sa.String),
    sa.column("serving", sa.Boolean),
)


def upgrade() -> None:
    op.create_table(
        "device_slot",
        sa.Column("device", sa.String(length=36), nullable=False),
        sa.Column("slot", sa.String(length=63), nullable=False),
        sa.Column("line", sa.String(length=63), nullable=False),
        sa.Column("version", sa.String(length=63), nullable=False),
        sa.Column("variant", sa.String(length=63), nullable=False),
        sa.Column("bundle", sa.String(length=71), nullable=True),
        sa.Column("serving", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["device"], ["device.id"], name=op.f("fk_device_slot_device_device")
        ),
        sa.PrimaryKeyConstraint("device", "slot", name=op.f("pk_device_slot")),
    )
    with op.batch_alter_table("device_slot", schema=None) as batch_op:
        batch_op.create_index(
            "ix_device_slot_release", ["line", "version", "variant"], unique=False
        )
        batch_op.create_index("ix_device_slot_bundle", ["bundle"], unique=False)
    op.create_table(
        "device_view",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", sa.String(length=500), nullable=False),
        sa.Column("presence", sa.String(length=10), nullable=False),
        sa.Column("order", sa.String(length=10), nullable=False),
        sa.Column("created_at", types.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_view")),
        sa.UniqueConstraint("name", name=op.f("uq_device_view_name")),
    )
    _take_apart()


def downgrade() -> None:
    op.drop_table("device_view")
    with op.batch_alter_table("device_slot", schema=None) as batch_op:
        batch_op.drop_index("ix_device_slot_bundle")
        batch_op.drop_index("ix_device_slot_release")
    op.drop_table("device_slot")


def _take_apart() -> None:
    """Make rows of the slots that devices have reported so far."""
    connection = op.get_bind()
    rows = []
    for device, held in connection.execute(sa.text("SELECT device, slots FROM device_status")):
        slots = json.loads(held) if isinstance(held, str) else held or {}
        rows += [
            {
                "device": device,
                "slot": name,
                "line": slot.get("line") or "",
                "version": slot.get("version") or "",
                "variant": slot.get("variant") or "",
                "bundle": slot.get("bundle"),
                "serving": bool(slot.get("serving")),
            }
            for name, slot in slots.items()
        ]
    for start in range(0, len(rows), _PIECE):
        op.bulk_insert(_SLOT, rows[start : start + _PIECE])
