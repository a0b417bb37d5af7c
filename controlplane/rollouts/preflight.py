"""Who would get what: a dry run of a rollout, and the very plan that starting it follows. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from controlplane.devices.model import Device
from controlplane.registry.model import Release
from controlplane.rollouts import allotment, selectors
from controlplane.rollouts.allotment import Member
from controlplane.rollouts.policy import RolloutPolicy
from controlplane.rollouts.variants import Candidate, Choice, choose
from shared.ids import DeviceId


class Outcome(StrEnum):
    """What would happen to one device."""

    DEPLOY = "deploy"
    SKIP = "skip"
    """It already serves the bundle that was chosen for it."""
    LEFT_OUT = "left_out"
    """No variant fits."""


@dataclass(frozen=True)
class Forecast:
    """One device's part."""

    device: DeviceId
    name: str
    labels: dict[str, str]
    online: bool
    outcome: Outcome
    sentence: str
    candidate: Candidate | None = None
    predicted_memory_bytes: int | None = None
    wave: int | None = None
    position: int = 0


@dataclass(frozen=True)
class PlannedWave:
    name: str
    devices: int


@dataclass(frozen=True)
class Preflight:
    line: str
    version: str
    waves: tuple[PlannedWave, ...]
    devices: tuple[Forecast, ...]
    """In the order in which they would be reached."""
    unmatched: int
    """Devices that the selector leaves out."""

    @property
    def variants(self) -> dict[str, int]:
        """Return how many devices would get each variant."""
        names = (
            each.candidate.name
            for each in self.devices
            if each.candidate is not None and each.outcome is Outcome.DEPLOY
        )
        return dict(Counter(names))

    def count(self, outcome: Outcome) -> int:
        return sum(each.outcome is outcome for each in self.devices)


def candidates(release: Release) -> tuple[Candidate, ...]:
    """Return the published variants of a release."""
    return tuple(
        Candidate(
            name=each.name,
            bundle=each.digest,
            target_path=each.target_path,
            manifest_length=each.manifest_length,
            size_bytes=each.size_bytes,
            requirements=each.requirements,
            evaluation=each.evaluation,
        )
        for each in release.variants
        if each.digest is not None
        and each.target_path is not None
        and each.manifest_length is not None
        and each.requirements is not None
    )


def foresee(
    devices: Sequence[Device],
    release: Release,
    *,
    slot: str,
    selector: str,
    policy: RolloutPolicy,
) -> Preflight:
    """Return what a rollout would do to each device that matches."""
    wanted = selectors.parse(selector)
    matching = [
        each for each in devices if wanted.matches(allotment.labels_of(each.name, each.labels))
    ]
    offered = candidates(release)
    chosen = [_forecast(each, offered, slot=slot, policy=policy) for each in matching]
    waves = allotment.allot([_member(each) for each in _changing(chosen)], policy)
    places = {
        device: (index, position)
        for index, wave in enumerate(waves)
        for position, device in enumerate(wave.devices)
    }
    placed = [_placed(each, places) for each in chosen]
    return Preflight(
        line=release.line,
        version=release.version,
        waves=tuple(PlannedWave(each.name, len(each.devices)) for each in waves),
        devices=tuple(sorted(placed, key=_order)),
        unmatched=len(devices) - len(matching),
    )


def _forecast(
    device: Device, offered: Sequence[Candidate], *, slot: str, policy: RolloutPolicy
) -> Forecast:
    choice = choose(device.capability, offered, policy.workload)
    online = device.presence == "online"
    if not isinstance(choice, Choice):
        return Forecast(
            device.id, device.name, device.labels, online, Outcome.LEFT_OUT, choice.sentence
        )
    now = device.slots.get(slot)
    same = now is not None and now.serving and now.bundle == choice.candidate.bundle
    return Forecast(
        device=device.id,
        name=device.name,
        labels=device.labels,
        online=online,
        outcome=Outcome.SKIP if same else Outcome.DEPLOY,
        sentence=f"already runs it: {choice.sentence}" if same else choice.sentence,
        candidate=choice.candidate,
        predicted_memory_bytes=choice.predicted_memory_bytes,
    )


def _changing(forecasts: Iterable[Forecast]) -> Iterable[Forecast]:
    return (each for each in forecasts if each.outcome is Outcome.DEPLOY)


def _member(forecast: Forecast) -> Member:
    return Member(forecast.device, forecast.name, forecast.labels, forecast.online)


def _placed(forecast: Forecast, places: dict[DeviceId, tuple[int, int]]) -> Forecast:
    place = places.get(forecast.device)
    if place is None:
        return forecast
    return replace(forecast, wave=place[0], position=place[1])


def _order(forecast: Forecast) -> tuple[bool, int, int, str]:
    return forecast.wave is None, forecast.wave or 0, forecast.position, forecast.name
