"""`/devices`: the fleet. A device is named by its id or its name."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Response

from controlplane.api.deps import ActorDep, ClockDep, DatabaseDep
from controlplane.api.schemas.devices import (
    Command,
    Commands,
    Device,
    DeviceChange,
    Devices,
    NewCommand,
    Telemetry,
)
from controlplane.db.errors import InvalidError
from controlplane.devices import commands, listing, queries, service, views
from controlplane.devices.query.reader import MAX_LENGTH, read
from controlplane.devices.views import MAX_NAME
from controlplane.telemetry import queries as telemetry

MOST_DEVICES = 10_000
"""On one page."""

router = APIRouter(prefix="/devices", tags=["devices"])


@router.get("")
def list_devices(
    _actor: ActorDep,
    database: DatabaseDep,
    clock: ClockDep,
    query: Annotated[str, Query(max_length=MAX_LENGTH)] = "",
    view: Annotated[str, Query(max_length=MAX_NAME)] = "",
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_DEVICES)] = MOST_DEVICES,
) -> Devices:
    """List the devices that a query means and that are not revoked, by name.

    With `view`, those that a saved search means, in its order; there is no query then.
    """
    if view and query:
        raise InvalidError("say either query or view")
    wanted = listing.Wanted(node=read(query))
    with database.reading() as session:
        if view:
            saved = views.view(session, view)
            wanted = listing.wanted(saved.query, presence=saved.presence, order=saved.order)
        found = listing.page(session, wanted, now=clock.now(), offset=offset, limit=limit)
        return Devices(devices=[Device.of(device) for device in found.devices], total=found.total)


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


@router.post("/{device}/commands", status_code=202)
def ask_device(
    device: str, body: NewCommand, actor: ActorDep, database: DatabaseDep, clock: ClockDep
) -> Command:
    """Ask something of a device; it is sent when the device is there, as long as it is not late."""
    now = clock.now()
    with database.transaction() as session:
        known = queries.device(session, device)
        asked = commands.ask(
            session,
            known.id,
            body.verb,
            arguments=body.arguments,
            life=timedelta(seconds=body.expires_in_s),
            actor=actor,
            now=now,
        )
        return Command.of(asked)


@router.get("/{device}/commands")
def list_device_commands(
    device: str,
    _actor: ActorDep,
    database: DatabaseDep,
    clock: ClockDep,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> Commands:
    """List what was asked of a device, newest first."""
    with database.reading() as session:
        known = queries.device(session, device)
        found = commands.recent(session, known.id, clock.now(), limit=limit)
        return Commands(commands=[Command.of(each) for each in found])


@router.get("/{device}/commands/{command}")
def show_device_command(
    device: str, command: str, _actor: ActorDep, database: DatabaseDep, clock: ClockDep
) -> Command:
    """Show one command and what the device answered."""
    with database.reading() as session:
        known = queries.device(session, device)
        return Command.of(commands.command(session, known.id, command, clock.now()))


@router.delete("/{device}", status_code=204, response_class=Response)
def revoke_device(device: str, actor: ActorDep, database: DatabaseDep, clock: ClockDep) -> None:
    """Shut a device out for good: the broker refuses it from now on."""
    with database.transaction() as session:
        known = queries.device(session, device)
        service.revoke(session, known.id, actor=actor, now=clock.now())
