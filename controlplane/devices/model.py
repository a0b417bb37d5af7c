"""What the rest of the control plane sees of a device."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from shared.capabilities import Capability
from shared.ids import DeviceId
from shared.wire.up import SlotReport

Presence = Literal["online", "offline", "never"]


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

    def is_open(self, now: datetime) -> bool:
        """Tell whether a device could still enroll with it."""
        return self.revoked_at is None and self.uses_left > 0 and self.expires_at > now


@dataclass(frozen=True)
class Counts:
    """The fleet in numbers."""

    devices: int
    online: int
    offline: int
    never: int
