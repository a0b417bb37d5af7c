"""What a rollout would do, as the wizard shows it: numbers, reasons, some devices. Pure."""

from dataclasses import dataclass
from typing import Final

from controlplane.console.views import bars
from controlplane.console.views.bars import Part
from controlplane.console.views.states import Tone
from controlplane.rollouts.duration import Duration
from controlplane.rollouts.preflight import Forecast, Outcome, Preflight
from controlplane.rollouts.reasons import Group
from controlplane.rollouts.transfer import Site

SHOWN: Final = 100
"""Devices that are listed."""
SHOWN_REASONS: Final = 8
SHOWN_SITES: Final = 6


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
    parts: tuple[Part, ...]
    variants: tuple[tuple[str, int], ...]
    waves: tuple[PlanWave, ...]
    reasons: tuple[Group, ...]
    sites: tuple[Site, ...]
    """What has to be moved and where to, the most first."""
    more_sites: int
    fetch_bytes: int
    held_bytes: int
    """What devices have already."""
    duration: Duration | None
    devices: tuple[Forecast, ...]
    wave_names: tuple[str, ...]

    @property
    def starts(self) -> bool:
        return bool(self.deploy or self.same)


def plan(found: Preflight) -> Plan:
    going = [each for each in found.devices if each.outcome is Outcome.DEPLOY]
    sites = found.sites
    same, left_out = found.count(Outcome.SKIP), found.count(Outcome.LEFT_OUT)
    return Plan(
        selected=len(found.devices),
        unmatched=found.unmatched,
        deploy=len(going),
        same=same,
        left_out=left_out,
        offline=sum(not each.online for each in going),
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
        reasons=found.groups[:SHOWN_REASONS],
        sites=sites[:SHOWN_SITES],
        more_sites=max(0, len(sites) - SHOWN_SITES),
        fetch_bytes=sum(site.bytes for site in sites),
        held_bytes=sum(site.held_bytes for site in sites),
        duration=found.duration,
        devices=found.devices[:SHOWN],
        wave_names=tuple(wave.name for wave in found.waves),
    )
