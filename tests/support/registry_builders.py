"""Releases and drafts with defaults, so that a test names only what it is about."""

import json
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from controlplane.registry.intake import Draft
from controlplane.registry.machine import ReleaseState, VariantState
from controlplane.registry.model import Release, Variant
from controlplane.registry.service import Built
from controlplane.registry.storage import Storage
from shared.digest import Digest, sha256_of
from shared.evals import EvalResult
from shared.ids import ReleaseId, VariantId
from shared.trust import MemoryForecast, Requirements

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class FixedClock:
    """A clock that a test moves."""

    def __init__(self, now: datetime = NOON) -> None:
        self.at = now

    def now(self) -> datetime:
        return self.at


def a_variant(name: str = "q4_k_m", **changes: Any) -> Variant:
    values: dict[str, Any] = {
        "id": VariantId(f"v-{name}"),
        "release_id": ReleaseId("r"),
        "name": name,
        "quantization": name,
        "state": VariantState.READY,
    }
    return Variant(**{**values, **changes})


def a_release(**changes: Any) -> Release:
    values: dict[str, Any] = {
        "id": ReleaseId("r"),
        "line": "device-control",
        "version": "1.0.0",
        "state": ReleaseState.READY,
        "created_at": NOON,
        "published_at": None,
        "licence": "",
        "context": 512,
        "parallel": 2,
        "parameters": 1000,
        "architecture": "llama",
        "eval_limit": 0,
        "source": sha256_of(b"source"),
        "golden": None,
        "card": None,
        "evals": None,
        "variants": (),
    }
    return Release(**{**values, **changes})


def requirements(quantization: str = "q4_k_m") -> Requirements:
    memory = MemoryForecast(
        context=512, parallel=2, weights_bytes=10, kv_bytes=2, compute_bytes=3, base_bytes=20
    )
    return Requirements(format="gguf", quantization=quantization, memory=memory, disk_bytes=10)


def a_result(correct: int = 8, items: int = 10) -> EvalResult:
    return EvalResult(items=items, correct=correct, generated_tokens=50, elapsed_ms=100)


def what_was_built(quantization: str = "q4_k_m", **changes: Any) -> Built:
    values: dict[str, Any] = {
        "weights": sha256_of(quantization.encode()),
        "size_bytes": 10,
        "requirements": requirements(quantization),
        "evaluation": a_result(),
        "golden": None,
    }
    return Built(**{**values, **changes})


def put(storage: Storage, data: bytes) -> Digest:
    return storage.put(BytesIO(data))


def put_file(storage: Storage, file: Path) -> Digest:
    with file.open("rb") as stream:
        return storage.put(stream)


def some_items(count: int = 3, *, expected: str = "{}") -> bytes:
    """Return an evaluation set as JSON lines."""
    lines = [
        json.dumps(
            {
                "id": f"i{index}",
                "messages": [{"role": "user", "content": f"lamp {index} on"}],
                "expected": expected,
            }
        )
        for index in range(count)
    ]
    return "\n".join(lines).encode()


def a_draft(source: Digest, **changes: Any) -> Draft:
    values: dict[str, Any] = {
        "line": "device-control",
        "version": "1.0.0",
        "licence": "apache-2.0",
        "quantizations": ("f16", "q8_0"),
        "context": 512,
        "parallel": 2,
        "eval_limit": 0,
        "source": source,
        "evals": None,
        "golden": None,
        "card": None,
    }
    return Draft(**{**values, **changes})
