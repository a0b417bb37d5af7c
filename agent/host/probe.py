"""Measures the device: hardware, limits and engines, as the planner will believe them."""

import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

from agent.host.proc import Machine
from agent.host.sensors import Sensors
from agent.host.topology import topology
from shared import canonical
from shared.capabilities import Capability, Engine

DISK_SHARE = 0.9
"""What of the free disk the bundle store may take, unless settings say otherwise."""
MEMORY_STEP = 16 * 2**20
"""Free memory is rounded down to this, so that a restart is not news by itself."""
DISK_STEP = 256 * 2**20

_ENGINES: Final = {"llama-cpp-python": ("llama", "gguf"), "onnxruntime": ("onnx", "onnx")}
"""By package: the engine it is, and the format that it loads."""


@dataclass(frozen=True)
class Wishes:
    """What the settings say about the device's limits."""

    memory_budget_bytes: int | None = None
    disk_budget_bytes: int | None = None
    threads: int | None = None
    metered: bool | None = None


def probe(
    machine: Machine,
    *,
    data: Path,
    wishes: Wishes,
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
    # What somebody decided is not second-guessed.
    wanted = wishes.memory_budget_bytes or available
    budget = min((bound for bound in (memory_total, limit, wanted) if bound), default=0)
    disk = int((free + held_bytes) * DISK_SHARE) // DISK_STEP * DISK_STEP
    model, instructions = machine.cpu_model(), machine.instructions()
    hardware = canonical.digest([platform.machine(), model, list(instructions), memory_total])
    sensors = Sensors(machine.root)
    return Capability(
        architecture=platform.machine()[:40],
        system=f"{platform.system()} {platform.release()}"[:120],
        cpu_model=model,
        cores=machine.cores(),
        instructions=instructions,
        memory_total_bytes=memory_total,
        memory_budget_bytes=budget,
        disk_total_bytes=total,
        disk_budget_bytes=min(disk, wishes.disk_budget_bytes or disk),
        memory_bandwidth=bandwidth(hardware),
        engines=tuple(engines()),
        topology=topology(machine.root),
        threads=wishes.threads,
        memory_limit_bytes=limit,
        swap_total_bytes=machine.swap_total_bytes(),
        thermal=sensors.zones(),
        battery=sensors.power().has_battery,
        metered=sensors.metered() if wishes.metered is None else wishes.metered,
    )


def engines(version_of: Callable[[str], str] = metadata.version) -> Sequence[Engine]:
    """List the engines that are installed, without importing any."""
    found = []
    for package, (name, form) in _ENGINES.items():
        try:
            version = version_of(package)
        except metadata.PackageNotFoundError:
            continue
        found.append(Engine(name=name, version=version, formats=(form,)))
    return found
