"""Opens the local API when there is something to say, and keeps it open.

The server is imported then, because a device with no model does without.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from agent.serving.slots import Slots
from agent.settings import Settings
from shared.errors import FlotillaError

RETRY_S: Final = 30.0

logger = logging.getLogger(__name__)


class Front:
    """Where callers on this machine come in."""

    def __init__(
        self, settings: Settings, *, slots: Slots, on_listening: Callable[[], None]
    ) -> None:
        self._settings = settings
        self._slots = slots
        self._on_listening = on_listening
        self._changed = asyncio.Event()
        self.url = ""
        """Where it listens; empty while it does not."""

    def changed(self) -> None:
        """Say that a slot may have changed."""
        self._changed.set()

    async def run(self) -> None:
        while not self._slots.has_an_answer():
            await self._changed.wait()
            self._changed.clear()
            await asyncio.sleep(0)
        from agent.api import server  # noqa: PLC0415 - as above

        app = server.build(self._slots, access=server.access_of(self._settings))
        host, port = self._settings.api_host, self._settings.api_port
        while True:
            try:
                await server.serve(app, host, port, on_listening=self._listens)
            except FlotillaError as error:
                logger.error("no local API", extra={"why": str(error)})  # noqa: TRY400
                await asyncio.sleep(RETRY_S)

    def _listens(self, port: int) -> None:
        host = self._settings.api_host
        self.url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        self._on_listening()
