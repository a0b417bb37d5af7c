"""What to do next with a rollout: `plan(snapshot, now)` returns actions, and acts on nothing. Pure.

The runner applies them and plans again until there is nothing to do, so one call may take one step
at a time. Everything it needs is in the snapshot, which SQL rebuilds at any moment: a restart loses
nothing.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from controlplane.rollouts import gates
from controlplane.rollouts.advance import advance, expire
from controlplane.rollouts.gates import Judgement, Verdict
from controlplane.rollouts.machine import (
    WAVE_OPEN,
    PauseReason,
    RolloutEvent,
    RolloutState,
    WaveEvent,
    WaveState,
)
from controlplane.rollouts.model import (
    Action,
    Judge,
    Kind,
    MoveRollout,
    MoveWave,
    Snapshot,
    WaveFacts,
)
from controlplane.rollouts.policy import Membership, OnFailure, Overrun, Prefetch, Promotion
from controlplane.rollouts.reversal import abort, roll_back
from controlplane.rollouts.wording import devices

_AHEAD = {Prefetch.NONE: 0, Prefetch.NEXT: 1}


def plan(snapshot: Snapshot, now: datetime) -> tuple[Action, ...]:
    """Return what to do now; nothing when there is nothing to do until something changes."""
    match snapshot.state:
        case RolloutState.RUNNING:
            return tuple(_run(snapshot, now))
        case RolloutState.PAUSED:
            return tuple(expire(snapshot, snapshot.deployments, now))
        case RolloutState.ABORTING:
            return tuple(abort(snapshot, now))
        case RolloutState.ROLLING_BACK:
            return tuple(roll_back(snapshot, now))
        case _:
            return ()


def _run(snapshot: Snapshot, now: datetime) -> Iterator[Action]:
    if snapshot.ends_at is not None and now >= snapshot.ends_at:
        yield _overrun(snapshot)
        return
    wave = snapshot.wave
    if wave is None:
        yield from _finish(snapshot, now)
        return
    yield from _prefetch(snapshot, wave)
    match wave.state:
        case WaveState.PENDING | WaveState.PREFETCHING:
            yield _open(wave)
        case WaveState.ACTIVE:
            yield from _active(snapshot, wave, now)
        case WaveState.SOAKING:
            yield from _soaking(snapshot, wave, now)
        case WaveState.EVALUATING:
            yield from _evaluate(snapshot, wave)
        case _:
            yield from _reached(snapshot, now)


def _overrun(snapshot: Snapshot) -> MoveRollout:
    deadline = snapshot.policy.deadline
    why = f"it was not done by {snapshot.ends_at:%Y-%m-%d %H:%M} UTC"
    match Overrun.PAUSE if deadline is None else deadline.action:
        case Overrun.PAUSE:
            return MoveRollout(RolloutEvent.PAUSE, f"paused because {why}", PauseReason.DEADLINE)
        case Overrun.ABORT:
            return MoveRollout(RolloutEvent.ABORT, f"aborting because {why}")
        case Overrun.ROLL_BACK:
            return MoveRollout(RolloutEvent.ROLL_BACK, f"rolling back because {why}")


def _prefetch(snapshot: Snapshot, wave: WaveFacts) -> Iterator[MoveWave]:
    """Let later waves fetch once the present one has begun."""
    if wave.state not in WAVE_OPEN:
        return
    ahead = _AHEAD.get(snapshot.policy.prefetch, len(snapshot.waves))
    for each in snapshot.waves[wave.index + 1 : wave.index + 1 + ahead]:
        if each.state is WaveState.PENDING:
            yield MoveWave(each.index, WaveEvent.PREFETCH, f"wave {each.name!r} fetches ahead")


def _open(wave: WaveFacts) -> MoveWave:
    left = wave.forward.unsettled
    if not left:
        return MoveWave(wave.index, WaveEvent.SKIP, f"wave {wave.name!r} has no devices left")
    return MoveWave(wave.index, WaveEvent.START, f"wave {wave.name!r} started: {devices(left)}")


def _active(snapshot: Snapshot, wave: WaveFacts, now: datetime) -> Iterator[Action]:
    judgement = _judge(snapshot)
    if judgement is not None:
        yield Judge(wave.index, judgement)
    if judgement is not None and judgement.verdict is Verdict.STOP:
        yield from _fail(snapshot, wave, judgement.sentence)
        return
    if wave.forward.unsettled:
        yield from _reached(snapshot, now)
        return
    soak_s = snapshot.policy.soak_of(wave.index)
    yield MoveWave(
        wave.index,
        WaveEvent.SETTLE,
        f"wave {wave.name!r} is done and soaks for {soak_s:g} s",
        soak_until=now + timedelta(seconds=soak_s),
    )


def _soaking(snapshot: Snapshot, wave: WaveFacts, now: datetime) -> Iterator[Action]:
    judgement = _judge(snapshot)
    if judgement is not None:
        yield Judge(wave.index, judgement)
    if judgement is not None and judgement.verdict is Verdict.STOP:
        yield from _fail(snapshot, wave, judgement.sentence)
    elif wave.forward.unsettled:
        yield MoveWave(wave.index, WaveEvent.UNSETTLE, f"wave {wave.name!r} is not done after all")
    elif wave.soak_until is None or now >= wave.soak_until:
        yield MoveWave(wave.index, WaveEvent.SOAKED, f"wave {wave.name!r} has soaked")
    else:
        yield from _reached(snapshot, now)


def _evaluate(snapshot: Snapshot, wave: WaveFacts) -> Iterator[Action]:
    judgement = gates.judge(snapshot.outcomes or (), snapshot.policy)
    if judgement != wave.judgement:
        yield Judge(wave.index, judgement)
    by_hand = snapshot.policy.promotion_of(wave.index) is Promotion.MANUAL
    if judgement.verdict is Verdict.STOP:
        yield from _fail(snapshot, wave, judgement.sentence)
    elif judgement.verdict is Verdict.WAIT:
        yield MoveWave(wave.index, WaveEvent.UNSETTLE, f"wave {wave.name!r} is not done after all")
    elif by_hand and wave.index < len(snapshot.waves) - 1:
        yield MoveWave(
            wave.index,
            WaveEvent.HOLD,
            f"wave {wave.name!r} may pass and waits for a person: {judgement.sentence}",
        )
    else:
        yield MoveWave(
            wave.index, WaveEvent.PROMOTE, f"wave {wave.name!r} passed: {judgement.sentence}"
        )


def _judge(snapshot: Snapshot) -> Judgement | None:
    """Judge the present wave anew; None when nothing ended since the gate last looked."""
    if snapshot.outcomes is None:
        return None
    return gates.judge(snapshot.outcomes, snapshot.policy)


def _fail(snapshot: Snapshot, wave: WaveFacts, why: str) -> Iterator[Action]:
    yield MoveWave(wave.index, WaveEvent.FAIL, f"wave {wave.name!r} failed: {why}")
    match snapshot.policy.on_failure:
        case OnFailure.PAUSE:
            yield MoveRollout(RolloutEvent.PAUSE, f"paused because {why}", PauseReason.GATE)
        case OnFailure.ABORT:
            yield MoveRollout(RolloutEvent.ABORT, f"aborting because {why}")
        case OnFailure.ROLL_BACK_WAVE:
            yield MoveRollout(
                RolloutEvent.ROLL_BACK,
                f"rolling wave {wave.name!r} back because {why}",
                scope=wave.index,
            )
        case OnFailure.ROLL_BACK:
            yield MoveRollout(RolloutEvent.ROLL_BACK, f"rolling back because {why}")


def _finish(snapshot: Snapshot, now: datetime) -> Iterator[Action]:
    open_ended = snapshot.policy.membership is Membership.DYNAMIC and not snapshot.closing
    if open_ended or snapshot.forward.unsettled:
        yield from _reached(snapshot, now)
        return
    good, failed = snapshot.forward.succeeded, snapshot.forward.failed
    if failed:
        yield MoveRollout(
            RolloutEvent.COMPLETE_WITH_FAILURES,
            f"completed: {devices(good)} run it, {failed} failed",
        )
    else:
        yield MoveRollout(RolloutEvent.COMPLETE, f"completed: {devices(good)} run it")


def _reached(snapshot: Snapshot, now: datetime) -> Iterator[Action]:
    reached = snapshot.reached
    members = (
        each for each in snapshot.deployments if each.kind is Kind.FORWARD and each.wave in reached
    )
    yield from advance(snapshot, members, now)
