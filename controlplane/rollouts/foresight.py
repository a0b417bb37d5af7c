"""What a forecast of a rollout's duration is judged by: deployments that were finished."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, select

from controlplane.devices import history
from controlplane.rollouts import preflight
from controlplane.rollouts.duration import Pace, Past, pace_of
from controlplane.rollouts.model import Kind
from controlplane.rollouts.policy import RolloutPolicy
from controlplane.rollouts.preflight import Preflight
from controlplane.rollouts.tables import DeploymentRow
from shared.deployment import State

LOOKED_AT: Final = 200
"""So many of the last deployments count."""


def timed(session: Session, plan: Preflight, policy: RolloutPolicy, now: datetime) -> Preflight:
    """Add how long a planned rollout would take."""
    away = [each.device for each in plan.devices if each.wave is not None and not each.online]
    return preflight.timed(
        plan,
        policy,
        stays=history.stays(session, away, now - history.KEPT) if away else {},
        pace=pace(session),
        now=now,
    )


def pace(session: Session) -> Pace:
    """Return how fast the last deployments were."""
    query = (
        select(DeploymentRow)
        .where(
            DeploymentRow.state == State.COMMITTED.value, DeploymentRow.kind == Kind.FORWARD.value
        )
        .order_by(col(DeploymentRow.finished_at).desc())
        .limit(LOOKED_AT)
    )
    found = (_past(row) for row in session.exec(query))
    return pace_of([each for each in found if each is not None])


def _past(row: DeploymentRow) -> Past | None:
    if row.offered_at is None or row.finished_at is None:
        return None
    download = _between(row.steps, State.DOWNLOADING, State.VERIFYING)
    trial = _between(row.steps, State.TRIAL, State.COMMITTED)
    whole = row.finished_at - row.offered_at
    other = whole - (download or timedelta()) - (trial or timedelta())
    progress = row.progress or {}
    fetched = int(progress.get("done_bytes", 0)) - int(progress.get("reused_bytes", 0))
    return Past(
        download_s=None if download is None else download.total_seconds(),
        downloaded_bytes=max(0, fetched),
        other_s=max(0.0, other.total_seconds()),
    )


def _between(steps: Mapping[str, Any], first: State, last: State) -> timedelta | None:
    if first.value not in steps or last.value not in steps:
        return None
    return datetime.fromisoformat(steps[last.value]) - datetime.fromisoformat(steps[first.value])
