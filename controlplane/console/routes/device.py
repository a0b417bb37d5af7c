"""`/devices/ID`: one device, what it does, and what may be asked of it."""

from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Form, Response
from fastapi.responses import HTMLResponse

from controlplane.audit import queries as audit
from controlplane.console import forms
from controlplane.console.page import PageDep, see
from controlplane.console.problems import ConsoleRoute
from controlplane.console.views import deployments
from controlplane.console.views import telemetry as telemetry_views
from controlplane.console.views.devices import VERBS
from controlplane.db.errors import InvalidError
from controlplane.devices import commands, queries, service
from controlplane.rollouts import pages
from controlplane.telemetry import queries as telemetry
from shared.deployment import TERMINAL
from shared.wire.down import Verb

router = APIRouter(route_class=ConsoleRoute)

SPANS: Final = {60: "1 h", 360: "6 h", 1440: "1 day", 10_080: "7 days"}
"""Minutes that the charts may show."""
_EVENTS: Final = 15
_DEPLOYMENTS: Final = 10
_COMMANDS: Final = 5


@router.get("/devices/{device}")
def detail(page: PageDep, device: str, minutes: int = 60, at: int = 1) -> HTMLResponse:
    span = minutes if minutes in SPANS else min(SPANS)
    number = max(at, 1)
    with page.reading() as session:
        known = queries.device(session, device)
        history = pages.history(
            session, known.id, offset=(number - 1) * _DEPLOYMENTS, limit=_DEPLOYMENTS + 1
        )
        samples = telemetry.recent(session, known.id, page.now - timedelta(minutes=span))
        events = audit.recent(session, limit=_EVENTS, kind="device", subject=known.id)
        asked = commands.recent(session, known.id, page.now, limit=_COMMANDS)
    shown = history[:_DEPLOYMENTS]
    serving = {each.deployment.bundle: each.deployment for each in reversed(history)}
    return page.render(
        "devices/detail.html",
        device=known,
        history=shown,
        more=len(history) > _DEPLOYMENTS,
        at=number,
        busy=any(each.deployment.state not in TERMINAL for each in shown),
        serving=serving,
        measured=deployments.measured,
        trail=deployments.trail,
        usage=telemetry_views.usage(samples),
        minutes=span,
        spans=SPANS,
        events=events,
        verbs=VERBS,
        asked=asked,
        chat=page.settings.chat,
    )


@router.get("/devices/{device}/telemetry.json")
def samples(
    page: PageDep, device: str, slot: str = "main", minutes: int = 60
) -> telemetry_views.Series:
    """Return what the charts draw."""
    span = minutes if minutes in SPANS else min(SPANS)
    with page.reading() as session:
        known = queries.device(session, device)
        found = telemetry.recent(
            session, known.id, page.now - timedelta(minutes=span), limit=max(SPANS)
        )
    return telemetry_views.series(found, slot)


@router.post("/devices/{device}/labels")
def change_labels(page: PageDep, device: str, labels: Annotated[str, Form()] = "") -> Response:
    wanted = forms.labels(labels)
    with page.transaction() as session:
        known = queries.device(session, device)
        gone: dict[str, str | None] = {key: None for key in known.labels if key not in wanted}
        service.set_labels(session, known.id, {**gone, **wanted}, actor=page.actor, now=page.now)
    return see(f"/devices/{known.id}")


@router.post("/devices/{device}/revoke")
def revoke(page: PageDep, device: str) -> Response:
    with page.transaction() as session:
        known = queries.device(session, device)
        service.revoke(session, known.id, actor=page.actor, now=page.now)
    return see("/devices")


@router.post("/devices/{device}/commands")
def ask(
    page: PageDep, device: str, verb: Annotated[Verb, Form()], slot: Annotated[str, Form()] = ""
) -> Response:
    """Ask something of the device; what it answers appears on its page."""
    if verb not in VERBS:
        raise InvalidError(f"{verb.value} is not asked from here")
    with page.transaction() as session:
        known = queries.device(session, device)
        arguments = {"slot": slot} if slot and verb is Verb.RESTART_ENGINE else {}
        commands.ask(session, known.id, verb, arguments=arguments, actor=page.actor, now=page.now)
    return see(f"/devices/{known.id}#commands")
