"""How large the groups of a policy's budgets are, and how many of each are disturbed."""

from collections import Counter
from typing import Any

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col, func

from controlplane.devices.tables import DeviceRow, DeviceStatusRow
from controlplane.rollouts.budgets import Group, Groups
from controlplane.rollouts.model import ACTIVE
from controlplane.rollouts.policy import RolloutPolicy
from controlplane.rollouts.tables import DeploymentRow
from shared.deployment import FAILURES
from shared.policy import Go

_ACTIVE = [state.value for state in sorted(ACTIVE)]
_FAILURES = [state.value for state in sorted(FAILURES)]


def groups(session: Session, rollout: str, policy: RolloutPolicy) -> Groups:
    """Count in the database, label by label; nothing when the policy has no budgets."""
    sizes: Counter[Group] = Counter()
    disturbed: Counter[Group] = Counter()
    for budget in policy.budgets:
        value = _value(budget.label)
        enrolled: Any = (
            select(value, func.count())
            .where(col(DeviceRow.revoked_at).is_(None), value.is_not(None))
            .group_by(value)
        )
        for name, number in session.exec(enrolled):
            sizes[budget.label, name] = number
        for name, number in session.exec(_disturbed(rollout, value)):
            disturbed[budget.label, name] = number
    return Groups(sizes, disturbed)


def _disturbed(rollout: str, value: Any) -> Any:
    told = and_(col(DeploymentRow.state).in_(_ACTIVE), col(DeploymentRow.go) == Go.ACTIVATE.value)
    # Who failed and cannot be reached: nobody knows what it serves.
    unknown = and_(
        col(DeploymentRow.rollout_id) == rollout,
        col(DeploymentRow.state).in_(_FAILURES),
        col(DeviceStatusRow.online).is_(False),
    )
    return (
        select(value, func.count(func.distinct(col(DeploymentRow.device))))
        .join(DeviceRow, col(DeviceRow.id) == col(DeploymentRow.device))
        .outerjoin(DeviceStatusRow, col(DeviceStatusRow.device) == col(DeviceRow.id))
        .where(or_(told, unknown), value.is_not(None))
        .group_by(value)
    )


def _value(label: str) -> Any:
    return col(DeviceRow.labels)[label].as_string()
