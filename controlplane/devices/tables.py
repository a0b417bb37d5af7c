"""The tables of devices: what they are, how they come in, what is asked of them.

What changes with every message is in the narrow `device_status`, without indexes on it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Index, Text, false, text
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


class DeviceSlotRow(SQLModel, table=True):
    """What each slot serves, taken apart from `device_status.slots` so that it can be counted."""

    __tablename__ = "device_slot"
    __table_args__ = (
        Index("ix_device_slot_release", "line", "version", "variant"),
        Index("ix_device_slot_bundle", "bundle"),
    )

    device: str = Field(foreign_key="device.id", primary_key=True, max_length=36)
    slot: str = Field(primary_key=True, max_length=63)
    line: str = Field(max_length=63)
    version: str = Field(max_length=63)
    variant: str = Field(max_length=63)
    bundle: str | None = Field(default=None, max_length=71)
    serving: bool


class DeviceViewRow(SQLModel, table=True):
    """A search of the fleet that somebody gave a name."""

    __tablename__ = "device_view"

    id: str = Field(primary_key=True, max_length=36)
    name: str = Field(max_length=60, unique=True)
    query: str = Field(max_length=500)
    presence: str = Field(max_length=10)
    order: str = Field(max_length=10)
    created_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    created_by: str = Field(max_length=80)


class DeviceOnlineRow(SQLModel, table=True):
    """A time in which a device was online."""

    __tablename__ = "device_online"
    __table_args__ = (Index("ix_device_online_device_began_at", "device", "began_at"),)

    id: int | None = Field(default=None, primary_key=True)
    device: str = Field(foreign_key="device.id", max_length=36)
    began_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    ended_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime, nullable=True))


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
    approve: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    """Whether a person must agree to every device that enrolls with it."""


class EnrollmentRequestRow(SQLModel, table=True):
    """A device that waits for a person to let it in."""

    __tablename__ = "enrollment_request"
    __table_args__ = (
        Index("uq_enrollment_request_token_fingerprint", "token", "fingerprint", unique=True),
    )

    id: str = Field(primary_key=True, max_length=36)
    token: str = Field(foreign_key="enrollment_token.id", max_length=36)
    ticket_hash: str = Field(max_length=64, unique=True)
    """Of what the device shows when it asks whether it may come in."""
    fingerprint: str = Field(max_length=64)
    """Of the device's public key, which its certificate will be for."""
    name: str = Field(max_length=63)
    labels: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    csr_pem: str = Field(sa_column=Column(Text, nullable=False))
    address: str = Field(max_length=64)
    again: str | None = Field(default=None, foreign_key="device.id", max_length=36)
    """The device that it proved to have been before."""
    state: str = Field(max_length=10, index=True)
    asked_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    expires_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    decided_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime, nullable=True))
    decided_by: str = Field(default="", max_length=80)
    device: str | None = Field(default=None, foreign_key="device.id", max_length=36)
    """The device that came of it."""
    certificate_pem: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    """Kept so that a lost answer can be given again; good for nothing without the device's key."""


class DeviceCertificateRow(SQLModel, table=True):
    """Every certificate that a device was given: what a revocation must name."""

    __tablename__ = "device_certificate"

    serial: str = Field(primary_key=True, max_length=40)
    device: str = Field(foreign_key="device.id", index=True, max_length=36)
    expires_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))


class DeviceCommandRow(SQLModel, table=True):
    """Something asked of one device, and what it answered."""

    __tablename__ = "device_command"

    id: str = Field(primary_key=True, max_length=36)
    device: str = Field(foreign_key="device.id", index=True, max_length=36)
    verb: str = Field(max_length=20)
    arguments: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    asked_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    asked_by: str = Field(max_length=80)
    expires_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    state: str = Field(max_length=10, index=True)
    changed_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    result: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
    fault: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
