"""The fleet as pages show it: who is there, what serves where, who is meant by a search. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from controlplane.console.views import bars
from controlplane.console.views import rollouts as rollout_views
from controlplane.console.views.bars import Part
from controlplane.console.views.rollouts import Cause
from controlplane.console.views.states import Tone
from controlplane.devices.model import Counts, Device
from controlplane.rollouts import selectors
from controlplane.rollouts.allotment import labels_of
from controlplane.rollouts.machine import PauseReason, RolloutState
from controlplane.rollouts.queries import DeploymentView, RolloutSummary
from shared.deployment import FAILURES, SERVER_OWNED, State

_EXPRESSION: Final = frozenset("=!(),")
_UNREACHED: Final = SERVER_OWNED | {State.REMOVED, State.CANCELED, State.SUPERSEDED}
CERTIFICATE_SOON: Final = timedelta(days=14)


@dataclass(frozen=True)
class InService:
    """One version of a line, with how many slots serve it."""

    line: str
    version: str
    devices: int
    share: float
    """Of the line's devices, in percent."""
    variants: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Trouble:
    """A rollout that waits for a person, or whose failures nothing newer has overtaken."""

    rollout: RolloutSummary
    held: bool
    causes: tuple[Cause, ...]

    @property
    def devices(self) -> int:
        return sum(len(cause.deployments) for cause in self.causes)


@dataclass(frozen=True)
class Found:
    """The devices that a search means, or why it cannot be read."""

    devices: tuple[Device, ...]
    sentence: str = ""


def presence(counts: Counts) -> tuple[Part, ...]:
    return bars.stack(
        (
            (Tone.OK, "online", counts.online),
            (Tone.WARN, "offline", counts.offline),
            (Tone.OFF, "never connected", counts.never),
        )
    )


def in_service(devices: Iterable[Device]) -> dict[str, tuple[InService, ...]]:
    """Return the versions in service, by line, the most frequent first."""
    versions: dict[str, Counter[str]] = {}
    variants: dict[tuple[str, str], Counter[str]] = {}
    for device in devices:
        for slot in device.slots.values():
            if not slot.line:
                continue
            versions.setdefault(slot.line, Counter())[slot.version] += 1
            variants.setdefault((slot.line, slot.version), Counter())[slot.variant] += 1
    return {
        line: tuple(
            InService(
                line=line,
                version=version,
                devices=number,
                share=round(100 * number / sum(found.values()), 2),
                variants=tuple(variants[line, version].most_common()),
            )
            for version, number in found.most_common()
        )
        for line, found in sorted(versions.items())
    }


def search(devices: Sequence[Device], *, text: str, presence: str) -> Found:
    """Return the devices that a search box means: a label expression, or part of a word."""
    there = [each for each in devices if not presence or each.presence == presence]
    wanted = text.strip()
    if not wanted:
        return Found(tuple(there))
    if _EXPRESSION.isdisjoint(wanted):
        return Found(tuple(each for each in there if wanted.lower() in _words_of(each)))
    try:
        selector = selectors.parse(wanted)
    except selectors.SelectorError as error:
        return Found((), str(error))
    return Found(
        tuple(each for each in there if selector.matches(labels_of(each.name, each.labels)))
    )


def troubles(
    newest_first: Iterable[tuple[RolloutSummary, Sequence[DeploymentView]]],
) -> tuple[Trouble, ...]:
    """Return what waits for a person, and what failed and was not overtaken in its slot."""
    reached: set[tuple[str, str]] = set()
    found = []
    for rollout, deployments in newest_first:
        fresh = [each for each in deployments if (each.device, each.slot) not in reached]
        failed = [each for each in fresh if each.state in FAILURES]
        held = _held(rollout)
        if held or failed:
            found.append(Trouble(rollout, held, rollout_views.causes(failed)))
        reached |= {
            (each.device, each.slot) for each in deployments if each.state not in _UNREACHED
        }
    return tuple(found)


def _held(rollout: RolloutSummary) -> bool:
    return rollout.state is RolloutState.PAUSED and rollout.reason != PauseReason.WINDOW


def expiring(devices: Iterable[Device], now: datetime) -> tuple[Device, ...]:
    """Return the devices whose certificate ends soon: they should have renewed it."""
    return tuple(
        each
        for each in devices
        if each.certificate_expires_at is not None
        and each.certificate_expires_at - now < CERTIFICATE_SOON
    )


def _words_of(device: Device) -> str:
    labels = (f"{key}={value}" for key, value in device.labels.items())
    slots = (f"{each.line} {each.version} {each.variant}" for each in device.slots.values())
    return " ".join((device.name, device.id, *labels, *slots)).lower()
