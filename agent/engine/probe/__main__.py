"""Entry: a request as JSON on standard input, one JSON answer on standard output.

    {"threads": 4, "memory_bytes": 800000000, "rates": true, "clock": "wall"}

What cannot be asked or measured is left out, and `why` says so; a machine without an engine is
described as well as it can be. With `clock` as `cpu`, times are the processor's: comparable also on
a machine where others work.
"""

import importlib
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from agent.engine.errors import BackendError

_SHARE = 4
"""Measurements take at most this part of the memory that a bundle may have."""
_PROVIDER_SUFFIX = "ExecutionProvider"
_CPU_PROVIDER = "CPU"


def main() -> None:
    """Answer."""
    out = os.dup(1)
    os.dup2(2, 1)  # whatever the libraries print is for people
    request = json.loads(sys.stdin.read() or "{}")
    answer: dict[str, Any] = {"accelerators": _providers(), "why": ""}
    try:
        _ask_ggml(request, answer)
    except BackendError as error:
        answer["why"] = str(error)
    os.write(out, json.dumps(answer).encode())


def _ask_ggml(request: dict[str, Any], answer: dict[str, Any]) -> None:
    from agent.engine.probe.ggml import Library  # noqa: PLC0415 - it may be missing

    library = Library()
    answer["accelerators"] += [
        {
            "kind": f"ggml {each.name}"[:40],
            "name": each.description,
            "memory_bytes": each.memory_bytes,
        }
        for each in library.devices()
        if not each.is_cpu
    ]
    if request.get("rates", True):
        answer["kernels"] = _kernels(library, request)


def _kernels(library: Any, request: dict[str, Any]) -> dict[str, Any]:
    from agent.engine.probe import kernels  # noqa: PLC0415
    from agent.engine.probe.steps import steps  # noqa: PLC0415

    room = int(request.get("memory_bytes", 2**40)) // _SHARE
    rates: list[dict[str, Any]] = []
    costs: list[dict[str, Any]] = []
    most_threads = int(request.get("threads", 1))
    for threads in sorted({1, most_threads}):
        plan = kernels.Plan(
            threads=threads,
            weights_bytes=kernels.sets(threads, most_threads, room),
            types=request.get("types") or tuple(kernels.TYPES),
            now=_clock(request.get("clock", "wall"), threads),
        )
        rates += kernels.rates(library, plan)
        costs.append(kernels.cost(library, plan))
    return {"rates": rates, "costs": costs, **steps(_clock(request.get("clock", "wall"), 1))}


def _clock(name: str, threads: int) -> Callable[[], float]:
    if name == "cpu":
        return lambda: time.process_time() / threads
    return time.perf_counter


def _providers() -> list[dict[str, Any]]:
    """List what onnxruntime computes with beside the processor."""
    try:
        runtime = importlib.import_module("onnxruntime")
        names = runtime.get_available_providers()
    except (ImportError, OSError, RuntimeError):
        return []
    short = [str(name).removesuffix(_PROVIDER_SUFFIX) for name in names]
    return [
        {"kind": f"onnx {name}"[:40], "name": f"{name} of onnxruntime", "memory_bytes": 0}
        for name in short
        if name not in {_CPU_PROVIDER, "Azure"}
    ]


if __name__ == "__main__":
    main()
