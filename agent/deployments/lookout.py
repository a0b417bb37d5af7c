"""Looks at the image repository for what was recalled: daily, after time away, and when asked.

A device with nothing installed has nothing that could be recalled, and does not look.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

from agent.deployments.ports import Timer
from agent.deployments.recall import LOOK_EVERY_S, LOOK_RETRY_S, LOOK_SPREAD_S, is_due
from agent.store.journal import Journal
from shared.errors import FlotillaError

logger = logging.getLogger(__name__)


class Repositories(Protocol):
    """What keeps the recall list up to date."""

    async def revoked(self) -> object: ...


class Lookout:
    """One look at a time."""

    def __init__(
        self,
        *,
        trust: Repositories,
        journal: Journal,
        timer: Timer,
        random: Callable[[], float],
    ) -> None:
        self._trust = trust
        self._journal = journal
        self._timer = timer
        self._random = random
        self._wake = asyncio.Event()
        self._never = asyncio.Event()
        self._last_s: float | None = None
        self._failed = False

    def connected(self) -> None:
        """Say that the network is back."""
        if self._failed or is_due(self._last_s, self._timer.monotonic()):
            self._wake.set()

    def look_now(self) -> None:
        """Ask for a look; who asks is not believed, so it costs no more than that."""
        self._wake.set()

    async def run(self) -> None:
        while True:
            await self._timer.wait(self._wake, LOOK_RETRY_S if self._failed else LOOK_EVERY_S)
            if self._wake.is_set():
                await self._timer.wait(self._never, self._random() * LOOK_SPREAD_S)
            self._wake.clear()
            if self._journal.slots():
                await self._look()

    async def _look(self) -> None:
        try:
            await self._trust.revoked()
        except FlotillaError as error:
            level = logging.DEBUG if self._failed else logging.WARNING
            logger.log(level, "cannot look for recalls", extra={"why": str(error)})
            self._failed = True
        else:
            self._last_s, self._failed = self._timer.monotonic(), False
