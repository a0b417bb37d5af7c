"""What needs somebody's attention, the worst first. Pure.

An alert says what is the matter, why if that is known, and what to do: a page to look at, or a
command to run.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from controlplane.console import filters
from controlplane.console.views.states import Tone
from controlplane.director.expiries import Level, RoleState
from controlplane.registry.model import Release
from controlplane.registry.recalls import Recall
from controlplane.rollouts.machine import PauseReason, RolloutState
from controlplane.rollouts.pages import Cause, Failing
from controlplane.rollouts.queries import RolloutSummary
from shared.ids import DeviceId

_ORDER: Final = (Tone.BAD, Tone.WARN, Tone.WAIT)


@dataclass(frozen=True)
class Alert:
    """One thing that waits for a person."""

    tone: Tone
    title: str
    url: str
    sentence: str = ""
    action: str = "Look"
    command: str = ""
    causes: tuple[Cause, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True)
class Signs:
    """Everything that an alert can be made of."""

    now: datetime
    rollouts: Sequence[RolloutSummary] = ()
    """Those that are paused, or wait for approval or promotion, and the latest."""
    failing: Sequence[Failing] = ()
    unpublished: Sequence[Release] = ()
    certificates: tuple[int, Sequence[tuple[DeviceId, str, datetime]]] = (0, ())
    not_serving: int = 0
    waiting: int = 0
    """Devices that ask to be let in."""
    roles: Sequence[RoleState] = ()
    recalls: Sequence[Recall] = ()
    recalled_in_service: Mapping[str, int] = field(default_factory=dict)
    """How many slots still hold a recalled bundle, by its digest."""


def alerts(signs: Signs) -> tuple[Alert, ...]:
    """Return what needs attention, the worst first."""
    found = [
        *_recalled(signs),
        *_rollouts(signs),
        *_trust(signs),
        *_devices(signs),
        *_unpublished(signs),
    ]
    return tuple(sorted(found, key=lambda each: _ORDER.index(each.tone)))


def _recalled(signs: Signs) -> Iterator[Alert]:
    for each in signs.recalls:
        number = signs.recalled_in_service.get(each.digest, 0)
        if number:
            yield Alert(
                tone=Tone.BAD if each.action == "stop" else Tone.WARN,
                title=f"{each.line} {each.version} {each.variant} was recalled and is still"
                f" held by {filters.plural(number, 'device')}",
                url="/trust#recalls",
                sentence=each.reason,
            )


def _rollouts(signs: Signs) -> Iterator[Alert]:
    failing = {each.rollout: each for each in signs.failing}
    for each in signs.rollouts:
        name = f"{each.line} {each.version}"
        url = f"/rollouts/{each.id}"
        why = failing.get(each.id)
        causes = why.causes if why else ()
        if each.state is RolloutState.AWAITING_APPROVAL:
            yield Alert(
                Tone.WARN,
                f"{name} waits for approval",
                url,
                _by(each),
                "Decide",
                at=each.created_at,
            )
        elif each.state is RolloutState.PAUSED:
            by = " by its gate" if each.reason == PauseReason.GATE else ""
            yield Alert(
                Tone.WARN, f"{name} is paused{by}", url, each.sentence, "Decide", causes=causes
            )
        elif why is not None:
            devices = filters.plural(why.devices, "device")
            yield Alert(Tone.BAD, f"{name} failed on {devices}", url, causes=causes)


def _trust(signs: Signs) -> Iterator[Alert]:
    for each in signs.roles:
        if each.level is not Level.OK:
            yield Alert(
                tone=Tone.BAD if each.level is Level.LATE else Tone.WARN,
                title=f"{each.name} {_ends(each)}",
                url="/trust",
                sentence=f"{each.signer} must sign it again",
                command=each.todo,
                at=each.expires,
            )


def _devices(signs: Signs) -> Iterator[Alert]:
    number, first = signs.certificates
    if number:
        names = ", ".join(name for _, name, _ in first)
        more = f" and {number - len(first)} more" if number > len(first) else ""
        yield Alert(
            tone=Tone.WARN,
            title=f"{filters.plural(number, 'certificate')} of devices end soon"
            if number > 1
            else f"The certificate of {names} ends soon",
            url=f"/devices/{first[0][0]}" if number == 1 else "/devices?order=seen",
            sentence=f"{names}{more}: it renews by itself while the device is connected",
            at=first[0][2],
        )
    if signs.not_serving:
        yield Alert(
            tone=Tone.BAD,
            title=f"{filters.plural(signs.not_serving, 'device')} have a model that does not answer"
            if signs.not_serving > 1
            else "One device has a model that does not answer",
            url="/devices?q=state%3Dfailed",
        )
    if signs.waiting:
        yield Alert(
            tone=Tone.WAIT,
            title=f"{filters.plural(signs.waiting, 'device')} wait to be let in"
            if signs.waiting > 1
            else "A device waits to be let in",
            url="/enroll",
            action="Decide",
        )


def _unpublished(signs: Signs) -> Iterator[Alert]:
    for each in signs.unpublished:
        yield Alert(
            tone=Tone.WAIT,
            title=f"{each.line} {each.version} is built and waits to be published",
            url=f"/models/{each.line}/{each.version}",
            command=f"flotilla publish {each.line} {each.version}",
        )


def _by(rollout: RolloutSummary) -> str:
    whom = rollout.selector or "all devices"
    return f"to {whom}, created by {rollout.created_by}; somebody else must agree"


def _ends(role: RoleState) -> str:
    days = role.days_left
    if days < 0:
        return "has ended"
    return "ends today" if days == 0 else f"ends in {filters.plural(days, 'day')}"
