"""Measures the device: hardware, limits and engines, as the planner will believe them."""

import platform
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

from agent.host.proc import Machine
from shared import canonical
from shared.capabilities import Capability, Engine

DISK_SHARE = 0.9
"""What of the free disk the bundle store may take, unless settings say otherwise."""
MEMORY_STEP = 16 * 2**20
"""Free memory is rounded down to this, so that a restart is not news by itself."""
DISK_STEP = 256 * 2**20

_LLAMA_FORMATS = ("gguf",)
_ENGINES = {"llama-cpp-python": ("llama", _LLAMA_FORMATS)}


def probe(
    machine: Machine,
    *,
    data: Path,
    memory_budget_bytes: int | None,
    disk_budget_bytes: int | None,
    held_bytes: int,
    bandwidth: Callable[[str], int],
) -> Capability:
    """Measure; `held_bytes` is what the bundle store holds already.

    `bandwidth` is asked with a hash of the hardware, so that it measures each machine only once.
    """
    total, free = machine.disk_bytes(data)
    limit = machine.memory_limit_bytes()
    memory_total = machine.memory_total_bytes()
    available = machine.memory_available_bytes() // MEMORY_STEP * MEMORY_STEP
    wanted = memory_budget_bytes or available  # what somebody decided is not second-guessed
    budget = min((bound for bound in (memory_total, limit, wanted) if bound), default=0)
    disk = int((free + held_bytes) * DISK_SHARE) // DISK_STEP * DISK_STEP
    model, instructions = machine.cpu_model(), machine.instructions()
    hardware = canonical.digest([platform.machine(), model, list(instructions), memory_total])
    return Capability(
        architecture=platform.machine()[:40],
        system=f"{platform.system()} {platform.release()}"[:120],
        cpu_model=model,
        cores=machine.cores(),
        instructions=instructions,
        memory_total_bytes=memory_total,
        memory_budget_bytes=budget,
        disk_total_bytes=total,
        disk_budget_bytes=min(disk, disk_budget_bytes) if disk_budget_bytes else disk,
        memory_bandwidth=bandwidth(hardware),
        engines=tuple(engines()),
    )


def engines() -> list[Engine]:
    """List the engines that are installed, without importing any."""
    found = []
    for package, (name, formats) in _ENGINES.items():
        try:
            version = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
        found.append(Engine(name=name, version=version, formats=formats))
    return found
