"""Sends what is pending in the database, then marks it as sent: hints retained, commands not."""

import logging
import threading
from datetime import datetime
from typing import Final

from sqlalchemy.exc import OperationalError

from controlplane.db.session import Database
from controlplane.devices import commands
from controlplane.ingest.connection import Connection
from controlplane.ingest.messages import Down
from controlplane.rollouts import hints
from shared.clock import Clock
from shared.ids import DeviceId
from shared.wire import topics
from shared.wire.down import Command, DesiredHint

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
        now = self._clock.now()
        if self._connection.fresh.is_set():
            self._connection.fresh.clear()
            with self._database.transaction() as session:
                hints.republish_all(session)
                commands.send_again(session, now)
        with self._database.reading() as session:
            desired = hints.pending(session, _BATCH_LIMIT)
            asked = commands.pending(session, now, _BATCH_LIMIT)
        downs = [Down(device, topics.DOWN_DESIRED, hint, retain=True) for device, hint in desired]
        downs += [_command(device, command, now) for device, command in asked]
        if not downs:
            return False
        arrived = self._publish(downs)
        now = self._clock.now()
        with self._database.transaction() as session:
            for down in arrived:
                match down.message:
                    case DesiredHint() as hint:
                        hints.sent(session, down.device, hint.version, now)
                    case Command() as command:
                        commands.sent(session, command.id, now)
                    case _:
                        pass
        return len(arrived) == len(downs)

    def _publish(self, downs: list[Down]) -> list[Down]:
        """Return those that the broker has."""
        under_way = [(down, self._connection.publish(down)) for down in downs]
        arrived = []
        for down, info in under_way:
            try:
                info.wait_for_publish(_ACK_TIMEOUT_S)
            except (RuntimeError, ValueError):
                break  # the connection went; the rest is sent again when it is back
            if not info.is_published():  # a timeout returns, it does not raise
                break
            arrived.append(down)
        return arrived


def _command(device: DeviceId, command: Command, now: datetime) -> Down:
    left_s = max(1, int((command.expires - now).total_seconds()))
    return Down(device, topics.DOWN_COMMAND, command, expires_s=left_s)
