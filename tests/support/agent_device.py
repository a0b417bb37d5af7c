"""One device that deploys: real journal and executor over fakes, started and killed at will."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from agent.deployments.executor import Executor
from agent.deployments.probe import Throttled
from agent.deployments.serving import Incumbent
from agent.deployments.steps import Steps
from agent.deployments.withdrawal import Withdrawal
from agent.store.hints import Hints
from agent.store.journal import Journal
from agent.store.outbox import Outbox
from agent.store.recalls import RecallList
from shared.capabilities import Capability
from shared.deployment import TERMINAL, State
from shared.digest import Digest
from shared.ids import DeploymentId
from shared.policy import DevicePolicy, Go
from shared.trust import RevokedEntry
from shared.wire.down import DeploymentHint, DesiredHint
from shared.wire.up import DeploymentReport
from tests.support.agent_fakes import (
    DEVICE,
    Disk,
    DyingDatabase,
    FakeBundles,
    FakeSlots,
    FakeTimer,
    FakeTrust,
    Killed,
    Model,
    Power,
    a_capability,
)

MAX_TURNS = 50_000
QUIET_TURNS = 20


@dataclass
class FakeDevice:
    """Everything about one device; `boot` makes what does not survive a power cut."""

    capability: Capability = field(default_factory=a_capability)
    budget: int = 100
    power: Power = field(default_factory=Power)
    models: dict[Digest, Model] = field(default_factory=dict)
    disk: Disk = field(default_factory=Disk)
    reports: dict[tuple[DeploymentId, int, int], DeploymentReport] = field(default_factory=dict)
    versions: int = 0
    throttled: Throttled = lambda: None

    def __post_init__(self) -> None:
        self.database = DyingDatabase(self.power)
        self.journal = Journal(self.database)
        self.hints = Hints(self.database)
        self.outbox = Outbox(self.database, budget_bytes=10_000)
        self.recalls = RecallList(self.database)
        self.trust = FakeTrust(self.power)
        self.bundles = FakeBundles(self.power, self.models, self.disk)
        self.timer = FakeTimer()
        self.boot()

    def boot(self) -> None:
        self.slots = FakeSlots(self.power, self.models, budget=self.budget)
        self.executor = self._executor()

    def offer(
        self,
        model: Model,
        deployment: str,
        *,
        attempt: int = 1,
        go: Go = Go.ACTIVATE,
        policy: DevicePolicy | None = None,
        cancel: bool = False,
        deadline_s: float | None = None,
    ) -> DeploymentHint:
        """Let the director assign `model`, and hint at it."""
        self.models[model.digest] = model
        self.trust.director["main"] = model.assigned(DeploymentId(deployment), "main")
        hint = DeploymentHint(
            id=DeploymentId(deployment),
            attempt=attempt,
            go=go,
            policy=policy or DevicePolicy(trial_s=5),
            cancel=cancel,
            deadline=None
            if deadline_s is None
            else self.timer.now() + timedelta(seconds=deadline_s),
        )
        self.hint(hint)
        return hint

    def recall(self, *entries: RevokedEntry) -> None:
        """Let the image repository recall these, and nothing else."""
        if self.recalls.replace(entries):
            self.executor.heed_recalls()

    def hint(self, hint: DeploymentHint) -> None:
        self.versions += 1
        self.executor.hear(
            DesiredHint(version=self.versions, director_version=1, deployments={"main": hint})
        )

    async def run(
        self, until: Callable[[], bool] | None = None, *, kill_after: int | None = None
    ) -> bool:
        """Work until there is nothing to do, or the power goes; tell whether it went."""
        self.power.left = kill_after
        work = asyncio.ensure_future(self.executor.work("main"))
        try:
            await self._settled(work, until or self.idle, patience=0 if until else QUIET_TURNS)
        except Killed:
            self.power.left = None
            self.boot()
            return True
        finally:
            self.power.left = None
            work.cancel()
            await asyncio.wait([work])
            self.collect()
        return False

    async def _settled(
        self, work: "asyncio.Future[None]", done: Callable[[], bool], *, patience: int
    ) -> None:
        quiet = 0
        for _ in range(MAX_TURNS):
            await asyncio.sleep(0)
            if work.done():
                await work
            quiet = quiet + 1 if done() else 0
            if quiet > patience:
                return
        raise AssertionError(f"not settled: {self.journal.current('main')}")

    def idle(self) -> bool:
        """Tell whether the device waits for something from outside."""
        record, hint = self.journal.current("main"), self.hints.of("main")
        if record is not None:
            staged = record.state is State.STAGED
            return staged and hint is not None and hint.go is Go.STAGE
        return hint is None or self.journal.find(hint.id, hint.attempt) is not None

    def ended(self, deployment: str, attempt: int = 1) -> bool:
        record = self.journal.find(DeploymentId(deployment), attempt)
        return record is not None and record.state in TERMINAL

    def collect(self) -> None:
        """Read the reports that wait, as a control plane would that acknowledges nothing."""
        told = 0
        while (item := self.outbox.next(told)) is not None:
            told = item.id
            report = DeploymentReport.model_validate_json(item.payload)
            key = (report.deployment, report.attempt, report.seq)
            known = self.reports.setdefault(key, report)
            assert known == report, "one sequence number, two stories"
            self.outbox.taken(item)

    def states(self, deployment: str, attempt: int = 1) -> list[State]:
        """Return the states that were reported, in the order of their sequence numbers."""
        told: list[State] = []
        for key in sorted(self.reports, key=lambda key: key[2]):
            report = self.reports[key]
            repeated = bool(told) and told[-1] == report.state
            if key[:2] == (deployment, attempt) and not repeated:
                told.append(report.state)
        return told

    def states_now(self, deployment: str) -> list[State]:
        """Return the states that were reported up to this moment."""
        self.collect()
        return self.states(deployment)

    def last(self, deployment: str, attempt: int = 1) -> DeploymentReport:
        mine = [key for key in self.reports if key[:2] == (deployment, attempt)]
        return self.reports[max(mine, key=lambda key: key[2])]

    @property
    def serving(self) -> Digest | None:
        served = self.slots.serving("main")
        return None if served is None else served.bundle

    def close(self) -> None:
        self.database.close()

    def _executor(self) -> Executor:
        return Executor(
            journal=self.journal,
            hints=self.hints,
            steps=Steps(
                device=DEVICE,
                trust=self.trust,
                bundles=self.bundles,
                slots=self.slots,
                journal=self.journal,
                clock=self.timer,
                timer=self.timer,
                capability=lambda: self.capability,
                on_change=lambda: None,
                throttled=self.throttled,
            ),
            incumbent=Incumbent(bundles=self.bundles, slots=self.slots, threads=None),
            withdrawal=Withdrawal(recalls=self.recalls, journal=self.journal, slots=self.slots),
            timer=self.timer,
            clock=self.timer,
            random=lambda: 0.5,
            on_change=lambda: None,
        )
