"""A simulated fleet: thousands of devices in one process, real wire messages over a real broker.

Each device has its own certificate, connection, will and session, and walks the real deployment
machine as hints tell it; only the work between two states is a wait. What happens to it is drawn
beforehand from a seed: it fails, loses its line, repeats itself, talks out of order or never comes.
The fleet keeps its own book of how every deployment ended: that is the truth against which the
control plane's counters are held.
"""

import heapq
import random
import selectors
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from itertools import count
from pathlib import Path

from bench.support.fleet_link import Link
from bench.support.fleet_seed import Identity, capability
from shared.deployment import TERMINAL, TOUCHED, UNCHANGED, State
from shared.digest import Digest
from shared.errors import Category, Fault
from shared.ids import DeploymentId, SessionId
from shared.policy import Go
from shared.wire import topics
from shared.wire.codec import decode
from shared.wire.down import Command, DeploymentAck, DeploymentHint, DesiredHint, Verb
from shared.wire.up import (
    Birth,
    CapabilityReport,
    Death,
    DeploymentReport,
    Measurements,
    Progress,
    Report,
    SlotReport,
)

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
STEP_S = (0.05, 0.5)
RESEND_S = 5.0
AWAY_S = (5.0, 12.0)
CONNECTS_AT_ONCE = 20
KEEP_S = 5.0
TWICE, LATE = 0.05, 0.02
"""Shares of the reports that arrive twice, and that arrive after later ones."""


class Fate(StrEnum):
    """What a device's life is like."""

    GOOD = "good"
    WORSE = "worse"
    """The new bundle fails its probe: the device goes back by itself."""
    BROKEN = "broken"
    """Its disk is full: it fails for good before anything is touched."""
    FLAKY = "flaky"
    """The first download fails in a way that passes."""
    DROPS = "drops"
    """It loses its line in the middle, goes on alone, and tells later."""
    AWAY = "away"
    """It never connects."""


@dataclass
class Attempt:
    deployment: DeploymentId
    attempt: int
    go: Go
    state: State | None = None
    seq: int = 0


@dataclass
class Truth:
    """What really happened, by the fleet's own book."""

    ended: dict[tuple[str, str], State] = field(default_factory=dict)
    """The last end of each deployment, by device and deployment."""
    dropped: int = 0
    said_twice: int = 0
    late: int = 0

    def counts(self) -> Counter[State]:
        return Counter(self.ended.values())


