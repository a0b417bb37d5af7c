"""Bodies of `/devices`."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from controlplane.devices import model
from controlplane.devices.model import CommandState, Presence
from shared.capabilities import Capability
from shared.errors import Fault
from shared.wire.down import Verb
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
    total: int = 0
    """How many the query means, on all pages together."""


class DeviceChange(BaseModel):
    """What may be changed of a device."""

    model_config = ConfigDict(extra="forbid")

    labels: dict[Label, Label | None] = Field(max_length=32)
    """Labels to set; null takes one away."""


class NewCommand(BaseModel):
    """What is asked of a device."""

    model_config = ConfigDict(extra="forbid")

    verb: Verb
    arguments: dict[Label, Label] = Field(default_factory=dict, max_length=32)
    """`slot` for `restart-engine`; the other verbs take none."""
    expires_in_s: int = Field(default=3600, ge=10, le=7 * 86_400)


class Command(BaseModel):
    """Something asked of a device, and what became of it."""

    id: str
    device: str
    verb: Verb
    arguments: dict[str, str]
    state: CommandState
    asked_at: datetime
    asked_by: str
    expires_at: datetime
    changed_at: datetime
    result: dict[str, Any] | None
    """What the device answered."""
    fault: Fault | None

    @classmethod
    def of(cls, command: model.DeviceCommand) -> "Command":
        return cls(
            id=command.id,
            device=command.device,
            verb=command.verb,
            arguments=command.arguments,
            state=command.state,
            asked_at=command.asked_at,
            asked_by=command.asked_by,
            expires_at=command.expires_at,
            changed_at=command.changed_at,
            result=command.result,
            fault=command.fault,
        )


class Commands(BaseModel):
    commands: list[Command]


class Telemetry(BaseModel):
    samples: list[TelemetrySample]
