"""What the planner sees of a rollout, and what it may ask for. Frozen values. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from controlplane.rollouts.budgets import Groups
from controlplane.rollouts.gates import Judgement, Outcome
from controlplane.rollouts.machine import (
    WAVE_ENDED,
    WAVE_REACHED,
    WAVE_STARTED,
    PauseReason,
    RolloutEvent,
    RolloutState,
    WaveEvent,
    WaveState,
)
from controlplane.rollouts.policy import RolloutPolicy
from shared.deployment import FAILURES, SERVER_OWNED, SUCCEEDED, TERMINAL, Event, State
from shared.errors import Fault
from shared.ids import DeploymentId, DeviceId, RolloutId
from shared.policy import Go
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
    go: Go = Go.ACTIVATE
    """How far the device was told to go."""
    retry_at: datetime | None = None
    """When the next attempt is queued; None when none follows."""
    online: bool = True
    gone: bool = False
    """The device is no longer enrolled."""
    unreachable_since: datetime | None = None
    """Since when the device has been away, None while it is there."""
    labels: Mapping[str, str] = field(default_factory=dict)
    cancel_at: datetime | None = None
    """When the device was asked to stop."""
    offered_at: datetime | None = None
    fault: Fault | None = None
    progress: Progress | None = None
    measurements: Measurements | None = None
    before: Measurements | None = None
    """What the bundle measured that the device ran before."""
    hardware: str = ""
    """Its class of hardware."""
    reversible: bool = False
    """Whether it is known what the device ran before."""
    undoes: DeploymentId | None = None
    """The forward deployment that a rollback takes back."""
    undone: bool = False
    """A rollback of this attempt exists already."""
    jitter: float = 0.5
    """A number in [0, 1) of its own, so that retries do not come all at once."""

    @property
    def active(self) -> bool:
        return self.state in ACTIVE

    @property
    def disturbs(self) -> bool:
        """Tell whether the device was told to activate and has not ended."""
        return self.state in ACTIVE and self.go is Go.ACTIVATE

    @property
    def succeeded(self) -> bool:
        return self.state in SUCCEEDED

    @property
    def settled(self) -> bool:
        """Tell whether this is how it ended: no more attempt will follow."""
        return self.state in TERMINAL and self.retry_at is None


@dataclass(frozen=True)
class Census:
    """How many deployments stand where."""

    numbers: Mapping[State, int] = field(default_factory=dict)
    retrying: int = 0
    """Ended ones that are going to be tried again."""

    def of(self, states: Iterable[State]) -> int:
        return sum(self.numbers.get(state, 0) for state in states)

    @property
    def total(self) -> int:
        return sum(self.numbers.values())

    @property
    def unended(self) -> int:
        return self.total - self.of(TERMINAL)

    @property
    def unsettled(self) -> int:
        return self.unended + self.retrying

    @property
    def succeeded(self) -> int:
        return self.of(SUCCEEDED)

    @property
    def failed(self) -> int:
        return self.of(FAILURES)

    def __add__(self, other: "Census") -> "Census":
        states = {*self.numbers, *other.numbers}
        return Census(
            {state: self.of([state]) + other.of([state]) for state in states},
            self.retrying + other.retrying,
        )


NOBODY = Census()


@dataclass(frozen=True)
class WaveFacts:
    index: int
    name: str
    state: WaveState
    soak_until: datetime | None = None
    judgement: Judgement | None = None
    forward: Census = NOBODY
    rollbacks: Census = NOBODY


@dataclass(frozen=True)
class Blocker:
    """Another rollout's deployment that holds a device's slot."""

    deployment: DeploymentId
    state: State
    yields: bool
    """Its rollout is paused, being aborted or over."""


@dataclass(frozen=True)
class Snapshot:
    """One rollout at one instant: numbers of everything, and who may need something now."""

    rollout: RolloutId
    state: RolloutState
    policy: RolloutPolicy
    waves: tuple[WaveFacts, ...]
    deployments: tuple[DeploymentFacts, ...]
    """Everyone who is active, and those of the others for whom it may be time; the order is that
    in which devices are reached."""
    apart: Census = NOBODY
    """Forward deployments without a wave."""
    outcomes: tuple[Outcome, ...] | None = None
    """What the gate sees of the present wave; None when nothing ended since it last looked."""
    blockers: Mapping[DeviceId, Blocker] = field(default_factory=dict)
    overtaken: frozenset[DeviceId] = frozenset()
    """Devices that a newer rollout of the same slot has already reached."""
    groups: Groups = field(default_factory=Groups)
    pace_at: datetime | None = None
    """When the rate lets the next device be told."""
    ends_at: datetime | None = None
    """The rollout's deadline."""
    scope: int | None = None
    """The one wave that is rolled back; None for all."""
    superseded: bool = False
    """A newer rollout took its place, which is why it is aborting."""
    closing: bool = False
    """Nobody may join any more."""

    @property
    def wave(self) -> WaveFacts | None:
        """Return the present wave: the first that has not ended."""
        return next((each for each in self.waves if each.state not in WAVE_ENDED), None)

    @property
    def started(self) -> frozenset[int]:
        """Return the waves whose devices may activate."""
        return frozenset(each.index for each in self.waves if each.state in WAVE_STARTED)

    @property
    def reached(self) -> frozenset[int]:
        """Return the waves whose devices may be told something."""
        return frozenset(each.index for each in self.waves if each.state in WAVE_REACHED)

    @property
    def forward(self) -> Census:
        return sum((each.forward for each in self.waves), self.apart)

    @property
    def rollbacks(self) -> Census:
        return sum((each.rollbacks for each in self.waves), NOBODY)

    @property
    def in_flight(self) -> int:
        return sum(each.disturbs for each in self.deployments)

    @property
    def fetching(self) -> int:
        """Return how many are on their way to be staged; those that are wait for free."""
        return sum(
            each.active and each.go is Go.STAGE and each.state is not State.STAGED
            for each in self.deployments
        )


@dataclass(frozen=True)
class Offer:
    """Assign the bundle to the device and tell it how far to go."""

    deployment: DeploymentId
    go: Go = Go.ACTIVATE


@dataclass(frozen=True)
class Steer:
    """Tell a device that has the offer to go further, or to wait when it is staged."""

    deployment: DeploymentId
    go: Go


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
class Pace:
    """Note when the rate lets the next device be told."""

    pace_at: datetime


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
    scope: int | None = None
    """The wave to roll back; None for all."""


Action = Offer | Steer | Close | AskToStop | Retry | Undo | Pace | Judge | MoveWave | MoveRollout
