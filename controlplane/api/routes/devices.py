"""`/devices`: the fleet. A device is named by its id or its name."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Response

from controlplane.api.deps import ActorDep, ClockDep, DatabaseDep
from controlplane.api.schemas.devices import Device, DeviceChange, Devices, Telemetry
from controlplane.devices import queries, service
from controlplane.telemetry import queries as telemetry

router = APIRouter(prefix="/devices", tags=["devices"])


@router.get("")
def list_devices(_actor: ActorDep, database: DatabaseDep) -> Devices:
    """List every device that is not revoked, by name."""
    with database.reading() as session:
        return Devices(devices=[Device.of(device) for device in queries.devices(session)])


@router.get("/{device}")
def show_device(device: str, _actor: ActorDep, database: DatabaseDep) -> Device:
    with database.reading() as session:
        return Device.of(queries.device(session, device))


@router.get("/{device}/telemetry")
def show_device_telemetry(
    device: str,
    _actor: ActorDep,
    database: DatabaseDep,
    clock: ClockDep,
    minutes: Annotated[int, Query(ge=1, le=14 * 24 * 60)] = 60,
) -> Telemetry:
    """Show what the device measured in the last minutes, oldest first."""
    since = clock.now() - timedelta(minutes=minutes)
    with database.reading() as session:
        known = queries.device(session, device)
        return Telemetry(samples=list(telemetry.recent(session, known.id, since)))


@router.patch("/{device}")
def change_device(
    device: str, body: DeviceChange, actor: ActorDep, database: DatabaseDep, clock: ClockDep
) -> Device:
    """Set and take away labels."""
    with database.transaction() as session:
        known = queries.device(session, device)
        service.set_labels(session, known.id, body.labels, actor=actor, now=clock.now())
        session.flush()
        return Device.of(queries.device(session, known.id))


@router.delete("/{device}", status_code=204, response_class=Response)
def revoke_device(device: str, actor: ActorDep, database: DatabaseDep, clock: ClockDep) -> None:
    """Shut a device out for good: the broker refuses it from now on."""
    with database.transaction() as session:
        known = queries.device(session, device)
        service.revoke(session, known.id, actor=actor, now=clock.now())
