"""A rollout as its page shows it: waves, failures by cause, what can be done. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from controlplane.console import filters
from controlplane.console.views import bars
from controlplane.console.views.bars import Part
from controlplane.rollouts.machine import ROLLOUT, RolloutEvent, RolloutState, WaveState
from controlplane.rollouts.model import Kind
from controlplane.rollouts.queries import (
    DeploymentHistory,
    DeploymentView,
    RolloutDetail,
    RolloutSummary,
    StepView,
    WaveView,
)
from shared.compat import size
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
VERBS: Final = frozenset(_COMMANDS)
_EVENTS: Final = {
    "start": RolloutEvent.START,
    "pause": RolloutEvent.PAUSE,
    "resume": RolloutEvent.RESUME,
    "rollback": RolloutEvent.ROLL_BACK,
    "abort": RolloutEvent.ABORT,
}
_PROMOTABLE: Final = frozenset({WaveState.SOAKING, WaveState.AWAITING_PROMOTION, WaveState.FAILED})
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


def outside(detail: RolloutDetail) -> tuple[DeploymentView, ...]:
    """Return the devices that no wave holds: left out, or already serving it."""
    return tuple(
        each for each in detail.deployments if each.wave is None and each.kind is Kind.FORWARD
    )


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
    return live and present in _PROMOTABLE


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


Step = tuple[State, datetime, str]
"""A state, when it was entered, and what was said of it."""


def steps(deployment: DeploymentView) -> tuple[Step, ...]:
    """Return the states of the present attempt, in order."""
    found = ((State(state), at, "") for state, at in deployment.steps.items())
    return tuple(sorted(found, key=lambda step: step[1]))


def trail(history: DeploymentHistory) -> tuple[Step, ...]:
    """Return everything that happened to a deployment, in order."""
    return tuple((each.state, each.at, _said(each)) for each in history.steps)


def _said(step: StepView) -> str:
    notes = [step.text] if step.text else []
    if step.late:
        notes.append("reported late")
    if step.attempt > 1:
        notes.append(f"attempt {step.attempt}")
    return ", ".join(notes)


@dataclass(frozen=True)
class Measured:
    """One thing that a device measured, beside what it was before or was expected to be."""

    name: str
    value: str
    beside: str = ""


def measured(deployment: DeploymentView) -> tuple[Measured, ...]:
    """Return what a device measured of a bundle, as it is written."""
    found = deployment.measurements
    if found is None:
        return ()
    before = deployment.before
    rows = []
    if found.golden_items is not None and found.golden_right is not None:
        rows.append(Measured("golden prompts", f"{found.golden_right} of {found.golden_items}"))
    if found.tokens_per_s is not None:
        was = before.tokens_per_s if before else None
        rows.append(
            Measured("decode", f"{found.tokens_per_s:.1f} tok/s", _was(was, "{:.1f} tok/s"))
        )
    if found.first_token_ms is not None:
        was = before.first_token_ms if before else None
        beside = f"was {filters.millis(was)}" if was is not None else ""
        rows.append(Measured("first token", filters.millis(found.first_token_ms), beside))
    if found.memory_bytes is not None:
        expected = deployment.predicted_memory_bytes
        beside = f"forecast {size(expected)}" if expected is not None else ""
        rows.append(Measured("memory", size(found.memory_bytes), beside))
    if found.load_ms is not None:
        rows.append(Measured("load", filters.millis(found.load_ms)))
    if found.crashes:
        rows.append(Measured("crashes", filters.count(found.crashes)))
    if found.requests:
        failed = f"{found.failed_requests} failed" if found.failed_requests else ""
        rows.append(Measured("requests on trial", filters.count(found.requests), failed))
    return tuple(rows)


def _was(value: float | None, form: str) -> str:
    return "" if value is None else f"was {form.format(value)}"
