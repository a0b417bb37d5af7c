"""What happened, newest first."""

from typing import Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from controlplane.audit import queries as audit
from controlplane.console.page import PageDep
from controlplane.console.problems import ConsoleRoute

router = APIRouter(route_class=ConsoleRoute)

KINDS: Final = ("device", "release", "rollout", "token")
_SHOWN: Final = 100


@router.get("/activity")
def index(page: PageDep, kind: str = "") -> HTMLResponse:
    with page.reading() as session:
        chosen = kind if kind in KINDS else None
        events = audit.recent(session, limit=_SHOWN, kind=chosen)
    return page.render(
        "activity/index.html", events=events, kind=chosen or "", kinds=KINDS, shown=_SHOWN
    )
