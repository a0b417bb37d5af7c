"""What people and devices may do to a rollout. Services take a session and never commit."""

from datetime import datetime

from pydantic import ValidationError
from sqlmodel import Session

from controlplane.audit import service as audit
from controlplane.devices import queries as fleet
from controlplane.registry import queries as registry
from controlplane.registry.model import Release
from controlplane.rollouts import effects, foresight, restore, selectors, snapshots, transitions
from controlplane.rollouts import preflight as planning
from controlplane.rollouts.errors import (
    PolicyError,
    ReleaseNotReadyError,
    RolloutStateError,
    WaveNotFoundError,
)
from controlplane.rollouts.machine import (
    LIVE,
    PROMOTABLE,
    WAVE,
    PauseReason,
    RolloutEvent,
    RolloutState,
    WaveEvent,
    WaveState,
)
from controlplane.rollouts.model import MoveRollout
from controlplane.rollouts.policy import Membership, RolloutPolicy
from controlplane.rollouts.preflight import Preflight
from controlplane.rollouts.recording import record
from controlplane.rollouts.starting import approve, reject, start
from controlplane.rollouts.tables import RolloutRow
from shared.ids import ReleaseId, RolloutId, is_name, new_id

__all__ = [
    "abort",
    "approve",
    "close",
    "create",
    "parse_policy",
    "pause",
    "preflight",
    "promote",
    "record",
    "reject",
    "resume",
    "rollback",
    "start",
]


def parse_policy(value: object) -> RolloutPolicy:
    """Read a policy.

    Raises:
        PolicyError: it makes no sense; the message names the field.
    """
    try:
        return RolloutPolicy.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "policy"
        message = str(first["msg"]).removeprefix("Value error, ")
        raise PolicyError(f"{where}: {message}") from error


def preflight(
    session: Session,
    *,
    release: ReleaseId,
    slot: str,
    selector: str,
    policy: RolloutPolicy,
    now: datetime | None = None,
) -> Preflight:
    """Return who would get what, and why, without doing anything.

    With `now` comes how long it would take, and a selector may ask when a device was last seen.

    Raises:
        PolicyError: the slot or the selector makes no sense.
        ReleaseNotReadyError: the release is not published.
        ReleaseNotFoundError: there is no such release.
    """
    found = _checked(session, release=release, slot=slot, selector=selector)
    plan = planning.foresee(
        fleet.devices(session), found, slot=slot, selector=selector, policy=policy, now=now
    )
    return plan if now is None else foresight.timed(session, plan, policy, now)


def create(
    session: Session,
    *,
    release: ReleaseId,
    slot: str,
    selector: str,
    policy: RolloutPolicy,
    actor: str,
    now: datetime,
) -> RolloutId:
    """Create a rollout that is ready to start.

    Raises:
        PolicyError: the slot or the selector makes no sense.
        ReleaseNotReadyError: the release is not published.
        ReleaseNotFoundError: there is no such release.
    """
    found = _checked(session, release=release, slot=slot, selector=selector)
    row = RolloutRow(
        id=new_id(),
        release_id=found.id,
        line=found.line,
        version=found.version,
        slot=slot,
        selector=selector,
        policy=policy.model_dump(mode="json"),
        state=RolloutState.READY.value,
        sentence="ready to start",
        created_by=actor,
        created_at=now,
    )
    session.add(row)
    session.flush()
    who = selector or "all devices"
    _note(session, row, f"{found.line} {found.version} for {who} created", actor=actor, now=now)
    return RolloutId(row.id)


def pause(session: Session, rollout: str, *, actor: str, now: datetime) -> None:
    """Offer nothing more; what is under way goes on.

    Raises:
        InvalidTransitionError: the rollout does not run.
        RolloutNotFoundError: there is none.
    """
    row = snapshots.row(session, rollout, to_change=True)
    action = MoveRollout(RolloutEvent.PAUSE, f"paused by {actor}", PauseReason.MANUAL)
    effects.move(session, row, action, now=now, actor=actor)


def resume(session: Session, rollout: str, *, actor: str, now: datetime) -> None:
    """Go on; after a gate said stop, the devices of its wave are tried once more.

    A deadline that has passed is lifted. After a restore the orders of this control plane count
    again: whoever resumes has looked that they are the right ones.

    Raises:
        InvalidTransitionError: the rollout is not paused.
        RolloutNotFoundError: there is none.
    """
    row = snapshots.row(session, rollout, to_change=True)
    reason = row.reason
    _move(session, row, RolloutEvent.RESUME, f"resumed by {actor}", actor=actor, now=now)
    if reason == PauseReason.DEADLINE:
        row.ends_at = None
    if reason == PauseReason.RESTORE:
        restore.acknowledge(session, actor=actor, now=now)
    policy = snapshots.policy(session, row.id)
    for wave in snapshots.waves(session, row.id):
        if wave.state != WaveState.FAILED:
            continue
        wave.state = WAVE.next(WaveState(wave.state), WaveEvent.REOPEN).value
        wave.judgement = None
        wave.judged_counts = None
        wave.finished_at = None
        for each in snapshots.to_try_again(session, row.id, wave.position):
            transitions.requeue(session, each, policy, now)


