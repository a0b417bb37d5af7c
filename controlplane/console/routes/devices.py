"""`/devices`: the fleet, and each device."""

from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Form, Response
from fastapi.responses import HTMLResponse

from controlplane.audit import queries as audit
from controlplane.console import forms
from controlplane.console.page import PageDep, see
from controlplane.console.problems import ConsoleRoute
from controlplane.console.views import deployments, fleet
from controlplane.console.views import telemetry as telemetry_views
from controlplane.devices import commands, queries, service
from controlplane.rollouts import queries as rollouts
from controlplane.telemetry import queries as telemetry
from shared.deployment import TERMINAL
from shared.wire.down import Verb

router = APIRouter(route_class=ConsoleRoute)

PAGE_SIZE: Final = 50
_EVENTS: Final = 15
_DEPLOYMENTS: Final = 20
_MINUTES: Final = 60
_COMMANDS: Final = 5
_VERBS: Final = {
    Verb.REPORT_ALL: "Report everything",
    Verb.PROBE: "Measure again",
    Verb.RESTART_ENGINE: "Restart engine",
    Verb.RENEW: "Renew certificate",
}


@router.get("/devices")
def index(page: PageDep, q: str = "", presence: str = "", at: int = 1) -> HTMLResponse:
    """Show the fleet, or those whom a search means."""
    with page.reading() as session:
        known = queries.devices(session)
        counts = queries.counts(session)
    found = fleet.search(known, text=q, presence=presence)
    pages = max(1, -(-len(found.devices) // PAGE_SIZE))
    number = min(max(at, 1), pages)
    start = (number - 1) * PAGE_SIZE
    return page.render(
        "devices/index.html",
        counts=counts,
        found=found,
        devices=found.devices[start : start + PAGE_SIZE],
        q=q,
        presence=presence,
        at=number,
        pages=pages,
    )


@router.get("/devices/{device}")
def detail(page: PageDep, device: str) -> HTMLResponse:
    since = page.now - timedelta(minutes=_MINUTES)
    with page.reading() as session:
        known = queries.device(session, device)
        history = [
            rollouts.deployment(session, each.id)
            for each in rollouts.deployments_of_device(session, known.id, limit=_DEPLOYMENTS)
        ]
        samples = telemetry.recent(session, known.id, since)
        events = audit.recent(session, limit=_EVENTS, kind="device", subject=known.id)
        asked = commands.recent(session, known.id, page.now, limit=_COMMANDS)
    serving = {each.deployment.bundle: each.deployment for each in reversed(history)}
    return page.render(
        "devices/detail.html",
        device=known,
        history=history,
        busy=any(each.deployment.state not in TERMINAL for each in history),
        serving=serving,
        measured=deployments.measured,
        trail=deployments.trail,
        usage=telemetry_views.usage(samples),
        minutes=_MINUTES,
        events=events,
        verbs=_VERBS,
        asked=asked,
    )


@router.get("/devices/{device}/telemetry.json")
def samples(page: PageDep, device: str, slot: str = "main") -> telemetry_views.Series:
    """Return what the charts draw."""
    since = page.now - timedelta(minutes=_MINUTES)
    with page.reading() as session:
        known = queries.device(session, device)
        found = telemetry.recent(session, known.id, since)
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
    with page.transaction() as session:
        known = queries.device(session, device)
        arguments = {"slot": slot} if slot and verb is Verb.RESTART_ENGINE else {}
        commands.ask(session, known.id, verb, arguments=arguments, actor=page.actor, now=page.now)
    return see(f"/devices/{known.id}#commands")
