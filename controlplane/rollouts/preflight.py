"""Who would get what: a dry run of a rollout, and the very plan that starting it follows. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from controlplane.devices.model import Device, Stay
from controlplane.devices.query import facts
from controlplane.devices.query.facts import Facts
from controlplane.registry.model import Release
from controlplane.rollouts import allotment, duration, selectors
from controlplane.rollouts.allotment import Member
from controlplane.rollouts.duration import Duration, Pace, Reach, Terms
from controlplane.rollouts.policy import RolloutPolicy
from controlplane.rollouts.reasons import Group, LeftOut, grouped
from controlplane.rollouts.transfer import NOWHERE, Delivery, Site, by_site
from controlplane.rollouts.variants import Candidate, Choice, NoFit, Objection, choose
from controlplane.rollouts.waiting import wait_for
from controlplane.rollouts.workload import Demands
from shared.capabilities import Capability
from shared.ids import DeviceId
from shared.sizing import Parameters
from shared.speed import Speed
from shared.wire.up import SlotReport

SITE: Final = "site"
"""The label that says where a device stands."""


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
    parameters: Parameters | None = None
    """How it would be served."""
    speed: Speed | None = None
    objections: tuple[Objection, ...] = ()
    """To the variants that were not chosen."""
    has_bytes: int = 0
    """What it has of that of which it has too little."""
    fetch_bytes: int = 0
    """What it would have to fetch."""

    @property
    def parameters_to_sign(self) -> dict[str, Any] | None:
        """Return how to serve it, where that is not as the bundle has it."""
        if self.candidate is None or self.parameters is None:
            return None
        if self.parameters == self.candidate.requirements.memory.parameters:
            return None
        return self.parameters.model_dump(mode="json")

    @property
    def predicted_speed(self) -> dict[str, float] | None:
        return None if self.speed is None else asdict(self.speed)


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
    duration: Duration | None = None
    """How long it would take; None where nobody asked."""

    @property
    def groups(self) -> tuple[Group, ...]:
        """Return why devices get nothing, told once for all that share a reason."""
        return grouped(
            LeftOut(each.name, each.objections[0], each.has_bytes)
            for each in self.devices
            if each.outcome is Outcome.LEFT_OUT and each.objections
        )

    @property
    def sites(self) -> tuple[Site, ...]:
        """Return what has to be moved, and where to."""
        return by_site(
            Delivery(
                site=each.labels.get(SITE, NOWHERE),
                bytes=each.fetch_bytes,
                held_bytes=each.candidate.requirements.disk_bytes - each.fetch_bytes,
            )
            for each in self.devices
            if each.outcome is Outcome.DEPLOY and each.candidate is not None
        )

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
    """Return the published variants of a release, but those that were recalled."""
    return tuple(
        Candidate(
            name=each.name,
            bundle=each.digest,
            target_path=each.target_path,
            manifest_length=each.manifest_length,
            size_bytes=each.size_bytes,
            requirements=each.requirements,
            evaluation=each.evaluation,
            licence=release.licence,
        )
        for each in release.variants
        if each.digest is not None
        and not each.recalled
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
    now: datetime | None = None,
) -> Preflight:
    """Return what a rollout would do to each device that matches."""
    wanted = selectors.parse(selector)
    known = [(each, facts.of_device(each, now)) for each in devices]
    matching = [(each, seen) for each, seen in known if wanted.meets(seen)]
    chooser = _Chooser(candidates(release), slot, policy)
    chosen = [chooser.forecast(each, seen) for each, seen in matching]
    seen_of = {each.id: seen for each, seen in matching}
    members = [_member(each, seen_of[each.device]) for each in _changing(chosen)]
    waves = allotment.allot(members, policy)
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


def timed(
    plan: Preflight,
    policy: RolloutPolicy,
    *,
    stays: Mapping[DeviceId, Sequence[Stay]],
    pace: Pace,
    now: datetime,
) -> Preflight:
    """Add how long it would take, judged by when devices were there and what others took."""
    reached = [
        [
            Reach(
                bytes=each.fetch_bytes,
                wait=wait_for(stays.get(each.device, ()), now, online=each.online),
            )
            for each in plan.devices
            if each.wave == index
        ]
        for index in range(len(plan.waves))
    ]
    terms = Terms(
        max_in_flight=policy.max_in_flight,
        soak_s=policy.soak_s,
        trial_s=policy.device.trial_s,
        patience_s=policy.offline.after_s,
    )
    return replace(plan, duration=duration.forecast(reached, terms, pace))


class _Chooser:
    """Chooses for one device after the other; devices that are alike share the answer."""

    def __init__(self, offered: Sequence[Candidate], slot: str, policy: RolloutPolicy) -> None:
        self._offered = offered
        self._slot = slot
        self._workload = policy.workload
        self._known: dict[tuple[Capability | None, Demands], Choice | NoFit] = {}

    def forecast(self, device: Device, seen: Facts) -> Forecast:
        demands = self._workload.for_device(seen)
        key = (device.capability, demands)
        choice = self._known.get(key)
        if choice is None:
            choice = self._known[key] = choose(device.capability, self._offered, demands)
        online = device.presence == "online"
        if isinstance(choice, NoFit):
            return Forecast(
                device=device.id,
                name=device.name,
                labels=device.labels,
                online=online,
                outcome=Outcome.LEFT_OUT,
                sentence=choice.sentence,
                objections=choice.objections,
                has_bytes=_has_bytes(device.capability, choice.objections),
            )
        same = _serves(device.slots.get(self._slot), choice)
        held = any(slot.bundle == choice.candidate.bundle for slot in device.slots.values())
        return Forecast(
            device=device.id,
            name=device.name,
            labels=device.labels,
            online=online,
            outcome=Outcome.SKIP if same else Outcome.DEPLOY,
            sentence=f"already runs it: {choice.sentence}" if same else choice.sentence,
            candidate=choice.candidate,
            predicted_memory_bytes=choice.predicted_memory_bytes,
            parameters=choice.parameters,
            speed=choice.speed,
            objections=choice.objections,
            fetch_bytes=0 if held else choice.candidate.requirements.disk_bytes,
        )


def _serves(slot: SlotReport | None, choice: Choice) -> bool:
    """Tell whether a slot serves what was chosen, for as many tokens and requests."""
    if slot is None or not slot.serving or slot.bundle != choice.candidate.bundle:
        return False
    if slot.context is None or slot.parallel is None:
        return choice.is_as_published  # an agent that does not say knows no other way
    way = choice.parameters
    return (slot.context, slot.parallel) == (way.context, way.parallel)


def _has_bytes(capability: Capability | None, objections: Sequence[Objection]) -> int:
    if capability is None or not objections:
        return 0
    has = {"memory": capability.memory_budget_bytes, "disk": capability.disk_budget_bytes}
    return has.get(objections[0].code, 0)


def _changing(forecasts: Iterable[Forecast]) -> Iterable[Forecast]:
    return (each for each in forecasts if each.outcome is Outcome.DEPLOY)


def _member(forecast: Forecast, seen: Facts) -> Member:
    return Member(forecast.device, forecast.name, forecast.labels, forecast.online, seen)


def _placed(forecast: Forecast, places: dict[DeviceId, tuple[int, int]]) -> Forecast:
    place = places.get(forecast.device)
    if place is None:
        return forecast
    return replace(forecast, wave=place[0], position=place[1])


def _order(forecast: Forecast) -> tuple[bool, int, int, str]:
    return forecast.wave is None, forecast.wave or 0, forecast.position, forecast.name
