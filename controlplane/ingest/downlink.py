"""Sends hints: whatever is pending in the database goes out retained, then is marked as sent."""

import logging
import threading
from typing import Final

from sqlalchemy.exc import OperationalError

from controlplane.db.session import Database
from controlplane.ingest.connection import Connection
from controlplane.ingest.messages import Down
from controlplane.rollouts import hints
from shared.clock import Clock
from shared.ids import DeviceId
from shared.wire import topics
from shared.wire.down import DesiredHint

_LOOK_S: Final = 0.25
_AWAY_S: Final = 2.0
_ACK_TIMEOUT_S: Final = 10.0
_BATCH_LIMIT: Final = 200

logger = logging.getLogger(__name__)


class Downlink:
    """Drains pending hints to the broker."""

    def __init__(self, database: Database, clock: Clock, connection: Connection) -> None:
        self._database = database
        self._clock = clock
        self._connection = connection

    def run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                busy = self._connection.connected.is_set() and self._step()
            except OperationalError:
                logger.exception("the database does not give hints")
                stop.wait(_AWAY_S)
                continue
            if not busy:
                stop.wait(_LOOK_S)

    def _step(self) -> bool:
        if self._connection.fresh.is_set():
            self._connection.fresh.clear()
            with self._database.transaction() as session:
                hints.republish_all(session)
        with self._database.reading() as session:
            pending = hints.pending(session, _BATCH_LIMIT)
        if not pending:
            return False
        arrived = self._publish(pending)
        now = self._clock.now()
        with self._database.transaction() as session:
            for device, hint in arrived:
                hints.sent(session, device, hint.version, now)
        return len(arrived) == len(pending)

    def _publish(
        self, pending: list[tuple[DeviceId, DesiredHint]]
    ) -> list[tuple[DeviceId, DesiredHint]]:
        """Return those that the broker has."""
        under_way = [
            (
                device,
                hint,
                self._connection.publish(Down(device, topics.DOWN_DESIRED, hint, retain=True)),
            )
            for device, hint in pending
        ]
        arrived = []
        for device, hint, info in under_way:
            try:
                info.wait_for_publish(_ACK_TIMEOUT_S)
            except (RuntimeError, ValueError):
                break  # the connection went; the rest is sent again when it is back
            if not info.is_published():  # a timeout returns, it does not raise
                break
            arrived.append((device, hint))
        return arrived
