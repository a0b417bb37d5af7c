"""Rollouts: schedule, deadline, rate, approval, fetching ahead, counters, the lease, restores.

An attempt that had failed before the upgrade and waited to be tried again is not tried again by
itself: resume its rollout.
"""

import sqlalchemy as sa
from alembic import op

from controlplane.db import types

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("rollout", schema=None) as batch_op:
        batch_op.add_column(sa.Column("start_at", types.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("ends_at", types.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("pace_at", types.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("scope", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("superseded_by", sa.String(length=36), nullable=True))
        batch_op.add_column(
            sa.Column("closing", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("decided_by", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("decided_at", types.UTCDateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("comment", sa.String(length=500), server_default="", nullable=False)
        )

    with op.batch_alter_table("wave", schema=None) as batch_op:
        batch_op.add_column(sa.Column("judged_counts", sa.JSON(none_as_null=True), nullable=True))

    with op.batch_alter_table("deployment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("undoes_attempt", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("retry_at", types.UTCDateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("go", sa.String(length=10), server_default="activate", nullable=False)
        )
        batch_op.add_column(
            sa.Column("hardware", sa.String(length=120), server_default="", nullable=False)
        )
        batch_op.create_index(batch_op.f("ix_deployment_undoes"), ["undoes"], unique=False)
        batch_op.create_index(
            "ix_deployment_rollout_state",
            ["rollout_id", "state", "wave", "position"],
            unique=False,
        )
    op.execute("UPDATE deployment SET undoes_attempt = 1 WHERE undoes IS NOT NULL")

    op.create_table(
        "deployment_count",
        sa.Column("rollout_id", sa.String(length=36), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("retrying", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_deployment_count_rollout_id_rollout")
        ),
        sa.PrimaryKeyConstraint(
            "rollout_id", "wave", "kind", "state", "retrying", name=op.f("pk_deployment_count")
        ),
    )
    op.execute(
        "INSERT INTO deployment_count (rollout_id, wave, kind, state, retrying, number)"
        " SELECT rollout_id, COALESCE(wave, -1), kind, state, false, COUNT(*) FROM deployment"
        " GROUP BY rollout_id, COALESCE(wave, -1), kind, state"
    )

    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("expires_at", types.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "restore",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("at", types.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restore")),
    )


def downgrade() -> None:
    op.drop_table("restore")
    op.drop_table("lease")
    op.drop_table("deployment_count")
    with op.batch_alter_table("deployment", schema=None) as batch_op:
        batch_op.drop_index("ix_deployment_rollout_state")
        batch_op.drop_index(batch_op.f("ix_deployment_undoes"))
        batch_op.drop_column("hardware")
        batch_op.drop_column("go")
        batch_op.drop_column("retry_at")
        batch_op.drop_column("undoes_attempt")
    with op.batch_alter_table("wave", schema=None) as batch_op:
        batch_op.drop_column("judged_counts")
    with op.batch_alter_table("rollout", schema=None) as batch_op:
        batch_op.drop_column("comment")
        batch_op.drop_column("decided_at")
        batch_op.drop_column("decided_by")
        batch_op.drop_column("closing")
        batch_op.drop_column("superseded_by")
        batch_op.drop_column("scope")
        batch_op.drop_column("pace_at")
        batch_op.drop_column("ends_at")
        batch_op.drop_column("start_at")
