"""What to do next with a rollout: `plan(snapshot, now)` returns actions, and acts on nothing. Pure.

The runner applies them and plans again until there is nothing to do, so one call may take one step
at a time. Everything it needs is in the snapshot, which SQL rebuilds at any moment: a restart loses
nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from controlplane.rollouts import deadlines, gates, pace
from controlplane.rollouts.gates import Outcome, Verdict
from controlplane.rollouts.machine import (
    WAVE_ENDED,
    WAVE_OPEN,
    PauseReason,
    RolloutEvent,
    RolloutState,
    WaveEvent,
    WaveState,
)
from controlplane.rollouts.model import (
    ON_DEVICE,
    Action,
    AskToStop,
    Close,
    DeploymentFacts,
    Judge,
    MoveRollout,
    MoveWave,
    Offer,
    Snapshot,
    Undo,
    WaveFacts,
)
from controlplane.rollouts.policy import OnFailure, Promotion
from controlplane.rollouts.wording import devices
from shared.deployment import FAILURES, SERVER_OWNED, TERMINAL, UNCHANGED, Event, State

_TO_UNDO = frozenset({State.COMMITTED, State.TIMED_OUT, State.ROLLBACK_FAILED})
"""Ends after which a device runs the new bundle, or may."""


def plan(snapshot: Snapshot, now: datetime) -> tuple[Action, ...]:
    """Return what to do now; nothing when there is nothing to do until something changes."""
    match snapshot.state:
        case RolloutState.RUNNING:
            return tuple(_run(snapshot, now))
        case RolloutState.PAUSED:
            return tuple(_expire(snapshot, _in_flight(snapshot), now))
        case RolloutState.ABORTING:
            return tuple(_abort(snapshot, now))
        case RolloutState.ROLLING_BACK:
            return tuple(_roll_back(snapshot, now))
        case _:
            return ()


def outcomes(snapshot: Snapshot, wave: int) -> tuple[Outcome, ...]:
    """Return what the gates see of a wave."""
    return tuple(
        Outcome(
            state=each.state,
            settled=deadlines.settled(each, snapshot.policy),
            measurements=each.measurements,
            before=each.before,
        )
        for each in snapshot.in_wave(wave)
    )


def _run(snapshot: Snapshot, now: datetime) -> Iterator[Action]:
    wave = next((each for each in snapshot.waves if each.state not in WAVE_ENDED), None)
    if wave is None:
        yield from _finish(snapshot, now)
        return
    match wave.state:
        case WaveState.PENDING | WaveState.PREFETCHING:
            yield _open(wave, snapshot.in_wave(wave.index))
        case WaveState.ACTIVE:
            yield from _active(snapshot, wave, now)
        case WaveState.SOAKING:
            yield from _soaking(snapshot, wave, now)
        case WaveState.EVALUATING:
            yield from _evaluate(snapshot, wave)
        case _:
            yield from _advance(snapshot, snapshot.reached, now)


def _open(wave: WaveFacts, members: tuple[DeploymentFacts, ...]) -> MoveWave:
    left = sum(each.state not in TERMINAL for each in members)
    if not left:
        return MoveWave(wave.index, WaveEvent.SKIP, f"wave {wave.name!r} has no devices left")
    return MoveWave(wave.index, WaveEvent.START, f"wave {wave.name!r} started: {devices(left)}")


def _active(snapshot: Snapshot, wave: WaveFacts, now: datetime) -> Iterator[Action]:
    judgement = gates.judge(outcomes(snapshot, wave.index), snapshot.policy)
    if judgement != wave.judgement:
        yield Judge(wave.index, judgement)
    if judgement.verdict is Verdict.STOP:
        yield from _fail(snapshot, wave, judgement.sentence)
    elif _settled(snapshot, wave):
        yield MoveWave(
            wave.index,
            WaveEvent.SETTLE,
            f"wave {wave.name!r} is done and soaks for {snapshot.policy.soak_s:g} s",
            soak_until=now + timedelta(seconds=snapshot.policy.soak_s),
        )
    else:
        yield from _advance(snapshot, snapshot.reached, now)


def _soaking(snapshot: Snapshot, wave: WaveFacts, now: datetime) -> Iterator[Action]:
    judgement = gates.judge(outcomes(snapshot, wave.index), snapshot.policy)
    if judgement.verdict is Verdict.STOP:
        yield Judge(wave.index, judgement)
        yield from _fail(snapshot, wave, judgement.sentence)
    elif not _settled(snapshot, wave):
        yield MoveWave(wave.index, WaveEvent.UNSETTLE, f"wave {wave.name!r} is not done after all")
    elif wave.soak_until is None or now >= wave.soak_until:
        yield MoveWave(wave.index, WaveEvent.SOAKED, f"wave {wave.name!r} has soaked")
    else:
        yield from _advance(snapshot, snapshot.reached, now)


def _evaluate(snapshot: Snapshot, wave: WaveFacts) -> Iterator[Action]:
    judgement = gates.judge(outcomes(snapshot, wave.index), snapshot.policy)
    if judgement != wave.judgement:
        yield Judge(wave.index, judgement)
    if judgement.verdict is Verdict.STOP:
        yield from _fail(snapshot, wave, judgement.sentence)
    elif judgement.verdict is Verdict.WAIT:
        yield MoveWave(wave.index, WaveEvent.UNSETTLE, f"wave {wave.name!r} is not done after all")
    elif snapshot.policy.promotion is Promotion.MANUAL and wave.index < len(snapshot.waves) - 1:
        yield MoveWave(
            wave.index,
            WaveEvent.HOLD,
            f"wave {wave.name!r} may pass and waits for a person: {judgement.sentence}",
        )
    else:
        yield MoveWave(
            wave.index, WaveEvent.PROMOTE, f"wave {wave.name!r} passed: {judgement.sentence}"
        )


def _settled(snapshot: Snapshot, wave: WaveFacts) -> bool:
    return all(deadlines.settled(each, snapshot.policy) for each in snapshot.in_wave(wave.index))


def _fail(snapshot: Snapshot, wave: WaveFacts, why: str) -> Iterator[Action]:
    yield MoveWave(wave.index, WaveEvent.FAIL, f"wave {wave.name!r} failed: {why}")
    match snapshot.policy.on_failure:
        case OnFailure.PAUSE:
            yield MoveRollout(RolloutEvent.PAUSE, f"paused because {why}", PauseReason.GATE)
        case OnFailure.ABORT:
            yield MoveRollout(RolloutEvent.ABORT, f"aborting because {why}")
        case OnFailure.ROLL_BACK:
            yield MoveRollout(RolloutEvent.ROLL_BACK, f"rolling back because {why}")


def _finish(snapshot: Snapshot, now: datetime) -> Iterator[Action]:
    if not all(deadlines.settled(each, snapshot.policy) for each in snapshot.reached):
        yield from _advance(snapshot, snapshot.reached, now)
        return
    failed = sum(each.state in FAILURES for each in snapshot.forward)
    good = sum(each.succeeded for each in snapshot.forward)
    if failed:
        yield MoveRollout(
            RolloutEvent.COMPLETE_WITH_FAILURES,
            f"completed: {devices(good)} run it, {failed} failed",
        )
    else:
        yield MoveRollout(RolloutEvent.COMPLETE, f"completed: {devices(good)} run it")


def _advance(
    snapshot: Snapshot, deployments: Iterable[DeploymentFacts], now: datetime
) -> Iterator[Action]:
    """Close what has waited too long, queue what is tried again, offer what may be offered."""
    members = tuple(deployments)
    expired = tuple(_expire(snapshot, members, now))
    yield from expired
    closed = {each.deployment for each in expired}
    for each in members:
        yield from deadlines.retry(each, snapshot.policy, now)
    yield from _dispatch(snapshot, (each for each in members if each.id not in closed))


def _expire(
    snapshot: Snapshot, deployments: Iterable[DeploymentFacts], now: datetime
) -> Iterator[Close]:
    for each in deployments:
        yield from deadlines.expire(each, snapshot.policy, now)


def _dispatch(snapshot: Snapshot, members: Iterable[DeploymentFacts]) -> Iterator[Action]:
    """Offer to devices that are there, as many as may be in flight at once."""
    left = pace.allowance(snapshot.policy, in_flight=snapshot.in_flight)
    for each in members:
        if each.state is not State.QUEUED:
            continue
        if each.device in snapshot.overtaken:
            yield Close(
                each.id, Event.SUPERSEDE, "a newer rollout has this device already", final=True
            )
            continue
        if left == 0 or not each.online:
            continue
        blocker = snapshot.blockers.get(each.device)
        if blocker is not None:
            if not (blocker.yields and blocker.state in SERVER_OWNED | UNCHANGED):
                continue
            yield Close(
                blocker.deployment, Event.SUPERSEDE, "a newer rollout took over", final=True
            )
        left -= 1
        yield Offer(each.id)


def _stop_forward(snapshot: Snapshot, why: str) -> Iterator[Action]:
    for each in snapshot.forward:
        if each.state in SERVER_OWNED:
            yield Close(each.id, Event.CANCEL, why, final=True)
        elif each.state in ON_DEVICE and each.cancel_at is None:
            yield AskToStop(each.id)
    for wave in snapshot.waves:
        if wave.state in (WaveState.PENDING, WaveState.PREFETCHING):
            yield MoveWave(wave.index, WaveEvent.SKIP, f"wave {wave.name!r} skipped: {why}")
        elif wave.state in WAVE_OPEN:
            yield MoveWave(wave.index, WaveEvent.FAIL, f"wave {wave.name!r} stopped: {why}")


def _abort(snapshot: Snapshot, now: datetime) -> Iterator[Action]:
    stopping = tuple(_stop_forward(snapshot, "the rollout was aborted"))
    yield from stopping
    if stopping:
        return
    yield from _expire(snapshot, snapshot.deployments, now)
    if not snapshot.in_flight:
        good = sum(each.succeeded for each in snapshot.forward)
        yield MoveRollout(RolloutEvent.ABORTED, f"aborted: {devices(good)} with the new bundle")


def _roll_back(snapshot: Snapshot, now: datetime) -> Iterator[Action]:
    stopping = tuple(_stop_forward(snapshot, "the rollout is rolled back"))
    yield from stopping
    if stopping:
        return
    yield from _expire(snapshot, (each for each in snapshot.forward if each.active), now)
    undone = {each.undoes for each in snapshot.rollbacks}
    undoing = tuple(
        Undo(each.id)
        for each in snapshot.forward
        if each.state in _TO_UNDO and each.offered_at is not None and each.id not in undone
    )
    yield from undoing
    newest_first = sorted(snapshot.rollbacks, key=_wave_of, reverse=True)
    yield from _advance(snapshot, newest_first, now)
    forward_over = not any(each.active for each in snapshot.forward)
    rollbacks_over = all(deadlines.settled(each, snapshot.policy) for each in snapshot.rollbacks)
    if forward_over and rollbacks_over and not undoing:
        yield _rolled_back(snapshot)


def _in_flight(snapshot: Snapshot) -> Iterator[DeploymentFacts]:
    return (each for each in snapshot.deployments if each.active)


def _wave_of(each: DeploymentFacts) -> int:
    return -1 if each.wave is None else each.wave


def _rolled_back(snapshot: Snapshot) -> MoveRollout:
    back = sum(each.succeeded for each in snapshot.rollbacks)
    alone = sum(each.state is State.ROLLED_BACK for each in snapshot.forward)
    overtaken = sum(each.state is State.SUPERSEDED for each in snapshot.rollbacks)
    left = len(snapshot.rollbacks) - back - overtaken
    sentence = f"{devices(back)} sent back to the former bundle, {alone} went back on their own"
    if left:
        return MoveRollout(
            RolloutEvent.ROLLED_BACK_PARTLY,
            f"rolled back in part: {sentence}, {left} could not be",
        )
    return MoveRollout(RolloutEvent.ROLLED_BACK, f"rolled back: {sentence}")
