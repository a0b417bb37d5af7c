"""`/enroll`: let devices in."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Response
from fastapi.responses import HTMLResponse

from controlplane.console import forms
from controlplane.console.page import Page, PageDep, see
from controlplane.console.problems import ConsoleRoute
from controlplane.console.views import codes
from controlplane.db.errors import InvalidError
from controlplane.devices import approval, queries, service
from shared.wire.enrol import Anchors

router = APIRouter(route_class=ConsoleRoute)


@router.get("/enroll")
def index(page: PageDep) -> HTMLResponse:
    return _page(page)


@router.post("/enroll")
def create(
    page: PageDep,
    labels: Annotated[str, Form()] = "",
    uses: Annotated[int, Form(ge=1, le=100_000)] = 1,
    hours: Annotated[int, Form(ge=1, le=24 * 365)] = 24,
    approve: Annotated[str, Form()] = "",
) -> HTMLResponse:
    """Make a token and show it, the only time that it can be shown."""
    try:
        wanted = forms.labels(labels)
    except InvalidError as error:
        return _page(page, sentence=str(error), labels=labels, status=422)
    anchors: Anchors = page.request.app.state.anchors
    with page.transaction() as session:
        token = service.create_token(
            session,
            anchors=anchors.digest(),
            labels=wanted,
            uses=uses,
            expires_at=page.now + timedelta(hours=hours),
            now=page.now,
            approve=approve == "yes",
            actor=page.actor,
        )
    return _page(page, token=token, uses=uses)


@router.post("/enroll/{token_id}/revoke")
def revoke(page: PageDep, token_id: str) -> Response:
    with page.transaction() as session:
        service.revoke_token(session, token_id, actor=page.actor, now=page.now)
    return see("/enroll")


@router.post("/enroll/requests/{request_id}/approve")
def approve(page: PageDep, request_id: str) -> Response:
    """Let a device in whose fingerprint somebody has compared."""
    with page.transaction() as session:
        approval.approve(session, request_id, actor=page.actor, now=page.now)
    return see("/enroll")


@router.post("/enroll/requests/{request_id}/reject")
def reject(page: PageDep, request_id: str) -> Response:
    with page.transaction() as session:
        approval.reject(session, request_id, actor=page.actor, now=page.now)
    return see("/enroll")


def _page(
    page: Page,
    *,
    token: str = "",
    uses: int = 1,
    labels: str = "",
    sentence: str = "",
    status: int = 200,
) -> HTMLResponse:
    with page.reading() as session:
        tokens = queries.tokens(session)
        waiting = queries.requests(session, page.now)
    command = f"flotilla-agent enroll --gateway {page.settings.gateway_url} --token {token}"
    return page.render(
        "enroll/index.html",
        status=status,
        token=token,
        command=command if token else "",
        code=codes.code(command) if token else None,
        uses=uses,
        labels=labels,
        sentence=sentence,
        tokens=tokens,
        waiting=waiting,
    )
