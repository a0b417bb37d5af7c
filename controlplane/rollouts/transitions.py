"""The one door through which a deployment changes its state: the row, its retry, the counters."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from controlplane.rollouts import counts, deadlines, rows
from controlplane.rollouts.policy import RolloutPolicy
from controlplane.rollouts.tables import DeploymentRow
from shared.deployment import TERMINAL, State


def enter(
    session: Session,
    row: DeploymentRow,
    state: State,
    policy: RolloutPolicy,
    *,
    now: datetime,
    by_server: bool,
) -> None:
    """Put a deployment into a state; what the state's end depends on (fault, final) is set first.

    The row is written at once: the index that allows one active deployment for each slot is
    checked row by row, so a superseded one must be written before the one that takes its place.
    """
    before = counts.place(row)
    put(row, state, now=now, by_server=by_server)
    row.retry_at = deadlines.retry_at(rows.facts(row), policy)
    session.flush()
    counts.moved(session, row, before)


def put(row: DeploymentRow, state: State, *, now: datetime, by_server: bool) -> None:
    """Set the state of a row that is not counted yet."""
    row.state = state.value
    row.by_server = by_server
    row.changed_at = now
    row.finished_at = now if state in TERMINAL else None
    row.steps = {**row.steps, state.value: now.isoformat()}


def requeue(session: Session, row: DeploymentRow, policy: RolloutPolicy, now: datetime) -> None:
    """Queue a new attempt of a deployment that ended."""
    row.attempt += 1
    row.seq = 0
    row.final = False
    row.cancel_at = None
    row.fault = None
    row.progress = None
    row.steps = {}
    enter(session, row, State.QUEUED, policy, now=now, by_server=False)
    session.add(rows.step(row, now=now, text=f"attempt {row.attempt} is queued"))


def begin(session: Session, new: Sequence[DeploymentRow]) -> None:
    """Write new deployments down, and count them."""
    session.add_all(new)
    session.flush()
    counts.added(session, new)
