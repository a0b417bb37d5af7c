"""The local API on a free port of this process, over slots that a test has filled."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from agent.api import server
from agent.api.auth import Access
from agent.serving.slots import Slots


@asynccontextmanager
async def open_api(
    slots: Slots, *, api_key: str | None = None, access: Access | None = None
) -> AsyncIterator[str]:
    """Serve; yields the base URL."""
    listening: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    app = server.build(slots, access=access, api_key=api_key)
    serving = asyncio.create_task(
        server.serve(app, "127.0.0.1", 0, on_listening=listening.set_result)
    )
    try:
        yield f"http://127.0.0.1:{await listening}"
    finally:
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving
