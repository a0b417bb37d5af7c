"""Enrollment that waits for a person, every certificate of a device, commands and their replies."""

import sqlalchemy as sa
from alembic import op

from controlplane.db import types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("enrollment_token", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("approve", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    op.create_table(
        "enrollment_request",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("token", sa.String(length=36), nullable=False),
        sa.Column("ticket_hash", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=63), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("csr_pem", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("again", sa.String(length=36), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", types.UTCDateTime(), nullable=False),
        sa.Column("expires_at", types.UTCDateTime(), nullable=False),
        sa.Column("decided_at", types.UTCDateTime(), nullable=True),
        sa.Column("decided_by", sa.String(length=80), nullable=False),
        sa.Column("device", sa.String(length=36), nullable=True),
        sa.Column("certificate_pem", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["again"], ["device.id"], name=op.f("fk_enrollment_request_again_device")
        ),
        sa.ForeignKeyConstraint(
            ["device"], ["device.id"], name=op.f("fk_enrollment_request_device_device")
        ),
        sa.ForeignKeyConstraint(
            ["token"],
            ["enrollment_token.id"],
            name=op.f("fk_enrollment_request_token_enrollment_token"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrollment_request")),
        sa.UniqueConstraint("ticket_hash", name=op.f("uq_enrollment_request_ticket_hash")),
    )
    with op.batch_alter_table("enrollment_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrollment_request_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_enrollment_request_token_fingerprint", ["token", "fingerprint"], unique=True
        )

    op.create_table(
        "device_certificate",
        sa.Column("serial", sa.String(length=40), nullable=False),
        sa.Column("device", sa.String(length=36), nullable=False),
        sa.Column("expires_at", types.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["device"], ["device.id"], name=op.f("fk_device_certificate_device_device")
        ),
        sa.PrimaryKeyConstraint("serial", name=op.f("pk_device_certificate")),
    )
    with op.batch_alter_table("device_certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_device_certificate_device"), ["device"], unique=False)
    op.execute(
        "INSERT INTO device_certificate (serial, device, expires_at)"
        " SELECT certificate_serial, id, certificate_expires_at FROM device"
    )

    op.create_table(
        "device_command",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("device", sa.String(length=36), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("asked_at", types.UTCDateTime(), nullable=False),
        sa.Column("asked_by", sa.String(length=80), nullable=False),
        sa.Column("expires_at", types.UTCDateTime(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("changed_at", types.UTCDateTime(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("fault", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["device"], ["device.id"], name=op.f("fk_device_command_device_device")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_command")),
    )
    with op.batch_alter_table("device_command", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_device_command_device"), ["device"], unique=False)
        batch_op.create_index(batch_op.f("ix_device_command_state"), ["state"], unique=False)


def downgrade() -> None:
    op.drop_table("device_command")
    op.drop_table("device_certificate")
    op.drop_table("enrollment_request")
    with op.batch_alter_table("enrollment_token", schema=None) as batch_op:
        batch_op.drop_column("approve")
