"""Bodies of `/devices`."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from controlplane.devices import model
from controlplane.devices.model import Presence
from shared.capabilities import Capability
from shared.wire.enrol import Label
from shared.wire.up import SlotReport, TelemetrySample


class Device(BaseModel):
    """One device and what it last said of itself."""

    id: str
    name: str
    labels: dict[str, str]
    presence: Presence
    enrolled_at: datetime
    last_seen: datetime | None
    agent: str
    api: str
    """Where the device's own API listens, for people beside it."""
    director_version: int
    """Newest director timestamp that the device has verified."""
    slots: dict[str, SlotReport]
    capability: Capability | None
    certificate_expires_at: datetime | None
    revoked_at: datetime | None

    @classmethod
    def of(cls, device: model.Device) -> "Device":
        return cls(
            id=device.id,
            name=device.name,
            labels=device.labels,
            presence=device.presence,
            enrolled_at=device.enrolled_at,
            last_seen=device.last_seen,
            agent=device.agent,
            api=device.api,
            director_version=device.director_version,
            slots=device.slots,
            capability=device.capability,
            certificate_expires_at=device.certificate_expires_at,
            revoked_at=device.revoked_at,
        )


class Devices(BaseModel):
    devices: list[Device]


class DeviceChange(BaseModel):
    """What may be changed of a device."""

    model_config = ConfigDict(extra="forbid")

    labels: dict[Label, Label | None] = Field(max_length=32)
    """Labels to set; null takes one away."""


class Telemetry(BaseModel):
    samples: list[TelemetrySample]
