"""A rollout as its page shows it: waves, failures by cause, what can be done. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from controlplane.console import filters
from controlplane.console.views import bars
from controlplane.console.views.bars import Part
from controlplane.rollouts.machine import PROMOTABLE, ROLLOUT, RolloutEvent, RolloutState, WaveState
from controlplane.rollouts.model import Kind
from controlplane.rollouts.queries import (
    DeploymentView,
    RolloutDetail,
    RolloutSummary,
    WaveView,
)
from shared.deployment import FAILURES, SUCCEEDED, State
from shared.errors import Fault

MAX_HULLS: Final = 120
"""Devices of a wave that are drawn one by one; more are a bar alone."""


@dataclass(frozen=True)
class Number:
    """One number that a gate saw."""

    name: str
    value: str


@dataclass(frozen=True)
class WaveCard:
    wave: WaveView
    parts: tuple[Part, ...]
    hulls: tuple[DeploymentView, ...]
    numbers: tuple[Number, ...]
    finished: int


@dataclass(frozen=True)
class Cause:
    """Deployments that failed for the same reason."""

    word: str
    """What happened: the fault's code, or the state where there is no fault."""
    fault: Fault | None
    sentence: str
    deployments: tuple[DeploymentView, ...]


@dataclass(frozen=True)
class Command:
    """Something an operator may do to a rollout now."""

    verb: str
    label: str
    question: str
    sentence: str
    danger: bool = False


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
_EVENTS: Final = {
    "start": RolloutEvent.START,
    "pause": RolloutEvent.PAUSE,
    "resume": RolloutEvent.RESUME,
    "rollback": RolloutEvent.ROLL_BACK,
    "abort": RolloutEvent.ABORT,
}
_NUMBERS: Final[Mapping[str, str]] = {
    "failure_percent": "failed",
    "success_percent": "succeeded",
    "golden_percent": "golden prompts right",
    "tokens_per_s_change_percent": "tokens/s against before",
    "first_token_ms_change_percent": "first token against before",
    "memory_bytes_change_percent": "memory against before",
}
_LIMITS: Final[Mapping[str, tuple[str, str]]] = {
    "failure_percent": ("failure_limit_percent", "at most"),
    "success_percent": ("success_needed_percent", "at least"),
}


def line(rollout: RolloutSummary) -> Line:
    counts = rollout.counts
    return Line(
        rollout=rollout,
        parts=bars.of_counts(counts),
        devices=sum(counts.values()),
        succeeded=sum(counts.get(state, 0) for state in SUCCEEDED),
        failed=sum(counts.get(state, 0) for state in FAILURES),
    )


def waves(detail: RolloutDetail) -> tuple[WaveCard, ...]:
    return tuple(_card(wave, detail.deployments) for wave in detail.waves)


def causes(deployments: Iterable[DeploymentView]) -> tuple[Cause, ...]:
    """Group what failed by why, the most frequent first."""
    groups: dict[tuple[str, str], list[DeploymentView]] = {}
    for each in deployments:
        if each.state in FAILURES or each.state is State.ROLLING_BACK:
            key = (each.fault.phase, each.fault.code) if each.fault else ("", each.state.value)
            groups.setdefault(key, []).append(each)
    found = [_cause(key[1], members) for key, members in groups.items()]
    return tuple(sorted(found, key=lambda cause: (-len(cause.deployments), cause.word)))


def commands(state: RolloutState, cards: Sequence[WaveCard]) -> tuple[Command, ...]:
    """Return what can be done now, the most likely first."""
    return tuple(each for verb, each in _COMMANDS.items() if _possible(verb, state, cards))


def all_commands() -> tuple[Command, ...]:
    return tuple(_COMMANDS.values())


def _possible(verb: str, state: RolloutState, cards: Sequence[WaveCard]) -> bool:
    event = _EVENTS.get(verb)
    if event is not None:
        return ROLLOUT.allows(state, event)
    present = next(
        (
            card.wave.state
            for card in cards
            if card.wave.state not in {WaveState.PASSED, WaveState.SKIPPED}
        ),
        None,
    )
    live = state in {RolloutState.RUNNING, RolloutState.PAUSED}
    return live and present in PROMOTABLE


def _card(wave: WaveView, deployments: Sequence[DeploymentView]) -> WaveCard:
    own = tuple(
        each for each in deployments if each.wave == wave.index and each.kind is Kind.FORWARD
    )
    ended = SUCCEEDED | FAILURES
    return WaveCard(
        wave=wave,
        parts=bars.of_counts(wave.counts),
        hulls=own if len(own) <= MAX_HULLS else (),
        numbers=_numbers(wave),
        finished=sum(number for state, number in wave.counts.items() if state in ended),
    )


def _numbers(wave: WaveView) -> tuple[Number, ...]:
    if wave.judgement is None:
        return ()
    seen = wave.judgement.numbers
    found = []
    for key, name in _NUMBERS.items():
        if key not in seen:
            continue
        sign = "+" if key.endswith("_change_percent") and seen[key] > 0 else ""
        text = f"{sign}{seen[key]:.0f} %"
        limit, words = _LIMITS.get(key, ("", ""))
        if limit in seen:
            text += f" ({words} {seen[limit]:g} %)"
        found.append(Number(name, text))
    return tuple(found)


def _cause(word: str, members: Sequence[DeploymentView]) -> Cause:
    first = members[0]
    sentence = first.fault.message if first.fault else first.reason
    return Cause(filters.words(word), first.fault, sentence, tuple(members))
