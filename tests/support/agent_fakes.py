"""A device's world for deployments: fakes with real rules, and a power switch that can fail.

What is durable (database, bundles on disk) survives `Killed`; slots and timers do not.
"""

import asyncio
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import Connection

from typing_extensions import override

from agent.serving.errors import (
    EngineLoadError,
    OutOfMemoryError,
    RecalledError,
    RequestFailedError,
    SlotStateError,
)
from agent.serving.servable import Answer, Servable, SlotFacts
from agent.store.db import Database
from agent.trust.errors import TrustError
from agent.trust.resolve import Assignment
from shared.bundle import Manifest
from shared.capabilities import Capability, Engine
from shared.digest import Digest, DigestError, sha256_of
from shared.errors import FlotillaError
from shared.evals import ChatMessage, EvalItem, GoldenSet
from shared.ids import DeploymentId, DeviceId
from shared.trust import ImageCustom, MemoryForecast, Requirements
from shared.wire.up import Progress

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DEVICE = DeviceId("11111111-2222-4333-8444-555555555555")


class Killed(BaseException):
    """The power went."""


@dataclass
class Power:
    """Counts the moments at which a cut would matter; cuts at one of them."""

    left: int | None = None
    """Moments until the cut, None for never."""
    passed: int = 0
    watch: Callable[[], None] | None = None

    def moment(self) -> None:
        self.passed += 1
        if self.watch is not None:
            self.watch()
        if self.left is None:
            return
        if self.left == 0:
            raise Killed
        self.left -= 1


class DyingDatabase(Database):
    """A database whose machine may lose its power before, within and after a transaction."""

    def __init__(self, power: Power, path: Path | str = ":memory:") -> None:
        self.power = Power()
        super().__init__(path)
        self.power = power

    @contextmanager
    @override
    def transaction(self) -> Iterator[Connection]:
        self.power.moment()
        with super().transaction() as connection:
            yield connection
            self.power.moment()
        self.power.moment()


class FakeTimer:
    """Time that passes as fast as it is waited for."""

    def __init__(self) -> None:
        self.elapsed_s = 0.0

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.elapsed_s)

    def monotonic(self) -> float:
        return self.elapsed_s

    async def wait(self, wake: asyncio.Event, timeout_s: float | None) -> None:
        if timeout_s is None:
            await wake.wait()
            return
        await asyncio.sleep(0)
        if not wake.is_set():
            self.elapsed_s += timeout_s


@dataclass(frozen=True)
class Model:
    """What is true of a bundle, whatever is believed of it."""

    digest: Digest
    loads: bool = True
    answers: bool = True
    """Whether it answers its golden prompts right."""
    answers_on_trial: bool = True
    silent_on_trial: bool = False
    tokens_per_s: float = 30.0
    trial_crashes: int = 0
    genuine: bool = True
    """Whether its bytes are what was signed."""
    memory_bytes: int = 10
    network_failures: int = 0

    def assigned(self, deployment: DeploymentId, slot: str) -> Assignment:
        memory = MemoryForecast(
            context=512,
            parallel=1,
            weights_bytes=self.memory_bytes,
            kv_bytes=0,
            compute_bytes=0,
            base_bytes=0,
        )
        requirements = Requirements(
            format="gguf", quantization="q8_0", memory=memory, disk_bytes=100
        )
        return Assignment(
            slot=slot,
            deployment=deployment,
            bundle_path="bundles/line/1/q8_0/bundle.json",
            digest=self.digest,
            length=10,
            custom=ImageCustom(line="line", version="1", variant="q8_0", requirements=requirements),
            mirrors=(),
            director_version=1,
        )


def a_model(name: str, **facts: object) -> Model:
    return replace(Model(sha256_of(name.encode())), **facts)  # type: ignore[arg-type]


def a_capability(**facts: object) -> Capability:
    return Capability(
        architecture="x86_64",
        system="Linux",
        cpu_model="fake",
        cores=2,
        memory_total_bytes=1000,
        memory_budget_bytes=100,
        disk_total_bytes=1000,
        disk_budget_bytes=500,
        engines=(Engine(name="llama", version="1", formats=("gguf",)),),
    ).model_copy(update=facts)


