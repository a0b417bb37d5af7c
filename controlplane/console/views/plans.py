"""What a rollout would do, as the wizard shows it: numbers, reasons, some devices. Pure."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from controlplane.console.views import bars
from controlplane.console.views.bars import Part
from controlplane.console.views.states import Tone
from controlplane.rollouts.preflight import Forecast, Outcome, Preflight

SHOWN: Final = 100
"""Devices that are listed."""
_NAMED: Final = 5


@dataclass(frozen=True)
class Reason:
    """Why some devices cannot run it, with some of them by name."""

    sentence: str
    number: int
    sample: tuple[Forecast, ...]


@dataclass(frozen=True)
class PlanWave:
    name: str
    devices: int
    share: float
    """Of all that would change, in percent."""


@dataclass(frozen=True)
class Plan:
    """A preflight, cut to what a page shows."""

    selected: int
    unmatched: int
    deploy: int
    same: int
    left_out: int
    offline: int
    """Devices that would get it and are away now."""
    bytes_at_most: int
    """What would travel if no device had any of it."""
    parts: tuple[Part, ...]
    variants: tuple[tuple[str, int], ...]
    waves: tuple[PlanWave, ...]
    reasons: tuple[Reason, ...]
    devices: tuple[Forecast, ...]
    wave_names: tuple[str, ...]

    @property
    def starts(self) -> bool:
        return bool(self.deploy or self.same)


def plan(found: Preflight) -> Plan:
    going = [each for each in found.devices if each.outcome is Outcome.DEPLOY]
    same, left_out = found.count(Outcome.SKIP), found.count(Outcome.LEFT_OUT)
    return Plan(
        selected=len(found.devices),
        unmatched=found.unmatched,
        deploy=len(going),
        same=same,
        left_out=left_out,
        offline=sum(not each.online for each in going),
        bytes_at_most=sum(each.candidate.size_bytes for each in going if each.candidate),
        parts=bars.stack(
            (
                (Tone.BUSY, "get it", len(going)),
                (Tone.OK, "run it already", same),
                (Tone.BAD, "cannot run it", left_out),
            )
        ),
        variants=tuple(sorted(found.variants.items())),
        waves=tuple(
            PlanWave(wave.name, wave.devices, round(100 * wave.devices / max(len(going), 1), 2))
            for wave in found.waves
        ),
        reasons=_reasons(found),
        devices=found.devices[:SHOWN],
        wave_names=tuple(wave.name for wave in found.waves),
    )


def _reasons(found: Preflight) -> tuple[Reason, ...]:
    groups: dict[str, list[Forecast]] = defaultdict(list)
    for each in found.devices:
        if each.outcome is Outcome.LEFT_OUT:
            groups[each.sentence].append(each)
    return tuple(
        Reason(sentence, len(members), tuple(members[:_NAMED]))
        for sentence, members in sorted(groups.items(), key=lambda group: -len(group[1]))
    )
