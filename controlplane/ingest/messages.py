"""What goes through ingest: a message as it came, and one as it shall go."""

import time
from dataclasses import dataclass, field

from shared.ids import DeviceId
from shared.wire import topics
from shared.wire.base import Message
from shared.wire.codec import encode


@dataclass(frozen=True)
class Receipt:
    """With what a message is acknowledged, on the connection on which it came."""

    connection: int
    mid: int
    qos: int


@dataclass(frozen=True)
class Incoming:
    topic: str
    payload: bytes
    receipt: Receipt
    replayed: bool = False
    """The broker kept it: retained, or a second delivery."""
    heard_s: float = field(default_factory=time.monotonic, compare=False)
    """When it came, by a clock that only tells how long ago that was."""


@dataclass(frozen=True)
class Down:
    """Something for one device."""

    device: DeviceId
    leaf: str
    message: Message
    retain: bool = False
    expires_s: int | None = None
    """Dropped by the broker when the device does not fetch it in time."""

    def topic(self, fleet: str) -> str:
        return topics.build(fleet, self.device, self.leaf)

    def payload(self) -> bytes:
        return encode(self.message)
