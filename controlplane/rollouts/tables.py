"""The tables of rollouts: rollouts, waves, deployments, counters, what devices are told."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Index, UniqueConstraint, false, text
from sqlmodel import Column, Field, SQLModel

from controlplane.db.types import UTCDateTime
from controlplane.rollouts.model import ACTIVE, Kind
from shared.policy import Go

_ACTIVE_ONLY = text(f"state IN ({', '.join(repr(state.value) for state in sorted(ACTIVE))})")


def _instant(*, nullable: bool = True) -> Any:
    return Column(UTCDateTime, nullable=nullable)


def _flag() -> Any:
    return Column(Boolean, nullable=False, server_default=false())


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
    start_at: datetime | None = Field(default=None, sa_column=_instant())
    """When a scheduled one starts."""
    ends_at: datetime | None = Field(default=None, sa_column=_instant())
    """Its deadline."""
    pace_at: datetime | None = Field(default=None, sa_column=_instant())
    """When the rate lets the next device be told."""
    scope: int | None = Field(default=None)
    """The one wave that is rolled back; None for all."""
    superseded_by: str | None = Field(default=None, max_length=36)
    closing: bool = Field(default=False, sa_column=_flag())
    """Nobody may join any more."""
    decided_by: str | None = Field(default=None, max_length=80)
    """Who approved or rejected it."""
    decided_at: datetime | None = Field(default=None, sa_column=_instant())
    comment: str = Field(default="", max_length=500, sa_column_kwargs={"server_default": ""})
    """What they said."""


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
    judged_counts: dict[str, Any] | None = Field(default=None, sa_column=_json())
    """How its ended devices stood when it was judged last."""


class GateVerdictRow(SQLModel, table=True):
    """What a gate found in a class of hardware; one row more whenever it finds otherwise."""

    __tablename__ = "gate_verdict"

    id: int | None = Field(default=None, primary_key=True)
    rollout_id: str = Field(foreign_key="rollout.id", max_length=36, index=True)
    wave: int
    gate: str = Field(max_length=30)
    hardware: str = Field(max_length=120)
    finding: str = Field(max_length=15)
    found_at: datetime = Field(sa_column=_instant(nullable=False))
    changed_at: datetime = Field(sa_column=_instant(nullable=False))
    """When its numbers were last brought up to date."""
    devices: int
    test: str = Field(default="", max_length=40)
    before: float | None = Field(default=None)
    after: float | None = Field(default=None)
    change: float | None = Field(default=None)
    low: float | None = Field(default=None)
    high: float | None = Field(default=None)
    p: float | None = Field(default=None)
    allowed: float | None = Field(default=None)
    sentence: str = Field(default="", max_length=500)


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
        Index("ix_deployment_rollout_state", "rollout_id", "state", "wave", "position"),
    )

    id: str = Field(primary_key=True, max_length=36)
    rollout_id: str = Field(foreign_key="rollout.id", max_length=36, index=True)
    wave: int | None = Field(default=None)
    position: int = Field(default=0)
    """Its place in the order in which devices are reached."""
    kind: str = Field(default=Kind.FORWARD.value, max_length=10)
    undoes: str | None = Field(default=None, max_length=36, index=True)
    undoes_attempt: int | None = Field(default=None)
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
    hardware: str = Field(default="", max_length=120, sa_column_kwargs={"server_default": ""})
    """The device's class of hardware, when it became a member."""
    parameters: dict[str, Any] | None = Field(default=None, sa_column=_json())
    """How it is to be served, where that is not as the bundle has it."""
    predicted: dict[str, Any] | None = Field(default=None, sa_column=_json())
    """How fast it was predicted to be: `shared.speed.Speed`."""
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
    retry_at: datetime | None = Field(default=None, sa_column=_instant())
    """When the next attempt is queued; None when none follows."""
    go: str = Field(
        default=Go.ACTIVATE.value,
        max_length=10,
        sa_column_kwargs={"server_default": Go.ACTIVATE.value},
    )
    """How far the device is told to go."""
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


class CountRow(SQLModel, table=True):
    """How many deployments of a wave are in a state; kept in the transactions that move them."""

    __tablename__ = "deployment_count"

    rollout_id: str = Field(foreign_key="rollout.id", primary_key=True, max_length=36)
    wave: int = Field(primary_key=True)
    """-1 for those without a wave."""
    kind: str = Field(primary_key=True, max_length=10)
    state: str = Field(primary_key=True, max_length=20)
    retrying: bool = Field(primary_key=True)
    number: int


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


class LeaseRow(SQLModel, table=True):
    """Who may do a part's work; `token` grows with every change of hands."""

    __tablename__ = "lease"

    name: str = Field(primary_key=True, max_length=40)
    holder: str = Field(max_length=80)
    token: int
    expires_at: datetime = Field(sa_column=_instant(nullable=False))


class RestoreRow(SQLModel, table=True):
    """Up to which version of the director's orders somebody has said that ours count again."""

    __tablename__ = "restore"

    id: int = Field(default=1, primary_key=True)
    version: int
    actor: str = Field(max_length=80)
    at: datetime = Field(sa_column=_instant(nullable=False))
