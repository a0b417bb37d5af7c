"""What the link needs of a connection, so that its rules can be tried without a broker."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Outgoing:
    """One message to publish, always with quality of service 1."""

    topic: str
    payload: bytes
    retain: bool = False
    expiry_s: int | None = None
    """Seconds after which the broker may forget it undelivered."""


@dataclass(frozen=True)
class Greeting:
    """How to connect: the will to leave behind, what to subscribe to, and who hears messages."""

    will: Outgoing
    subscription: str
    on_message: Callable[[str, bytes], None]
    """Called with topic and payload on the event loop; it must not raise."""


class Connection(Protocol):
    """One live connection; it never reconnects by itself."""

    async def publish(self, message: Outgoing) -> bool:
        """Publish and wait for the broker; False when nobody took the message.

        Raises:
            LinkError: the connection was lost, or the broker refused the message.
        """
        ...

    async def lost(self) -> None:
        """Wait until the connection is gone.

        Raises:
            LinkError: always; it says why.
        """
        ...

    async def close(self) -> None:
        """Say good-bye, without leaving the will behind."""
        ...


class Dialer(Protocol):
    """Makes connections."""

    async def connect(self, greeting: Greeting) -> Connection:
        """Connect and subscribe.

        Raises:
            LinkError: it did not work.
        """
        ...
