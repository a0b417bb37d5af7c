"""Builders with defaults, so that a test names only what it is about."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from controlplane.rollouts import deadlines
from controlplane.rollouts.gates import Outcome
from controlplane.rollouts.machine import RolloutState, WaveState
from controlplane.rollouts.model import Census, DeploymentFacts, Kind, Snapshot, WaveFacts
from controlplane.rollouts.policy import RolloutPolicy
from controlplane.rollouts.variants import Candidate
from shared.capabilities import Capability, Engine
from shared.deployment import State
from shared.digest import Digest, sha256_of
from shared.errors import Category, Fault
from shared.evals import EvalResult
from shared.ids import DeploymentId, DeviceId, RolloutId
from shared.trust import MemoryForecast, Requirements, bundle_path
from shared.wire.up import DeploymentReport

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
MB = 1_000_000


def a_policy(**changes: Any) -> RolloutPolicy:
    return RolloutPolicy.model_validate({"soak_s": 60, **changes})


def a_deployment(name: str = "a", **changes: Any) -> DeploymentFacts:
    """Return deployment `d-<name>` of device `<name>`, queued in the first wave."""
    values: dict[str, Any] = {
        "id": DeploymentId(f"d-{name}"),
        "device": DeviceId(name),
        "wave": 0,
        "state": State.QUEUED,
        "changed_at": NOON,
    }
    return DeploymentFacts(**{**values, **changes})


def deployments(*states: State, **changes: Any) -> tuple[DeploymentFacts, ...]:
    """Return one deployment in each of `states`."""
    return tuple(
        a_deployment(f"n{number:02}", state=state, **changes) for number, state in enumerate(states)
    )


def a_wave(index: int = 0, **changes: Any) -> WaveFacts:
    values = {"index": index, "name": f"wave-{index}", "state": WaveState.ACTIVE}
    return WaveFacts(**{**values, **changes})


def a_snapshot(*members: DeploymentFacts, **changes: Any) -> Snapshot:
    """Return a snapshot that counts its members and sees all of them."""
    values: dict[str, Any] = {
        "rollout": RolloutId("r"),
        "state": RolloutState.RUNNING,
        "policy": a_policy(),
        "waves": (a_wave(),),
        "deployments": members,
        **changes,
    }
    policy = values["policy"]
    values["deployments"] = tuple(
        replace(each, retry_at=deadlines.retry_at(each, policy)) for each in members
    )
    return counted(Snapshot(**values), look="outcomes" not in changes)


def counted(snapshot: Snapshot, *, look: bool = True) -> Snapshot:
    """Return it with counters that say what its deployments say, and what a gate sees."""
    waves = tuple(
        replace(
            wave,
            forward=a_census(snapshot, wave.index, Kind.FORWARD),
            rollbacks=a_census(snapshot, wave.index, Kind.ROLLBACK),
        )
        for wave in snapshot.waves
    )
    snapshot = replace(snapshot, waves=waves, apart=a_census(snapshot, None, Kind.FORWARD))
    return replace(snapshot, outcomes=outcomes(snapshot)) if look else snapshot


def a_census(snapshot: Snapshot, wave: int | None, kind: Kind) -> Census:
    found = [each for each in snapshot.deployments if (each.wave, each.kind) == (wave, kind)]
    retrying = sum(each.retry_at is not None for each in found)
    return Census(dict(Counter(each.state for each in found)), retrying)


def outcomes(snapshot: Snapshot) -> tuple[Outcome, ...]:
    """Return what the gate sees of the present wave."""
    wave = snapshot.wave
    return tuple(
        Outcome(
            state=each.state,
            settled=each.settled,
            measurements=each.measurements,
            before=each.before,
        )
        for each in snapshot.deployments
        if wave is not None and each.wave == wave.index and each.kind is Kind.FORWARD
    )


def a_report(deployment: str = "d-a", **changes: Any) -> DeploymentReport:
    values: dict[str, Any] = {
        "deployment": deployment,
        "slot": "main",
        "attempt": 1,
        "seq": 1,
        "state": State.ACCEPTED,
        "at": NOON,
    }
    return DeploymentReport.model_validate({**values, **changes})


def a_fault(*, retryable: bool = True, message: str = "the connection was reset") -> Fault:
    return Fault(
        phase="downloading",
        component="bundles",
        category=Category.NETWORK,
        code="transfer",
        retryable=retryable,
        message=message,
    )


def a_capability(memory_mb: float = 96, **changes: Any) -> Capability:
    values: dict[str, Any] = {
        "architecture": "x86_64",
        "system": "Linux 6",
        "cpu_model": "a CPU",
        "cores": 4,
        "memory_total_bytes": 1000 * MB,
        "memory_budget_bytes": int(memory_mb * MB),
        "disk_total_bytes": 10_000 * MB,
        "disk_budget_bytes": 1000 * MB,
        "engines": (Engine(name="llama", version="0.3", formats=("gguf",)),),
    }
    return Capability.model_validate({**values, **changes})


def requirements(memory_mb: float, quantization: str = "f16") -> Requirements:
    return Requirements(
        format="gguf",
        quantization=quantization,
        memory=MemoryForecast(
            context=512,
            parallel=1,
            weights_bytes=int(memory_mb * MB),
            kv_bytes=0,
            compute_bytes=0,
            base_bytes=0,
        ),
        disk_bytes=int(memory_mb * MB),
    )


def an_evaluation(percent: float | None) -> EvalResult | None:
    if percent is None:
        return None
    return EvalResult(items=1000, correct=round(percent * 10), generated_tokens=1, elapsed_ms=1)


def a_candidate(
    name: str = "f16", *, memory_mb: float = 83.1, percent: float | None = 99.1, size_mb: float = 50
) -> Candidate:
    return Candidate(
        name=name,
        bundle=bundle_of(name),
        target_path=bundle_path("device-control", "1.0.0", name),
        manifest_length=1000,
        size_bytes=int(size_mb * MB),
        requirements=requirements(memory_mb, name),
        evaluation=an_evaluation(percent),
    )


def bundle_of(name: str) -> Digest:
    return sha256_of(name.encode())
