"""Everything below `/api/v1`, and `/healthz` beside it."""

from fastapi import APIRouter, Depends

from controlplane.access.web import api_actor
from controlplane.api.errors import RESPONSES
from controlplane.api.routes import blobs, devices, enroll, events, releases, rollouts, status

health = APIRouter(tags=["status"])


@health.get("/healthz")
def show_health() -> dict[str, str]:
    """Answer that the process is alive; asks for no token."""
    return {"status": "ok"}


def build() -> APIRouter:
    """Return the routes of version 1, all of them behind authentication."""
    router = APIRouter(prefix="/api/v1", dependencies=[Depends(api_actor)], responses=RESPONSES)
    for part in (status, enroll, devices, releases, blobs, rollouts, events):
        router.include_router(part.router)
    return router
