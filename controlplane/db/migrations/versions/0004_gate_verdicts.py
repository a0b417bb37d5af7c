"""What the gates of a rollout found, class of hardware by class of hardware."""

import sqlalchemy as sa
from alembic import op

from controlplane.db import types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gate_verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.String(length=36), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("gate", sa.String(length=30), nullable=False),
        sa.Column("hardware", sa.String(length=120), nullable=False),
        sa.Column("finding", sa.String(length=15), nullable=False),
        sa.Column("found_at", types.UTCDateTime(), nullable=False),
        sa.Column("changed_at", types.UTCDateTime(), nullable=False),
        sa.Column("devices", sa.Integer(), nullable=False),
        sa.Column("test", sa.String(length=40), nullable=False),
        sa.Column("before", sa.Float(), nullable=True),
        sa.Column("after", sa.Float(), nullable=True),
        sa.Column("change", sa.Float(), nullable=True),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("p", sa.Float(), nullable=True),
        sa.Column("allowed", sa.Float(), nullable=True),
        sa.Column("sentence", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_gate_verdict_rollout_id_rollout")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_verdict")),
    )
    with op.batch_alter_table("gate_verdict", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_gate_verdict_rollout_id"), ["rollout_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("gate_verdict")
