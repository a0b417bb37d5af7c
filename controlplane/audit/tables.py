"""The `event` table."""

from datetime import datetime

from sqlmodel import Column, Field, SQLModel

from controlplane.db.types import UTCDateTime


class EventRow(SQLModel, table=True):
    __tablename__ = "event"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False, index=True))
    kind: str = Field(max_length=20, index=True)
    subject: str = Field(max_length=80, index=True)
    actor: str = Field(max_length=80)
    text: str = Field(max_length=500)
