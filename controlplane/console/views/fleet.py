"""The fleet as pages show it: who is there, and what serves where. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from controlplane.console.views import bars
from controlplane.console.views.bars import Part
from controlplane.console.views.states import Tone
from controlplane.devices import slots
from controlplane.devices.model import Counts


@dataclass(frozen=True)
class InService:
    """One version of a line, with how many slots serve it."""

    line: str
    version: str
    devices: int
    share: float
    """Of the line's devices, in percent."""
    variants: tuple[tuple[str, int], ...]


def presence(counts: Counts) -> tuple[Part, ...]:
    return bars.stack(
        (
            (Tone.OK, "online", counts.online),
            (Tone.WARN, "offline", counts.offline),
            (Tone.OFF, "never connected", counts.never),
        )
    )


def in_service(served: Iterable[slots.InService]) -> dict[str, tuple[InService, ...]]:
    """Return the versions in service, by line, the most frequent first."""
    versions: dict[str, Counter[str]] = {}
    variants: dict[tuple[str, str], Counter[str]] = {}
    for each in served:
        versions.setdefault(each.line, Counter())[each.version] += each.devices
        variants.setdefault((each.line, each.version), Counter())[each.variant] += each.devices
    return {
        line: tuple(
            InService(
                line=line,
                version=version,
                devices=number,
                share=round(100 * number / found.total(), 2),
                variants=tuple(variants[line, version].most_common()),
            )
            for version, number in found.most_common()
        )
        for line, found in sorted(versions.items())
    }
