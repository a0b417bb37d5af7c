"""`/events`: what happened."""

from typing import Annotated

from fastapi import APIRouter, Query

from controlplane.api.deps import ActorDep, DatabaseDep
from controlplane.api.schemas.events import Event, Events
from controlplane.audit import queries

router = APIRouter(prefix="/events", tags=["events"])

Limit = Annotated[int, Query(ge=1, le=500)]


@router.get("")
def list_events(
    _actor: ActorDep,
    database: DatabaseDep,
    limit: Limit = 50,
    after: Annotated[int | None, Query(ge=0, le=2**53)] = None,
    kind: Annotated[str | None, Query(max_length=20)] = None,
    subject: Annotated[str | None, Query(max_length=80)] = None,
) -> Events:
    """List the newest events first, or those that follow `after`, oldest first."""
    with database.reading() as session:
        if after is not None:
            found = queries.after(session, after, limit=limit)
        else:
            found = queries.recent(session, limit=limit, kind=kind, subject=subject)
        return Events(events=[Event.of(event) for event in found])
