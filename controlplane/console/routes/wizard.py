"""`/rollouts/new`: what, where to, and how; with what it would do, while it is being thought up."""

from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session
from starlette.datastructures import FormData

from controlplane.console.forms import RolloutForm
from controlplane.console.page import Page, PageDep, see
from controlplane.console.problems import ConsoleRoute
from controlplane.console.views import plans
from controlplane.console.views.plans import Plan
from controlplane.devices import listing
from controlplane.registry import queries as registry
from controlplane.registry.machine import ReleaseState
from controlplane.rollouts import service
from shared.errors import FlotillaError
from shared.ids import ReleaseId

router = APIRouter(route_class=ConsoleRoute)

_RELEASES: Final = 200
_LABELS: Final = 200


async def _posted(request: Request) -> FormData:
    return await request.form()


PostedDep = Annotated[FormData, Depends(_posted)]


@router.get("/rollouts/new")
def new(page: PageDep) -> HTMLResponse:
    """Show the form with what it would do; every change of the form asks again."""
    return _form(page, RolloutForm.of(page.request.query_params))


@router.post("/rollouts")
def create(page: PageDep, posted: PostedDep) -> Response:
    form = RolloutForm.of(posted)
    try:
        with page.transaction() as session:
            made = service.create(
                session,
                release=ReleaseId(form.release),
                slot=form.slot,
                selector=form.selector,
                policy=service.parse_policy(form.policy()),
                actor=page.actor,
                now=page.now,
            )
            if form.start:
                service.start(session, made, actor=page.actor, now=page.now)
    except FlotillaError as error:
        return _form(page, form, sentence=str(error), status=422)
    return see(f"/rollouts/{made}")


def _form(page: Page, form: RolloutForm, *, sentence: str = "", status: int = 200) -> HTMLResponse:
    with page.reading() as session:
        releases = registry.in_state(session, ReleaseState.PUBLISHED, limit=_RELEASES)
        chosen = form.with_release(releases[0].id if releases else "")
        plan, objection = _foresee(session, chosen, page.now)
        labels = listing.labels(session, limit=_LABELS)
    return page.render(
        "rollouts/new.html",
        status=status,
        form=chosen,
        releases=releases,
        release_options=[(each.id, f"{each.line} {each.version}") for each in releases],
        plan=plan,
        sentence=sentence or objection,
        labels=labels,
    )


def _foresee(session: Session, form: RolloutForm, now: datetime) -> tuple[Plan | None, str]:
    """Return what the form would do, or why it cannot be said."""
    if not form.release:
        return None, ""
    try:
        found = service.preflight(
            session,
            release=ReleaseId(form.release),
            slot=form.slot,
            selector=form.selector,
            policy=service.parse_policy(form.policy()),
            now=now,
        )
    except FlotillaError as error:
        return None, str(error)
    return plans.plan(found), ""
