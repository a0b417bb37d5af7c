"""A control plane without network: real tables on SQLite, a director that only counts."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import select

from controlplane.audit.tables import EventRow
from controlplane.devices.tables import DeviceCapabilityRow, DeviceRow, DeviceStatusRow
from controlplane.director.metadata import Assignment
from controlplane.registry.machine import ReleaseState, VariantState
from controlplane.registry.tables import LineRow, ReleaseBlobRow, ReleaseRow, VariantRow
from controlplane.rollouts import hints, queries, service
from controlplane.rollouts.policy import RolloutPolicy
from controlplane.rollouts.queries import RolloutDetail
from controlplane.rollouts.runner import Runner
from controlplane.rollouts.variants import Candidate
from shared.capabilities import Capability
from shared.digest import Digest, sha256_of
from shared.ids import DeviceId, ReleaseId, RolloutId
from shared.trust import bundle_path
from shared.wire.down import DeploymentAck, DesiredHint
from shared.wire.up import DeploymentReport, SlotReport
from tests.support.builders import NOON, a_candidate, a_capability, a_policy
from tests.support.databases import a_fresh_database
from tests.support.rollout_fleet import ModelDevice

LINE = "device-control"


class HandClock:
    """Stands still until somebody moves it."""

    def __init__(self) -> None:
        self.time = NOON

    def now(self) -> datetime:
        return self.time

    def advance(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


class CrashError(RuntimeError):
    """The power went."""


class CountingDirector:
    """Remembers what it signed; its version grows when that changes."""

    def __init__(self) -> None:
        self.version = 1
        self.signed: dict[tuple[str, str], Assignment] = {}
        self.calls = 0
        self.signed_at = NOON
        self.crash_before = False
        self.crash_after = False

    def publish(self, assignments: Iterable[Assignment], now: datetime, *, above: int = 0) -> int:
        self.calls += 1
        self.version = max(self.version, above + 1 if above else 0)
        self.signed_at = now
        if self.crash_before:
            self.crash_before = False
            raise CrashError
        signed = {(each.device, each.slot): each for each in assignments}
        if signed != self.signed:
            self.signed = signed
            self.version += 1
        if self.crash_after:
            self.crash_after = False
            raise CrashError
        return self.version


class Control:
    """The server's side of rollouts, and what the tests ask of it."""

    def __init__(self, folder: Path) -> None:
        self.database = a_fresh_database(folder)
        self.clock = HandClock()
        self.director = CountingDirector()
        self.runner = Runner(self.database, self.clock, self.director)

    def close(self) -> None:
        self.database.close()

    def restart(self) -> None:
        """Forget everything that is not in the database."""
        self.runner = Runner(self.database, self.clock, self.director)

    def tick(self, seconds: float = 0) -> None:
        self.clock.advance(seconds)
        self.runner.tick()

    def add_device(
        self,
        name: str,
        *,
        memory_mb: float = 96,
        capability: Capability | None = None,
        online: bool = True,
        **labels: str,
    ) -> DeviceId:
        """Enroll a device whose id is its name."""
        known = capability or a_capability(memory_mb)
        with self.database.transaction() as session:
            session.add(
                DeviceRow(
                    id=name,
                    name=name,
                    labels=labels,
                    enrolled_at=NOON,
                    enrolled_with="token",
                    certificate_serial=name,
                    certificate_expires_at=NOON + timedelta(days=90),
                )
            )
            session.flush()
            session.add(
                DeviceStatusRow(
                    device=name,
                    online=online,
                    session="s",
                    seq=0,
                    born_at=NOON,
                    told_at=NOON,
                    last_seen=NOON,
                    agent="0.1",
                    api="",
                    director_version=0,
                    capability=known.digest(),
                    slots={},
                )
            )
            session.add(
                DeviceCapabilityRow(
                    device=name,
                    digest=known.digest(),
                    reported_at=NOON,
                    capability=known.model_dump(mode="json"),
                )
            )
        return DeviceId(name)

    def set_online(self, device: str, *, online: bool) -> None:
        with self.database.transaction() as session:
            row = session.get_one(DeviceStatusRow, device)
            row.online = online
            row.last_seen = self.clock.now()

    def serves(self, device: str, bundle: Digest | None) -> None:
        """Let the device have reported what its slot serves."""
        with self.database.transaction() as session:
            row = session.get_one(DeviceStatusRow, device)
            slot = SlotReport(bundle=bundle, serving=bundle is not None)
            row.slots = {"main": slot.model_dump(mode="json")}

    def add_release(self, version: str, *variants: Candidate) -> ReleaseId:
        """Publish a release; its bundles are told apart by version and variant."""
        identifier = f"{LINE}-{version}"
        with self.database.transaction() as session:
            if session.get(LineRow, LINE) is None:
                session.add(LineRow(name=LINE, created_at=NOON))
                session.flush()
            session.add(
                ReleaseRow(
                    id=identifier,
                    line=LINE,
                    version=version,
                    state=ReleaseState.PUBLISHED.value,
                    created_at=NOON,
                    published_at=NOON,
                    context=512,
                    parallel=1,
                    eval_limit=0,
                    parameters=1000,
                    architecture="llama",
                )
            )
            session.flush()
            source = sha256_of(identifier.encode())
            session.add(
                ReleaseBlobRow(release_id=identifier, digest=source, use="source", size_bytes=1)
            )
            for position, each in enumerate(variants or (a_candidate("f16"),)):
                session.add(_variant(identifier, version, position, each))
        return ReleaseId(identifier)

    def create(
        self, release: ReleaseId, policy: RolloutPolicy | None = None, **changes: str
    ) -> RolloutId:
        """Create a rollout and start it."""
        values = {"slot": "main", "selector": "", **changes}
        with self.database.transaction() as session:
            rollout = service.create(
                session,
                release=release,
                slot=values["slot"],
                selector=values["selector"],
                policy=policy or a_policy(),
                actor="ada",
                now=self.clock.now(),
            )
            service.start(session, rollout, actor="ada", now=self.clock.now())
        return rollout

    def steer(self, verb: str, rollout: RolloutId) -> None:
        with self.database.transaction() as session:
            getattr(service, verb)(session, rollout, actor="ada", now=self.clock.now())

    def record(self, device: DeviceId, report: DeploymentReport) -> DeploymentAck | None:
        with self.database.transaction() as session:
            return service.record(session, device, report, self.clock.now())

    def detail(self, rollout: RolloutId) -> RolloutDetail:
        with self.database.reading() as session:
            return queries.rollout(session, rollout)

    def states(self, rollout: RolloutId) -> dict[str, str]:
        """Return the state of each device's deployment, rollbacks as `<device>/back`."""
        return {
            each.device_name + ("/back" if each.kind == "rollback" else ""): each.state.value
            for each in self.detail(rollout).deployments
        }

    def hints(self) -> dict[DeviceId, DesiredHint]:
        """Send what is pending, and return it."""
        with self.database.transaction() as session:
            found = dict(hints.pending(session, 1000))
            for device, hint in found.items():
                hints.sent(session, device, hint.version, self.clock.now())
        return found

    def events(self) -> list[str]:
        with self.database.reading() as session:
            return [row.text for row in session.exec(select(EventRow).order_by(EventRow.id))]


