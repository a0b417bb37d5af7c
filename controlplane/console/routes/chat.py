"""`/devices/ID/chat`: a few words with the model that a device serves."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Response
from fastapi.responses import HTMLResponse

from controlplane.access.errors import ForbiddenError
from controlplane.console.page import Page, PageDep, see
from controlplane.console.problems import ConsoleRoute
from controlplane.devices import chats, queries
from controlplane.devices.chats import MAX_CHARACTERS, MAX_TURNS

router = APIRouter(route_class=ConsoleRoute)


@router.get("/devices/{device}/chat")
def show(page: PageDep, device: str, c: str = "", slot: str = "main") -> HTMLResponse:
    _allowed(page)
    with page.reading() as session:
        known = queries.device(session, device)
        turns = chats.turns(session, known.id, c, page.now) if c else ()
    return page.render(
        "devices/chat.html",
        device=known,
        conversation=c if turns else "",
        slot=slot,
        slots=[(name, name) for name in known.slots] or [(slot, slot)],
        turns=turns,
        open=bool(turns) and turns[-1].is_open,
        full=len(turns) >= MAX_TURNS,
        most=MAX_CHARACTERS,
    )


@router.post("/devices/{device}/chat")
def ask(
    page: PageDep,
    device: str,
    text: Annotated[str, Form()] = "",
    c: Annotated[str, Form()] = "",
    slot: Annotated[str, Form()] = "main",
) -> Response:
    _allowed(page)
    with page.transaction() as session:
        known = queries.device(session, device)
        conversation = chats.ask(
            session, known, text, conversation=c, slot=slot, actor=page.actor, now=page.now
        )
    return see(f"/devices/{known.id}/chat?{urlencode({'c': conversation, 'slot': slot})}")


def _allowed(page: Page) -> None:
    if not page.settings.chat:
        raise ForbiddenError(chats.OFF)
