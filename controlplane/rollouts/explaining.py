"""Why a device does, or does not, run what a rollout brings: read model of `explain`."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from controlplane.devices import queries as fleet
from controlplane.devices.model import Device
from controlplane.devices.query import facts
from controlplane.rollouts import (
    crowds,
    explanation,
    gathering,
    members,
    queries,
    rivals,
    selectors,
    snapshots,
)
from controlplane.rollouts.model import Snapshot
from controlplane.rollouts.policy import Membership
from controlplane.rollouts.queries import DeploymentView
from controlplane.rollouts.tables import DeploymentRow, RolloutRow
from shared.ids import DeviceId


@dataclass(frozen=True)
class Explanation:
    device: DeviceId
    device_name: str
    deployment: DeploymentView | None
    """The newest one that the rollout has for the device."""
    sentences: tuple[str, ...]


def explain(session: Session, rollout: str, device: str, now: datetime) -> Explanation:
    """Explain where a device stands in a rollout.

    Raises:
        RolloutNotFoundError: there is no such rollout.
        DeviceNotFoundError: there is no such device.
    """
    row = snapshots.row(session, rollout)
    found = fleet.device(session, device)
    own = session.exec(
        select(DeploymentRow)
        .where(DeploymentRow.rollout_id == row.id, DeploymentRow.device == found.id)
        .order_by(col(DeploymentRow.created_at).desc(), col(DeploymentRow.kind).desc())
        .limit(1)
    ).first()
    if own is None:
        return Explanation(found.id, found.name, None, (_stranger(session, row, found, now),))
    seen = picture(session, row, found.id)
    sentences = (own.why, *explanation.explain(members.one(session, own.id), seen, now))
    if own.reason and own.reason != own.why:
        sentences = (*sentences, f"last word: {own.reason}")
    return Explanation(
        found.id,
        found.name,
        queries.views_of(session, [own])[0],
        tuple(each for each in sentences if each),
    )


def picture(session: Session, row: RolloutRow, device: DeviceId) -> Snapshot:
    """Return the rollout as the planner sees it, and what stands in one device's way."""
    policy = snapshots.policy(session, row.id)
    seen = gathering.numbers(session, row, policy)
    return replace(
        seen,
        groups=crowds.groups(session, row.id, policy),
        blockers=rivals.blockers(session, row, [device]),
    )


def _stranger(session: Session, row: RolloutRow, device: Device, now: datetime) -> str:
    wanted = selectors.parse(row.selector)
    known = facts.of_device(device, now)
    if not wanted.meets(known):
        return f"it is not a member: {wanted.explain(known)}"
    if row.started_at is None:
        return "the rollout has not started"
    if snapshots.policy(session, row.id).membership is Membership.DYNAMIC:
        return "it matches and joins with the next look for new devices"
    return "it matched only after the rollout had started, whose membership is fixed"