class Device:
    """One agent, reduced to what the control plane sees of it."""

    def __init__(
        self, fleet: "Fleet", identity: Identity, fate: Fate, *, bundles: dict[str, Digest]
    ) -> None:
        self.identity = identity
        self.fate = fate
        self._fleet = fleet
        self._bundles = bundles
        self._sessions = count(1)
        self._session = SessionId("")
        self._said = 0
        self._heard = 0
        self._dropped = False
        self._current: Attempt | None = None
        self._unheard: dict[tuple[DeploymentId, int], DeploymentReport] = {}
        self._slot = SlotReport()
        self._online = False
        self.link = Link(
            identity,
            port=fleet.port,
            ca_file=fleet.ca_file,
            on_up=self._born,
            on_message=self._hear,
        )

    def connect(self) -> None:
        self._session = SessionId(f"{next(self._sessions)}-{self.identity.id[:8]}")
        number = self.link.open(Death(session=self._session))
        self._fleet.watch(number, self)

    def _born(self) -> None:
        self._online = True
        self._said = 0
        birth = Birth(
            session=self._session,
            at=datetime.now(UTC),
            agent="simulated",
            capability=self._fleet.capability.digest(),
            slots={"main": self._slot},
        )
        self.link.say(topics.UP_STATE, birth, retain=True)
        for report in tuple(self._unheard.values()):
            self._send(report)

    def _hear(self, topic: str, payload: bytes) -> None:
        parsed = topics.parse(topic)
        if parsed is None or not payload:
            return
        match decode(parsed.leaf, payload):
            case DesiredHint() as desired if desired.version > self._heard:
                self._heard = desired.version
                hint = desired.deployments.get("main")
                if hint is not None:
                    self._hint(hint)
            case DeploymentAck() as ack:
                known = self._unheard.get((ack.deployment, ack.attempt))
                if known is not None and known.seq <= ack.seq:
                    del self._unheard[ack.deployment, ack.attempt]
            case Command() as command if command.verb is Verb.REPORT_ALL:
                self._said += 1
                self.link.say(
                    topics.UP_CAPABILITY,
                    CapabilityReport(
                        session=self._session,
                        at=datetime.now(UTC),
                        capability=self._fleet.capability,
                    ),
                )
            case _:
                pass

    def _hint(self, hint: DeploymentHint) -> None:
        current = self._current
        if current is not None and current.deployment == hint.id:
            if hint.attempt == current.attempt:
                current.go = hint.go
                if hint.cancel:
                    self._stop()
                elif current.state is State.STAGED and hint.go is Go.ACTIVATE:
                    self._soon(self._step)
                return
            if hint.attempt < current.attempt:
                return
        if hint.cancel or (current is not None and current.state in TOUCHED):
            return
        if current is not None and current.state not in TERMINAL:
            self._enter(State.SUPERSEDED)
        self._current = Attempt(hint.id, hint.attempt, hint.go)
        self._step()

    def _stop(self) -> None:
        current = self._current
        assert current is not None
        if current.state is None or current.state in UNCHANGED:
            self._enter(State.CANCELED)
        elif current.state in TOUCHED:
            self._enter(State.ROLLING_BACK)
            self._soon(self._step)

    def _step(self) -> None:
        current = self._current
        if current is None or current.state in TERMINAL:
            return
        if current.state is State.ROLLING_BACK:
            self._enter(State.ROLLED_BACK)
            return
        if current.state is State.STAGED and current.go is Go.STAGE:
            return
        following = WALK[0 if current.state is None else WALK.index(current.state) + 1]
        if following is State.VERIFYING and self.fate is Fate.BROKEN:
            self._enter(State.FAILED, fault=_fault(Category.STORAGE, retryable=False))
            return
        if following is State.VERIFYING and self.fate is Fate.FLAKY and current.attempt == 1:
            self._enter(State.FAILED, fault=_fault(Category.NETWORK, retryable=True))
            return
        if following is State.TRIAL and self.fate is Fate.WORSE:
            self._enter(State.ROLLING_BACK)
        else:
            self._enter(following)
        if following is State.VERIFYING and self.fate is Fate.DROPS and not self._dropped:
            self._drop()
        if current.state not in TERMINAL:
            self._soon(self._step)

    def _enter(self, state: State, *, fault: Fault | None = None) -> None:
        current = self._current
        assert current is not None
        current.state = state
        current.seq += 1
        bundle = self._bundles["new"]
        report = DeploymentReport(
            deployment=current.deployment,
            slot="main",
            attempt=current.attempt,
            seq=current.seq,
            state=state,
            at=datetime.now(UTC),
            bundle=bundle,
            progress=_PROGRESS if state is State.VERIFYING else None,
            measurements=_MEASURED if state is State.TRIAL else None,
            fault=fault,
        )
        if state in TERMINAL:
            self._unheard[current.deployment, current.attempt] = report
            self._fleet.truth.ended[self.identity.id, current.deployment] = state
            self._fleet.later(RESEND_S, self._resend)
        self._fleet.spread(self, report)
        if state is State.COMMITTED:
            self._slot = SlotReport(
                bundle=bundle, deployment=current.deployment, line="bench", serving=True
            )
            self._said += 1
            self.link.say(
                topics.UP_REPORT,
                Report(
                    session=self._session,
                    seq=self._said,
                    at=datetime.now(UTC),
                    slots={"main": self._slot},
                ),
            )

    def _send(self, report: DeploymentReport) -> None:
        if self._online:
            self.link.say(topics.UP_DEPLOYMENT, report)

    def _resend(self) -> None:
        for report in tuple(self._unheard.values()):
            self._send(report)
        if self._unheard:
            self._fleet.later(RESEND_S, self._resend)

    def _drop(self) -> None:
        self._dropped = True
        self._online = False
        self._fleet.truth.dropped += 1
        self._fleet.forget(self)
        self.link.cut()
        self._fleet.later(self._fleet.random.uniform(*AWAY_S), self.connect)

    def _soon(self, work: Callable[[], None]) -> None:
        self._fleet.later(self._fleet.random.uniform(*STEP_S), work)

    def deliver(self, report: DeploymentReport) -> None:
        self._send(report)


