"""From a forecast to a deployment: how a device becomes a member of a rollout."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from controlplane.devices.model import Device
from controlplane.rollouts import hardware, transitions
from controlplane.rollouts.preflight import Forecast, Outcome
from controlplane.rollouts.tables import DeploymentRow, RolloutRow
from shared.deployment import State
from shared.ids import DeviceId, new_id

_STATES = {
    Outcome.DEPLOY: State.QUEUED,
    Outcome.SKIP: State.SKIPPED,
    Outcome.LEFT_OUT: State.REMOVED,
}


def enlist(
    session: Session,
    rollout: RolloutRow,
    forecasts: Iterable[Forecast],
    devices: Iterable[Device],
    now: datetime,
) -> None:
    """Make a deployment of every forecast, also of those that get nothing: they are told why."""
    classes = {each.id: hardware.label(each.capability) for each in devices}
    new = [_deployment(rollout, each, now) for each in forecasts]
    for row in new:
        row.hardware = classes.get(DeviceId(row.device), "")
    transitions.begin(session, new)


def _deployment(rollout: RolloutRow, forecast: Forecast, now: datetime) -> DeploymentRow:
    chosen = forecast.candidate
    row = DeploymentRow(
        id=new_id(),
        rollout_id=rollout.id,
        wave=forecast.wave,
        position=forecast.position,
        device=forecast.device,
        slot=rollout.slot,
        line=rollout.line,
        version=rollout.version,
        variant="" if chosen is None else chosen.name,
        bundle=None if chosen is None else chosen.bundle,
        target_path=None if chosen is None else chosen.target_path,
        manifest_length=None if chosen is None else chosen.manifest_length,
        predicted_memory_bytes=forecast.predicted_memory_bytes,
        parameters=forecast.parameters_to_sign,
        predicted=forecast.predicted_speed,
        why=forecast.sentence[:500],
        state=State.QUEUED.value,
        created_at=now,
        changed_at=now,
    )
    by_server = forecast.outcome is not Outcome.DEPLOY
    transitions.put(row, _STATES[forecast.outcome], now=now, by_server=by_server)
    return row
