"""What the gates see of a wave: one outcome for each of its devices."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from controlplane.rollouts import rows
from controlplane.rollouts.gates import Outcome
from controlplane.rollouts.model import Kind
from controlplane.rollouts.tables import DeploymentRow
from shared.deployment import TERMINAL, State


def of_wave(session: Session, rollout: str, wave: int) -> tuple[Outcome, ...]:
    query: Any = (
        select(
            col(DeploymentRow.state),
            col(DeploymentRow.retry_at),
            col(DeploymentRow.measurements),
            col(DeploymentRow.before),
            col(DeploymentRow.hardware),
        )
        .where(
            col(DeploymentRow.rollout_id) == rollout,
            col(DeploymentRow.wave) == wave,
            col(DeploymentRow.kind) == Kind.FORWARD.value,
        )
        .order_by(col(DeploymentRow.position))
    )
    return tuple(_outcome(*row) for row in session.exec(query))


def _outcome(
    state: str,
    retry_at: datetime | None,
    measurements: dict[str, Any] | None,
    before: dict[str, Any] | None,
    hardware: str,
) -> Outcome:
    measured = rows.measured(measurements)
    return Outcome(
        state=State(state),
        settled=State(state) in TERMINAL and retry_at is None,
        measurements=measured,
        before=rows.before(measured, before),
        hardware=hardware,
    )
