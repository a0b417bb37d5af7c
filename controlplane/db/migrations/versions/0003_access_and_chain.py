"""Accounts, sessions, API tokens and attempts; the audit log becomes a chain."""

import hashlib
import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from controlplane.db import types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_START = "0" * 64
_EVENT = sa.table(
    "event",
    sa.column("id", sa.Integer),
    sa.column("at", types.UTCDateTime()),
    sa.column("kind", sa.String),
    sa.column("subject", sa.String),
    sa.column("actor", sa.String),
    sa.column("text", sa.String),
    sa.column("seq", sa.Integer),
    sa.column("previous", sa.String),
    sa.column("hash", sa.String),
)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("issuer", sa.String(length=255), nullable=True),
        sa.Column("external_id", sa.String(length=255), nullable=True),
        sa.Column("created_at", types.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("disabled_at", types.UTCDateTime(), nullable=True),
        sa.Column("signed_in_at", types.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name", name=op.f("uq_account_name")),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(
            "uq_account_subject",
            ["issuer", "external_id"],
            unique=True,
            sqlite_where=sa.text("external_id IS NOT NULL"),
            postgresql_where=sa.text("external_id IS NOT NULL"),
        )

    op.create_table(
        "console_session",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=36), nullable=True),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.Column("opened_at", types.UTCDateTime(), nullable=False),
        sa.Column("seen_at", types.UTCDateTime(), nullable=False),
        sa.Column("expires_at", types.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name=op.f("fk_console_session_account_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_console_session")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_console_session_secret_hash")),
    )
    with op.batch_alter_table("console_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_console_session_account"), ["account"])
        batch_op.create_index(batch_op.f("ix_console_session_expires_at"), ["expires_at"])

    op.create_table(
        "api_token",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=36), nullable=True),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(), nullable=False),
        sa.Column("expires_at", types.UTCDateTime(), nullable=False),
        sa.Column("revoked_at", types.UTCDateTime(), nullable=True),
        sa.Column("used_at", types.UTCDateTime(), nullable=True),
        sa.Column("used_from", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name=op.f("fk_api_token_account_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_api_token_secret_hash")),
    )
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_token_account"), ["account"])

    op.create_table(
        "sign_in_attempt",
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", types.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_last_at"), ["last_at"])

    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seq", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("previous", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("hash", sa.String(length=64), nullable=True))
        batch_op.create_index(batch_op.f("ix_event_seq"), ["seq"], unique=True)
    _chain_what_is_there(op.get_bind())


def downgrade() -> None:
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_seq"))
        batch_op.drop_column("hash")
        batch_op.drop_column("previous")
        batch_op.drop_column("seq")
    for table in ("audit_head", "sign_in_attempt", "api_token", "console_session", "account"):
        op.drop_table(table)


def _chain_what_is_there(connection: sa.Connection) -> None:
    """Link the entries of before in the order in which they were written."""
    seq, previous = 0, _START
    for row in connection.execute(sa.select(_EVENT).order_by(_EVENT.c.id)).all():
        seq += 1
        hash_ = _link(seq, row, previous)
        connection.execute(
            _EVENT.update()
            .where(_EVENT.c.id == row.id)
            .values(seq=seq, previous=previous, hash=hash_)
        )
        previous = hash_
    head = sa.table("audit_head", sa.column("id"), sa.column("seq"), sa.column("hash"))
    connection.execute(head.insert().values(id=1, seq=seq, hash=previous))


def _link(seq: int, row: sa.Row[tuple[object, ...]], previous: str) -> str:
    at: datetime = row.at
    content = {
        "actor": row.actor,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "kind": row.kind,
        "previous": previous,
        "seq": seq,
        "subject": row.subject,
        "text": row.text,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
