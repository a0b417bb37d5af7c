"""`/audit`: what happened, who did it, and when; newest first."""

from typing import Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from controlplane.audit import search
from controlplane.audit.search import Asked
from controlplane.console.page import PageDep
from controlplane.console.problems import ConsoleRoute

router = APIRouter(route_class=ConsoleRoute)

KINDS: Final = {
    "device": "Devices",
    "release": "Releases",
    "rollout": "Rollouts",
    "token": "Tokens",
    "trust": "Trust",
    "recall": "Recalls",
    "view": "Views",
}
ACCESS: Final = "access"
"""Sign-ins, users and denials: for those who may read the whole log."""
PAGE_SIZE: Final = 100


@router.get("/audit")
def index(
    page: PageDep, kind: str = "", actor: str = "", q: str = "", before: int | None = None
) -> HTMLResponse:
    whole = page.principal.may("audit.read")
    kinds = {**KINDS, **({ACCESS: "Access"} if whole else {})}
    asked = Asked(
        kind=kind if kind in kinds else "",
        actor=actor.strip()[:80],
        words=tuple(q.split()[:6]),
        hidden=() if whole else (ACCESS,),
    )
    with page.reading() as session:
        found = search.page(session, asked, before=before, limit=PAGE_SIZE + 1)
    return page.render(
        "audit/index.html",
        events=found[:PAGE_SIZE],
        more=len(found) > PAGE_SIZE,
        first=before is None,
        kinds=kinds,
        kind=asked.kind,
        asked_actor=asked.actor,
        q=q[:200],
    )
