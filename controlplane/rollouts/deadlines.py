"""When the server stops waiting: step time-outs, devices that are away, new attempts. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from controlplane.rollouts import pace
from controlplane.rollouts.model import Close, DeploymentFacts
from controlplane.rollouts.policy import OfflineAction, RolloutPolicy
from shared.deployment import SERVER_OWNED, TERMINAL, Event, State
from shared.policy import Go


def retry_at(each: DeploymentFacts, policy: RolloutPolicy) -> datetime | None:
    """Return when another attempt follows this one, None when none does."""
    backoff = policy.retries.of(None if each.fault is None else each.fault.category)
    if each.final or each.cancel_at is not None or each.attempt >= backoff.attempts:
        return None
    match each.state:
        case State.FAILED:
            again = each.fault is not None and each.fault.retryable
        case State.TIMED_OUT:
            again = not each.touched
        case _:
            again = False
    if not again:
        return None
    return pace.retry_at(
        backoff, failed_at=each.changed_at, attempt=each.attempt, jitter=each.jitter
    )


def expire(each: DeploymentFacts, policy: RolloutPolicy, now: datetime) -> Iterator[Close]:
    """Close what has waited too long; only for deployments whose turn has come."""
    if each.state in TERMINAL:
        return
    if each.gone:
        event = Event.REMOVE if each.state in SERVER_OWNED else Event.TIME_OUT
        yield Close(each.id, event, "the device is no longer enrolled", final=True)
        return
    if each.cancel_at is not None:
        if now >= each.cancel_at + timedelta(seconds=policy.timeouts.cancel_s):
            yield Close(
                each.id,
                Event.TIME_OUT,
                f"did not stop within {policy.timeouts.cancel_s:g} s of being asked",
                final=True,
            )
        return
    if not each.online:
        yield from _away(each, policy, now)
        return
    limit_s = _limit_s(each, policy)
    if limit_s is not None and now >= each.changed_at + timedelta(seconds=limit_s):
        yield Close(each.id, Event.TIME_OUT, f"no news for {limit_s:g} s while {each.state.value}")


def _away(each: DeploymentFacts, policy: RolloutPolicy, now: datetime) -> Iterator[Close]:
    rule = policy.offline
    if rule.action is OfflineAction.WAIT:
        return
    began = max(each.unreachable_since or each.changed_at, each.changed_at)
    if now < began + timedelta(seconds=rule.after_s):
        return
    why = f"offline for {rule.after_s:g} s"
    if rule.action is OfflineAction.EXCLUDE and each.state in SERVER_OWNED:
        yield Close(each.id, Event.REMOVE, f"left out: {why}", final=True)
    else:
        yield Close(each.id, Event.TIME_OUT, why, final=True)


def _limit_s(each: DeploymentFacts, policy: RolloutPolicy) -> float | None:
    if each.state is State.STAGED and each.go is Go.STAGE:
        return None  # it waits for us
    device, steps = policy.device, policy.timeouts
    download_s = device.download_deadline_s + steps.margin_s
    activate_s = device.activate_deadline_s + steps.margin_s
    return {
        State.OFFERED: steps.offer_s,
        State.ACCEPTED: download_s,
        State.DEFERRED: steps.defer_s,
        State.DOWNLOADING: download_s,
        State.VERIFYING: download_s,
        State.STAGED: activate_s,
        State.ACTIVATING: activate_s,
        State.PROBING: activate_s,
        State.TRIAL: device.trial_s + steps.margin_s,
        State.ROLLING_BACK: steps.revert_s,
    }.get(each.state)
