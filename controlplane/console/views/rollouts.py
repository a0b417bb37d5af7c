"""A rollout as its page shows it: waves, failures by cause, what can be done. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from controlplane.access.policy import Principal
from controlplane.console import filters
from controlplane.console.views import bars
from controlplane.console.views.bars import Part
from controlplane.rollouts.checks import Check
from controlplane.rollouts.machine import PROMOTABLE, ROLLOUT, RolloutEvent, RolloutState, WaveState
from controlplane.rollouts.pages import Named
from controlplane.rollouts.queries import RolloutSummary, WaveView
from shared.compat import size
from shared.deployment import FAILURES, SUCCEEDED

MAX_HULLS: Final = 120
"""Devices of a wave that are drawn one by one; more are a bar alone."""


@dataclass(frozen=True)
class Gate:
    """What one gate found in one class of hardware."""

    name: str
    check: Check
    seen: str
    """Before and after."""
    change: str
    limit: str


@dataclass(frozen=True)
class WaveCard:
    wave: WaveView
    parts: tuple[Part, ...]
    hulls: tuple[Named, ...]
    gates: tuple[Gate, ...]
    finished: int


@dataclass(frozen=True)
class Command:
    """Something an operator may do to a rollout now."""

    verb: str
    label: str
    question: str
    sentence: str
    danger: bool = False
    permission: str = "rollouts.steer"


@dataclass(frozen=True)
class Line:
    """A rollout in a list."""

    rollout: RolloutSummary
    parts: tuple[Part, ...]
    devices: int
    succeeded: int
    failed: int


_COMMANDS: Final[Mapping[str, Command]] = {
    each.verb: each
    for each in (
        Command(
            "approve",
            "Approve",
            "Approve this rollout?",
            "It starts, or waits for its time. Your name is kept with the decision.",
            permission="rollouts.approve",
        ),
        Command(
            "reject",
            "Reject",
            "Reject this rollout?",
            "It never starts. Your name is kept with the decision.",
            danger=True,
            permission="rollouts.approve",
        ),
        Command(
            "start",
            "Start",
            "Start this rollout?",
            "A variant is chosen for every device, and the first wave begins.",
        ),
        Command(
            "pause",
            "Pause",
            "Pause this rollout?",
            "Nothing more is offered. What devices have begun, they finish.",
        ),
        Command(
            "resume",
            "Resume",
            "Resume this rollout?",
            "It goes on where it stopped; after a gate said stop, failed devices try once more.",
        ),
        Command(
            "promote",
            "Promote wave",
            "Promote the present wave?",
            "It passes now: its soak is cut short, or its gate is overruled. The next one begins.",
        ),
        Command(
            "close",
            "Close to joiners",
            "Let nobody join any more?",
            "Devices that match later are left out; it completes when its members are done.",
        ),
        Command(
            "rollback",
            "Roll back",
            "Roll back this rollout?",
            "Every device that it reached goes back to what it ran before.",
            danger=True,
        ),
        Command(
            "abort",
            "Abort",
            "Abort this rollout?",
            "What was not taken up is cancelled, devices under way are asked to stop."
            " Devices that committed keep the new version.",
            danger=True,
        ),
    )
}
ALL_COMMANDS: Final = tuple(_COMMANDS.values())
_EVENTS: Final = {
    "approve": RolloutEvent.APPROVE,
    "reject": RolloutEvent.REJECT,
    "start": RolloutEvent.START,
    "pause": RolloutEvent.PAUSE,
    "resume": RolloutEvent.RESUME,
    "rollback": RolloutEvent.ROLL_BACK,
    "abort": RolloutEvent.ABORT,
}
_GATES: Final[Mapping[str, tuple[str, str]]] = {
    "failures": ("failures", "%"),
    "tokens_per_s": ("decode", "tok/s"),
    "first_token_ms": ("first token", "ms"),
    "memory_bytes": ("memory", "B"),
    "golden": ("golden prompts", "%"),
    "errors": ("failed requests", "%"),
    "crashes": ("crashes", "%"),
    "throttled": ("too hot", "%"),
}
"""Gates by name: what they look at, and the unit of what they saw."""


def line(rollout: RolloutSummary) -> Line:
    counts = rollout.counts
    return Line(
        rollout=rollout,
        parts=bars.of_counts(counts),
        devices=sum(counts.values()),
        succeeded=sum(counts.get(state, 0) for state in SUCCEEDED),
        failed=sum(counts.get(state, 0) for state in FAILURES),
    )


def waves(
    found: Iterable[WaveView], hulls: Mapping[int, tuple[Named, ...]]
) -> tuple[WaveCard, ...]:
    return tuple(_card(wave, hulls.get(wave.index, ())) for wave in found)


def drawn(found: Iterable[WaveView]) -> tuple[int, ...]:
    """Return the waves whose devices are few enough to be drawn one by one."""
    return tuple(wave.index for wave in found if wave.devices <= MAX_HULLS)


@dataclass(frozen=True)
class Standing:
    """What a rollout is, as far as it decides what may be done to it."""

    state: RolloutState
    waves: tuple[WaveState, ...] = ()
    joinable: bool = False
    """Devices that match later take part."""
    own: bool = False
    """Whoever looks at it made it, and may not approve it."""


def commands(standing: Standing, principal: Principal) -> tuple[Command, ...]:
    """Return what can be done now by somebody, the most likely first."""
    return tuple(
        each
        for verb, each in _COMMANDS.items()
        if _possible(verb, standing) and principal.may(each.permission)
    )


def policy_lines(policy: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return a policy as names and values, parts within each other joined by dots."""
    return tuple(_flat("", policy))


