"""How hot a device was while it served."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("telemetry_sample", schema=None) as batch_op:
        batch_op.add_column(sa.Column("temperature_c", sa.Float(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("telemetry_sample", schema=None) as batch_op:
        batch_op.drop_column("temperature_c")
