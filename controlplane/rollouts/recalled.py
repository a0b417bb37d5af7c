"""Stop the rollouts of a release that was recalled: they would hand out what no device takes."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from controlplane.registry import queries as registry
from controlplane.rollouts import effects
from controlplane.rollouts.machine import ROLLOUT, RolloutEvent, RolloutState
from controlplane.rollouts.model import MoveRollout
from controlplane.rollouts.tables import RolloutRow
from shared.ids import RolloutId


def abort(
    session: Session, releases: Collection[tuple[str, str]], *, actor: str, now: datetime
) -> tuple[RolloutId, ...]:
    """Abort the rollouts of these releases (line and version) that have nothing left to hand out.

    A release of which other variants were not recalled goes on with those.
    """
    open_states = [
        state.value for state in RolloutState if ROLLOUT.allows(state, RolloutEvent.ABORT)
    ]
    rows = session.exec(
        select(RolloutRow)
        .where(
            col(RolloutRow.state).in_(open_states),
            col(RolloutRow.line).in_(sorted({line for line, _ in releases})),
        )
        .order_by(col(RolloutRow.id))
    ).all()
    stopped = []
    for row in rows:
        name = f"{row.line} {row.version}"
        if (row.line, row.version) in releases and _has_nothing_left(session, row):
            move = MoveRollout(RolloutEvent.ABORT, f"aborted: {name} was recalled")
            effects.move(session, row, move, now=now, actor=actor)
            stopped.append(RolloutId(row.id))
    return tuple(stopped)


def _has_nothing_left(session: Session, row: RolloutRow) -> bool:
    variants = registry.release(session, row.release_id).variants
    return not any(each.published and not each.recalled for each in variants)
