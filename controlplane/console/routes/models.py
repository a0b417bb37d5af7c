"""`/models`: lines, their releases, and the variants of each."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from controlplane.console.page import PageDep
from controlplane.console.problems import ConsoleRoute
from controlplane.console.views import fleet, models
from controlplane.devices import queries as devices
from controlplane.registry import queries
from controlplane.rollouts import queries as rollouts

router = APIRouter(route_class=ConsoleRoute)


@router.get("/models")
def index(page: PageDep) -> HTMLResponse:
    with page.reading() as session:
        lines = queries.lines(session)
        releases = queries.releases(session)
        known = devices.devices(session)
    cards = [models.card(each, known) for each in releases]
    return page.render(
        "models/index.html",
        lines=[
            (line, [each for each in cards if each.release.line == line.name]) for line in lines
        ],
        in_service=fleet.in_service(known),
        devices=len(known),
    )


@router.get("/models/{line}/{version}")
def detail(page: PageDep, line: str, version: str) -> HTMLResponse:
    with page.reading() as session:
        release = queries.release_by_version(session, line, version)
        known = devices.devices(session)
        of_release = [each for each in rollouts.rollouts(session) if each.release == release.id]
    serving = [each for each in fleet.in_service(known).get(line, ()) if each.version == version]
    return page.render(
        "models/detail.html",
        card=models.card(release, known),
        release=release,
        chart=models.chart(release),
        chart_width=models.CHART_WIDTH,
        chart_height=models.CHART_HEIGHT,
        serving=serving[0] if serving else None,
        devices=len(known),
        rollouts=of_release,
    )
