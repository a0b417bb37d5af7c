"""`/rollouts`: make one, watch it, steer it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Final, Protocol

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session
from starlette.datastructures import FormData

from controlplane.console.forms import RolloutForm
from controlplane.console.page import Page, PageDep, see
from controlplane.console.problems import ConsoleRoute
from controlplane.console.views import deployments
from controlplane.console.views import rollouts as views
from controlplane.db.errors import NotFoundError
from controlplane.devices import queries as devices
from controlplane.registry import queries as registry
from controlplane.registry.machine import ReleaseState
from controlplane.rollouts import queries, service
from controlplane.rollouts.machine import LIVE
from controlplane.rollouts.preflight import Outcome, Preflight
from shared.errors import FlotillaError
from shared.ids import ReleaseId, RolloutId

router = APIRouter(route_class=ConsoleRoute)


class _Steer(Protocol):
    def __call__(self, session: Session, rollout: str, *, actor: str, now: datetime) -> None: ...


_VERBS: Final[Mapping[str, _Steer]] = {
    "start": service.start,
    "pause": service.pause,
    "resume": service.resume,
    "promote": service.promote,
    "rollback": service.rollback,
    "abort": service.abort,
}


async def _posted(request: Request) -> FormData:
    return await request.form()


PostedDep = Annotated[FormData, Depends(_posted)]


@router.get("/rollouts")
def index(page: PageDep) -> HTMLResponse:
    with page.reading() as session:
        found = queries.rollouts(session)
        published = _any_published(session)
    return page.render(
        "rollouts/index.html", lines=[views.line(each) for each in found], published=published
    )


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


@router.get("/rollouts/{rollout}")
def detail(page: PageDep, rollout: str) -> HTMLResponse:
    with page.reading() as session:
        found = queries.rollout(session, rollout)
    cards = views.waves(found)
    return page.render(
        "rollouts/detail.html",
        detail=found,
        rollout=found.summary,
        line=views.line(found.summary),
        cards=cards,
        live=found.summary.state in LIVE,
        causes=views.causes(found.deployments),
        commands=views.commands(found.summary.state, cards),
        all_commands=views.all_commands(),
        measured=deployments.measured,
        steps=deployments.steps,
    )


@router.post("/rollouts/{rollout}/{verb}")
def steer(page: PageDep, rollout: RolloutId, verb: str) -> Response:
    act = _VERBS.get(verb)
    if act is None:
        raise NotFoundError("command", verb)
    with page.transaction() as session:
        act(session, rollout, actor=page.actor, now=page.now)
    return see(f"/rollouts/{rollout}")


def _form(page: Page, form: RolloutForm, *, sentence: str = "", status: int = 200) -> HTMLResponse:
    with page.reading() as session:
        releases = [
            each for each in registry.releases(session) if each.state is ReleaseState.PUBLISHED
        ]
        chosen = form.with_release(releases[0].id if releases else "")
        plan, objection = _foresee(session, chosen)
        labels = sorted({pair for each in devices.devices(session) for pair in each.labels.items()})
    return page.render(
        "rollouts/new.html",
        status=status,
        form=chosen,
        releases=releases,
        release_options=[(each.id, f"{each.line} {each.version}") for each in releases],
        plan=plan,
        outcomes=Outcome,
        sentence=sentence or objection,
        labels=labels,
    )


def _foresee(session: Session, form: RolloutForm) -> tuple[Preflight | None, str]:
    """Return what the form would do, or why it cannot be said."""
    if not form.release:
        return None, ""
    try:
        plan = service.preflight(
            session,
            release=ReleaseId(form.release),
            slot=form.slot,
            selector=form.selector,
            policy=service.parse_policy(form.policy()),
        )
    except FlotillaError as error:
        return None, str(error)
    return plan, ""


def _any_published(session: Session) -> bool:
    return any(each.published is not None for each in registry.lines(session))
