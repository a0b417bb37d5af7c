"""The tables `device`, `device_status`, `device_capability` and `enrollment_token`.

What changes with every message is in the narrow `device_status`, without indexes on it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, text
from sqlmodel import Column, Field, SQLModel

from controlplane.db.types import UTCDateTime


class DeviceRow(SQLModel, table=True):
    __tablename__ = "device"
    __table_args__ = (
        Index(
            "uq_device_name",
            "name",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: str = Field(primary_key=True, max_length=36)
    name: str = Field(max_length=63)
    labels: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    enrolled_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    enrolled_with: str = Field(max_length=36)
    """Id of the token."""
    certificate_serial: str = Field(max_length=40)
    certificate_expires_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    revoked_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime, nullable=True))


class DeviceStatusRow(SQLModel, table=True):
    __tablename__ = "device_status"

    device: str = Field(foreign_key="device.id", primary_key=True, max_length=36)
    online: bool
    session: str = Field(max_length=40)
    seq: int
    born_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    """When this process heard the birth; by its own clock."""
    told_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    """The device's own time in the last message that was applied."""
    last_seen: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    agent: str = Field(max_length=40)
    api: str = Field(max_length=200)
    director_version: int
    capability: str = Field(max_length=71)
    """Digest that the birth named; another than the stored one means that it is on its way."""
    slots: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class DeviceCapabilityRow(SQLModel, table=True):
    __tablename__ = "device_capability"

    device: str = Field(foreign_key="device.id", primary_key=True, max_length=36)
    digest: str = Field(max_length=71)
    reported_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    capability: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class EnrollmentTokenRow(SQLModel, table=True):
    __tablename__ = "enrollment_token"

    id: str = Field(primary_key=True, max_length=36)
    secret_hash: str = Field(max_length=64, unique=True)
    labels: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    uses: int
    uses_left: int
    created_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    created_by: str = Field(max_length=80)
    expires_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    revoked_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime, nullable=True))
