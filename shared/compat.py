"""Does this variant run on this device, and if not, why: the reasons are the answer.

Asked twice, by the same code: by the planner when it chooses, and by the device before it accepts,
because the device believes the signed requirements, not the planner.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.capabilities import Capability
from shared.sizing import Parameters
from shared.trust import Requirements

_KILO = 1000


@dataclass(frozen=True)
class Misfit:
    """One reason why a variant does not run here, as a sentence a person can act on."""

    code: str
    """`format`, `architecture`, `parameters`, `memory` or `disk`."""
    sentence: str
    missing_bytes: int = 0
    """How much is wanting, of memory or of disk."""


def misfits(
    needs: Requirements, has: Capability, parameters: Parameters | None = None
) -> tuple[Misfit, ...]:
    """Return every reason why `needs` is not met; empty when the variant fits.

    `parameters` say how it is to be served, where that is not as the bundle has it.
    """
    return tuple(_misfits(needs, has, parameters or needs.memory.parameters))


def size(count: int) -> str:
    """Write a number of bytes for people, in decimal units."""
    value, unit = float(count), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if value < _KILO:
            break
        value, unit = value / _KILO, larger
    return f"{count} B" if unit == "B" else f"{value:.1f} {unit}"


def _misfits(needs: Requirements, has: Capability, parameters: Parameters) -> Iterator[Misfit]:
    if not has.runs(needs.format):
        engines = ", ".join(engine.name for engine in has.engines) or "none"
        yield Misfit("format", f"needs an engine for {needs.format}, has {engines}")
    if needs.architectures and has.architecture not in needs.architectures:
        wanted = " or ".join(needs.architectures)
        yield Misfit("architecture", f"needs {wanted}, is {has.architecture}")
    memory = needs.memory_for(parameters)
    if memory is None:
        yield Misfit(
            "parameters",
            f"is not made for {parameters.parallel} requests of {parameters.context} tokens each"
            f" with {parameters.kv_type} keys",
        )
    elif memory.total_bytes > has.memory_budget_bytes:
        yield Misfit(
            "memory",
            f"needs {size(memory.total_bytes)} of memory, may use {size(has.memory_budget_bytes)}",
            memory.total_bytes - has.memory_budget_bytes,
        )
    if needs.disk_bytes > has.disk_budget_bytes:
        yield Misfit(
            "disk",
            f"needs {size(needs.disk_bytes)} of disk, may use {size(has.disk_budget_bytes)}",
            needs.disk_bytes - has.disk_budget_bytes,
        )
