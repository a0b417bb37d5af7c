"""A model fleet: devices that obey, fail, fall silent, repeat themselves and talk out of order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from shared.deployment import TERMINAL, TOUCHED, UNCHANGED, State
from shared.digest import Digest
from shared.ids import DeploymentId, DeviceId
from shared.policy import Go
from shared.wire.down import DeploymentAck, DeploymentHint
from shared.wire.up import DeploymentReport, Measurements
from tests.support.builders import a_fault

WALK = (
    State.ACCEPTED,
    State.DOWNLOADING,
    State.VERIFYING,
    State.STAGED,
    State.ACTIVATING,
    State.PROBING,
    State.TRIAL,
    State.COMMITTED,
)


class Fate(StrEnum):
    """How an attempt goes wrong, if it does."""

    GOOD = "good"
    DOWNLOAD = "download"
    """Fails in a way that may pass."""
    HARD = "hard"
    """Fails for good before anything was touched."""
    PROBE = "probe"
    """Goes back by itself."""
    STUCK = "stuck"
    """Cannot even go back."""
    REJECT = "reject"


@dataclass
class Attempt:
    deployment: DeploymentId
    attempt: int
    bundle: Digest | None
    state: State | None = None
    seq: int = 0
    fate: Fate = Fate.GOOD
    go: Go = Go.ACTIVATE

    @property
    def over(self) -> bool:
        return self.state in TERMINAL


@dataclass
class ModelDevice:
    """The agent, reduced to what the server sees of it."""

    id: DeviceId
    online: bool = True
    runs: Digest | None = None
    current: Attempt | None = None
    fate: Fate = Fate.GOOD
    """Of the next attempt."""
    air: list[DeploymentReport] = field(default_factory=list)
    """Reports on their way, in the order in which they were said."""
    unheard: list[DeploymentReport] = field(default_factory=list)
    """Terminal reports that nobody has acknowledged."""
    committed: list[DeploymentId] = field(default_factory=list)
    measured: Measurements | None = None
    """What it says of whatever it commits."""

    def hear(self, hint: DeploymentHint | None, bundle: Digest | None, now: datetime) -> None:
        """Take up what the director assigns, as the hint says."""
        if hint is None or not self.online:
            return
        current = self.current
        if current is not None and current.deployment == hint.id:
            if hint.attempt >= current.attempt:
                current.go = hint.go
            if hint.cancel:
                self.stop(now)
            elif hint.attempt > current.attempt:
                if not current.over:
                    current.attempt, current.seq = hint.attempt, 0
                    return
                self._begin(hint, bundle, now)
            return
        if hint.cancel:
            return
        if current is not None and not current.over:
            if current.state in TOUCHED:
                return
            self._say(State.SUPERSEDED, now)
        self._begin(hint, bundle, now)

    def step(self, now: datetime) -> None:
        """Go one state further."""
        current = self.current
        if current is None or current.over:
            return
        if current.state is State.ROLLING_BACK:
            self._say(
                State.ROLLBACK_FAILED if current.fate is Fate.STUCK else State.ROLLED_BACK, now
            )
            return
        if current.state is State.STAGED and current.go is Go.STAGE:
            return
        following = WALK[0 if current.state is None else WALK.index(current.state) + 1]
        match current.fate, following:
            case Fate.REJECT, State.DOWNLOADING:
                self._say(State.REJECTED, now)
            case ((Fate.DOWNLOAD | Fate.HARD), State.VERIFYING):
                self._say(State.FAILED, now, retryable=current.fate is Fate.DOWNLOAD)
            case ((Fate.PROBE | Fate.STUCK), State.TRIAL):
                self._say(State.ROLLING_BACK, now)
            case _:
                self._say(following, now)

    def stop(self, now: datetime) -> None:
        """Obey a cancellation."""
        current = self.current
        if current is None or current.over:
            return
        if current.state is None or current.state in UNCHANGED:
            self._say(State.CANCELED, now)
        elif current.state in TOUCHED:
            self._say(State.ROLLING_BACK, now)

    def resend(self) -> None:
        self.air.extend(self.unheard)

    def acknowledged(self, ack: DeploymentAck) -> None:
        self.unheard = [
            each
            for each in self.unheard
            if (each.deployment, each.attempt) != (ack.deployment, ack.attempt)
            or each.seq > ack.seq
        ]

    def _begin(self, hint: DeploymentHint, bundle: Digest | None, now: datetime) -> None:
        self.current = Attempt(hint.id, hint.attempt, bundle, fate=self.fate, go=hint.go)
        if bundle is not None and bundle == self.runs:
            self._say(State.SKIPPED, now)
        else:
            self.step(now)

    def _say(self, state: State, now: datetime, *, retryable: bool = False) -> None:
        current = self.current
        assert current is not None
        current.state = state
        current.seq += 1
        if state is State.COMMITTED:
            self.runs = current.bundle
            self.committed.append(current.deployment)
        report = DeploymentReport(
            deployment=current.deployment,
            slot="main",
            attempt=current.attempt,
            seq=current.seq,
            state=state,
            at=now,
            fault=a_fault(retryable=retryable) if state is State.FAILED else None,
            measurements=self.measured if state is State.COMMITTED else None,
        )
        self.air.append(report)
        if state in TERMINAL:
            self.unheard.append(report)


Record = Callable[[DeviceId, DeploymentReport], DeploymentAck | None]


def deliver(device: ModelDevice, index: int, record: Record, *, keep: bool = False) -> None:
    """Let one report arrive; with `keep` it will arrive once more."""
    if not device.air or not device.online:
        return
    position = index % len(device.air)
    report = device.air[position] if keep else device.air.pop(position)
    ack = record(device.id, report)
    if ack is not None:
        device.acknowledged(ack)


def deliver_all(device: ModelDevice, record: Record) -> None:
    device.resend()
    while device.online and device.air:
        deliver(device, 0, record)
