"""`/device-views` and `/devices`: what concerns many devices at once."""

from fastapi import APIRouter, Response
from sqlmodel import Session

from controlplane.api.deps import ActorDep, ClockDep, DatabaseDep
from controlplane.api.schemas.fleet import (
    Changed,
    Meant,
    NewView,
    SameChange,
    SameCommand,
    View,
    Views,
)
from controlplane.devices import bulk, listing, queries, views
from controlplane.devices.query.reader import read
from shared.clock import Clock
from shared.ids import DeviceId

router = APIRouter(tags=["devices"])


@router.get("/device-views")
def list_device_views(_actor: ActorDep, database: DatabaseDep) -> Views:
    """List the searches that have a name."""
    with database.reading() as session:
        return Views(views=[View.of(each) for each in views.views(session)])


@router.post("/device-views", status_code=201)
def save_device_view(
    body: NewView, actor: ActorDep, database: DatabaseDep, clock: ClockDep
) -> View:
    """Keep a search under a name; the same name again replaces it."""
    with database.transaction() as session:
        made = views.save(
            session,
            name=body.name,
            query=body.query,
            presence=body.presence,
            order=body.order,
            actor=actor,
            now=clock.now(),
        )
        return View.of(views.view(session, made))


@router.delete("/device-views/{view}", status_code=204, response_class=Response)
def delete_device_view(view: str, actor: ActorDep, database: DatabaseDep, clock: ClockDep) -> None:
    """Forget a search; it is named by its id or its name."""
    with database.transaction() as session:
        found = views.view(session, view)
        views.delete(session, found.id, actor=actor, now=clock.now())


@router.patch("/devices")
def change_devices(
    body: SameChange, actor: ActorDep, database: DatabaseDep, clock: ClockDep
) -> Changed:
    """Set and take away labels of many devices; says of how many they are different now."""
    with database.transaction() as session:
        meant = _meant(session, body, clock)
        count = bulk.label(session, meant, body.labels, actor=actor, now=clock.now())
    return Changed(meant=len(meant), changed=count)


@router.post("/devices/commands", status_code=202)
def ask_devices(
    body: SameCommand, actor: ActorDep, database: DatabaseDep, clock: ClockDep
) -> Changed:
    """Ask the same of many devices; each hears it when it is there, as long as it is not late."""
    with database.transaction() as session:
        meant = _meant(session, body, clock)
        count = bulk.ask(session, meant, body.verb, life=body.life, actor=actor, now=clock.now())
    return Changed(meant=len(meant), changed=count)


def _meant(session: Session, body: Meant, clock: Clock) -> tuple[DeviceId, ...]:
    if body.devices is not None:
        return tuple(queries.device(session, each).id for each in body.devices)
    want = listing.Wanted(node=read(body.query or ""))
    return listing.ids(session, want, now=clock.now(), limit=bulk.MOST)
