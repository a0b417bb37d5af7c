"""`/models`: lines, their releases, and the variants of each."""

from typing import Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from controlplane.audit import queries as audit
from controlplane.console.page import PageDep
from controlplane.console.problems import ConsoleRoute
from controlplane.console.views import fleet, models, trust
from controlplane.devices import queries as devices
from controlplane.devices import slots
from controlplane.devices.machines import machines
from controlplane.registry import queries, recalls
from controlplane.rollouts import pages
from controlplane.rollouts.measured import served

router = APIRouter(route_class=ConsoleRoute)

RELEASES: Final = 20
"""Of each line, on the first look."""
_ROLLOUTS: Final = 20
_EVENTS: Final = 10


@router.get("/models")
def index(page: PageDep, line: str = "") -> HTMLResponse:
    """Show the newest releases of every line, or all of one line."""
    with page.reading() as session:
        lines = [each for each in queries.lines(session) if line in ("", each.name)]
        releases = {each.name: queries.releases(session, line=each.name) for each in lines}
        in_service = fleet.in_service(slots.in_service(session))
    shown = None if line else RELEASES
    return page.render(
        "models/index.html",
        lines=[(each, releases[each.name][:shown]) for each in lines],
        one=line,
        devices_of={
            (name, each.version): each.devices
            for name, versions in in_service.items()
            for each in versions
        },
    )


@router.get("/models/{line}/{version}")
def detail(page: PageDep, line: str, version: str) -> HTMLResponse:
    with page.reading() as session:
        release = queries.release_by_version(session, line, version)
        measured = served(session, line, version)
        kinds = machines(session)
        of_release = pages.of_release(session, release.id, limit=_ROLLOUTS)
        earlier = models.before(release, queries.releases(session, line=line))
        bundles = [each.digest for each in release.variants if each.digest]
        recalled = recalls.recalled(session, bundles)
        held = slots.serving_bundles(session, bundles)
        events = audit.recent(session, limit=_EVENTS, kind="release", subject=release.id)
        counts = devices.counts(session)
    cards = models.cards(release, measured)
    role = f"line-{line}"
    return page.render(
        "models/detail.html",
        release=release,
        cards=cards,
        chart=models.chart(cards),
        chart_width=models.CHART_WIDTH,
        chart_height=models.CHART_HEIGHT,
        heat=models.heat(release, kinds, recalled),
        earlier=earlier,
        recalled=recalled,
        held=held,
        role=next(
            (each for each in trust.roles_of(page.settings, page.now) if each.role == role), None
        ),
        devices=counts.devices,
        rollouts=of_release,
        events=events,
    )