class Fleet:
    """All devices on one selector and one heap of timers."""

    def __init__(self, *, port: int, ca_file: Path, seed: int = 1) -> None:
        self.port = port
        self.ca_file = ca_file
        self.random = random.Random(seed)
        self.capability = capability()
        self.truth = Truth()
        self.devices: list[Device] = []
        self._selector = selectors.DefaultSelector()
        self._numbers: dict[Device, int] = {}
        self._timers: list[tuple[float, int, Callable[[], None]]] = []
        self._order = count()
        self._kept_at = 0.0

    def add(self, identities: Iterable[Identity], fates: Iterable[Fate], bundle: Digest) -> None:
        for identity, fate in zip(identities, fates, strict=True):
            self.devices.append(Device(self, identity, fate, bundles={"new": bundle}))

    def connect(self) -> None:
        """Begin to connect everyone who ever comes, some at a time."""
        waiting = [each for each in self.devices if each.fate is not Fate.AWAY]
        self._connect_some(waiting)

    def run(self, until: Callable[[], bool], *, timeout_s: float) -> bool:
        """Live until something is so; tell whether it came to be."""
        end = time.monotonic() + timeout_s
        while time.monotonic() < end:
            if until():
                return True
            self._turn()
        return False

    def later(self, seconds: float, work: Callable[[], None]) -> None:
        heapq.heappush(self._timers, (time.monotonic() + seconds, next(self._order), work))

    def watch(self, number: int, device: Device) -> None:
        self._numbers[device] = number
        self._selector.register(number, selectors.EVENT_READ, device)

    def forget(self, device: Device) -> None:
        self._selector.unregister(self._numbers.pop(device))

    def spread(self, device: Device, report: DeploymentReport) -> None:
        """Let a report go as the network pleases: at once, twice, or after the next one."""
        dice = self.random.random()
        if dice < TWICE:
            self.truth.said_twice += 1
            device.deliver(report)
            self.later(self.random.uniform(0, 2), lambda: device.deliver(report))
        elif dice < TWICE + LATE:
            self.truth.late += 1
            self.later(self.random.uniform(0, 2), lambda: device.deliver(report))
        else:
            device.deliver(report)

    @property
    def sent(self) -> int:
        return sum(each.link.sent for each in self.devices)

    @property
    def online(self) -> int:
        return len(self._numbers)

    def _connect_some(self, waiting: list[Device]) -> None:
        for device in waiting[:CONNECTS_AT_ONCE]:
            device.connect()
        if len(waiting) > CONNECTS_AT_ONCE:
            self.later(0.01, lambda: self._connect_some(waiting[CONNECTS_AT_ONCE:]))

    def _turn(self) -> None:
        now = time.monotonic()
        wait_s = 0.05 if not self._timers else min(0.05, max(0.0, self._timers[0][0] - now))
        for key, _ in self._selector.select(wait_s):
            key.data.link.readable()
        now = time.monotonic()
        while self._timers and self._timers[0][0] <= now:
            heapq.heappop(self._timers)[2]()
        if now - self._kept_at > KEEP_S:
            self._kept_at = now
            for device in tuple(self._numbers):
                device.link.keep()


def fates(
    number: int, *, failing: float, offline: float, flaky: float = 0.02, seed: int = 1
) -> list[Fate]:
    """Draw fates: exactly these shares, spread at random over the fleet."""
    failed, away = round(number * failing), round(number * offline)
    drawn = [Fate.WORSE] * (failed // 2) + [Fate.BROKEN] * (failed - failed // 2)
    drawn += [Fate.AWAY] * (away // 2) + [Fate.DROPS] * (away - away // 2)
    drawn += [Fate.FLAKY] * round(number * flaky)
    drawn += [Fate.GOOD] * (number - len(drawn))
    random.Random(seed).shuffle(drawn)
    return drawn


def _fault(category: Category, *, retryable: bool) -> Fault:
    return Fault(
        phase="downloading",
        component="bundles",
        category=category,
        code="disk_full" if category is Category.STORAGE else "transfer",
        retryable=retryable,
        message="the disk is full" if category is Category.STORAGE else "the line broke",
    )


_PROGRESS = Progress(done_bytes=300_000_000, total_bytes=300_000_000)
_MEASURED = Measurements(
    golden_right=20,
    golden_items=20,
    load_ms=900,
    first_token_ms=180.0,
    tokens_per_s=12.0,
    memory_bytes=350_000_000,
)
