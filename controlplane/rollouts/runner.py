"""The tick: snapshot, plan, apply in one transaction; then sign; then let the hints go.

Every step is level-triggered and kept in SQL, so a crash between any two of them costs nothing
but the next tick, which finds the same work and does it.
"""

import logging
import threading
import time
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from controlplane.db.session import Database
from controlplane.devices import queries as fleet
from controlplane.director import service as director_service
from controlplane.rollouts import hints, planner, snapshots
from controlplane.rollouts.effects import Effects
from controlplane.rollouts.ports import Director
from controlplane.rollouts.tables import RolloutRow
from shared.clock import Clock
from shared.errors import FlotillaError

TICK_S = 0.5
REST = 4
"""Times as long as a tick took that the runner rests: a large fleet must not take a whole core."""
RENEW = timedelta(minutes=1)
"""How often the director looks whether something nears its expiry."""
MAX_STEPS = 200
"""Plans made for one rollout in one tick; a plan that never comes to rest is a defect."""

logger = logging.getLogger(__name__)


class Runner:
    """Moves every live rollout on."""

    def __init__(self, database: Database, clock: Clock, director: Director) -> None:
        self._database = database
        self._clock = clock
        self._director = director
        self._published_at: datetime | None = None

    def tick(self) -> None:
        """Do whatever there is to do now."""
        now = self._clock.now()
        for rollout in self._waiting(now):
            with self._database.transaction() as session:
                advance(session, rollout, now)
        self.publish(now)

    def _waiting(self, now: datetime) -> list[str]:
        """Return the rollouts that have something to do; most of the time that is none."""
        with self._database.reading() as session:
            live = snapshots.live(session)
            if not live:
                return []
            devices = {each.id: each for each in fleet.devices(session)}
            return [
                row.id
                for row in live
                if planner.plan(snapshots.snapshot(session, row, devices), now)
            ]

    def publish(self, now: datetime) -> None:
        """Have the director sign what changed, then let the hints go out that waited for it."""
        with self._database.reading() as session:
            waiting = hints.dirty(session)
            due = self._published_at is None or now - self._published_at >= RENEW
            if not waiting and not due:
                return
            assignments = director_service.assignments(session)
        version = self._director.publish(assignments, now)
        self._published_at = now
        if waiting:
            with self._database.transaction() as session:
                hints.release(session, waiting, version)

    def run(self, stop: threading.Event) -> None:
        """Tick until `stop` is set; a tick that fails is logged once and tried again."""
        failing = ""
        while not stop.is_set():
            began = time.monotonic()
            try:
                self.tick()
            except (FlotillaError, SQLAlchemyError, OSError) as error:
                if failing != str(error):
                    logger.exception("a tick failed and will be tried again")
                failing = str(error)
            else:
                if failing:
                    logger.info("ticks succeed again")
                failing = ""
            stop.wait(max(TICK_S, REST * (time.monotonic() - began)))


def advance(session: Session, rollout: str, now: datetime) -> None:
    """Plan and apply until there is nothing to do for a rollout."""
    row = session.get_one(RolloutRow, rollout)
    devices = {each.id: each for each in fleet.devices(session)}
    effects = Effects(session, row, devices, now)
    for _ in range(MAX_STEPS):
        actions = planner.plan(snapshots.snapshot(session, row, devices), now)
        if not actions:
            return
        for action in actions:
            effects.apply(action)
        session.flush()
    logger.error("a plan does not come to rest", extra={"rollout": rollout, "steps": MAX_STEPS})
