"""The life of one deployment on one device: states, events, and who may cause them.

The server owns a deployment until the device accepts it; from then on the device does, and the
server only records what it hears. A terminal state absorbs, with one exception that the server
alone applies: a genuine late report after TIMED_OUT replaces it by the truth.
"""

from enum import StrEnum

from shared.machine import Machine


class State(StrEnum):
    QUEUED = "queued"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    DOWNLOADING = "downloading"
    VERIFYING = "verifying"
    STAGED = "staged"
    ACTIVATING = "activating"
    PROBING = "probing"
    TRIAL = "trial"
    ROLLING_BACK = "rolling_back"
    COMMITTED = "committed"
    ROLLED_BACK = "rolled_back"
    ROLLBACK_FAILED = "rollback_failed"
    FAILED = "failed"
    REJECTED = "rejected"
    CANCELED = "canceled"
    SUPERSEDED = "superseded"
    SKIPPED = "skipped"
    TIMED_OUT = "timed_out"
    REMOVED = "removed"


class Event(StrEnum):
    OFFER = "offer"
    ACCEPT = "accept"
    DEFER = "defer"
    DOWNLOAD = "download"
    VERIFY = "verify"
    STAGE = "stage"
    ACTIVATE = "activate"
    PROBE = "probe"
    TRY = "try"
    COMMIT = "commit"
    FAIL = "fail"
    REVERTED = "reverted"
    REVERT_FAILED = "revert_failed"
    REJECT = "reject"
    CANCEL = "cancel"
    SUPERSEDE = "supersede"
    SKIP = "skip"
    TIME_OUT = "time_out"
    REMOVE = "remove"


SERVER_OWNED = frozenset({State.QUEUED, State.OFFERED})
SUCCEEDED = frozenset({State.COMMITTED, State.SKIPPED})
FAILURES = frozenset(
    {
        State.FAILED,
        State.REJECTED,
        State.ROLLED_BACK,
        State.ROLLBACK_FAILED,
        State.TIMED_OUT,
    }
)
TERMINAL = SUCCEEDED | FAILURES | frozenset({State.CANCELED, State.SUPERSEDED, State.REMOVED})
UNCHANGED = frozenset(
    {State.ACCEPTED, State.DEFERRED, State.DOWNLOADING, State.VERIFYING, State.STAGED}
)
"""Device-owned states in which what the device serves has not been touched yet."""
TOUCHED = frozenset({State.ACTIVATING, State.PROBING, State.TRIAL})
"""States in which the candidate is being tried, so that leaving means going back."""


def _table() -> dict[tuple[State, Event], State]:
    table = {
        (State.QUEUED, Event.OFFER): State.OFFERED,
        (State.QUEUED, Event.SKIP): State.SKIPPED,
        (State.OFFERED, Event.SKIP): State.SKIPPED,
        (State.OFFERED, Event.ACCEPT): State.ACCEPTED,
        (State.OFFERED, Event.REJECT): State.REJECTED,
        (State.ACCEPTED, Event.REJECT): State.REJECTED,
        (State.ACCEPTED, Event.SKIP): State.SKIPPED,
        (State.ACCEPTED, Event.DOWNLOAD): State.DOWNLOADING,
        (State.DOWNLOADING, Event.VERIFY): State.VERIFYING,
        (State.VERIFYING, Event.STAGE): State.STAGED,
        (State.STAGED, Event.ACTIVATE): State.ACTIVATING,
        (State.ACTIVATING, Event.PROBE): State.PROBING,
        (State.PROBING, Event.TRY): State.TRIAL,
        (State.TRIAL, Event.COMMIT): State.COMMITTED,
        (State.ROLLING_BACK, Event.REVERTED): State.ROLLED_BACK,
        (State.ROLLING_BACK, Event.REVERT_FAILED): State.ROLLBACK_FAILED,
        (State.DEFERRED, Event.DOWNLOAD): State.DOWNLOADING,
        (State.DEFERRED, Event.ACTIVATE): State.ACTIVATING,
    }
    for state in (State.ACCEPTED, State.DOWNLOADING, State.STAGED):
        table[state, Event.DEFER] = State.DEFERRED
    for state in SERVER_OWNED:
        table[state, Event.CANCEL] = State.CANCELED
        table[state, Event.SUPERSEDE] = State.SUPERSEDED
        table[state, Event.REMOVE] = State.REMOVED
        table[state, Event.TIME_OUT] = State.TIMED_OUT
    for state in UNCHANGED:
        table[state, Event.FAIL] = State.FAILED
        table[state, Event.CANCEL] = State.CANCELED
        table[state, Event.SUPERSEDE] = State.SUPERSEDED
        table[state, Event.TIME_OUT] = State.TIMED_OUT
    for state in TOUCHED:
        table[state, Event.FAIL] = State.ROLLING_BACK
        table[state, Event.CANCEL] = State.ROLLING_BACK
        table[state, Event.TIME_OUT] = State.TIMED_OUT
    table[State.ROLLING_BACK, Event.TIME_OUT] = State.TIMED_OUT
    return table


MACHINE: Machine[State, Event] = Machine(_table())
