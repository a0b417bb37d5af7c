"""The table `telemetry_sample`."""

from datetime import datetime

from sqlalchemy import BigInteger, Index
from sqlmodel import Column, Field, SQLModel

from controlplane.db.types import UTCDateTime


class TelemetrySampleRow(SQLModel, table=True):
    __tablename__ = "telemetry_sample"
    __table_args__ = (Index("ix_telemetry_sample_device_at", "device", "at"),)

    device: str = Field(foreign_key="device.id", primary_key=True, max_length=36)
    batch: str = Field(primary_key=True, max_length=40)
    position: int = Field(primary_key=True)
    received_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False, index=True))
    """By our clock; retention goes by it, because a device's clock may be anywhere."""
    at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    interval_s: float
    slot: str = Field(max_length=63)
    requests: int = Field(sa_column=Column(BigInteger, nullable=False))
    failed: int = Field(sa_column=Column(BigInteger, nullable=False))
    prompt_tokens: int = Field(sa_column=Column(BigInteger, nullable=False))
    generated_tokens: int = Field(sa_column=Column(BigInteger, nullable=False))
    first_token_ms_p50: float | None
    tokens_per_s_p50: float | None
    memory_bytes: int | None = Field(sa_column=Column(BigInteger, nullable=True))
    temperature_c: float | None = Field(default=None)
