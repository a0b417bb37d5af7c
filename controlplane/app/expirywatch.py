"""Says in the feed when a signed role nears its end: early, and again late, once a version."""

import logging
import threading
from datetime import timedelta
from typing import Final

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from controlplane.audit import queries as events
from controlplane.audit import service as audit
from controlplane.db.session import Database
from controlplane.director import expiries
from controlplane.director.expiries import Level, Places, RoleState
from controlplane.settings import Settings
from shared.clock import Clock
from shared.errors import FlotillaError

KIND: Final = "trust"
_EVERY: Final = timedelta(hours=1)

logger = logging.getLogger(__name__)


class ExpiryWatch:
    """Looks at every role of every repository once an hour."""

    def __init__(self, database: Database, clock: Clock, settings: Settings) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings

    def run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                self.step()
            except (FlotillaError, SQLAlchemyError):
                logger.exception("the signed roles could not be looked at")
            stop.wait(_EVERY.total_seconds())

    def step(self) -> None:
        now = self._clock.now()
        near = [each for each in self._roles() if each.level is not Level.OK]
        if not near:
            return
        with self._database.transaction() as session:
            for state in near:
                if not _was_said(session, state):
                    audit.note(
                        session, kind=KIND, subject=_subject(state), text=_text(state), now=now
                    )

    def _roles(self) -> tuple[RoleState, ...]:
        settings = self._settings
        places = Places(
            settings.image_repository,
            settings.director_repository,
            settings.usb_repository,
            evaluation=settings.evaluation_marker.is_file(),
        )
        return expiries.roles(places, self._clock.now())


def _was_said(session: Session, state: RoleState) -> bool:
    last = events.recent(session, limit=1, kind=KIND, subject=_subject(state))
    return bool(last) and last[0].text == _text(state)


def _subject(state: RoleState) -> str:
    return f"{state.repository}/{state.role}"


def _text(state: RoleState) -> str:
    return f"{state.level}: {state.sentence}"