def close(session: Session, rollout: str, *, actor: str, now: datetime) -> None:
    """Let nobody join a dynamic rollout any more: it completes when its members are done.

    Raises:
        RolloutStateError: it is over, or nobody could join it anyway.
        RolloutNotFoundError: there is none.
    """
    row = snapshots.row(session, rollout, to_change=True)
    dynamic = snapshots.policy(session, row.id).membership is Membership.DYNAMIC
    if not dynamic or RolloutState(row.state) not in LIVE:
        raise RolloutStateError(
            f"nothing to close: the rollout is {row.state.replace('_', ' ')} and its membership"
            f" is {'dynamic' if dynamic else 'fixed'}"
        )
    row.closing = True
    row.sentence = f"closed by {actor}: nobody joins any more"
    _note(session, row, row.sentence, actor=actor, now=now)


def abort(session: Session, rollout: str, *, actor: str, now: datetime) -> None:
    """Stop: what was not taken up is cancelled, what is under way is asked to stop.

    Raises:
        InvalidTransitionError: the rollout is over, or on its way there.
        RolloutNotFoundError: there is none.
    """
    row = snapshots.row(session, rollout, to_change=True)
    _move(session, row, RolloutEvent.ABORT, f"aborted by {actor}", actor=actor, now=now)


def promote(session: Session, rollout: str, *, actor: str, now: datetime) -> None:
    """Let the present wave pass now: cut its soak short, or overrule its gate.

    Raises:
        RolloutStateError: no wave waits for it.
        RolloutNotFoundError: there is none.
    """
    row = snapshots.row(session, rollout, to_change=True)
    state = RolloutState(row.state)
    wave = next(
        (
            each
            for each in snapshots.waves(session, row.id)
            if each.state not in (WaveState.PASSED, WaveState.SKIPPED)
        ),
        None,
    )
    if (
        wave is None
        or WaveState(wave.state) not in PROMOTABLE
        or state not in (RolloutState.RUNNING, RolloutState.PAUSED)
    ):
        raise RolloutStateError(
            f"nothing to promote: the rollout is {row.state.replace('_', ' ')}"
            + (f" and its wave {wave.name!r} {wave.state}" if wave is not None else "")
            + "; a wave that soaks, waits for promotion or has failed can be promoted"
        )
    overruled = WaveState(wave.state) is WaveState.FAILED
    wave.state = WAVE.next(WaveState(wave.state), WaveEvent.PROMOTE).value
    wave.finished_at = now
    words = "although its gate said stop" if overruled else "by hand"
    text = f"wave {wave.name!r} promoted by {actor} {words}"
    _note(session, row, text, actor=actor, now=now)
    row.sentence = text
    if state is RolloutState.PAUSED:
        _move(session, row, RolloutEvent.RESUME, text, actor=actor, now=now)


def rollback(
    session: Session, rollout: str, *, actor: str, now: datetime, wave: str | None = None
) -> None:
    """Send every device that the rollout reached, or those of one wave, back to what it ran.

    Raises:
        WaveNotFoundError: it has no such wave.
        InvalidTransitionError: it never started, or is rolled back already.
        RolloutNotFoundError: there is none.
    """
    row = snapshots.row(session, rollout, to_change=True)
    scope = None
    if wave is not None:
        scope = next(
            (each.position for each in snapshots.waves(session, row.id) if each.name == wave), None
        )
        if scope is None:
            raise WaveNotFoundError(wave)
    what = "rolled back" if wave is None else f"wave {wave!r} rolled back"
    action = MoveRollout(RolloutEvent.ROLL_BACK, f"{what} by {actor}", scope=scope)
    effects.move(session, row, action, now=now, actor=actor)


def _checked(session: Session, *, release: ReleaseId, slot: str, selector: str) -> Release:
    if not is_name(slot):
        raise PolicyError(f"slot: {slot[:80]!r} is not a name (a-z, 0-9, '.', '_', '-')")
    try:
        selectors.parse(selector)
    except selectors.SelectorError as error:
        raise PolicyError(str(error)) from error
    found = registry.release(session, release)
    if not planning.candidates(found):
        if any(each.recalled for each in found.variants):
            raise ReleaseNotReadyError(f"{found.line} {found.version} was recalled")
        raise ReleaseNotReadyError(
            f"{found.line} {found.version} is {found.state} and has no published variant;"
            f" publish it first: flotilla publish {found.line} {found.version}"
        )
    return found


def _move(
    session: Session,
    row: RolloutRow,
    event: RolloutEvent,
    sentence: str,
    *,
    actor: str,
    now: datetime,
) -> None:
    effects.move(session, row, MoveRollout(event, sentence), now=now, actor=actor)


def _note(session: Session, row: RolloutRow, text: str, *, actor: str, now: datetime) -> None:
    audit.note(session, kind="rollout", subject=row.id, text=text, actor=actor, now=now)
