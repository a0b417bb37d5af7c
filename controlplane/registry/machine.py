"""The lives of a release and of a variant, as tables.

A variant is its own job: it is queued, run by the worker, and ends ready or failed; a control
plane that starts anew queues what was running. A release follows its variants.
"""

from enum import StrEnum

from shared.machine import Machine


class ReleaseState(StrEnum):
    DRAFT = "draft"
    BUILDING = "building"
    READY = "ready"
    PUBLISHED = "published"
    FAILED = "failed"


class ReleaseEvent(StrEnum):
    BUILD = "build"
    """The worker took the first variant."""
    FINISH = "finish"
    """Every variant has ended and one at least is ready."""
    FAIL = "fail"
    """Every variant has ended and none is ready."""
    PUBLISH = "publish"


class VariantState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"


class VariantEvent(StrEnum):
    RUN = "run"
    SUCCEED = "succeed"
    FAIL = "fail"
    REQUEUE = "requeue"
    """The control plane stopped while the job ran."""


RELEASE_MACHINE: Machine[ReleaseState, ReleaseEvent] = Machine(
    {
        (ReleaseState.DRAFT, ReleaseEvent.BUILD): ReleaseState.BUILDING,
        (ReleaseState.BUILDING, ReleaseEvent.BUILD): ReleaseState.BUILDING,
        (ReleaseState.BUILDING, ReleaseEvent.FINISH): ReleaseState.READY,
        (ReleaseState.BUILDING, ReleaseEvent.FAIL): ReleaseState.FAILED,
        (ReleaseState.READY, ReleaseEvent.PUBLISH): ReleaseState.PUBLISHED,
    }
)

VARIANT_MACHINE: Machine[VariantState, VariantEvent] = Machine(
    {
        (VariantState.QUEUED, VariantEvent.RUN): VariantState.RUNNING,
        (VariantState.RUNNING, VariantEvent.SUCCEED): VariantState.READY,
        (VariantState.RUNNING, VariantEvent.FAIL): VariantState.FAILED,
        (VariantState.RUNNING, VariantEvent.REQUEUE): VariantState.QUEUED,
    }
)

ENDED = frozenset({VariantState.READY, VariantState.FAILED})
"""Variant states that need no more work."""


def outcome(states: list[VariantState]) -> ReleaseEvent | None:
    """Return what the states of all variants mean for their release; None while one still works."""
    if any(state not in ENDED for state in states):
        return None
    ready = any(state is VariantState.READY for state in states)
    return ReleaseEvent.FINISH if ready else ReleaseEvent.FAIL
