"""Does the newest hint end what is under way? Pure.

A hint is not trusted, and so it may do no more than this: cancel, replace, or let a deadline pass.
Once a candidate is loaded, leaving it means going back, and a way back is never interrupted.
"""

from dataclasses import dataclass
from datetime import datetime

from shared.deployment import TOUCHED, UNCHANGED, Event, State
from shared.ids import DeploymentId
from shared.wire.down import DeploymentHint


@dataclass(frozen=True)
class Order:
    """An event that the outside causes, with its reason."""

    event: Event
    reason: str


def order(
    state: State,
    *,
    deployment: DeploymentId,
    attempt: int,
    hint: DeploymentHint | None,
    now: datetime,
) -> Order | None:
    """Return what ends the attempt before its time, None when nothing does."""
    if hint is None or state not in UNCHANGED | TOUCHED:
        return None
    if hint.id != deployment:
        return _leave(state, f"replaced by deployment {hint.id}", Event.SUPERSEDE)
    if hint.attempt > attempt:
        return _leave(state, f"replaced by attempt {hint.attempt}", Event.SUPERSEDE)
    if hint.cancel:
        return _leave(state, "cancelled by an operator", Event.CANCEL)
    if hint.deadline is not None and now >= hint.deadline and state in UNCHANGED:
        return Order(Event.TIME_OUT, f"not done by {hint.deadline.isoformat(timespec='seconds')}")
    return None


def _leave(state: State, reason: str, event: Event) -> Order:
    return Order(event if state in UNCHANGED else Event.CANCEL, reason)
