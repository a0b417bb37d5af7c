"""The one form of a benchmark's result: a table for people, a file for the record.

`bench/results/<name>.json` holds `{"machine": {...}, "rows": [...]}`; a row has `measure`, `ours`,
`peer`, `ratio` (ours to peer; null where there is no peer), `target` and `better`, which says
whether `lower` or `higher` is.
"""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Row:
    """One measure."""

    measure: str
    ours: float
    target: str
    better: Literal["lower", "higher"]
    peer: float | None = None

    @property
    def ratio(self) -> float | None:
        return None if not self.peer else self.ours / self.peer


def machine() -> dict[str, object]:
    """Describe where this was measured."""
    return {
        "system": f"{platform.system()} {platform.release()}",
        "architecture": platform.machine(),
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }


def publish(name: str, rows: Sequence[Row], notes: Mapping[str, object] | None = None) -> Path:
    """Print the table and write the file; return where it is."""
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{name}.json"
    written = [
        {**asdict(row), "ratio": None if row.ratio is None else round(row.ratio, 4)} for row in rows
    ]
    content = {"machine": {**machine(), **(notes or {})}, "rows": written}
    file.write_text(json.dumps(content, indent=2) + "\n")
    print(_table(rows))
    print(f"\nwritten to {file}")
    return file


def _table(rows: Sequence[Row]) -> str:
    lines = [["measure", "ours", "peer", "ratio", "target", "better"]]
    for row in rows:
        peer = "" if row.peer is None else f"{row.peer:.4g}"
        ratio = "" if row.ratio is None else f"{row.ratio:.3g}"
        lines.append([row.measure, f"{row.ours:.4g}", peer, ratio, row.target, row.better])
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _cpu() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in text.splitlines() if "model name" in line]
    return names[0] if names else platform.processor()
