"""`/devices`: the fleet as a list, saved views of it, and changes to many devices at once."""

from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Response
from fastapi.responses import HTMLResponse

from controlplane.console import forms
from controlplane.console.page import Page, PageDep, see
from controlplane.console.problems import ConsoleRoute
from controlplane.console.views.devices import BULK_VERBS, Bulk, Change
from controlplane.db.errors import InvalidError
from controlplane.devices import bulk, listing, queries, views
from controlplane.devices.listing import Order, Wanted
from controlplane.devices.query.errors import QueryError
from shared.ids import DeviceId
from shared.wire.down import Verb

router = APIRouter(route_class=ConsoleRoute)

PAGE_SIZE: Final = 50


@router.get("/devices")
def index(
    page: PageDep, q: str = "", presence: str = "", order: str = "", at: int = 1
) -> HTMLResponse:
    """Show the fleet, or those whom a search means."""
    want, error = _wanted(q, presence, order)
    number = max(at, 1)
    with page.reading() as session:
        counts = queries.counts(session)
        saved = views.views(session)
        found = (
            listing.page(
                session, want, now=page.now, offset=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE
            )
            if error is None
            else listing.Listed((), 0)
        )
    return page.render(
        "devices/index.html",
        counts=counts,
        views=saved,
        found=found,
        error=error,
        q=q,
        presence=want.presence,
        order=want.order.value,
        orders={Order.NAME: "Name", Order.SEEN: "Away longest", Order.NEWEST: "Newest"},
        at=number,
        pages=max(1, -(-found.total // PAGE_SIZE)),
        first=(number - 1) * PAGE_SIZE + 1,
        verbs=BULK_VERBS,
    )


@router.post("/devices/views")
def save_view(
    page: PageDep,
    name: Annotated[str, Form()],
    q: Annotated[str, Form()] = "",
    presence: Annotated[str, Form()] = "",
    order: Annotated[str, Form()] = "",
) -> Response:
    with page.transaction() as session:
        views.save(
            session,
            name=name,
            query=q,
            presence=presence,
            order=order,
            actor=page.actor,
            now=page.now,
        )
    return see(_address(q, presence, order))


@router.post("/devices/views/{view}/delete")
def delete_view(page: PageDep, view: str) -> Response:
    with page.transaction() as session:
        views.delete(session, view, actor=page.actor, now=page.now)
    return see("/devices")


@router.post("/devices/many")
def ask(
    page: PageDep,
    change: Annotated[Change, Form()],
    scope: Annotated[str, Form()] = "chosen",
    device: Annotated[list[str] | None, Form()] = None,
    labels: Annotated[str, Form()] = "",
    verb: Annotated[Verb, Form()] = Verb.REPORT_ALL,
    q: Annotated[str, Form()] = "",
    presence: Annotated[str, Form()] = "",
    sure: Annotated[str, Form()] = "",
) -> Response:
    """Change many devices: first say what would happen, then, when somebody is sure, do it."""
    page.principal.must("devices.label" if change is Change.LABEL else "devices.command")
    wanted = Bulk(
        change=change,
        everyone=scope == "all",
        labels=forms.label_changes(labels) if change is Change.LABEL else {},
        verb=verb,
        q=q,
        presence=presence,
    )
    bulk.suits_many(wanted.verb)
    meant = _meant(page, wanted, device or [])
    if not meant:
        raise InvalidError("no device was chosen; tick some, or choose all that match")
    if not sure:
        return page.render(
            "devices/many.html",
            bulk=wanted,
            number=len(meant),
            # Everybody whom a query means is looked up again; who was ticked is carried along.
            devices=() if wanted.everyone else meant,
            labels=labels,
            scope=scope,
            back=_address(q, presence, ""),
        )
    with page.transaction() as session:
        if change is Change.LABEL:
            bulk.label(session, meant, wanted.labels, actor=page.actor, now=page.now)
        else:
            bulk.ask(session, meant, wanted.verb, actor=page.actor, now=page.now)
    return see(_address(q, presence, ""))


def _meant(page: Page, wanted: Bulk, chosen: list[str]) -> tuple[DeviceId, ...]:
    if not wanted.everyone:
        return tuple(DeviceId(each) for each in chosen[: bulk.MOST])
    want = listing.wanted(wanted.q, presence=wanted.presence)
    with page.reading() as session:
        return listing.ids(session, want, now=page.now, limit=bulk.MOST)


def _wanted(text: str, presence: str, order: str) -> tuple[Wanted, QueryError | None]:
    try:
        return listing.wanted(text, presence=presence, order=order), None
    except QueryError as error:
        return listing.wanted("", presence=presence, order=order), error


def _address(q: str, presence: str, order: str) -> str:
    asked = {"q": q, "presence": presence, "order": order}
    text = urlencode({name: value for name, value in asked.items() if value})
    return f"/devices?{text}" if text else "/devices"
