"""The tick: snapshot, plan, apply in one transaction; then sign; then let the hints go.

Every step is level-triggered and kept in SQL, so a crash between any two of them costs nothing
but the next tick, which finds the same work and does it. One process ticks at a time: it holds the
lease, and every transaction looks whether it still does.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from controlplane.db.session import Database
from controlplane.director import service as director_service
from controlplane.rollouts import (
    counts,
    gathering,
    hints,
    joining,
    lease,
    planner,
    restore,
    snapshots,
    starting,
)
from controlplane.rollouts.effects import Effects
from controlplane.rollouts.lease import Held
from controlplane.rollouts.model import Action
from controlplane.rollouts.ports import Director
from controlplane.rollouts.tables import RolloutRow
from shared.clock import Clock
from shared.errors import FlotillaError

TICK_S = 0.5
REST = 1
"""Times as long as a tick took that the runner rests: what devices say must get its share."""
RENEW = timedelta(minutes=1)
"""How often the director looks whether something nears its expiry, and counters are verified."""
JOIN = timedelta(seconds=30)
"""How often a rollout that others may join looks for them."""
MAX_STEPS = 500
"""Transactions for one rollout in one tick; a plan that never comes to rest is a defect."""
IN_ONE = 4
"""Plans applied in one transaction: a writer must not keep the others waiting for long."""

logger = logging.getLogger(__name__)


class Runner:
    """Moves every live rollout on."""

    def __init__(
        self, database: Database, clock: Clock, director: Director, *, name: str = "control-plane"
    ) -> None:
        self._database = database
        self._clock = clock
        self._director = director
        self._name = name
        self._held: Held | None = None
        self._published_at: datetime | None = None
        self._upkeep_at: datetime | None = None
        self._joined_at: datetime | None = None

    def tick(self) -> None:
        """Do whatever there is to do now; nothing while another process does it."""
        now = self._clock.now()
        with self._database.transaction() as session:
            held = lease.take(session, lease.ROLLOUTS, self._name, now, self._held)
        self._held = held
        if held is None:
            return
        self._look_back(held, now)
        self._start(held, now)
        self._look_after(held, now)
        for rollout in self._waiting(now):
            self._advance(held, rollout, now)
        self.publish(now)

    def publish(self, now: datetime) -> None:
        """Have the director sign what changed, then let the hints go out that waited for it."""
        with self._database.reading() as session:
            waiting = hints.dirty(session)
            due = self._published_at is None or now - self._published_at >= RENEW
            if not waiting and not due:
                return
            assignments = director_service.assignments(session)
            above = restore.floor(session)
        version = self._director.publish(assignments, now, above=above)
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

    def _look_back(self, held: Held, now: datetime) -> None:
        """Stop everything when devices know of newer orders than this control plane."""
        with self._database.reading() as session:
            if not snapshots.live(session):
                return
            ours = self._director.version
            count, _ = restore.ahead(session, ours)
        if count:
            self._write(held, partial(restore.look, ours=ours, now=now))

    def _start(self, held: Held, now: datetime) -> None:
        """Start what was scheduled for now."""
        with self._database.reading() as session:
            due = [row.id for row in snapshots.scheduled(session, now)]
        for rollout in due:
            self._write(held, partial(starting.begin, rollout=rollout, now=now))

    def _look_after(self, held: Held, now: datetime) -> None:
        """Do what need not be done at every tick: joiners and counters."""
        if self._joined_at is None or now - self._joined_at >= JOIN:
            self._joined_at = now
            with self._database.reading() as session:
                wanting = joining.wanting(session)
            for rollout in wanting:
                self._write(held, partial(joining.join, rollout=rollout, now=now))
        if self._upkeep_at is None or now - self._upkeep_at >= RENEW:
            self._upkeep_at = now
            self._write(held, _verify_counters)

    def _waiting(self, now: datetime) -> list[str]:
        """Return the rollouts that have something to do; most of the time that is none."""
        with self._database.reading() as session:
            return [row.id for row in snapshots.live(session) if _plan(session, row, now)]

    def _advance(self, held: Held, rollout: str, now: datetime) -> None:
        """Plan and apply until there is nothing to do for a rollout."""
        for _ in range(MAX_STEPS):
            if self._write(held, partial(advance, rollout=rollout, now=now)):
                return
        logger.error("a plan does not come to rest", extra={"rollout": rollout})

    def _write(self, held: Held, work: Callable[[Session], bool]) -> bool:
        with self._database.transaction() as session:
            lease.check(session, held)
            return work(session)


def advance(session: Session, rollout: str, now: datetime) -> bool:
    """Plan and apply a few times; return whether nothing is left to do."""
    row = snapshots.row(session, rollout, to_change=True)
    for _ in range(IN_ONE):
        seen = gathering.snapshot(session, row, now)
        actions = planner.plan(seen, now)
        if not actions:
            return True
        effects = Effects(session, row, seen, now)
        for action in actions:
            effects.apply(action)
        session.flush()
    return False


def _plan(session: Session, row: RolloutRow, now: datetime) -> tuple[Action, ...]:
    return planner.plan(gathering.snapshot(session, row, now), now)


def _verify_counters(session: Session) -> bool:
    for row in snapshots.live(session):
        wrong = counts.mend(session, row.id)
        if wrong:
            logger.error("counters were wrong and are mended", extra={"rollout": row.id})
    return True
