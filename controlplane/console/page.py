"""What every page needs: who asks, the database, the clock, and how to render."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Literal

from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session

from controlplane.access.policy import Principal
from controlplane.access.web import ConsolePrincipalDep
from controlplane.audit import queries as audit
from controlplane.console.render import Renderer
from controlplane.console.shared import Shared
from controlplane.db.session import Database
from controlplane.settings import Settings

THEME_COOKIE: Final = "flotilla_theme"
SEE_OTHER: Final = 303

Theme = Literal["light", "dark", "auto"]


@dataclass(frozen=True)
class Page:
    """One request for a page, by somebody who is signed in."""

    request: Request
    principal: Principal
    database: Database
    settings: Settings
    renderer: Renderer
    now: datetime
    heard: int
    """Id of the newest event when the page was begun; the live feed goes on from there."""

    @property
    def actor(self) -> str:
        """Return who asks, as it stands in the audit."""
        return self.principal.name

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self.database.reading() as session:
            yield session

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        with self.database.transaction() as session:
            yield session

    def once(self, make: Callable[[], HTMLResponse], *, for_whom: Hashable = None) -> HTMLResponse:
        """Return a part of a page that everybody who may do the same sees alike.

        A whole page names who is signed in, so it is always made anew. `for_whom` is what else the
        part depends on.
        """
        wanted = self.request.headers.get("hx-target")
        if self.request.headers.get("hx-request") != "true" or not wanted:
            return make()
        shared: Shared[HTMLResponse] = self.request.app.state.shared
        whom = (self.principal.role, self.principal.scopes, for_whom)
        return shared.get((str(self.request.url), wanted, whom), make)

    def render(self, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
        shared = {
            **frame(self.request, self.settings),
            "actor": self.actor,
            "principal": self.principal,
            "heard": self.heard,
        }
        return self.renderer.render(
            self.request, template, {**shared, "now": self.now, **values}, status=status
        )


def frame(request: Request, settings: Settings) -> dict[str, object]:
    """Return what the frame around every page shows."""
    return {
        "fleet": settings.fleet,
        "path": request.url.path,
        "here": f"{request.url.path}?{request.url.query}"
        if request.url.query
        else request.url.path,
        "theme": theme_of(request),
        "evaluation_keys": settings.keys_folder.is_dir(),
    }


def theme_of(request: Request) -> Theme:
    match request.cookies.get(THEME_COOKIE):
        case "light":
            return "light"
        case "dark":
            return "dark"
        case _:
            return "auto"


def see(url: str) -> Response:
    """Send the browser to a page after a form was taken in."""
    return RedirectResponse(url, status_code=SEE_OTHER)


def renderer_of(request: Request) -> Renderer:
    renderer: Renderer = request.app.state.renderer
    return renderer


def _page(request: Request, principal: ConsolePrincipalDep) -> Page:
    database: Database = request.app.state.database
    settings: Settings = request.app.state.settings
    with database.reading() as session:
        heard = audit.newest_id(session)
    return Page(
        request=request,
        principal=principal,
        database=database,
        settings=settings,
        renderer=renderer_of(request),
        now=request.app.state.clock.now(),
        heard=heard,
    )


PageDep = Annotated[Page, Depends(_page)]
