"""Which device belongs to which wave. Pure, and the same for the same devices.

Devices that are there come first, then by name: the canaries are the same ones each time, people
learn which they are, and a wave selector chooses others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from controlplane.rollouts import selectors
from controlplane.rollouts.policy import RolloutPolicy, WavePolicy
from controlplane.rollouts.selectors import Facts, Selector
from shared.ids import DeviceId


@dataclass(frozen=True)
class Member:
    """A device that will get a bundle."""

    device: DeviceId
    name: str
    labels: Mapping[str, str]
    online: bool
    facts: Facts | None = None
    """Everything that is known of it; its labels alone where this is None."""


@dataclass(frozen=True)
class Allotment:
    """A wave and its devices, in the order in which they will be reached."""

    name: str
    devices: tuple[DeviceId, ...]


def allot(members: Sequence[Member], policy: RolloutPolicy) -> tuple[Allotment, ...]:
    """Divide `members` into waves; those that no wave takes form a last one, `rest`."""
    left = sorted(members, key=lambda each: (not each.online, each.name, each.device))
    waves = []
    for wave in policy.waves:
        chosen = _take(left, wave, members)
        waves.append(Allotment(wave.name, tuple(each.device for each in chosen)))
        taken = {each.device for each in chosen}
        left = [each for each in left if each.device not in taken]
    if left:
        names = {wave.name for wave in policy.waves}
        rest = next(name for name in ("rest", "the rest", "remaining") if name not in names)
        waves.append(Allotment(rest, tuple(each.device for each in left)))
    return tuple(waves)


def labels_of(member_name: str, labels: Mapping[str, str]) -> dict[str, str]:
    """Return what selectors see: the labels, and the device's name as `name`."""
    return {"name": member_name, **labels}


def _take(left: Sequence[Member], wave: WavePolicy, members: Sequence[Member]) -> list[Member]:
    selector = selectors.parse(wave.selector)
    matching = [each for each in left if _meets(each, selector)]
    if wave.count is not None:
        return matching[: wave.count]
    if wave.percent is not None:
        pool = sum(_meets(each, selector) for each in members)
        return matching[: max(1, ceil(pool * wave.percent / 100))]
    return matching


def _meets(member: Member, selector: Selector) -> bool:
    if member.facts is not None:
        return selector.meets(member.facts)
    return selector.matches(labels_of(member.name, member.labels))
