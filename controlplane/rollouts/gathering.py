"""The planner's snapshot, read without reading the fleet: counters, and who may need something.

Whoever is active is read, for their number is bounded by the policy. Of the others only those for
whom it may be time: attempts that are due, devices that have been away too long, and as many of
those in the queue as could be told something now.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from controlplane.rollouts import (
    counts,
    crowds,
    members,
    outcomes,
    rivals,
    rows,
    snapshots,
    windows,
)
from controlplane.rollouts.budgets import Ledger
from controlplane.rollouts.dispatch import Dispatcher
from controlplane.rollouts.machine import RolloutState, WaveState
from controlplane.rollouts.model import NOBODY, DeploymentFacts, Kind, Snapshot
from controlplane.rollouts.policy import RolloutPolicy
from controlplane.rollouts.tables import RolloutRow
from shared.deployment import TERMINAL
from shared.ids import RolloutId


def snapshot(session: Session, rollout: RolloutRow, now: datetime) -> Snapshot:
    """Return one rollout as it stands."""
    policy = snapshots.policy(session, rollout.id)
    found = numbers(session, rollout, policy)
    match found.state:
        case RolloutState.RUNNING:
            waiting = [
                *members.due(session, rollout.id, Kind.FORWARD, now),
                *members.lost(session, rollout.id, Kind.FORWARD, policy, now),
            ]
            return _judged(session, rollout, _offered(session, rollout, found, waiting, now))
        case RolloutState.ABORTING:
            return _with(found, members.queued(session, rollout.id, Kind.FORWARD))
        case RolloutState.ROLLING_BACK:
            waiting = [
                *members.queued(session, rollout.id, Kind.FORWARD),
                *members.to_undo(session, rollout.id),
                *members.due(session, rollout.id, Kind.ROLLBACK, now),
                *members.lost(session, rollout.id, Kind.ROLLBACK, policy, now),
            ]
            return _offered(session, rollout, found, waiting, now)
        case _:
            return found


def numbers(session: Session, rollout: RolloutRow, policy: RolloutPolicy) -> Snapshot:
    """Return the counters and who is active; nobody of the others."""
    census = counts.of_waves(session, rollout.id)
    waves = tuple(
        rows.wave_facts(
            each,
            forward=census.get((each.position, Kind.FORWARD), NOBODY),
            rollbacks=census.get((each.position, Kind.ROLLBACK), NOBODY),
        )
        for each in snapshots.waves(session, rollout.id)
    )
    return Snapshot(
        rollout=RolloutId(rollout.id),
        state=RolloutState(rollout.state),
        policy=policy,
        waves=waves,
        deployments=tuple(members.active(session, rollout.id)),
        apart=census.get((counts.APART, Kind.FORWARD), NOBODY),
        groups=crowds.groups(session, rollout.id, policy),
        pace_at=rollout.pace_at,
        ends_at=rollout.ends_at,
        scope=rollout.scope,
        superseded=rollout.superseded_by is not None,
        closing=rollout.closing,
    )


def _offered(
    session: Session,
    rollout: RolloutRow,
    found: Snapshot,
    waiting: Iterable[DeploymentFacts],
    now: datetime,
) -> Snapshot:
    """Add as many of the queue as there is room for, and what stands in their way."""
    back = found.state is RolloutState.ROLLING_BACK
    kind = Kind.ROLLBACK if back else Kind.FORWARD
    room = members.BATCH if Dispatcher(found, now).has_room(kind) else 0
    ledger = Ledger(found.policy.budgets, found.groups)
    activates = found.started if windows.is_open(found.policy.windows.activate, now) else ()
    chosen: list[DeploymentFacts] = []
    waves = [each.index for each in found.waves] if back else sorted(found.reached)
    if room and waves:
        for each in members.candidates(session, rollout.id, rollout.slot, kind=kind, waves=waves):
            # With a full budget it could only wait, and would keep others from being seen.
            if each.wave in activates and ledger.full(each.labels):
                continue
            chosen.append(each)
            if len(chosen) == room:
                break
    devices = [each.device for each in chosen]
    return replace(
        _with(found, [*waiting, *chosen]),
        blockers=rivals.blockers(session, rollout, devices),
        overtaken=rivals.overtaken(session, rollout, devices),
    )


def _judged(session: Session, rollout: RolloutRow, found: Snapshot) -> Snapshot:
    """Add what the gate would see, unless it has seen all of it."""
    wave = found.wave
    if wave is None or wave.state in (WaveState.PENDING, WaveState.PREFETCHING):
        return found
    row = next(each for each in snapshots.waves(session, rollout.id) if each.position == wave.index)
    if wave.state is not WaveState.EVALUATING and row.judged_counts == ended(found):
        return found
    return replace(found, outcomes=outcomes.of_wave(session, rollout.id, wave.index))


def ended(found: Snapshot) -> dict[str, int]:
    """Return how the ended devices of the present wave stand: a gate looks when it changes."""
    wave = found.wave
    assert wave is not None
    census = wave.forward
    counted = {
        state.value: number
        for state, number in sorted(census.numbers.items())
        if state in TERMINAL and number
    }
    return {**counted, "retrying": census.retrying}


def _with(found: Snapshot, others: Iterable[DeploymentFacts]) -> Snapshot:
    known = {each.id for each in found.deployments}
    more = {each.id: each for each in others if each.id not in known}
    return replace(found, deployments=(*found.deployments, *more.values()))
