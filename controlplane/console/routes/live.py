"""`/live`: server-sent events that say what has changed; the pages then fetch it.

An event's name is what pages listen to: its kind (`device`) and its subject (`device:<id>`). A
browser that was away says with `Last-Event-ID` where it stopped. Several changes of one thing
within a tick are one event, and whole kinds are named less often than single things.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from functools import partial
from typing import Annotated, Final

from fastapi import APIRouter, Header, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from controlplane.access.service import SESSION_COOKIE
from controlplane.access.web import ConsoleActorDep, access_of
from controlplane.audit import queries
from controlplane.audit.queries import Event
from controlplane.console.problems import ConsoleRoute
from controlplane.db.session import Database

TICK_S: Final = 1.0
PING_TICKS: Final = 15
WELCOME_TICKS: Final = 5
"""How often it is asked whether the session was ended meanwhile."""
LIFE_TICKS: Final = 3600
"""After an hour the browser connects anew, so that no stream outlives its session for long."""
RETRY_MS: Final = 2000
KIND_TICKS: Final = 2
"""In a large fleet some device changes every second; lists are told every other one."""

router = APIRouter(route_class=ConsoleRoute)


@router.get("/live")
async def live(
    request: Request,
    _actor: ConsoleActorDep,
    after: int | None = None,
    last_event_id: Annotated[str | None, Header()] = None,
) -> StreamingResponse:
    """Stream what happens from now on, or from where the browser stopped."""
    database: Database = request.app.state.database
    start = int(last_event_id) if last_event_id and last_event_id.isdecimal() else after
    return StreamingResponse(
        stream(
            database,
            start,
            stopping=getattr(request.app.state, "stopping", None),
            is_welcome=partial(_is_signed_in, request),
        ),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def named(events: Iterable[Event]) -> tuple[dict[str, int], dict[str, int]]:
    """Return what has changed, each thing named once: subjects, and whole kinds."""
    subjects: dict[str, int] = {}
    kinds: dict[str, int] = {}
    for event in events:
        subjects[f"{event.kind}:{event.subject}"] = event.id
        kinds[event.kind] = event.id
    return subjects, kinds


def frames(names: Mapping[str, int], last: int) -> str:
    """Return names as the browser reads them, and where to go on after a broken line."""
    return "".join(f"id: {last}\nevent: {name}\ndata: {at}\n\n" for name, at in names.items())


async def stream(
    database: Database,
    start: int | None,
    *,
    stopping: threading.Event | None,
    is_welcome: Callable[[], bool],
) -> AsyncIterator[str]:
    """Yield what happens until the server stops or whoever listens is no longer welcome."""
    last = start if start is not None else await run_in_threadpool(_newest, database)
    yield f"retry: {RETRY_MS}\nid: {last}\n\n"
    waiting: dict[str, int] = {}
    for tick in range(LIFE_TICKS):
        if tick % WELCOME_TICKS == 0 and not await run_in_threadpool(is_welcome):
            return
        news = await run_in_threadpool(_after, database, last)
        if news:
            last = news[-1].id
            subjects, kinds = named(news)
            waiting |= kinds
            yield frames(subjects, last)
        if waiting and tick % KIND_TICKS == 0:
            yield frames(waiting, last)
            waiting = {}
        elif tick % PING_TICKS == 0:
            yield ": still here\n\n"
        if stopping is not None and stopping.is_set():
            return
        await asyncio.sleep(TICK_S)


def _is_signed_in(request: Request) -> bool:
    cookie = request.cookies.get(SESSION_COOKIE, "")
    return access_of(request).is_open(cookie, now=request.app.state.clock.now())


def _newest(database: Database) -> int:
    with database.reading() as session:
        return queries.newest_id(session)


def _after(database: Database, last: int) -> list[Event]:
    with database.reading() as session:
        return queries.after(session, last)
