"""`/`: how the fleet is, at a glance."""

from collections.abc import Sequence
from typing import Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from controlplane.audit import queries as audit
from controlplane.console.page import PageDep
from controlplane.console.problems import ConsoleRoute
from controlplane.console.views import fleet
from controlplane.console.views import rollouts as rollout_views
from controlplane.console.views.fleet import Trouble
from controlplane.devices import queries as devices
from controlplane.registry import queries as registry
from controlplane.registry.machine import ReleaseState
from controlplane.rollouts import queries as rollouts
from controlplane.rollouts.machine import LIVE
from controlplane.rollouts.queries import RolloutSummary

router = APIRouter(route_class=ConsoleRoute)

_ROLLOUTS: Final = 20
_EVENTS: Final = 10


@router.get("/")
def index(page: PageDep) -> HTMLResponse:
    with page.reading() as session:
        known = devices.devices(session)
        counts = devices.counts(session)
        releases = registry.releases(session)
        recent = rollouts.rollouts(session, limit=_ROLLOUTS)
        events = audit.recent(session, limit=_EVENTS)
        troubles = _troubles(session, recent)
    live = [each for each in recent if each.state in LIVE]
    return page.render(
        "home/index.html",
        counts=counts,
        presence=fleet.presence(counts),
        in_service=fleet.in_service(known),
        live=[rollout_views.line(each) for each in live],
        last=[rollout_views.line(each) for each in recent if each.state not in LIVE][:3],
        troubles=troubles,
        expiring=fleet.expiring(known, page.now),
        unpublished=[each for each in releases if each.state is ReleaseState.READY],
        releases=releases,
        published=[each for each in releases if each.state is ReleaseState.PUBLISHED],
        rollouts=recent,
        events=events,
    )


def _troubles(session: Session, recent: Sequence[RolloutSummary]) -> tuple[Trouble, ...]:
    started = [each for each in recent if each.started_at is not None]
    return fleet.troubles((each, rollouts.deployments(session, each.id)) for each in started)
