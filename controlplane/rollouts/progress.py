"""Fold what a device reports onto what is known of its deployment. Pure.

Order is `(attempt, seq)`, never arrival: duplicates, delays and reorderings change nothing. A
terminal state absorbs, with one exception: a state that only the server decided (TIMED_OUT, a
cancellation of something that the device had accepted meanwhile) gives way to the device's own
terminal report of the same attempt. That is the late truth, and it corrects the counters, because
they are counted, never kept.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from controlplane.rollouts.model import DeploymentFacts
from shared.deployment import TERMINAL, State
from shared.wire.up import DeploymentReport, Measurements

_NOT_THE_DEVICES = frozenset({State.QUEUED, State.OFFERED, State.REMOVED})
"""States that no device can be in of its own account."""


class Effect(StrEnum):
    """What a report did."""

    NONE = "none"
    """Old, a duplicate, or impossible."""
    PROGRESS = "progress"
    """The state stays; progress or measurements are newer."""
    MOVED = "moved"
    LATE = "late"
    """A guess of the server gave way to the truth."""


@dataclass(frozen=True)
class Folded:
    facts: DeploymentFacts
    effect: Effect


def fold(facts: DeploymentFacts, report: DeploymentReport, now: datetime) -> Folded:
    """Return what is known after `report`; the same facts when it changes nothing."""
    if report.state in _NOT_THE_DEVICES or facts.state is State.QUEUED:
        return Folded(facts, Effect.NONE)
    if facts.state in TERMINAL:
        return _late(facts, report, now)
    if (report.attempt, report.seq) <= (facts.attempt, facts.seq):
        return Folded(facts, Effect.NONE)
    moved = report.state is not facts.state
    return Folded(_with(facts, report, now), Effect.MOVED if moved else Effect.PROGRESS)


def _late(facts: DeploymentFacts, report: DeploymentReport, now: datetime) -> Folded:
    genuine = (
        facts.by_server
        and facts.offered_at is not None
        and report.state in TERMINAL
        and report.attempt == facts.attempt
        and report.seq > facts.seq
    )
    if not genuine:
        return Folded(facts, Effect.NONE)
    return Folded(_with(facts, report, now), Effect.LATE)


def _with(facts: DeploymentFacts, report: DeploymentReport, now: datetime) -> DeploymentFacts:
    return replace(
        facts,
        state=report.state,
        attempt=report.attempt,
        seq=report.seq,
        by_server=False,
        changed_at=now if report.state is not facts.state else facts.changed_at,
        fault=report.fault or (facts.fault if report.attempt == facts.attempt else None),
        progress=report.progress or facts.progress,
        measurements=merged(facts.measurements, report.measurements),
    )


def merged(old: Measurements | None, new: Measurements | None) -> Measurements | None:
    """Return the newer numbers, with the older ones where there is no newer."""
    if old is None or new is None:
        return new or old
    return old.model_copy(update={name: value for name, value in new if value is not None})