@dataclass(frozen=True)
class FakeInstalled:
    digest: Digest

    @property
    def weights(self) -> Path:
        return Path("/weights") / self.digest

    def golden(self) -> GoldenSet:
        message = ChatMessage(role="user", content="turn on the light")
        return GoldenSet(items=(EvalItem(id="1", messages=(message,), expected="on"),))

    def parameters(self) -> dict[str, object]:
        return {}


@dataclass
class Disk:
    """What survives: fetched and verified bundles."""

    fetched: set[Digest] = field(default_factory=set)
    installed: set[Digest] = field(default_factory=set)


@dataclass
class FakeTrust:
    power: Power
    director: dict[str, Assignment] = field(default_factory=dict)
    failures: list[FlotillaError] = field(default_factory=list)
    """Raised one by one before an answer is given."""

    async def resolve(self, _device: DeviceId, slot: str) -> Assignment | None:
        self.power.moment()
        await asyncio.sleep(0)
        if self.failures:
            raise self.failures.pop(0)
        self.power.moment()
        return self.director.get(slot)


@dataclass
class FakeBundles:
    power: Power
    models: dict[Digest, Model]
    disk: Disk
    failures: list[FlotillaError] = field(default_factory=list)
    kept: frozenset[Digest] = frozenset()

    async def fetch(
        self,
        assignment: Assignment,
        on_progress: Callable[[Progress], None],
        *,
        deadline_s: float,
        peers: Sequence[str] = (),
        bytes_per_s: int | None = None,
    ) -> Manifest:
        assert deadline_s > 0
        assert not peers
        assert bytes_per_s is None
        self.power.moment()
        on_progress(Progress(done_bytes=5, total_bytes=10))
        await asyncio.sleep(0)
        if self.failures:
            raise self.failures.pop(0)
        self.power.moment()
        self.disk.fetched.add(assignment.digest)
        on_progress(Progress(done_bytes=10, total_bytes=10))
        return Manifest.model_construct()

    async def verify(self, digest: Digest, custom: ImageCustom) -> FakeInstalled:
        assert custom.line == "line"
        self.power.moment()
        await asyncio.sleep(0)
        if digest not in self.disk.fetched or not self.models[digest].genuine:
            raise DigestError("the disk holds other bytes")
        self.disk.installed.add(digest)
        self.power.moment()
        return FakeInstalled(digest)

    def installed(self, digest: Digest) -> FakeInstalled | None:
        return FakeInstalled(digest) if digest in self.disk.installed else None

    async def check(self, digest: Digest) -> FakeInstalled:
        self.power.moment()
        await asyncio.sleep(0)
        if digest not in self.disk.installed:
            raise DigestError("a file is damaged")
        return FakeInstalled(digest)

    def reclaim(self, keep: Collection[Digest]) -> int:
        self.power.moment()
        self.kept = frozenset(keep)
        self.disk.installed &= self.kept
        self.disk.fetched &= self.kept
        return 0


