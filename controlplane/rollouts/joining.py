"""Late joiners: devices that match a dynamic rollout after it has started.

They join the last wave, and when that has ended, it opens again for them: the waves before have
shown that the release is good, and the last wave's gate still judges.
"""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, func, select

from controlplane.audit import service as audit
from controlplane.devices import queries as fleet
from controlplane.registry import queries as registry
from controlplane.rollouts import enlisting, snapshots
from controlplane.rollouts import preflight as planning
from controlplane.rollouts.machine import WAVE, RolloutState, WaveEvent, WaveState
from controlplane.rollouts.model import Kind
from controlplane.rollouts.policy import Membership
from controlplane.rollouts.preflight import Outcome, Preflight
from controlplane.rollouts.tables import DeploymentRow, RolloutRow, WaveRow
from controlplane.rollouts.wording import devices
from shared.ids import ReleaseId

_ENDED = frozenset({WaveState.PASSED, WaveState.SKIPPED})


def wanting(session: Session) -> list[str]:
    """Return the rollouts that somebody could join now."""
    return [
        row.id
        for row in snapshots.live(session)
        if row.state == RolloutState.RUNNING
        and not row.closing
        and snapshots.policy(session, row.id).membership is Membership.DYNAMIC
        and _joiners(session, row).devices
    ]


def join(session: Session, rollout: str, now: datetime) -> bool:
    """Take in who matches and is not a member yet."""
    row = snapshots.row(session, rollout, to_change=True)
    plan = _joiners(session, row)
    if not plan.devices:
        return True
    wave = _last(session, rollout)
    first = 1 + (
        session.exec(
            select(func.max(DeploymentRow.position)).where(
                DeploymentRow.rollout_id == rollout, DeploymentRow.wave == wave.position
            )
        ).one()
        or 0
    )
    placed = [
        replace(each, wave=wave.position, position=first + number)
        if each.outcome is Outcome.DEPLOY
        else each
        for number, each in enumerate(plan.devices)
    ]
    enlisting.enlist(session, row, placed, fleet.devices(session), now)
    joined = plan.count(Outcome.DEPLOY)
    if joined:
        if WaveState(wave.state) in _ENDED:
            wave.state = WAVE.next(WaveState(wave.state), WaveEvent.REOPEN).value
            wave.finished_at = None
        row.sentence = f"{devices(joined)} joined wave {wave.name!r}"
        audit.note(session, kind="rollout", subject=rollout, text=row.sentence, now=now)
    return True


def _joiners(session: Session, row: RolloutRow) -> Preflight:
    members = _members(session, row.id)
    return planning.foresee(
        [each for each in fleet.devices(session) if each.id not in members],
        registry.release(session, ReleaseId(row.release_id)),
        slot=row.slot,
        selector=row.selector,
        policy=snapshots.policy(session, row.id),
    )


def _members(session: Session, rollout: str) -> frozenset[str]:
    return frozenset(
        session.exec(
            select(DeploymentRow.device).where(
                DeploymentRow.rollout_id == rollout, DeploymentRow.kind == Kind.FORWARD.value
            )
        )
    )


def _last(session: Session, rollout: str) -> WaveRow:
    found = session.exec(
        select(WaveRow)
        .where(WaveRow.rollout_id == rollout)
        .order_by(col(WaveRow.position).desc())
        .limit(1)
    ).first()
    if found is None:
        found = WaveRow(
            rollout_id=rollout, position=0, name="joiners", state=WaveState.PENDING.value
        )
        session.add(found)
        session.flush()
    return found
