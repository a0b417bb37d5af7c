"""What the control plane says to a device: hints, acknowledgements and commands.

None of it is trusted. A hint can start a look at the director repository, delay or cancel; what to
run comes from there alone.
"""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import AwareDatetime, Field, StringConstraints

from shared.ids import DeploymentId
from shared.policy import DevicePolicy, Go
from shared.wire.base import Message

MAX_PEERS: Final = 4


class DeploymentHint(Message):
    """How the device may go about one assignment."""

    id: DeploymentId
    attempt: int = Field(ge=1)
    go: Go
    policy: DevicePolicy = Field(default_factory=DevicePolicy)
    deadline: AwareDatetime | None = None
    cancel: bool = False
    peers: tuple[Annotated[str, StringConstraints(max_length=200)], ...] = Field(
        default=(), max_length=MAX_PEERS
    )
    """Other agents of the site that have the bundle and share it; they are believed nothing."""


class DesiredHint(Message):
    """`down/desired`, retained: "look at the director, it is at version N"."""

    version: int = Field(ge=0)
    """Grows with every hint for this device; an older one is ignored."""
    director_version: int = Field(ge=0)
    deployments: dict[str, DeploymentHint] = Field(default_factory=dict, max_length=64)
    """By slot."""


class DeploymentAck(Message):
    """`down/ack`: the server holds every report of this deployment up to `seq`."""

    deployment: DeploymentId
    attempt: int = Field(ge=1)
    seq: int = Field(ge=1)


class Verb(StrEnum):
    REPORT_ALL = "report-all"
    PROBE = "probe"
    RESTART_ENGINE = "restart-engine"
    RENEW = "renew"
    """Ask for a new certificate now."""
    CHAT = "chat"
    """Ask the model that serves a slot; answered in pieces."""
    LOOK = "look"
    """Look at the repositories now, for what was recalled."""


class Command(Message):
    """`down/command`: answered on `up/reply/<id>`, ignored when it is late or was seen."""

    id: str = Field(max_length=40)
    expires: AwareDatetime
    verb: Verb
    arguments: dict[str, str] = Field(default_factory=dict, max_length=32)
