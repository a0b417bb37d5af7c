"""Put the console into an application: its pages, its files, its headers."""

from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles

from controlplane.console.render import FOLDER, Assets, Renderer
from controlplane.console.routes import (
    activity,
    devices,
    enroll,
    home,
    live,
    missing,
    models,
    rollouts,
    session,
    settings,
)
from controlplane.console.security import SecurityHeaders

router = APIRouter(include_in_schema=False)
for _part in (home, devices, enroll, models, rollouts, activity, session, settings, live, missing):
    router.include_router(_part.router)


def mount(app: FastAPI) -> None:
    """Add the console to `app`, whose state holds database, clock, settings and access."""
    static = FOLDER / "static"
    app.state.renderer = Renderer(Assets(static))
    app.add_middleware(SecurityHeaders)
    app.mount("/static", StaticFiles(directory=static), name="static")
    app.include_router(router)
