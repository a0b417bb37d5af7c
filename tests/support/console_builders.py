"""Read models with defaults, so that a test of the console names only what it is about."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from controlplane.registry.machine import ReleaseState, VariantState
from controlplane.registry.model import Release, Variant
from controlplane.rollouts.machine import RolloutState, WaveState
from controlplane.rollouts.model import Kind
from controlplane.rollouts.queries import (
    DeploymentView,
    RolloutDetail,
    RolloutSummary,
    WaveView,
)
from shared.deployment import State
from shared.digest import sha256_of
from shared.errors import Category, Fault
from shared.evals import EvalResult
from shared.ids import DeploymentId, DeviceId, ReleaseId, RolloutId, VariantId
from shared.trust import MemoryForecast, Requirements
from shared.wire.up import SlotReport

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def a_slot(**changes: Any) -> SlotReport:
    values = {"line": "device-control", "version": "1.0.0", "variant": "q8_0", "serving": True}
    return SlotReport.model_validate({**values, **changes})


def a_fault(**changes: Any) -> Fault:
    values: dict[str, Any] = {
        "phase": "probing",
        "component": "probe",
        "category": Category.EVAL,
        "code": "golden_prompts_failed",
        "retryable": False,
        "message": "14 of 20 golden prompts were right",
    }
    return Fault(**{**values, **changes})


def a_deployment_view(name: str = "kiosk-1", **changes: Any) -> DeploymentView:
    values: dict[str, Any] = {
        "id": DeploymentId(f"deployment-{name}"),
        "rollout": RolloutId("r"),
        "device": DeviceId(f"id-{name}"),
        "device_name": name,
        "online": True,
        "wave": 0,
        "kind": Kind.FORWARD,
        "slot": "main",
        "line": "device-control",
        "version": "1.0.0",
        "variant": "q8_0",
        "bundle": sha256_of(b"bundle"),
        "why": "q8_0 is the best that fits",
        "predicted_memory_bytes": None,
        "state": State.QUEUED,
        "attempt": 1,
        "cancelling": False,
        "reason": "",
        "changed_at": NOON,
        "finished_at": None,
        "progress": None,
        "fault": None,
        "measurements": None,
        "before": None,
        "steps": {},
    }
    return DeploymentView(**{**values, **changes})


def a_summary(name: str = "r", **changes: Any) -> RolloutSummary:
    values: dict[str, Any] = {
        "id": RolloutId(name),
        "release": ReleaseId("release"),
        "line": "device-control",
        "version": "1.0.0",
        "slot": "main",
        "selector": "",
        "state": RolloutState.RUNNING,
        "reason": None,
        "sentence": "started",
        "created_by": "ada",
        "created_at": NOON,
        "started_at": NOON,
        "finished_at": None,
        "counts": {},
    }
    return RolloutSummary(**{**values, **changes})


def a_wave_view(index: int = 0, **changes: Any) -> WaveView:
    values: dict[str, Any] = {
        "index": index,
        "name": f"wave {index}",
        "state": WaveState.ACTIVE,
        "started_at": NOON,
        "soak_until": None,
        "finished_at": None,
        "judgement": None,
        "judged_at": None,
        "devices": 1,
        "counts": {},
    }
    return WaveView(**{**values, **changes})


def a_detail(
    *, waves: Sequence[WaveView] = (), deployments: Sequence[DeploymentView] = ()
) -> RolloutDetail:
    return RolloutDetail(
        summary=a_summary(), policy={}, waves=tuple(waves), deployments=tuple(deployments)
    )


def a_requirement(memory: int) -> Requirements:
    forecast = MemoryForecast(
        context=512, parallel=1, weights_bytes=memory, kv_bytes=0, compute_bytes=0, base_bytes=0
    )
    return Requirements(format="gguf", quantization="x", memory=forecast, disk_bytes=1)


def a_variant(name: str, *, memory: int, right: int, size: int) -> Variant:
    """Return a published variant that answered `right` of 100 items."""
    return Variant(
        id=VariantId(name),
        release_id=ReleaseId("release"),
        name=name,
        quantization=name,
        state=VariantState.READY,
        step="",
        progress=100,
        size_bytes=size,
        weights=sha256_of(name.encode()),
        digest=sha256_of(name.encode()),
        target_path=f"bundles/device-control/1.0.0/{name}/bundle.json",
        manifest_length=100,
        requirements=a_requirement(memory),
        evaluation=EvalResult(items=100, correct=right, generated_tokens=1, elapsed_ms=1),
        golden=None,
        fault=None,
    )


def a_release(*variants: Variant, **changes: Any) -> Release:
    values: dict[str, Any] = {
        "id": ReleaseId("release"),
        "line": "device-control",
        "version": "1.0.0",
        "state": ReleaseState.PUBLISHED,
        "created_at": NOON,
        "published_at": NOON,
        "licence": "apache-2.0",
        "context": 512,
        "parallel": 1,
        "parameters": 100,
        "architecture": "llama",
        "eval_limit": 0,
        "source": sha256_of(b"source"),
        "golden": None,
        "card": None,
        "evals": None,
        "variants": variants,
    }
    return Release(**{**values, **changes})
