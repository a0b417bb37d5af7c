"""From outbox to broker: events before telemetry, each oldest first.

A row the broker handed on is forgotten. One that nobody took (reason 0x10) waits and is tried
again, and the last word about a deployment is said again until the control plane has
acknowledged it: in every new session, and then ever more seldom within one.
"""

import asyncio
from collections.abc import Callable

from agent.link.ports import Connection, Outgoing
from agent.store.outbox import Item, Outbox, Priority

UNTAKEN_RETRY_S = 2.0
FIRST_RESEND_S = 10.0
LONGEST_RESEND_S = 300.0
TELEMETRY_EXPIRY_S = 7 * 86_400


class Pump:
    """Drains the outbox over one connection after another."""

    def __init__(self, outbox: Outbox, *, topic_of: Callable[[str], str]) -> None:
        self._outbox = outbox
        self._topic_of = topic_of
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Say that there is something new in the outbox."""
        self._wake.set()

    async def run(self, connection: Connection) -> None:
        """Publish what waits, then whatever comes, until the connection is lost.

        Raises:
            LinkError: it is lost.
        """
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._drain(connection))
            tasks.create_task(self._resend(connection))

    async def _drain(self, connection: Connection) -> None:
        told = 0  # newest event of this session; one that stays is not published twice here
        while True:
            self._wake.clear()
            item = self._outbox.next(told)
            if item is None:
                await self._wake.wait()
            elif not await self._publish(connection, item):
                await asyncio.sleep(UNTAKEN_RETRY_S)
            elif item.priority is Priority.EVENT:
                told = item.id

    async def _resend(self, connection: Connection) -> None:
        delay_s = FIRST_RESEND_S
        while True:
            await asyncio.sleep(delay_s)
            waiting = self._outbox.unacked()
            delay_s = min(LONGEST_RESEND_S, 2 * delay_s) if waiting else FIRST_RESEND_S
            for item in waiting:
                await self._publish(connection, item)

    async def _publish(self, connection: Connection, item: Item) -> bool:
        expiry_s = TELEMETRY_EXPIRY_S if not item.until_acked else None
        taken = await connection.publish(
            Outgoing(self._topic_of(item.leaf), item.payload, expiry_s=expiry_s)
        )
        if taken:
            self._outbox.taken(item)
        return taken
