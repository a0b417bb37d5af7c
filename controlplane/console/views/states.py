"""States as people see them: a tone (which has a colour and an icon) and a word. Pure.

Tones: `ok` it is as it should be, `busy` it moves, `wait` it will move, `warn` somebody should
look, `bad` it failed, `off` it does not take part.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from controlplane.registry.machine import ReleaseState, VariantState
from controlplane.rollouts.checks import Finding
from controlplane.rollouts.gates import Verdict
from controlplane.rollouts.machine import RolloutState, WaveState
from shared.deployment import FAILURES, SUCCEEDED, State


class Tone(StrEnum):
    OK = "ok"
    BUSY = "busy"
    WAIT = "wait"
    WARN = "warn"
    BAD = "bad"
    OFF = "off"


@dataclass(frozen=True)
class Look:
    """How a state is shown."""

    tone: Tone
    word: str


_DEPLOYMENT: Final[Mapping[State, Tone]] = {
    **dict.fromkeys(SUCCEEDED, Tone.OK),
    **dict.fromkeys(FAILURES, Tone.BAD),
    State.QUEUED: Tone.WAIT,
    State.OFFERED: Tone.WAIT,
    State.DEFERRED: Tone.WAIT,
    State.ACCEPTED: Tone.BUSY,
    State.DOWNLOADING: Tone.BUSY,
    State.VERIFYING: Tone.BUSY,
    State.STAGED: Tone.BUSY,
    State.ACTIVATING: Tone.BUSY,
    State.PROBING: Tone.BUSY,
    State.TRIAL: Tone.BUSY,
    State.ROLLING_BACK: Tone.WARN,
    State.CANCELED: Tone.OFF,
    State.SUPERSEDED: Tone.OFF,
    State.REMOVED: Tone.OFF,
}
_ROLLOUT: Final[Mapping[RolloutState, Tone]] = {
    RolloutState.DRAFT: Tone.OFF,
    RolloutState.READY: Tone.WAIT,
    RolloutState.AWAITING_APPROVAL: Tone.WAIT,
    RolloutState.SCHEDULED: Tone.WAIT,
    RolloutState.RUNNING: Tone.BUSY,
    RolloutState.PAUSED: Tone.WARN,
    RolloutState.COMPLETED: Tone.OK,
    RolloutState.COMPLETED_WITH_FAILURES: Tone.WARN,
    RolloutState.ABORTING: Tone.WARN,
    RolloutState.ABORTED: Tone.OFF,
    RolloutState.ROLLING_BACK: Tone.WARN,
    RolloutState.ROLLED_BACK: Tone.OFF,
    RolloutState.ROLLBACK_PARTIAL: Tone.BAD,
    RolloutState.REJECTED: Tone.OFF,
    RolloutState.SUPERSEDED: Tone.OFF,
}
_WAVE: Final[Mapping[WaveState, Tone]] = {
    WaveState.PENDING: Tone.WAIT,
    WaveState.PREFETCHING: Tone.BUSY,
    WaveState.ACTIVE: Tone.BUSY,
    WaveState.SOAKING: Tone.BUSY,
    WaveState.EVALUATING: Tone.BUSY,
    WaveState.AWAITING_PROMOTION: Tone.WARN,
    WaveState.PASSED: Tone.OK,
    WaveState.FAILED: Tone.BAD,
    WaveState.SKIPPED: Tone.OFF,
}
_RELEASE: Final[Mapping[ReleaseState, Tone]] = {
    ReleaseState.DRAFT: Tone.WAIT,
    ReleaseState.BUILDING: Tone.BUSY,
    ReleaseState.READY: Tone.WARN,
    ReleaseState.PUBLISHED: Tone.OK,
    ReleaseState.FAILED: Tone.BAD,
}
_VARIANT: Final[Mapping[VariantState, Tone]] = {
    VariantState.QUEUED: Tone.WAIT,
    VariantState.RUNNING: Tone.BUSY,
    VariantState.READY: Tone.OK,
    VariantState.FAILED: Tone.BAD,
}
_VERDICT: Final[Mapping[Verdict, Tone]] = {
    Verdict.GO: Tone.OK,
    Verdict.STOP: Tone.BAD,
    Verdict.WAIT: Tone.WAIT,
}
_FINDING: Final[Mapping[Finding, Tone]] = {
    Finding.PASS: Tone.OK,
    Finding.FAIL: Tone.BAD,
    Finding.WAIT: Tone.WAIT,
    Finding.INCONCLUSIVE: Tone.WARN,
    Finding.WATCHED: Tone.OFF,
}
_PRESENCE: Final[Mapping[str, Look]] = {
    "online": Look(Tone.OK, "online"),
    "offline": Look(Tone.WARN, "offline"),
    "never": Look(Tone.OFF, "never connected"),
}


_TONES: Final[Mapping[type[StrEnum], Mapping[Any, Tone]]] = {
    State: _DEPLOYMENT,
    RolloutState: _ROLLOUT,
    WaveState: _WAVE,
    ReleaseState: _RELEASE,
    VariantState: _VARIANT,
    Verdict: _VERDICT,
    Finding: _FINDING,
}
_WORDS: Final[Mapping[type[StrEnum], Mapping[Any, str]]] = {
    State: {
        State.COMMITTED: "in service",
        State.SKIPPED: "already in service",
        State.PROBING: "asking golden prompts",
        State.TRIAL: "on trial",
        State.REMOVED: "left out",
    },
    Finding: {
        Finding.PASS: "kept",
        Finding.FAIL: "broken",
        Finding.WAIT: "too few yet",
        Finding.INCONCLUSIVE: "not sure",
    },
    ReleaseState: {
        ReleaseState.DRAFT: "waiting to be built",
        ReleaseState.READY: "ready to publish",
    },
}
"""Words that say more than the state's own name. By type: members of two may be equal as text."""


def of(state: StrEnum | str) -> Look:
    """Return how any state is shown."""
    if not isinstance(state, StrEnum):
        return _PRESENCE[state]
    words = _WORDS.get(type(state), {})
    return Look(_TONES[type(state)][state], words.get(state, state.value.replace("_", " ")))
