"""Does the newest hint, or a recall, end what is under way? Pure.

A recall is signed. A hint is not trusted, and so it may do no more than this: cancel, replace, or
let a deadline pass. Once a candidate is loaded, leaving it means going back, and a way back is
never interrupted.
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
    recalled: bool = False


def order(
    state: State,
    *,
    deployment: DeploymentId,
    attempt: int,
    hint: DeploymentHint | None,
    now: datetime,
    recalled: str | None = None,
) -> Order | None:
    """Return what ends the attempt before its time, None when nothing does.

    `recalled` is why its bundle must not run, where it was recalled meanwhile.
    """
    if state not in UNCHANGED | TOUCHED:
        return None
    if recalled is not None:
        return Order(Event.FAIL, f"the bundle was recalled: {recalled}", recalled=True)
    return None if hint is None else _hinted(state, deployment, attempt, hint=hint, now=now)


def _hinted(
    state: State, deployment: DeploymentId, attempt: int, *, hint: DeploymentHint, now: datetime
) -> Order | None:
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