class FakeSlots:
    """The rules of `agent.serving.Slots` for one slot, without processes."""

    def __init__(self, power: Power, models: dict[Digest, Model], *, budget: int = 100) -> None:
        self._power = power
        self._models = models
        self._budget = budget
        self._incumbent: Servable | None = None
        self._candidate: Servable | None = None
        self._former: Servable | None = None
        self._switched = False
        self.crashes = 0
        self.requests = 0
        self.failed_requests = 0
        self.broken: set[Digest] = set()
        """Bundles that do not load any more."""
        self.on_ask: Callable[[], None] = lambda: None
        self.mute: set[Digest] = set()
        """Bundles that do not answer any more."""
        self.drains: list[float | None] = []
        """How long answers under way might take, load by load and revert by revert."""
        self.forbidden: dict[Digest, str] = {}
        self.stopped: str | None = None
        """Why callers get no answer, when it is for good."""

    async def load(
        self, slot: str, servable: Servable, *, keep: bool = False, drain_s: float | None = None
    ) -> None:
        assert slot == "main"
        self.drains.append(drain_s)
        if self._switched:
            raise SlotStateError("on trial")
        if servable.bundle in self.forbidden:
            raise RecalledError(servable.name, servable.line, self.forbidden[servable.bundle])
        self._power.moment()
        self._candidate = None
        size = self._models[servable.bundle].memory_bytes
        held = self._models[self._incumbent.bundle].memory_bytes if self._incumbent else 0
        if self._incumbent is not None and size + held > self._budget:
            if keep:
                raise OutOfMemoryError("it does not fit beside what must go on serving")
            self._former, self._incumbent = self._incumbent, None
        await asyncio.sleep(0)
        self._power.moment()
        if not self._models[servable.bundle].loads or servable.bundle in self.broken:
            if self._incumbent is None:
                self._incumbent, self._former = self._former, None
            raise EngineLoadError("it cannot be loaded")
        self._candidate = servable

    async def serve(self, slot: str, servable: Servable) -> None:
        await self.load(slot, servable)
        await self.switch(slot)
        await self.commit(slot)

    async def ask(self, _slot: str, messages: Sequence[ChatMessage], *, max_tokens: int) -> Answer:
        assert messages
        self._power.moment()
        await asyncio.sleep(0)
        asked = self._candidate or self._incumbent
        assert asked is not None
        self.on_ask()
        model = self._models[asked.bundle]
        wrong = not model.answers or (self._switched and not model.answers_on_trial)
        if asked.bundle in self.mute or (self._switched and model.silent_on_trial):
            raise RequestFailedError("it says nothing")
        text = "what light?" if wrong else "on"
        return Answer(text, 12.0, model.tokens_per_s, min(max_tokens, 2))

    async def switch(self, _slot: str) -> None:
        if self._candidate is None:
            raise SlotStateError("nothing to switch to")
        self._power.moment()
        if self._incumbent is not None:
            self._former = self._incumbent
        self._incumbent, self._candidate = self._candidate, None
        self._switched = True
        self.stopped = None
        self.crashes = self._models[self._incumbent.bundle].trial_crashes
        self._power.moment()

    async def commit(self, _slot: str) -> None:
        self._power.moment()
        self._former, self._switched, self.crashes = None, False, 0

    async def revert(self, _slot: str, *, drain_s: float | None = None) -> None:
        self.drains.append(drain_s)
        self._power.moment()
        await asyncio.sleep(0)
        self._candidate = None
        if self._switched or self._incumbent is None:
            former, self._former = self._former, None
            self._incumbent, self._switched = None, False
            if former is not None and former.bundle in self.broken:
                raise EngineLoadError("the former bundle does not load any more")
            self._incumbent = former
        self._power.moment()

    def forbid(self, reasons: Mapping[Digest, str]) -> None:
        self.forbidden = dict(reasons)

    async def stop(self, _slot: str, why: RecalledError | None = None) -> None:
        self._power.moment()
        self._incumbent = self._candidate = self._former = None
        self._switched = False
        self.stopped = None if why is None else why.reason
        self._power.moment()

    def answers(self) -> Digest | None:
        """Return the bundle that a caller is answered by."""
        served = self._incumbent
        return None if served is None or served.bundle in self.forbidden else served.bundle

    def facts(self, _slot: str) -> SlotFacts:
        return SlotFacts(
            crashes=self.crashes,
            requests=self.requests,
            failed_requests=self.failed_requests,
            memory_bytes=1000,
            load_ms=20,
        )

    def serving(self, _slot: str) -> Servable | None:
        return self._incumbent

    def candidate(self, _slot: str) -> Servable | None:
        return self._candidate

    def ready(self, slot: str) -> bool:
        return self.serving(slot) is not None


def unreachable() -> TrustError:
    return TrustError("the director repository cannot be reached")
