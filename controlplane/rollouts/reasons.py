"""Why devices get nothing, told once for all that share a reason. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from controlplane.rollouts.variants import Objection
from controlplane.rollouts.wording import devices as count_of
from shared.compat import size

EXAMPLES = 5


@dataclass(frozen=True)
class LeftOut:
    """A device that gets nothing, what its smallest variant lacks, and what it has of that."""

    name: str
    objection: Objection
    has_bytes: int = 0
    """Of the memory or the disk that are too small."""


@dataclass(frozen=True)
class Group:
    """Devices that get nothing for the same reason."""

    code: str
    variant: str
    devices: int
    sentence: str
    names: tuple[str, ...]
    """Some of them."""


def grouped(left_out: Iterable[LeftOut]) -> tuple[Group, ...]:
    """Return the reasons, that of most devices first."""
    groups: dict[tuple[str, str], list[LeftOut]] = defaultdict(list)
    for each in left_out:
        groups[each.objection.code, each.objection.variant].append(each)
    found = [_group(code, variant, held) for (code, variant), held in groups.items()]
    return tuple(sorted(found, key=lambda each: (-each.devices, each.code, each.variant)))


def _group(code: str, variant: str, held: list[LeftOut]) -> Group:
    names = sorted(each.name for each in held)
    return Group(
        code=code,
        variant=variant,
        devices=len(held),
        sentence=f"{count_of(len(held))}: {_why(held, variant)}",
        names=tuple(names[:EXAMPLES]),
    )


def _why(held: list[LeftOut], variant: str) -> str:
    first = held[0].objection
    if not first.needs_bytes:
        return f"{variant} {first.sentence}" if variant else first.sentence
    has = sorted(each.has_bytes for each in held)
    least, most = size(has[0]), size(has[-1])
    has_text = least if least == most else f"{least} to {most}"
    return f"{variant} needs {size(first.needs_bytes)} of {first.code}, they may use {has_text}"
