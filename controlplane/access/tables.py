"""The tables of access: accounts, sessions of the console, API tokens, failed attempts.

Of a secret only a hash is kept: Argon2 for what people choose, SHA-256 for what we drew at random.
"""

from datetime import datetime

from sqlalchemy import JSON, Index, text
from sqlmodel import Column, Field, SQLModel

from controlplane.db.types import UTCDateTime


class AccountRow(SQLModel, table=True):
    __tablename__ = "account"
    __table_args__ = (
        Index(
            "uq_account_subject",
            "issuer",
            "external_id",
            unique=True,
            sqlite_where=text("external_id IS NOT NULL"),
            postgresql_where=text("external_id IS NOT NULL"),
        ),
    )

    id: str = Field(primary_key=True, max_length=36)
    name: str = Field(max_length=80, unique=True)
    role: str = Field(max_length=10)
    password_hash: str | None = Field(default=None, max_length=200)
    """None: this account signs in through the identity provider, or not at all yet."""
    issuer: str | None = Field(default=None, max_length=255)
    external_id: str | None = Field(default=None, max_length=255)
    """`sub` at the identity provider `issuer`."""
    created_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    created_by: str = Field(max_length=80)
    disabled_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime, nullable=True))
    signed_in_at: datetime | None = Field(
        default=None, sa_column=Column(UTCDateTime, nullable=True)
    )


class SessionRow(SQLModel, table=True):
    __tablename__ = "console_session"

    id: str = Field(primary_key=True, max_length=36)
    secret_hash: str = Field(max_length=64, unique=True)
    account: str | None = Field(default=None, foreign_key="account.id", max_length=36, index=True)
    """None: opened with the admin token."""
    method: str = Field(max_length=10)
    address: str = Field(max_length=64)
    browser: str = Field(max_length=200)
    opened_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    seen_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    expires_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False, index=True))


class ApiTokenRow(SQLModel, table=True):
    __tablename__ = "api_token"

    id: str = Field(primary_key=True, max_length=36)
    name: str = Field(max_length=80)
    secret_hash: str = Field(max_length=64, unique=True)
    account: str | None = Field(default=None, foreign_key="account.id", max_length=36, index=True)
    """Whose it is; None: made with the admin token."""
    scopes: list[str] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    expires_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    revoked_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime, nullable=True))
    used_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime, nullable=True))
    used_from: str = Field(default="", max_length=64)


class AttemptRow(SQLModel, table=True):
    """Failed attempts to sign in: to one account, or from one address."""

    __tablename__ = "sign_in_attempt"

    key: str = Field(primary_key=True, max_length=100)
    failures: int
    last_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False, index=True))
