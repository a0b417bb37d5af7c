"""How bundles are to be served, what was predicted of them, and when devices were there."""

import sqlalchemy as sa
from alembic import op

from controlplane.db import types

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "device_online",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=36), nullable=False),
        sa.Column("began_at", types.UTCDateTime(), nullable=False),
        sa.Column("ended_at", types.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["device"], ["device.id"], name=op.f("fk_device_online_device_device")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_online")),
    )
    with op.batch_alter_table("device_online", schema=None) as batch_op:
        batch_op.create_index(
            "ix_device_online_device_began_at", ["device", "began_at"], unique=False
        )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parameters", sa.JSON(none_as_null=True), nullable=True))
    with op.batch_alter_table("deployment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parameters", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("predicted", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("deployment", schema=None) as batch_op:
        batch_op.drop_column("predicted")
        batch_op.drop_column("parameters")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_column("parameters")
    op.drop_table("device_online")
