"""`/live`: server-sent events that say what has changed; the pages then fetch it.

An event's name is what pages listen to: its kind (`device`) and its subject (`device:<id>`). A
browser that was away says with `Last-Event-ID` where it stopped. Several changes of one thing
within a tick are one event.
"""

import asyncio
import threading
from collections import deque
from collections.abc import AsyncIterator, Iterable
from typing import Annotated, Final

from fastapi import APIRouter, Header, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from controlplane.access.web import ConsoleActorDep
from controlplane.audit import queries
from controlplane.audit.queries import Event
from controlplane.console.problems import ConsoleRoute
from controlplane.db.session import Database

TICK_S: Final = 1.0
PING_TICKS: Final = 15
LIFE_TICKS: Final = 3600
"""After an hour the browser connects anew, so that no stream outlives its session for long."""
RETRY_MS: Final = 2000
OVERLAP: Final = 50
"""Ids that are read again each tick: PostgreSQL may commit a lower one after a higher one."""

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
        _stream(database, start, getattr(request.app.state, "stopping", None)),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def frames(events: Iterable[Event]) -> str:
    """Return the events of one tick as the browser reads them, each thing named once."""
    newest: dict[str, int] = {}
    for event in events:
        for name in (event.kind, f"{event.kind}:{event.subject}"):
            newest.pop(name, None)
            newest[name] = event.id
    return "".join(
        f"id: {identifier}\nevent: {name}\ndata: {identifier}\n\n"
        for name, identifier in newest.items()
    )


async def _stream(
    database: Database, start: int | None, stopping: threading.Event | None
) -> AsyncIterator[str]:
    last = start if start is not None else await run_in_threadpool(_newest, database)
    told = deque(range(last - OVERLAP, last + 1), maxlen=10 * OVERLAP)
    yield f"retry: {RETRY_MS}\nid: {last}\n\n"
    for tick in range(LIFE_TICKS):
        recent = await run_in_threadpool(_after, database, last - OVERLAP)
        news = [event for event in recent if event.id not in told]
        if news:
            told.extend(event.id for event in news)
            last = max(last, *(event.id for event in news))
            yield frames(news)
        elif tick % PING_TICKS == 0:
            yield ": still here\n\n"
        if stopping is not None and stopping.is_set():
            return
        await asyncio.sleep(TICK_S)


def _newest(database: Database) -> int:
    with database.reading() as session:
        return queries.newest_id(session)


def _after(database: Database, last: int) -> list[Event]:
    with database.reading() as session:
        return queries.after(session, last)
