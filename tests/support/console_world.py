"""A fleet with a past, for the console's tests and photographs: made by the services alone.

Everything is told to the control plane as devices and operators tell it, on a clock that the
caller sets, so what the pages show is what they would show of a real fleet.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from controlplane.access import accounts
from controlplane.access.policy import Role
from controlplane.db.session import Database
from controlplane.devices import ca, chats, commands, views
from controlplane.devices import queries as fleet
from controlplane.devices import service as devices
from controlplane.devices.ca import CertificateAuthority
from controlplane.registry import quantization
from controlplane.registry import queries as registry
from controlplane.registry import service as releases
from controlplane.registry.intake import Draft, Inspected
from controlplane.registry.service import Built, Published
from controlplane.rollouts import queries as rollouts
from controlplane.rollouts import service as steering
from controlplane.rollouts.queries import DeploymentView
from controlplane.rollouts.runner import Runner
from controlplane.schema import METADATA
from controlplane.telemetry import service as telemetry
from shared.capabilities import Capability, Engine, KernelRate, Kernels
from shared.deployment import State
from shared.digest import Digest, sha256_of
from shared.errors import Category, Fault
from shared.evals import EvalResult
from shared.ids import DeviceId, ReleaseId, RolloutId, SessionId
from shared.trust import MemoryForecast, Requirements, bundle_path
from shared.wire.enrol import EnrollRequest
from shared.wire.up import (
    Birth,
    CapabilityReport,
    Death,
    DeploymentReport,
    Measurements,
    Progress,
    Reply,
    Report,
    SlotReport,
    TelemetryBatch,
    TelemetrySample,
)
from tests.support.access import cheap_passwords
from tests.support.databases import a_fresh_database
from tests.support.rollout_control import CountingDirector

MB = 1_000_000
ANCHORS = sha256_of(b"anchors")
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
BITS = {"f16": 16.0, "q8_0": 8.5, "q6_k": 6.6, "q4_k_m": 4.85}


class MovedClock:
    """Stands still until somebody moves it."""

    def __init__(self, start: datetime) -> None:
        self.time = start

    def now(self) -> datetime:
        return self.time

    def pass_(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Machine:
    """A kind of device."""

    memory_mb: int
    cores: int
    cpu: str
    architecture: str = "x86_64"

    def capability(self) -> Capability:
        return Capability(
            architecture=self.architecture,
            system="Debian GNU/Linux 12, Linux 6.1",
            cpu_model=self.cpu,
            cores=self.cores,
            instructions=("avx2", "f16c", "fma")
            if self.architecture == "x86_64"
            else ("asimd", "asimddp"),
            memory_total_bytes=self.memory_mb * 4 * MB,
            memory_budget_bytes=self.memory_mb * MB,
            disk_total_bytes=32_000 * MB,
            disk_budget_bytes=8_000 * MB,
            memory_bandwidth=self.cores * 5_200 * MB,
            kernels=Kernels(
                key="test",
                rates=tuple(
                    KernelRate(
                        type=kind,
                        threads=self.cores,
                        weights_bytes=64 * 2**20,
                        decode=self.cores * rate * MB,
                        batch=self.cores * 9_000 * MB,
                        prefill=self.cores * 21_000 * MB,
                    )
                    for kind, rate in (("Q4_K", 3_100), ("Q6_K", 2_900), ("Q8_0", 4_200))
                ),
            ),
            engines=(Engine(name="llama", version="0.3.36", formats=("gguf",)),),
        )


BOARD = Machine(140, 4, "Cortex-A55", "aarch64")
KIOSK = Machine(420, 4, "Intel Celeron J6412")
GATEWAY = Machine(2_000, 8, "AMD Ryzen Embedded V1605B")
TINY = Machine(48, 1, "Cortex-A7", "armv7l")

Fate = Callable[[DeploymentView], tuple[State, Fault | None] | None]
"""What a device does instead of the next step; None lets it go on."""


class World:
    """One control plane's database, and the hands that fill it."""

    def __init__(self, folder: Path, start: datetime, *, database: Database | None = None) -> None:
        self.clock = MovedClock(start)
        self.database = database or a_fresh_database(folder)
        if database is not None:
            METADATA.create_all(database.engine)
        self.authority: CertificateAuthority = ca.ensure(folder / "ca", "default", start)
        self.runner = Runner(self.database, self.clock, CountingDirector())
        self._seq: dict[str, int] = {}

    def close(self) -> None:
        self.database.close()

    def token(self, *, uses: int = 1, hours: float = 24, **labels: str) -> str:
        now = self.clock.now()
        with self.database.transaction() as session:
            return devices.create_token(
                session,
                anchors=ANCHORS,
                labels=labels,
                uses=uses,
                expires_at=now + timedelta(hours=hours),
                now=now,
                actor="admin",
            )

    def enroll(self, name: str, token: str, **labels: str) -> DeviceId:
        request = EnrollRequest(token=token, csr_pem=_csr(), name=name, labels=labels)
        with self.database.transaction() as session:
            return devices.enroll(session, request, ca=self.authority, now=self.clock.now()).device

    def connect(self, device: DeviceId, machine: Machine) -> None:
        now, capability = self.clock.now(), machine.capability()
        birth = Birth(
            session=SessionId(f"{int(now.timestamp())}-{device[:4]}"),
            at=now,
            agent="0.1.0",
            capability=capability.digest(),
            api="http://127.0.0.1:11500",
        )
        with self.database.transaction() as session:
            devices.record_birth(session, device, birth, now)
            report = CapabilityReport(session=birth.session, at=now, capability=capability)
            devices.record_capability(session, device, report, now)

    def lose(self, device: DeviceId) -> None:
        with self.database.transaction() as session:
            known = fleet.device(session, device)
            death = Death(session=SessionId(known.session))
            devices.record_death(session, device, death, self.clock.now())

    def import_release(
        self,
        line: str,
        version: str,
        *,
        parameters: int,
        quality: dict[str, float],
        licence: str = "apache-2.0",
    ) -> ReleaseId:
        """Write a release down; its variants wait to be built."""
        names = tuple(quality)
        source = sha256_of(f"{line}/{version}".encode())
        draft = Draft(
            line=line,
            version=version,
            licence=licence,
            quantizations=names,
            context=1024,
            parallel=2,
            eval_limit=0,
            source=source,
            evals=None,
            golden=None,
            card=None,
        )
        inspected = Inspected(
            draft=draft,
            quantizations=tuple(quantization.parse(name) for name in names),
            source_quantization="f16",
            parameters=parameters,
            architecture="llama",
            blobs={"source": (source, parameters * 2)},
        )
        with self.database.transaction() as session:
            return releases.create(session, inspected, actor="admin", now=self.clock.now())

    def build(self, quality: dict[str, float], *, leave: int = 0) -> None:
        """Build what waits, all but the last `leave` variants."""
        for _ in range(len(quality) - leave):
            with self.database.transaction() as session:
                claimed = releases.claim(session, now=self.clock.now())
            assert claimed is not None
            release, variant = claimed
            self.clock.pass_(90)
            share = quality[variant.name]
            size = int(release.parameters * BITS[variant.name] / 8) + 400_000
            built = Built(
                weights=sha256_of(f"{release.id}/{variant.name}".encode()),
                size_bytes=size,
                requirements=_requirements(variant.name, size),
                evaluation=_result(share, 600, size),
                golden=_result(min(1.0, share + 0.03), 20, size),
            )
            with self.database.transaction() as session:
                releases.succeed(session, variant, built, now=self.clock.now())

    def claim(self, *, step: str, percent: int) -> None:
        """Leave the next variant in the middle of its job."""
        with self.database.transaction() as session:
            claimed = releases.claim(session, now=self.clock.now())
            assert claimed is not None
            releases.report_progress(session, claimed[1], step=step, percent=percent)

    def publish(self, release_id: ReleaseId) -> None:
        with self.database.transaction() as session:
            release = registry.release(session, release_id)
            bundles = {
                each.name: Published(
                    path=bundle_path(release.line, release.version, each.name),
                    digest=bundle_of(release_id, each.name),
                    length=2_000,
                    requirements=each.requirements,
                    blobs={},
                )
                for each in release.publishable
                if each.requirements is not None
            }
            releases.publish(session, release_id, bundles, actor="admin", now=self.clock.now())

    def released(self, line: str, version: str, **values: Any) -> ReleaseId:
        """Import, build and publish."""
        made = self.import_release(line, version, **values)
        self.build(values["quality"])
        self.clock.pass_(300)
        self.publish(made)
        return made

    def roll_out(
        self,
        release: ReleaseId,
        *,
        selector: str = "",
        slot: str = "main",
        start: bool = True,
        **policy: Any,
    ) -> RolloutId:
        now = self.clock.now()
        with self.database.transaction() as session:
            made = steering.create(
                session,
                release=release,
                slot=slot,
                selector=selector,
                policy=steering.parse_policy(policy),
                actor="admin",
                now=now,
            )
            if start:
                steering.start(session, made, actor="admin", now=now)
        return made

    def steer(self, verb: str, rollout: RolloutId) -> None:
        with self.database.transaction() as session:
            getattr(steering, verb)(session, rollout, actor="admin", now=self.clock.now())

    def drive(
        self,
        rollout: RolloutId,
        *,
        fates: dict[str, Fate] | None = None,
        rounds: int = 60,
        seconds: float = 6,
    ) -> None:
        """Let server and devices work until the rollout rests or the rounds are over."""
        for _ in range(rounds):
            self.runner.tick()
            moved = [self._step(each, fates or {}) for each in self._deployments(rollout)]
            self.clock.pass_(seconds if any(moved) else 4 * seconds)
        self.runner.tick()

    def measure(self, device: DeviceId, *, minutes: int = 60, rate: float = 4.0) -> None:
        """Send an hour's telemetry, one sample a minute."""
        start = self.clock.now() - timedelta(minutes=minutes)
        samples = tuple(
            _sample(start + timedelta(minutes=minute), minute, rate) for minute in range(minutes)
        )
        batch = TelemetryBatch(id=f"b-{device[:8]}", samples=samples)
        with self.database.transaction() as session:
            telemetry.record(session, device, batch, self.clock.now())

    def person(self, name: str, role: Role, password: str = "a long enough phrase") -> None:
        """Give somebody an account."""
        with self.database.transaction() as session:
            accounts.create(
                session,
                name=name,
                role=role,
                password=password,
                hashing=cheap_passwords(),
                actor="admin",
                now=self.clock.now(),
            )

    def save_view(self, name: str, query: str, *, order: str = "") -> None:
        with self.database.transaction() as session:
            views.save(
                session,
                name=name,
                query=query,
                presence="",
                order=order,
                actor="admin",
                now=self.clock.now(),
            )

    def chat(self, device: DeviceId, question: str, answer: str, *, pieces: int = 3) -> str:
        """Ask a device's model something, and have it answer in pieces; return the conversation."""
        now = self.clock.now()
        with self.database.transaction() as session:
            known = fleet.device(session, device)
            name = chats.ask(
                session, known, question, conversation="", slot="main", actor="admin", now=now
            )
        size = -(-len(answer) // pieces)
        for number in range(pieces):
            text = answer[number * size : (number + 1) * size]
            self.answer(device, name, text, seq=number + 1, more=number + 1 < pieces)
        return name

    def answer(
        self, device: DeviceId, conversation: str, text: str, *, seq: int, more: bool
    ) -> None:
        """Have a device say a piece of its answer to the last question."""
        now = self.clock.now()
        facts = {
            "generated_tokens": 24,
            "tokens_per_s": 38.2,
            "first_token_ms": 92.0,
            "model": "device-control:1.3.0",
        }
        with self.database.transaction() as session:
            turn = chats.turns(session, device, conversation, now)[-1]
            reply = Reply(
                id=turn.id,
                ok=True,
                seq=seq,
                more=more or None,
                result={"text": text, **({} if more else facts)},
            )
            commands.answered(session, device, reply, now)

    def _deployments(self, rollout: RolloutId) -> Sequence[DeploymentView]:
        with self.database.reading() as session:
            return rollouts.deployments(session, rollout)

    def _step(self, deployment: DeploymentView, fates: dict[str, Fate]) -> bool:
        state = deployment.state
        if not deployment.online or state not in {State.OFFERED, State.ROLLING_BACK, *WALK[:-1]}:
            return False
        fate = fates.get(deployment.device_name)
        wanted = fate(deployment) if fate else None
        if wanted is None:
            wanted = (_following(state), None)
        if wanted[0] is state:
            return False
        self.report(deployment, wanted[0], fault=wanted[1])
        return True

    def report(
        self,
        deployment: DeploymentView,
        state: State,
        *,
        fault: Fault | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Send a deployment's next report."""
        now = self.clock.now()
        key = f"{deployment.id}/{deployment.attempt}"
        self._seq[key] = self._seq.get(key, 0) + 1
        report = DeploymentReport(
            deployment=deployment.id,
            slot=deployment.slot,
            attempt=deployment.attempt,
            seq=self._seq[key],
            state=state,
            at=now,
            fault=fault,
            progress=progress,
            measurements=_measurements(deployment, state),
        )
        with self.database.transaction() as session:
            steering.record(session, deployment.device, report, now)
            if state is State.COMMITTED:
                self._serves(session, deployment)

    def _serves(self, session: Any, deployment: DeploymentView) -> None:
        known = fleet.device(session, deployment.device)
        slot = SlotReport(
            bundle=Digest(deployment.bundle or ""),
            deployment=deployment.id,
            line=deployment.line,
            version=deployment.version,
            variant=deployment.variant,
            serving=True,
        )
        seq = self._seq[known.session] = self._seq.get(known.session, 0) + 1
        report = Report(
            session=SessionId(known.session),
            seq=seq,
            at=self.clock.now(),
            slots={**known.slots, deployment.slot: slot},
            director_version=1,
        )
        devices.record_report(session, deployment.device, report, self.clock.now())


def bundle_of(release: ReleaseId, variant: str) -> Digest:
    return sha256_of(f"bundle/{release}/{variant}".encode())


def fails_golden(deployment: DeploymentView) -> tuple[State, Fault | None] | None:
    """Answer too few golden prompts right, and go back."""
    if deployment.state is State.PROBING:
        return State.ROLLING_BACK, Fault(
            phase="probing",
            component="probe",
            category=Category.EVAL,
            code="golden_prompts_failed",
            retryable=False,
            message="14 of 20 golden prompts were right, 18 are needed",
        )
    return None


def fills_disk(deployment: DeploymentView) -> tuple[State, Fault | None] | None:
    if deployment.state is State.DOWNLOADING:
        return State.FAILED, Fault(
            phase="downloading",
            component="bundles",
            category=Category.STORAGE,
            code="disk_full",
            retryable=False,
            message="the bundle needs 131.4 MB, 96.2 MB of the disk budget are free;"
            " raise disk_budget or remove old bundles",
        )
    return None


def stays(state: State) -> Fate:
    """Go as far as `state`, and no further."""

    def fate(deployment: DeploymentView) -> tuple[State, Fault | None] | None:
        return (state, None) if deployment.state is state else None

    return fate


def _following(state: State) -> State:
    if state is State.ROLLING_BACK:
        return State.ROLLED_BACK
    return WALK[0] if state is State.OFFERED else WALK[WALK.index(state) + 1]


def _measurements(deployment: DeploymentView, state: State) -> Measurements | None:
    if state not in {State.TRIAL, State.COMMITTED, State.ROLLING_BACK}:
        return None
    spread = int(deployment.device[:2], 16) / 255
    newer = 1 + int(deployment.version.split(".")[1]) / 50
    fast = newer * {"f16": 21.0, "q8_0": 38.0, "q6_k": 46.0, "q4_k_m": 61.0}[deployment.variant]
    expected = deployment.predicted_memory_bytes or 100 * MB
    return Measurements(
        golden_right=14 if state is State.ROLLING_BACK else 20,
        golden_items=20,
        load_ms=int(300 + 500 * spread),
        first_token_ms=round(60 + 90 * spread, 1),
        tokens_per_s=round(fast * (0.8 + 0.4 * spread), 1),
        memory_bytes=int(expected * (0.95 + 0.05 * spread)),
        crashes=0,
        requests=int(40 * spread) if state is State.COMMITTED else None,
        failed_requests=0,
    )


def _requirements(name: str, size: int) -> Requirements:
    memory = MemoryForecast(
        context=1024,
        parallel=2,
        weights_bytes=size,
        kv_bytes=12 * MB,
        compute_bytes=18 * MB,
        base_bytes=22 * MB,
    )
    return Requirements(format="gguf", quantization=name, memory=memory, disk_bytes=size + 90_000)


def _result(share: float, items: int, size: int) -> EvalResult:
    return EvalResult(
        items=items,
        correct=round(share * items),
        generated_tokens=items * 18,
        elapsed_ms=int(items * (100 + size / MB)),
    )


def _sample(at: datetime, minute: int, rate: float) -> TelemetrySample:
    wave = 1 + ((minute * 7919) % 11) / 11 + (0.8 if 25 < minute < 45 else 0)
    requests = int(rate * wave)
    return TelemetrySample(
        at=at,
        interval_s=60,
        slot="main",
        requests=requests,
        failed=1 if minute % 23 == 11 else 0,
        prompt_tokens=requests * 96,
        generated_tokens=requests * 22,
        first_token_ms_p50=round(58 + 14 * wave, 1),
        tokens_per_s_p50=round(47 - 3.2 * wave, 1),
        memory_bytes=118 * MB,
        temperature_c=round(48 + 3 * wave, 1),
    )


def _csr() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    request = (
        x509.CertificateSigningRequestBuilder()
        .subject_name(x509.Name([]))
        .sign(key, hashes.SHA256())
    )
    return request.public_bytes(serialization.Encoding.PEM).decode()
