"""Does this variant run on this device, and if not, why: the reasons are the answer.

Asked twice, by the same code: by the planner when it chooses, and by the device before it accepts,
because the device believes the signed requirements, not the planner.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.capabilities import Capability
from shared.trust import Requirements

_KILO = 1000


@dataclass(frozen=True)
class Misfit:
    """One reason why a variant does not run here, as a sentence a person can act on."""

    code: str
    """`format`, `architecture`, `memory` or `disk`."""
    sentence: str


def misfits(needs: Requirements, has: Capability) -> tuple[Misfit, ...]:
    """Return every reason why `needs` is not met; empty when the variant fits."""
    return tuple(_misfits(needs, has))


def size(count: int) -> str:
    """Write a number of bytes for people, in decimal units."""
    value, unit = float(count), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if value < _KILO:
            break
        value, unit = value / _KILO, larger
    return f"{count} B" if unit == "B" else f"{value:.1f} {unit}"


def _misfits(needs: Requirements, has: Capability) -> Iterator[Misfit]:
    if not has.runs(needs.format):
        engines = ", ".join(engine.name for engine in has.engines) or "none"
        yield Misfit("format", f"needs an engine for {needs.format}, has {engines}")
    if needs.architectures and has.architecture not in needs.architectures:
        wanted = " or ".join(needs.architectures)
        yield Misfit("architecture", f"needs {wanted}, is {has.architecture}")
    if needs.memory.total_bytes > has.memory_budget_bytes:
        yield Misfit(
            "memory",
            f"needs {size(needs.memory.total_bytes)} of memory,"
            f" may use {size(has.memory_budget_bytes)}",
        )
    if needs.disk_bytes > has.disk_budget_bytes:
        yield Misfit(
            "disk", f"needs {size(needs.disk_bytes)} of disk, may use {size(has.disk_budget_bytes)}"
        )
