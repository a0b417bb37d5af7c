"""The starter model, variant by variant: answers right, size, memory forecast, speed.

    python -m bench.starter [--items N] [--variant q4_k_m]...

Every variant is built and judged by the very steps that `flotilla models import` runs. Speed is
that of the evaluation: many sequences side by side on this machine, prompts included.
"""

import argparse
import threading
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from bench.report import Row, publish
from controlplane.registry.builder import Builder
from controlplane.registry.child import Workbench
from controlplane.registry.intake import Draft, Inspected, inspect
from controlplane.registry.machine import ReleaseState, VariantState
from controlplane.registry.model import Release, Variant
from controlplane.registry.quantization import ACCEPTED
from controlplane.registry.service import Built
from controlplane.registry.storage import Storage
from shared.digest import Digest
from shared.ids import ReleaseId, VariantId

STARTER = Path(__file__).parents[1] / "models" / "starter"
_DEFAULT = ("f16", "q8_0", "q4_k_m", "q2_k")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=0, help="held-out items to ask; 0 asks all")
    parser.add_argument("--variant", action="append", choices=ACCEPTED)
    options = parser.parse_args()
    with TemporaryDirectory(prefix="flotilla-bench-") as scratch:
        storage = Storage(Path(scratch) / "blobs")
        wanted = _inspected(storage, options.variant or list(_DEFAULT), options.items)
        builder = Builder(storage, Path(scratch) / "work", Workbench())
        built: dict[str, Built] = {}
        for name in wanted.draft.quantizations:
            print(f"{name}...", flush=True)
            built[name] = _build(builder, wanted, name)
    source = built.get(wanted.source_quantization)
    rows = [
        row
        for name, each in built.items()
        for row in _rows(name, each, source if each is not source else None)
    ]
    publish("starter", rows)


def _inspected(storage: Storage, variants: list[str], items: int) -> Inspected:
    def put(name: str) -> Digest:
        with (STARTER / name).open("rb") as file:
            return storage.put(BytesIO(file.read()))

    draft = Draft(
        line="starter",
        version="bench",
        licence="",
        quantizations=tuple(variants),
        context=512,
        parallel=2,
        eval_limit=items,
        source=put("starter-f16.gguf"),
        evals=put("eval.jsonl"),
        golden=put("golden.jsonl"),
        card=None,
    )
    return inspect(draft, storage)


def _build(builder: Builder, wanted: Inspected, name: str) -> Built:
    draft = wanted.draft
    release = Release(
        id=ReleaseId("bench"),
        line=draft.line,
        version=draft.version,
        state=ReleaseState.BUILDING,
        created_at=datetime.now(UTC),
        published_at=None,
        licence="",
        context=draft.context,
        parallel=draft.parallel,
        parameters=wanted.parameters,
        architecture=wanted.architecture,
        eval_limit=draft.eval_limit,
        source=draft.source,
        golden=wanted.blobs["golden"][0],
        card=None,
        evals=draft.evals,
        variants=(),
    )
    variant = Variant(
        id=VariantId(name),
        release_id=release.id,
        name=name,
        quantization=name,
        state=VariantState.RUNNING,
    )
    return builder.build(
        release, variant, stop=threading.Event(), on_step=lambda _step, _percent: None
    )


def _rows(name: str, built: Built, source: Built | None) -> list[Row]:
    """Return a variant's rows; its peer is the source file, where that is another variant."""
    figures = _figures(built)
    peers = _figures(source) if source else dict.fromkeys(figures, None)
    return [
        Row(f"{name}: {measure}", value, "", better, peers[measure, better])
        for (measure, better), value in figures.items()
    ]


def _figures(built: Built) -> dict[tuple[str, Literal["lower", "higher"]], float]:
    result = built.evaluation
    assert result is not None
    per_s = result.generated_tokens * 1000 / max(1, result.elapsed_ms)
    return {
        (f"right, fraction of {result.items}", "higher"): round(result.fraction, 4),
        ("file, bytes", "lower"): built.size_bytes,
        ("memory forecast, bytes", "lower"): built.requirements.memory.total_bytes,
        ("evaluation, tokens/s", "higher"): round(per_s, 1),
    }


if __name__ == "__main__":
    main()
