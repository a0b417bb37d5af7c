"""Words of devices with defaults, so that a test names only what it is about."""

from datetime import UTC, datetime

from shared.capabilities import Capability, Engine
from shared.digest import Digest, sha256_of
from shared.ids import SessionId
from shared.wire.up import (
    Birth,
    CapabilityReport,
    Death,
    Report,
    SlotReport,
    TelemetryBatch,
    TelemetrySample,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOME_BUNDLE: Digest = sha256_of(b"some bundle")


def a_capability(*, memory: int = 2 * 10**9) -> Capability:
    return Capability(
        architecture="x86_64",
        system="Linux",
        cpu_model="a chip",
        cores=2,
        memory_total_bytes=memory,
        memory_budget_bytes=memory,
        disk_total_bytes=10**10,
        disk_budget_bytes=10**10,
        engines=(Engine(name="llama", version="1", formats=("gguf",)),),
    )


def a_birth(session: str = "1-a", *, at: datetime = NOON, **changes: object) -> Birth:
    values: dict[str, object] = {
        "session": SessionId(session),
        "at": at,
        "agent": "0.1.0",
        "capability": a_capability().digest(),
    }
    return Birth.model_validate({**values, **changes})


def a_death(session: str = "1-a") -> Death:
    return Death(session=SessionId(session))


def a_report(session: str = "1-a", *, seq: int = 1, **changes: object) -> Report:
    values: dict[str, object] = {"session": session, "seq": seq, "at": NOON}
    return Report.model_validate({**values, **changes})


def a_capability_report(session: str = "1-a", *, memory: int = 2 * 10**9) -> CapabilityReport:
    capability = a_capability(memory=memory)
    return CapabilityReport(session=SessionId(session), at=NOON, capability=capability)


def a_slot(*, version: str = "1.0.0") -> SlotReport:
    return SlotReport(
        bundle=SOME_BUNDLE, line="starter", version=version, variant="q8_0", serving=True
    )


def a_batch(identifier: str = "batch-1", *, samples: int = 2, at: datetime = NOON):
    return TelemetryBatch(
        id=identifier,
        samples=tuple(
            TelemetrySample(at=at, interval_s=60, slot="main", requests=number + 1)
            for number in range(samples)
        ),
    )
