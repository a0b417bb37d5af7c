"""The states of a rollout and of a wave, and what may follow what. Pure."""

from enum import StrEnum

from shared.machine import Machine


class RolloutState(StrEnum):
    DRAFT = "draft"
    READY = "ready"
    AWAITING_APPROVAL = "awaiting_approval"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    COMPLETED = "completed"
    COMPLETED_WITH_FAILURES = "completed_with_failures"
    ABORTING = "aborting"
    ABORTED = "aborted"
    ROLLING_BACK = "rolling_back"
    ROLLED_BACK = "rolled_back"
    ROLLBACK_PARTIAL = "rollback_partial"
    REJECTED = "rejected"
    """Somebody did not approve it."""
    SUPERSEDED = "superseded"
    """A newer rollout took its place."""


class RolloutEvent(StrEnum):
    VALIDATE = "validate"
    SUBMIT = "submit"
    APPROVE = "approve"
    REJECT = "reject"
    SCHEDULE = "schedule"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    COMPLETE = "complete"
    COMPLETE_WITH_FAILURES = "complete_with_failures"
    ABORT = "abort"
    ABORTED = "aborted"
    SUPERSEDED = "superseded"
    ROLL_BACK = "roll_back"
    WAVE_ROLLED_BACK = "wave_rolled_back"
    ROLLED_BACK = "rolled_back"
    ROLLED_BACK_PARTLY = "rolled_back_partly"


class PauseReason(StrEnum):
    MANUAL = "manual"
    GATE = "gate"
    DEADLINE = "deadline"
    """It was not done in time."""
    RESTORE = "restore"
    """Devices know of newer orders than this control plane: it was restored from a backup."""


class WaveState(StrEnum):
    PENDING = "pending"
    PREFETCHING = "prefetching"
    ACTIVE = "active"
    SOAKING = "soaking"
    EVALUATING = "evaluating"
    AWAITING_PROMOTION = "awaiting_promotion"
    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


class WaveEvent(StrEnum):
    PREFETCH = "prefetch"
    START = "start"
    SETTLE = "settle"
    UNSETTLE = "unsettle"
    SOAKED = "soaked"
    HOLD = "hold"
    PROMOTE = "promote"
    FAIL = "fail"
    SKIP = "skip"
    REOPEN = "reopen"


_R, _RE = RolloutState, RolloutEvent
_W, _WE = WaveState, WaveEvent

LIVE = frozenset({_R.RUNNING, _R.PAUSED, _R.ABORTING, _R.ROLLING_BACK})
"""States in which the runner looks at a rollout."""
COMPLETED = frozenset({_R.COMPLETED, _R.COMPLETED_WITH_FAILURES})
ENDED = COMPLETED | {
    _R.ABORTED,
    _R.ROLLED_BACK,
    _R.ROLLBACK_PARTIAL,
    _R.REJECTED,
    _R.SUPERSEDED,
}
YIELDING = frozenset({_R.PAUSED, _R.ABORTING}) | ENDED
"""States in which a rollout lets a newer one have its devices."""
WAVE_OPEN = frozenset({_W.ACTIVE, _W.SOAKING, _W.EVALUATING, _W.AWAITING_PROMOTION})
WAVE_ENDED = frozenset({_W.PASSED, _W.FAILED, _W.SKIPPED})
WAVE_STARTED = WAVE_OPEN | {_W.PASSED, _W.FAILED}
WAVE_REACHED = WAVE_STARTED | {_W.PREFETCHING}
"""Waves whose devices may be told something."""
PROMOTABLE = frozenset({_W.SOAKING, _W.AWAITING_PROMOTION, _W.FAILED})
"""Waves that a person may let pass: the machine also lets the planner pass one it evaluates."""

