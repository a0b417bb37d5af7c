"""Everything below `/api/v1`, and `/healthz` beside it."""

from fastapi import APIRouter, Depends

from controlplane.access.web import api_actor
from controlplane.api.errors import RESPONSES
from controlplane.api.routes import (
    audit,
    blobs,
    chats,
    devices,
    enroll,
    events,
    fleet,
    recalls,
    releases,
    rollouts,
    status,
    tokens,
    trust,
    users,
    verdicts,
)

health = APIRouter(tags=["status"])


@health.get("/healthz")
def show_health() -> dict[str, str]:
    """Answer that the process is alive; asks for no token."""
    return {"status": "ok"}


def build() -> APIRouter:
    """Return the routes of version 1, all of them behind authentication."""
    router = APIRouter(prefix="/api/v1", dependencies=[Depends(api_actor)], responses=RESPONSES)
    parts = (
        *(status, users, tokens, audit, enroll, devices, fleet, chats),
        *(releases, blobs, rollouts, verdicts, events, trust, recalls),
    )
    for part in parts:
        router.include_router(part.router)
    return router
