"""Put the console into an application: its pages, its files, its headers."""

from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles

from controlplane.console.render import FOLDER, Assets, Renderer
from controlplane.console.routes import (
    audit,
    chat,
    device,
    devices,
    enroll,
    home,
    live,
    missing,
    models,
    rollouts,
    session,
    settings,
    trust,
    wizard,
)
from controlplane.console.security import SecurityHeaders
from controlplane.console.shared import Shared

_PARTS = (
    home,
    devices,
    device,
    chat,
    enroll,
    models,
    wizard,  # before `rollouts`: its address looks like that of a rollout
    rollouts,
    audit,
    trust,
    session,
    settings,
    live,
    missing,  # last: it answers everything
)
router = APIRouter(include_in_schema=False)
for _part in _PARTS:
    router.include_router(_part.router)


def mount(app: FastAPI) -> None:
    """Add the console to `app`, whose state holds database, clock, settings and access."""
    static = FOLDER / "static"
    app.state.renderer = Renderer(Assets(static))
    app.state.shared = Shared()
    app.add_middleware(SecurityHeaders)
    app.mount("/static", StaticFiles(directory=static), name="static")
    app.include_router(router)
