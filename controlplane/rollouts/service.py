"""What people and devices may do to a rollout. Services take a session and never commit."""

from datetime import datetime

from pydantic import ValidationError
from sqlmodel import Session

from controlplane.audit import service as audit
from controlplane.devices import queries as fleet
from controlplane.registry import queries as registry
from controlplane.registry.model import Release
from controlplane.rollouts import effects, rows, selectors, snapshots
from controlplane.rollouts import preflight as planning
from controlplane.rollouts.errors import (
    NobodyError,
    PolicyError,
    ReleaseNotReadyError,
    RolloutStateError,
)
from controlplane.rollouts.machine import (
    PROMOTABLE,
    ROLLOUT,
    WAVE,
    PauseReason,
    RolloutEvent,
    RolloutState,
    WaveEvent,
    WaveState,
)
from controlplane.rollouts.model import MoveRollout
from controlplane.rollouts.policy import RolloutPolicy
from controlplane.rollouts.preflight import Forecast, Outcome, Preflight
from controlplane.rollouts.recording import record
from controlplane.rollouts.tables import DeploymentRow, RolloutRow, WaveRow
from controlplane.rollouts.wording import devices
from shared.deployment import FAILURES, State
from shared.ids import ReleaseId, RolloutId, is_name, new_id

__all__ = [
    "abort",
    "create",
    "parse_policy",
    "pause",
    "preflight",
    "promote",
    "record",
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
    session: Session, *, release: ReleaseId, slot: str, selector: str, policy: RolloutPolicy
) -> Preflight:
    """Return who would get what, and why, without doing anything.

    Raises:
        PolicyError: the slot or the selector makes no sense.
        ReleaseNotReadyError: the release is not published.
        ReleaseNotFoundError: there is no such release.
    """
    found = _checked(session, release=release, slot=slot, selector=selector)
    return planning.foresee(
        fleet.devices(session), found, slot=slot, selector=selector, policy=policy
    )


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


def start(session: Session, rollout: str, *, actor: str, now: datetime) -> None:
    """Choose a variant for each device, divide them into waves, and begin.

    Raises:
        NobodyError: no device would take part; the message says why.
        InvalidTransitionError: the rollout has been started already.
        RolloutNotFoundError: there is none.
    """
    row = snapshots.row(session, rollout)
    ROLLOUT.next(RolloutState(row.state), RolloutEvent.START)
    plan = preflight(
        session,
        release=ReleaseId(row.release_id),
        slot=row.slot,
        selector=row.selector,
        policy=RolloutPolicy.model_validate(row.policy),
    )
    _somebody(plan, row)
    row.started_at = now
    for position, wave in enumerate(plan.waves):
        session.add(
            WaveRow(
                rollout_id=row.id,
                position=position,
                name=wave.name,
                state=WaveState.PENDING.value,
            )
        )
    for forecast in plan.devices:
        session.add(_deployment(row, forecast, now))
    parts = [f"{name} for {devices(count)}" for name, count in sorted(plan.variants.items())]
    if skipped := plan.count(Outcome.SKIP):
        parts.append(f"{devices(skipped)} already right")
    if left_out := plan.count(Outcome.LEFT_OUT):
        parts.append(f"{devices(left_out)} left out because no variant fits")
    sentence = f"started: {', '.join(parts)}"
    _move(session, row, RolloutEvent.START, sentence, actor=actor, now=now)


def pause(session: Session, rollout: str, *, actor: str, now: datetime) -> None:
    """Offer nothing more; what is under way goes on.

    Raises:
        InvalidTransitionError: the rollout does not run.
        RolloutNotFoundError: there is none.
    """
    row = snapshots.row(session, rollout)
    action = MoveRollout(RolloutEvent.PAUSE, f"paused by {actor}", PauseReason.MANUAL)
    effects.move(session, row, action, now=now, actor=actor)


def resume(session: Session, rollout: str, *, actor: str, now: datetime) -> None:
    """Go on; after a gate said stop, the wave's failed devices are tried once more.

    Raises:
        InvalidTransitionError: the rollout is not paused.
        RolloutNotFoundError: there is none.
    """
    row = snapshots.row(session, rollout)
    _move(session, row, RolloutEvent.RESUME, f"resumed by {actor}", actor=actor, now=now)
    for wave in snapshots.waves(session, row.id):
        if wave.state != WaveState.FAILED:
            continue
        wave.state = WAVE.next(WaveState(wave.state), WaveEvent.REOPEN).value
        wave.judgement = None
        wave.finished_at = None
        for each in snapshots.deployments(session, row.id):
            if each.wave == wave.position and State(each.state) in FAILURES:
                effects.requeue(session, each, now)


def abort(session: Session, rollout: str, *, actor: str, now: datetime) -> None:
    """Stop: what was not taken up is cancelled, what is under way is asked to stop.

    Raises:
        InvalidTransitionError: the rollout is over, or on its way there.
        RolloutNotFoundError: there is none.
    """
    row = snapshots.row(session, rollout)
    _move(session, row, RolloutEvent.ABORT, f"aborted by {actor}", actor=actor, now=now)


def promote(session: Session, rollout: str, *, actor: str, now: datetime) -> None:
    """Let the present wave pass now: cut its soak short, or overrule its gate.

    Raises:
        RolloutStateError: no wave waits for it.
        RolloutNotFoundError: there is none.
    """
    row = snapshots.row(session, rollout)
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


def rollback(session: Session, rollout: str, *, actor: str, now: datetime) -> None:
    """Send every device that the rollout reached back to what it ran before.

    Raises:
        InvalidTransitionError: it never started, or is rolled back already.
        RolloutNotFoundError: there is none.
    """
    row = snapshots.row(session, rollout)
    _move(session, row, RolloutEvent.ROLL_BACK, f"rolled back by {actor}", actor=actor, now=now)


def _checked(session: Session, *, release: ReleaseId, slot: str, selector: str) -> Release:
    if not is_name(slot):
        raise PolicyError(f"slot: {slot[:80]!r} is not a name (a-z, 0-9, '.', '_', '-')")
    try:
        selectors.parse(selector)
    except selectors.SelectorError as error:
        raise PolicyError(str(error)) from error
    found = registry.release(session, release)
    if not planning.candidates(found):
        raise ReleaseNotReadyError(
            f"{found.line} {found.version} is {found.state} and has no published variant;"
            f" publish it first: flotilla publish {found.line} {found.version}"
        )
    return found


def _somebody(plan: Preflight, row: RolloutRow) -> None:
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


def _deployment(rollout: RolloutRow, forecast: Forecast, now: datetime) -> DeploymentRow:
    chosen = forecast.candidate
    row = DeploymentRow(
        id=new_id(),
        rollout_id=rollout.id,
        wave=forecast.wave,
        position=forecast.position,
        device=forecast.device,
        slot=rollout.slot,
        line=rollout.line,
        version=rollout.version,
        variant="" if chosen is None else chosen.name,
        bundle=None if chosen is None else chosen.bundle,
        target_path=None if chosen is None else chosen.target_path,
        manifest_length=None if chosen is None else chosen.manifest_length,
        predicted_memory_bytes=forecast.predicted_memory_bytes,
        why=forecast.sentence[:500],
        state=State.QUEUED.value,
        created_at=now,
        changed_at=now,
    )
    state = {
        Outcome.DEPLOY: State.QUEUED,
        Outcome.SKIP: State.SKIPPED,
        Outcome.LEFT_OUT: State.REMOVED,
    }[forecast.outcome]
    rows.enter(row, state, now=now, by_server=forecast.outcome is not Outcome.DEPLOY)
    return row


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
