"""How many rollouts, deployments and hints are in which state: for whoever watches from outside."""

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from controlplane.rollouts.tables import DeploymentRow, HintRow, RolloutRow
from shared.deployment import TERMINAL


@dataclass(frozen=True)
class Tally:
    rollouts: dict[str, int]
    deployments: dict[str, int]
    """Those that have not ended."""
    hints: dict[str, int]


def tally(session: Session) -> Tally:
    """Count, by the state's name."""
    rollouts = select(RolloutRow.state, func.count()).group_by(col(RolloutRow.state))
    deployments = (
        select(DeploymentRow.state, func.count())
        .where(col(DeploymentRow.state).not_in([str(state) for state in TERMINAL]))
        .group_by(col(DeploymentRow.state))
    )
    hints = select(HintRow.state, func.count()).group_by(col(HintRow.state))
    return Tally(
        rollouts=dict(session.exec(rollouts).all()),
        deployments=dict(session.exec(deployments).all()),
        hints=dict(session.exec(hints).all()),
    )
