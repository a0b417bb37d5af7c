"""The tables `rollout`, `wave`, `deployment`, `deployment_event` and `hint`."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, UniqueConstraint, text
from sqlmodel import Column, Field, SQLModel

from controlplane.db.types import UTCDateTime
from controlplane.rollouts.model import ACTIVE, Kind

_ACTIVE_ONLY = text(f"state IN ({', '.join(repr(state.value) for state in sorted(ACTIVE))})")


def _instant(*, nullable: bool = True) -> Any:
    return Column(UTCDateTime, nullable=nullable)


def _json() -> Any:
    return Column(JSON(none_as_null=True), nullable=True)


class RolloutRow(SQLModel, table=True):
    __tablename__ = "rollout"

    id: str = Field(primary_key=True, max_length=36)
    release_id: str = Field(max_length=36, index=True)
    line: str = Field(max_length=63)
    version: str = Field(max_length=63)
    slot: str = Field(max_length=63)
    selector: str = Field(max_length=500)
    policy: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    state: str = Field(max_length=30, index=True)
    reason: str | None = Field(default=None, max_length=20)
    """Why it is paused."""
    sentence: str = Field(default="", max_length=500)
    """The last thing that happened to it, in words."""
    created_by: str = Field(max_length=80)
    created_at: datetime = Field(sa_column=_instant(nullable=False))
    started_at: datetime | None = Field(default=None, sa_column=_instant())
    finished_at: datetime | None = Field(default=None, sa_column=_instant())


class WaveRow(SQLModel, table=True):
    __tablename__ = "wave"

    rollout_id: str = Field(foreign_key="rollout.id", primary_key=True, max_length=36)
    position: int = Field(primary_key=True)
    name: str = Field(max_length=40)
    state: str = Field(max_length=30)
    started_at: datetime | None = Field(default=None, sa_column=_instant())
    soak_until: datetime | None = Field(default=None, sa_column=_instant())
    finished_at: datetime | None = Field(default=None, sa_column=_instant())
    judgement: dict[str, Any] | None = Field(default=None, sa_column=_json())
    judged_at: datetime | None = Field(default=None, sa_column=_instant())


class DeploymentRow(SQLModel, table=True):
    __tablename__ = "deployment"
    __table_args__ = (
        Index(
            "uq_deployment_active",
            "device",
            "slot",
            unique=True,
            sqlite_where=_ACTIVE_ONLY,
            postgresql_where=_ACTIVE_ONLY,
        ),
        Index("ix_deployment_device_slot", "device", "slot"),
    )

    id: str = Field(primary_key=True, max_length=36)
    rollout_id: str = Field(foreign_key="rollout.id", max_length=36, index=True)
    wave: int | None = Field(default=None)
    position: int = Field(default=0)
    """Its place in the order in which devices are reached."""
    kind: str = Field(default=Kind.FORWARD.value, max_length=10)
    undoes: str | None = Field(default=None, max_length=36)
    device: str = Field(max_length=40)
    slot: str = Field(max_length=63)
    line: str = Field(default="", max_length=63)
    version: str = Field(default="", max_length=63)
    variant: str = Field(default="", max_length=63)
    bundle: str | None = Field(default=None, max_length=71, index=True)
    target_path: str | None = Field(default=None, max_length=400)
    manifest_length: int | None = Field(default=None)
    predicted_memory_bytes: int | None = Field(
        default=None, sa_column=Column(BigInteger, nullable=True)
    )
    why: str = Field(default="", max_length=500)
    """Why this variant, or why none."""
    state: str = Field(max_length=20, index=True)
    attempt: int = Field(default=1)
    seq: int = Field(default=0)
    by_server: bool = Field(default=False)
    final: bool = Field(default=False)
    created_at: datetime = Field(sa_column=_instant(nullable=False))
    changed_at: datetime = Field(sa_column=_instant(nullable=False))
    offered_at: datetime | None = Field(default=None, sa_column=_instant())
    heard_at: datetime | None = Field(default=None, sa_column=_instant())
    finished_at: datetime | None = Field(default=None, sa_column=_instant())
    cancel_at: datetime | None = Field(default=None, sa_column=_instant())
    reason: str = Field(default="", max_length=500)
    """The last thing said about it, by the device or by the server."""
    fault: dict[str, Any] | None = Field(default=None, sa_column=_json())
    progress: dict[str, Any] | None = Field(default=None, sa_column=_json())
    measurements: dict[str, Any] | None = Field(default=None, sa_column=_json())
    before: dict[str, Any] | None = Field(default=None, sa_column=_json())
    """What the bundle measured that the device ran before."""
    previous: dict[str, Any] | None = Field(default=None, sa_column=_json())
    """What the device ran before: `Previous`."""
    steps: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """When each state of this attempt was first heard of, by the server's clock."""


class DeploymentEventRow(SQLModel, table=True):
    """One step of a deployment; rows are added, never changed."""

    __tablename__ = "deployment_event"
    __table_args__ = (UniqueConstraint("deployment_id", "attempt", "seq"),)

    id: int | None = Field(default=None, primary_key=True)
    deployment_id: str = Field(foreign_key="deployment.id", max_length=36, index=True)
    attempt: int
    seq: int | None = Field(default=None)
    """The report's; None for what the server did."""
    state: str = Field(max_length=20)
    at: datetime = Field(sa_column=_instant(nullable=False))
    """By the clock of whoever did it."""
    received_at: datetime = Field(sa_column=_instant(nullable=False))
    late: bool = Field(default=False)
    text: str = Field(default="", max_length=2000)


class HintRow(SQLModel, table=True):
    """What a device must be told: dirty until the director has signed, then pending, then sent."""

    __tablename__ = "hint"

    device: str = Field(primary_key=True, max_length=40)
    version: int = Field(default=1)
    director_version: int = Field(default=0)
    state: str = Field(max_length=10, index=True)
    changed_at: datetime = Field(sa_column=_instant(nullable=False))
    sent_at: datetime | None = Field(default=None, sa_column=_instant())