ROLLOUT: Machine[RolloutState, RolloutEvent] = Machine(
    {
        (_R.DRAFT, _RE.VALIDATE): _R.READY,
        (_R.READY, _RE.SUBMIT): _R.AWAITING_APPROVAL,
        (_R.AWAITING_APPROVAL, _RE.APPROVE): _R.READY,
        (_R.AWAITING_APPROVAL, _RE.REJECT): _R.REJECTED,
        (_R.READY, _RE.SCHEDULE): _R.SCHEDULED,
        (_R.READY, _RE.START): _R.RUNNING,
        (_R.SCHEDULED, _RE.START): _R.RUNNING,
        (_R.RUNNING, _RE.PAUSE): _R.PAUSED,
        (_R.PAUSED, _RE.RESUME): _R.RUNNING,
        (_R.RUNNING, _RE.COMPLETE): _R.COMPLETED,
        (_R.RUNNING, _RE.COMPLETE_WITH_FAILURES): _R.COMPLETED_WITH_FAILURES,
        (_R.DRAFT, _RE.ABORT): _R.ABORTED,
        (_R.READY, _RE.ABORT): _R.ABORTED,
        (_R.AWAITING_APPROVAL, _RE.ABORT): _R.ABORTED,
        (_R.SCHEDULED, _RE.ABORT): _R.ABORTED,
        (_R.RUNNING, _RE.ABORT): _R.ABORTING,
        (_R.PAUSED, _RE.ABORT): _R.ABORTING,
        (_R.ABORTING, _RE.ABORTED): _R.ABORTED,
        (_R.ABORTING, _RE.SUPERSEDED): _R.SUPERSEDED,
        **dict.fromkeys(
            (
                (state, _RE.ROLL_BACK)
                for state in (
                    _R.RUNNING,
                    _R.PAUSED,
                    _R.ABORTING,
                    _R.ABORTED,
                    _R.COMPLETED,
                    _R.COMPLETED_WITH_FAILURES,
                )
            ),
            _R.ROLLING_BACK,
        ),
        (_R.ROLLING_BACK, _RE.WAVE_ROLLED_BACK): _R.PAUSED,
        (_R.ROLLING_BACK, _RE.ROLLED_BACK): _R.ROLLED_BACK,
        (_R.ROLLING_BACK, _RE.ROLLED_BACK_PARTLY): _R.ROLLBACK_PARTIAL,
    }
)

WAVE: Machine[WaveState, WaveEvent] = Machine(
    {
        (_W.PENDING, _WE.PREFETCH): _W.PREFETCHING,
        (_W.PENDING, _WE.START): _W.ACTIVE,
        (_W.PREFETCHING, _WE.START): _W.ACTIVE,
        (_W.PENDING, _WE.SKIP): _W.SKIPPED,
        (_W.PREFETCHING, _WE.SKIP): _W.SKIPPED,
        (_W.ACTIVE, _WE.SETTLE): _W.SOAKING,
        (_W.SOAKING, _WE.UNSETTLE): _W.ACTIVE,
        (_W.EVALUATING, _WE.UNSETTLE): _W.ACTIVE,
        (_W.SOAKING, _WE.SOAKED): _W.EVALUATING,
        (_W.EVALUATING, _WE.HOLD): _W.AWAITING_PROMOTION,
        (_W.EVALUATING, _WE.PROMOTE): _W.PASSED,
        (_W.SOAKING, _WE.PROMOTE): _W.PASSED,
        (_W.AWAITING_PROMOTION, _WE.PROMOTE): _W.PASSED,
        (_W.FAILED, _WE.PROMOTE): _W.PASSED,
        (_W.FAILED, _WE.REOPEN): _W.ACTIVE,
        (_W.PASSED, _WE.REOPEN): _W.ACTIVE,
        (_W.SKIPPED, _WE.REOPEN): _W.ACTIVE,
        (_W.PASSED, _WE.FAIL): _W.FAILED,
        **dict.fromkeys(((state, _WE.FAIL) for state in WAVE_OPEN), _W.FAILED),
    }
)
