"""`/trust`: which signatures hold how long, who must act, and what was recalled."""

from itertools import groupby

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from controlplane.console.page import PageDep
from controlplane.console.problems import ConsoleRoute
from controlplane.console.views import trust
from controlplane.devices import slots
from controlplane.director import expiries
from controlplane.registry import recalls

router = APIRouter(route_class=ConsoleRoute)


@router.get("/trust")
def index(page: PageDep) -> HTMLResponse:
    with page.reading() as session:
        recalled = recalls.recalls(session)
        held = slots.serving_bundles(session, [each.digest for each in recalled])
    roles = trust.roles_of(page.settings, page.now)
    return page.render(
        "trust/index.html",
        repositories=[
            (name, tuple(own)) for name, own in groupby(roles, key=lambda role: role.repository)
        ],
        worst=expiries.worst(roles),
        look_of_role=trust.look,
        recalls=recalled,
        held=held,
    )
