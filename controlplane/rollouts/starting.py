"""How a rollout begins: approval, schedule, and then a variant and a wave for each device."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from controlplane.audit import service as audit
from controlplane.devices import queries as fleet
from controlplane.registry import queries as registry
from controlplane.rollouts import effects, enlisting, snapshots
from controlplane.rollouts import preflight as planning
from controlplane.rollouts.errors import NobodyError, SelfApprovalError
from controlplane.rollouts.machine import (
    LIVE,
    ROLLOUT,
    RolloutEvent,
    RolloutState,
    WaveState,
)
from controlplane.rollouts.model import MoveRollout
from controlplane.rollouts.policy import Membership, RolloutPolicy
from controlplane.rollouts.preflight import Outcome, Preflight
from controlplane.rollouts.tables import RolloutRow, WaveRow
from controlplane.rollouts.wording import devices
from shared.errors import FlotillaError
from shared.ids import ReleaseId


def start(session: Session, rollout: str, *, actor: str, now: datetime) -> None:
    """Start, or ask for approval, or wait for the time that the policy names.

    Raises:
        NobodyError: no device would take part; the message says why.
        InvalidTransitionError: the rollout has been started already.
        RolloutNotFoundError: there is none.
    """
    row = snapshots.row(session, rollout, to_change=True)
    policy = snapshots.policy(session, row.id)
    if policy.approval.required and row.decided_at is None:
        _move(session, row, RolloutEvent.SUBMIT, f"{actor} asks for approval", actor, now)
        return
    if policy.start_at is not None and policy.start_at > now:
        row.start_at = policy.start_at
        at = f"{policy.start_at:%Y-%m-%d %H:%M %Z}"
        _move(session, row, RolloutEvent.SCHEDULE, f"starts at {at}", actor, now)
        return
    _start(session, row, policy, actor=actor, now=now)


def approve(
    session: Session, rollout: str, *, actor: str, now: datetime, comment: str = ""
) -> None:
    """Agree to a rollout that somebody else has created; it starts, or waits for its time.

    Raises:
        SelfApprovalError: the actor created it.
        NobodyError: no device would take part.
        InvalidTransitionError: it does not wait for approval.
        RolloutNotFoundError: there is none.
    """
    row = _decide(session, rollout, RolloutEvent.APPROVE, actor, comment, now)
    start(session, row.id, actor=actor, now=now)


def reject(session: Session, rollout: str, *, actor: str, now: datetime, comment: str = "") -> None:
    """Refuse a rollout; it never starts.

    Raises:
        InvalidTransitionError: it does not wait for approval.
        RolloutNotFoundError: there is none.
    """
    _decide(session, rollout, RolloutEvent.REJECT, actor, comment, now)


def begin(session: Session, rollout: str, now: datetime) -> bool:
    """Start a scheduled rollout; one that cannot start is aborted and says why."""
    row = snapshots.row(session, rollout, to_change=True)
    if row.state != RolloutState.SCHEDULED:
        return True
    try:
        _start(session, row, snapshots.policy(session, row.id), actor=audit.SYSTEM, now=now)
    except FlotillaError as error:
        text = f"could not start: {error}"
        _move(session, row, RolloutEvent.ABORT, text, audit.SYSTEM, now)
    return True


def _decide(
    session: Session,
    rollout: str,
    event: RolloutEvent,
    actor: str,
    comment: str,
    now: datetime,
) -> RolloutRow:
    row = snapshots.row(session, rollout, to_change=True)
    ROLLOUT.next(RolloutState(row.state), event)
    if event is RolloutEvent.APPROVE and actor == row.created_by:
        raise SelfApprovalError(actor)
    row.decided_by, row.decided_at, row.comment = actor, now, comment[:500]
    verb = "approved" if event is RolloutEvent.APPROVE else "rejected"
    text = f"{verb} by {actor}" + (f": {row.comment}" if row.comment else "")
    _move(session, row, event, text, actor, now)
    return row


def _start(
    session: Session, row: RolloutRow, policy: RolloutPolicy, *, actor: str, now: datetime
) -> None:
    ROLLOUT.next(RolloutState(row.state), RolloutEvent.START)
    everybody = fleet.devices(session)
    plan = planning.foresee(
        everybody,
        registry.release(session, ReleaseId(row.release_id)),
        slot=row.slot,
        selector=row.selector,
        policy=policy,
    )
    _somebody(plan, row, policy)
    row.started_at = now
    if policy.deadline is not None:
        row.ends_at = now + timedelta(seconds=policy.deadline.after_s)
    for position, wave in enumerate(plan.waves):
        session.add(
            WaveRow(
                rollout_id=row.id,
                position=position,
                name=wave.name,
                state=WaveState.PENDING.value,
            )
        )
    session.flush()
    enlisting.enlist(session, row, plan.devices, everybody, now)
    if policy.supersede:
        _supersede_older(session, row, actor=actor, now=now)
    _move(session, row, RolloutEvent.START, f"started: {_shares(plan)}", actor, now)


def _supersede_older(session: Session, row: RolloutRow, *, actor: str, now: datetime) -> None:
    older = session.exec(
        select(RolloutRow).where(
            RolloutRow.id != row.id,
            RolloutRow.slot == row.slot,
            RolloutRow.selector == row.selector,
            col(RolloutRow.state).in_([state.value for state in sorted(LIVE)]),
        )
    ).all()
    for each in older:
        if not ROLLOUT.allows(RolloutState(each.state), RolloutEvent.ABORT):
            continue
        each.superseded_by = row.id
        text = f"superseded by {row.line} {row.version}"
        _move(session, each, RolloutEvent.ABORT, text, actor, now)


def _shares(plan: Preflight) -> str:
    parts = [f"{name} for {devices(count)}" for name, count in sorted(plan.variants.items())]
    if skipped := plan.count(Outcome.SKIP):
        parts.append(f"{devices(skipped)} already right")
    if left_out := plan.count(Outcome.LEFT_OUT):
        parts.append(f"{devices(left_out)} left out because no variant fits")
    return ", ".join(parts) or "nobody yet"


def _somebody(plan: Preflight, row: RolloutRow, policy: RolloutPolicy) -> None:
    if policy.membership is Membership.DYNAMIC:
        return
    if plan.count(Outcome.DEPLOY) or plan.count(Outcome.SKIP):
        return
    if not plan.devices:
        who = f"matches {row.selector!r}" if row.selector else "is enrolled"
        raise NobodyError(f"no device {who}; others enrolled: {plan.unmatched}")
    first = plan.devices[0]
    raise NobodyError(
        f"no variant of {plan.line} {plan.version} fits any of {devices(len(plan.devices))};"
        f" {first.name}: {first.sentence}"
    )


def _move(
    session: Session, row: RolloutRow, event: RolloutEvent, text: str, actor: str, now: datetime
) -> None:
    effects.move(session, row, MoveRollout(event, text), now=now, actor=actor)
