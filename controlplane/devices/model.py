"""What the rest of the control plane sees of a device."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from shared.capabilities import Capability
from shared.errors import Fault
from shared.ids import DeviceId
from shared.wire.down import Verb
from shared.wire.up import SlotReport

Presence = Literal["online", "offline", "never"]
RequestState = Literal["pending", "approved", "rejected", "enrolled"]
CommandState = Literal["waiting", "sent", "done", "failed", "expired"]


@dataclass(frozen=True)
class Device:
    """One enrolled device and what it last said of itself."""

    id: DeviceId
    name: str
    enrolled_at: datetime
    labels: dict[str, str] = field(default_factory=dict)
    presence: Presence = "never"
    last_seen: datetime | None = None
    session: str = ""
    capability: Capability | None = None
    slots: dict[str, SlotReport] = field(default_factory=dict)
    agent: str = ""
    api: str = ""
    director_version: int = 0
    certificate_expires_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True)
class Stay:
    """A time in which a device was online."""

    began_at: datetime
    ended_at: datetime | None = None
    """None while it lasts."""


@dataclass(frozen=True)
class EnrollmentToken:
    """A token as an operator sees it: without its secret."""

    id: str
    labels: dict[str, str]
    uses: int
    uses_left: int
    created_at: datetime
    created_by: str
    expires_at: datetime
    revoked_at: datetime | None
    approve: bool = False
    """Whether a person must agree to every device that enrolls with it."""

    def is_open(self, now: datetime) -> bool:
        """Tell whether a device could still enroll with it."""
        return self.revoked_at is None and self.uses_left > 0 and self.expires_at > now


@dataclass(frozen=True)
class EnrollmentRequest:
    """A device that asked to be let in, as an operator sees it."""

    id: str
    name: str
    labels: dict[str, str]
    fingerprint: str
    """Of its public key: the device shows the same one."""
    address: str
    state: RequestState
    asked_at: datetime
    expires_at: datetime
    again: DeviceId | None = None
    """The device that it proved to have been before."""

    def is_open(self, now: datetime) -> bool:
        """Tell whether somebody can still decide."""
        return self.state == "pending" and self.expires_at > now


@dataclass(frozen=True)
class DeviceCommand:
    """Something asked of one device, and what became of it."""

    id: str
    device: DeviceId
    verb: Verb
    arguments: dict[str, str]
    asked_at: datetime
    asked_by: str
    expires_at: datetime
    state: CommandState
    changed_at: datetime
    result: dict[str, Any] | None = None
    fault: Fault | None = None


@dataclass(frozen=True)
class Counts:
    """The fleet in numbers."""

    devices: int
    online: int
    offline: int
    never: int
