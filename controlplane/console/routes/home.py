"""`/`: how the fleet is, at a glance; what needs somebody comes first."""

from datetime import timedelta
from typing import Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from controlplane.audit import search
from controlplane.audit.search import Asked
from controlplane.console.page import Page, PageDep
from controlplane.console.problems import ConsoleRoute
from controlplane.console.routes.audit import ACCESS
from controlplane.console.views import alerts, fleet
from controlplane.console.views import rollouts as rollout_views
from controlplane.console.views.alerts import Signs
from controlplane.console.views.trust import roles_of
from controlplane.devices import listing, slots
from controlplane.devices import queries as devices
from controlplane.registry import queries as registry
from controlplane.registry import recalls
from controlplane.registry.machine import ReleaseState
from controlplane.rollouts import pages, queries
from controlplane.rollouts.machine import LIVE, RolloutState
from controlplane.rollouts.queries import RolloutSummary
from shared.deployment import FAILURES

router = APIRouter(route_class=ConsoleRoute)

CERTIFICATE_SOON: Final = timedelta(days=14)
_ROLLOUTS: Final = 20
_EVENTS: Final = 10
_NAMED: Final = 3
_HELD: Final = (RolloutState.PAUSED, RolloutState.AWAITING_APPROVAL)


@router.get("/")
def index(page: PageDep) -> HTMLResponse:
    return page.once(lambda: _index(page), for_whom=page.heard)


def _index(page: Page) -> HTMLResponse:
    with page.reading() as session:
        counts = devices.counts(session)
        lines = registry.lines(session)
        recent = queries.rollouts(session, limit=_ROLLOUTS)
        events = search.page(session, Asked(hidden=(ACCESS,)), before=None, limit=_EVENTS)
        served = slots.in_service(session)
        signs = _signs(session, page, recent)
    live = [each for each in recent if each.state in LIVE]
    return page.render(
        "home/index.html",
        counts=counts,
        presence=fleet.presence(counts),
        in_service=fleet.in_service(served),
        live=[rollout_views.line(each) for each in live],
        last=[rollout_views.line(each) for each in recent if each.state not in LIVE][:3],
        alerts=alerts.alerts(signs),
        lines=lines,
        published=next((each for each in lines if each.published), None),
        rollouts=recent,
        events=events,
    )


def _signs(session: Session, page: Page, recent: tuple[RolloutSummary, ...]) -> Signs:
    """Return what there is that could need somebody."""
    held = pages.by_state(session, _HELD, limit=_ROLLOUTS)
    rollouts = {each.id: each for each in (*held, *recent)}
    failed = [each.id for each in rollouts.values() if FAILURES & each.counts.keys()]
    recalled = recalls.recalls(session)
    return Signs(
        now=page.now,
        rollouts=tuple(rollouts.values()),
        failing=pages.failing(session, failed),
        unpublished=registry.in_state(session, ReleaseState.READY),
        certificates=listing.expiring(session, before=page.now + CERTIFICATE_SOON, limit=_NAMED),
        not_serving=slots.not_serving(session),
        waiting=len(devices.requests(session, page.now)),
        roles=roles_of(page.settings, page.now),
        recalls=recalled,
        recalled_in_service=slots.serving_bundles(session, [each.digest for each in recalled]),
    )
