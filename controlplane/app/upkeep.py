"""Small things done from time to time: who is refused, who is lost, what is forgotten."""

import logging
import threading
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.exc import OperationalError

from controlplane.access import service as access
from controlplane.app.refusals import Refusals
from controlplane.broker.mosquitto import Mosquitto
from controlplane.db.session import Database
from controlplane.devices import commands
from controlplane.devices import service as fleet
from controlplane.telemetry import service as telemetry
from shared.clock import Clock

_LOOK_S: Final = 1.0
_LOST_EVERY: Final = timedelta(seconds=15)
_FORGET_EVERY: Final = timedelta(hours=1)

logger = logging.getLogger(__name__)


class Upkeep:
    """Keeps broker and database as they should be."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        broker: Mosquitto,
        *,
        refusals: Refusals,
        keep_telemetry: timedelta,
    ) -> None:
        self._database = database
        self._clock = clock
        self._broker = broker
        self._refusals = refusals
        self._keep_telemetry = keep_telemetry
        self._looked_for_lost: datetime | None = None
        self._forgot: datetime | None = None

    def run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                self.step()
            except OperationalError:
                logger.exception("the database is away")
            stop.wait(_LOOK_S)

    def step(self) -> None:
        now = self._clock.now()
        self._refusals.step()
        started_at = self._broker.started_at
        if started_at is not None and _is_due(self._looked_for_lost, _LOST_EVERY, now):
            self._looked_for_lost = now
            with self._database.transaction() as session:
                fleet.mark_lost(session, broker_started_at=started_at, now=now)
        if _is_due(self._forgot, _FORGET_EVERY, now):
            self._forgot = now
            with self._database.transaction() as session:
                telemetry.forget(session, now=now, keep=self._keep_telemetry)
                commands.forget(session, now=now, keep=self._keep_telemetry)
                access.forget(session, now)


def _is_due(last: datetime | None, every: timedelta, now: datetime) -> bool:
    return last is None or now - last >= every
