"""How a rollout is stopped, and how it is taken back, the newest wave first. Pure."""

from collections.abc import Iterator
from datetime import datetime

from controlplane.rollouts.advance import advance, expire
from controlplane.rollouts.gates import Verdict
from controlplane.rollouts.machine import (
    WAVE_OPEN,
    PauseReason,
    RolloutEvent,
    WaveEvent,
    WaveState,
)
from controlplane.rollouts.model import (
    NOBODY,
    ON_DEVICE,
    Action,
    AskToStop,
    Census,
    Close,
    DeploymentFacts,
    Kind,
    MoveRollout,
    MoveWave,
    Snapshot,
    Undo,
    WaveFacts,
)
from controlplane.rollouts.wording import devices
from shared.deployment import SERVER_OWNED, Event, State

TO_UNDO = frozenset({State.COMMITTED, State.TIMED_OUT, State.ROLLBACK_FAILED})
"""Ends after which a device runs the new bundle, or may."""


def abort(snapshot: Snapshot, now: datetime) -> Iterator[Action]:
    """Stop what goes forward, wait until it has stopped, and end."""
    stopping = tuple(_stop(snapshot, "the rollout was aborted"))
    yield from stopping
    if stopping:
        return
    yield from expire(snapshot, snapshot.deployments, now)
    if snapshot.forward.unended or snapshot.rollbacks.unended:
        return
    kept = f"{devices(snapshot.forward.succeeded)} with the new bundle"
    if snapshot.superseded:
        yield MoveRollout(RolloutEvent.SUPERSEDED, f"superseded by a newer rollout: {kept}")
    else:
        yield MoveRollout(RolloutEvent.ABORTED, f"aborted: {kept}")


def roll_back(snapshot: Snapshot, now: datetime) -> Iterator[Action]:
    """Stop what goes forward, and send back who may run the new bundle."""
    stopping = tuple(_stop(snapshot, "the rollout is rolled back"))
    yield from stopping
    if stopping:
        return
    forward = tuple(_forward(snapshot))
    everybody = (each for each in snapshot.deployments if each.kind is Kind.FORWARD)
    yield from expire(snapshot, everybody, now)
    undoing = tuple(Undo(each.id) for each in forward if to_undo(each))
    yield from undoing
    back = (each for each in snapshot.deployments if each.kind is Kind.ROLLBACK)
    newest_first = sorted(back, key=_wave_of, reverse=True)
    yield from advance(snapshot, newest_first, now)
    over = not undoing and not any(each.active for each in forward)
    if over and not _sum(snapshot, forward=False).unsettled:
        yield _ended(snapshot)


def to_undo(each: DeploymentFacts) -> bool:
    return each.state in TO_UNDO and each.offered_at is not None and not each.undone


def in_scope(snapshot: Snapshot, wave: int | None) -> bool:
    return snapshot.scope is None or wave == snapshot.scope


def _forward(snapshot: Snapshot) -> Iterator[DeploymentFacts]:
    return (
        each
        for each in snapshot.deployments
        if each.kind is Kind.FORWARD and in_scope(snapshot, each.wave)
    )


def _wave_of(each: DeploymentFacts) -> int:
    return -1 if each.wave is None else each.wave


def _stop(snapshot: Snapshot, why: str) -> Iterator[Action]:
    for each in _forward(snapshot):
        if each.state in SERVER_OWNED:
            yield Close(each.id, Event.CANCEL, why, final=True)
        elif each.state in ON_DEVICE and each.cancel_at is None:
            yield AskToStop(each.id)
    for wave in snapshot.waves:
        if not in_scope(snapshot, wave.index):
            continue
        if wave.state in (WaveState.PENDING, WaveState.PREFETCHING):
            yield MoveWave(wave.index, WaveEvent.SKIP, f"wave {wave.name!r} skipped: {why}")
        elif wave.state in WAVE_OPEN or (
            wave.state is WaveState.PASSED and snapshot.scope is not None
        ):
            yield MoveWave(wave.index, WaveEvent.FAIL, f"wave {wave.name!r} stopped: {why}")


def _sum(snapshot: Snapshot, *, forward: bool) -> Census:
    waves = (each for each in snapshot.waves if in_scope(snapshot, each.index))
    return sum((each.forward if forward else each.rollbacks for each in waves), NOBODY)


def _ended(snapshot: Snapshot) -> MoveRollout:
    rollbacks = _sum(snapshot, forward=False)
    back = rollbacks.succeeded
    alone = _sum(snapshot, forward=True).of([State.ROLLED_BACK])
    left = rollbacks.total - back - rollbacks.of([State.SUPERSEDED])
    sentence = f"{devices(back)} sent back to the former bundle, {alone} went back on their own"
    if left:
        sentence = f"{sentence}, {left} could not be"
    if snapshot.scope is not None:
        wave = next(each for each in snapshot.waves if each.index == snapshot.scope)
        return MoveRollout(
            RolloutEvent.WAVE_ROLLED_BACK,
            f"wave {wave.name!r} rolled back: {sentence}",
            _reason(wave),
        )
    if left:
        return MoveRollout(RolloutEvent.ROLLED_BACK_PARTLY, f"rolled back in part: {sentence}")
    return MoveRollout(RolloutEvent.ROLLED_BACK, f"rolled back: {sentence}")


def _reason(wave: WaveFacts) -> PauseReason:
    gate = wave.judgement is not None and wave.judgement.verdict is Verdict.STOP
    return PauseReason.GATE if gate else PauseReason.MANUAL
