"""What the planner sees of a rollout, and what it may ask for. Frozen values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from controlplane.rollouts.gates import Judgement
from controlplane.rollouts.machine import (
    WAVE_STARTED,
    PauseReason,
    RolloutEvent,
    RolloutState,
    WaveEvent,
    WaveState,
)
from controlplane.rollouts.policy import RolloutPolicy
from shared.deployment import SERVER_OWNED, SUCCEEDED, TERMINAL, Event, State
from shared.errors import Fault
from shared.ids import DeploymentId, DeviceId, RolloutId
from shared.wire.up import Measurements, Progress

ACTIVE = frozenset(State) - TERMINAL - {State.QUEUED}
"""States in which a deployment holds its device's slot: at most one for each."""
ON_DEVICE = ACTIVE - SERVER_OWNED
"""States in which only the device can say how it goes on."""


class Kind(StrEnum):
    """What a deployment is for."""

    FORWARD = "forward"
    ROLLBACK = "rollback"


@dataclass(frozen=True)
class DeploymentFacts:
    """One device in a rollout, as the server knows it."""

    id: DeploymentId
    device: DeviceId
    wave: int | None
    """None for one that never had a place: left out, or it already ran the bundle."""
    state: State
    changed_at: datetime
    """When the state was entered, by the server's clock."""
    kind: Kind = Kind.FORWARD
    attempt: int = 1
    seq: int = 0
    """Highest sequence number heard for this attempt."""
    by_server: bool = False
    """The state is the server's guess (a time-out, a cancellation); the device may correct it."""
    final: bool = False
    """No other attempt may follow, whatever the fault says."""
    touched: bool = False
    """The device has begun to change what it serves, in this attempt."""
    online: bool = True
    gone: bool = False
    """The device is no longer enrolled."""
    unreachable_since: datetime | None = None
    """Since when the device has been away, None while it is there."""
    cancel_at: datetime | None = None
    """When the device was asked to stop."""
    offered_at: datetime | None = None
    fault: Fault | None = None
    progress: Progress | None = None
    measurements: Measurements | None = None
    before: Measurements | None = None
    """What the bundle measured that the device ran before."""
    reversible: bool = False
    """Whether it is known what the device ran before."""
    undoes: DeploymentId | None = None
    """The forward deployment that a rollback takes back."""
    jitter: float = 0.5
    """A number in [0, 1) of its own, so that retries do not come all at once."""

    @property
    def active(self) -> bool:
        return self.state in ACTIVE

    @property
    def succeeded(self) -> bool:
        return self.state in SUCCEEDED


@dataclass(frozen=True)
class WaveFacts:
    index: int
    name: str
    state: WaveState
    soak_until: datetime | None = None
    judgement: Judgement | None = None


@dataclass(frozen=True)
class Blocker:
    """Another rollout's deployment that holds a device's slot."""

    deployment: DeploymentId
    state: State
    yields: bool
    """Its rollout is paused, being aborted or over."""


@dataclass(frozen=True)
class Snapshot:
    """One rollout at one instant."""

    rollout: RolloutId
    state: RolloutState
    policy: RolloutPolicy
    waves: tuple[WaveFacts, ...]
    deployments: tuple[DeploymentFacts, ...]
    blockers: Mapping[DeviceId, Blocker] = field(default_factory=dict)
    overtaken: frozenset[DeviceId] = frozenset()
    """Devices that a newer rollout of the same slot has already reached."""

    def in_wave(self, index: int) -> tuple[DeploymentFacts, ...]:
        return tuple(
            each for each in self.deployments if each.wave == index and each.kind is Kind.FORWARD
        )

    @property
    def reached(self) -> tuple[DeploymentFacts, ...]:
        """Return the devices of every wave that has been started."""
        started = {each.index for each in self.waves if each.state in WAVE_STARTED}
        return tuple(each for each in self.forward if each.wave in started)

    @property
    def forward(self) -> tuple[DeploymentFacts, ...]:
        return tuple(each for each in self.deployments if each.kind is Kind.FORWARD)

    @property
    def rollbacks(self) -> tuple[DeploymentFacts, ...]:
        return tuple(each for each in self.deployments if each.kind is Kind.ROLLBACK)

    @property
    def in_flight(self) -> int:
        return sum(each.active for each in self.deployments)


@dataclass(frozen=True)
class Offer:
    """Assign the bundle to the device and tell it."""

    deployment: DeploymentId


@dataclass(frozen=True)
class Close:
    """End a deployment on the server's own account."""

    deployment: DeploymentId
    event: Event
    sentence: str
    final: bool = False


@dataclass(frozen=True)
class AskToStop:
    """Ask a device to give a deployment up."""

    deployment: DeploymentId


@dataclass(frozen=True)
class Retry:
    """Queue a new attempt."""

    deployment: DeploymentId


@dataclass(frozen=True)
class Undo:
    """Queue a rollback of what the device runs now to what it ran before."""

    deployment: DeploymentId


@dataclass(frozen=True)
class Judge:
    """Store what a gate saw and said."""

    wave: int
    judgement: Judgement


@dataclass(frozen=True)
class MoveWave:
    wave: int
    event: WaveEvent
    sentence: str
    soak_until: datetime | None = None


@dataclass(frozen=True)
class MoveRollout:
    event: RolloutEvent
    sentence: str
    reason: PauseReason | None = None


Action = Offer | Close | AskToStop | Retry | Undo | Judge | MoveWave | MoveRollout
