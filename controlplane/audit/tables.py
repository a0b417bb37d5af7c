"""The `event` table, and the head of its chain."""

from datetime import datetime

from sqlmodel import Column, Field, SQLModel

from controlplane.db.types import UTCDateTime


class EventRow(SQLModel, table=True):
    """What happened; `seq` and the hashes are filled in when the transaction commits."""

    __tablename__ = "event"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False, index=True))
    kind: str = Field(max_length=20, index=True)
    subject: str = Field(max_length=80, index=True)
    actor: str = Field(max_length=80)
    text: str = Field(max_length=500)
    seq: int | None = Field(default=None, unique=True, index=True)
    """Its place in the chain, without gaps, in the order of commits."""
    previous: str | None = Field(default=None, max_length=64)
    hash: str | None = Field(default=None, max_length=64)


class AuditHeadRow(SQLModel, table=True):
    """The one row that says where the chain ends; whoever adds to it holds this row."""

    __tablename__ = "audit_head"

    id: int = Field(primary_key=True)
    seq: int
    hash: str = Field(max_length=64)