class Fleet:
    """Model devices that hear the hints, read the director, and report."""

    def __init__(self, control: Control, *names: str, **memory_mb: float) -> None:
        self.control = control
        self.retained: dict[DeviceId, DesiredHint] = {}
        self.devices: dict[DeviceId, ModelDevice] = {}
        self.sites: dict[DeviceId, str] = {}
        for name in (*names, *memory_mb):
            self.add(name, memory_mb=memory_mb.get(name, 96))

    def add(self, name: str, *, memory_mb: float = 96, **labels: str) -> None:
        """Enroll one more device."""
        identifier = self.control.add_device(name, memory_mb=memory_mb, **labels)
        self.devices[identifier] = ModelDevice(identifier)
        self.sites[identifier] = labels.get("site", "")

    def __getitem__(self, name: str) -> ModelDevice:
        return self.devices[DeviceId(name)]

    def hear(self) -> None:
        """Let every device that is there look at its hint and its assignment."""
        self.retained.update(self.control.hints())
        for device in self.devices.values():
            self.hears(device)

    def hears(self, device: ModelDevice) -> None:
        desired = self.retained.get(device.id)
        hint = None if desired is None else desired.deployments.get("main")
        signed = self.control.director.signed.get((device.id, "main"))
        if hint is None:
            return
        if signed is not None and signed.deployment == hint.id:
            device.hear(hint, signed.digest, self.control.clock.now())
        elif hint.cancel:
            device.hear(hint, None, self.control.clock.now())

    def speak(self) -> None:
        """Let everything that was said arrive."""
        for device in self.devices.values():
            device.resend()
            while device.online and device.air:
                ack = self.control.record(device.id, device.air.pop(0))
                if ack is not None:
                    device.acknowledged(ack)
            if device.online:
                self.control.serves(device.id, device.runs)

    def work(self, rounds: int = 12, *, seconds: float = 1) -> None:
        """Tick, hear, go a step and report, again and again."""
        for _ in range(rounds):
            self.control.tick(seconds)
            self.hear()
            for device in self.devices.values():
                device.step(self.control.clock.now())
            self.speak()
        self.control.tick()


def _variant(release: str, version: str, position: int, each: Candidate) -> VariantRow:
    evaluation = each.evaluation
    return VariantRow(
        id=f"{release}-{each.name}",
        release_id=release,
        position=position,
        name=each.name,
        quantization=each.name,
        state=VariantState.READY.value,
        size_bytes=each.size_bytes,
        requirements=each.requirements.model_dump(mode="json"),
        evaluation=None if evaluation is None else evaluation.model_dump(mode="json"),
        digest=bundle_in(version, each.name),
        target_path=bundle_path(LINE, version, each.name),
        manifest_length=each.manifest_length,
    )


def bundle_in(version: str, variant: str = "f16") -> Digest:
    """Return the bundle of a variant of a release made by `Control.add_release`."""
    return sha256_of(f"{version}/{variant}".encode())