def _flat(prefix: str, value: Any) -> Iterator[tuple[str, str]]:
    match value:
        case Mapping():
            for key, held in value.items():
                yield from _flat(f"{prefix}.{key}" if prefix else str(key), held)
        case [*items] if items and all(isinstance(each, Mapping) for each in items):
            for number, held in enumerate(items, 1):
                yield from _flat(f"{prefix}.{number}", held)
        case None | "" | []:
            pass
        case [*items]:
            yield prefix, ", ".join(str(each) for each in items)
        case _:
            yield prefix, str(value)


def _possible(verb: str, standing: Standing) -> bool:
    state = standing.state
    if verb == "approve" and standing.own:
        return False
    event = _EVENTS.get(verb)
    if event is not None:
        return ROLLOUT.allows(state, event)
    live = state in {RolloutState.RUNNING, RolloutState.PAUSED}
    if verb == "close":
        return live and standing.joinable
    ended = {WaveState.PASSED, WaveState.SKIPPED}
    present = next((wave for wave in standing.waves if wave not in ended), None)
    return live and present in PROMOTABLE


def _card(wave: WaveView, hulls: tuple[Named, ...]) -> WaveCard:
    ended = SUCCEEDED | FAILURES
    checks = wave.judgement.checks if wave.judgement else ()
    return WaveCard(
        wave=wave,
        parts=bars.of_counts(wave.counts),
        hulls=hulls,
        gates=tuple(_gate(each) for each in checks),
        finished=sum(number for state, number in wave.counts.items() if state in ended),
    )


def _gate(check: Check) -> Gate:
    name, unit = _GATES.get(check.gate, (filters.words(check.gate), ""))
    return Gate(
        name=name,
        check=check,
        seen=_from_to(check, unit),
        change=_change(check),
        limit="" if check.limit is None else f"{check.limit:g} {_unit_of_change(check)}",
    )


def _from_to(check: Check, unit: str) -> str:
    after = _quantity(check.after, unit)
    before = _quantity(check.before, unit)
    return f"{before} → {after}" if before and after else after or before


def _quantity(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    match unit:
        case "ms":
            return filters.millis(value)
        case "B":
            return size(int(value))
        case "%":
            return filters.percent(value / 100)
        case _:
            return f"{value:.3g} {unit}".strip()


def _change(check: Check) -> str:
    """Return the typical change, and where it lies with the confidence asked for."""
    unit = _unit_of_change(check)
    if check.change is None:
        if check.low is None or check.high is None:
            return ""
        return f"{check.low:.0f} to {check.high:.0f} {unit}"
    text = f"{_signed(check.change, 1)} {unit}"
    if check.low is None or check.high is None:
        return text
    return f"{text} ({_signed(check.low, 0)} to {_signed(check.high, 0)})"


def _signed(value: float, digits: int) -> str:
    """Write a change with its sign; what is rounded to nothing has none."""
    return f"{value:+.{digits}f}" if round(value, digits) else "0"


def _unit_of_change(check: Check) -> str:
    return "points" if check.gate in {"golden", "errors"} else "%"
