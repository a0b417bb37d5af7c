"""A batch of messages becomes one transaction; a bad message never takes others with it."""

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from controlplane.db.session import Database
from controlplane.devices import queries as devices
from controlplane.devices import service
from controlplane.ingest.handlers import Handlers, Heard
from controlplane.ingest.messages import Down, Incoming
from shared.clock import Clock
from shared.errors import FlotillaError
from shared.ids import DeviceId
from shared.wire import topics
from shared.wire.codec import DecodeError, decode
from shared.wire.up import Death

logger = logging.getLogger(__name__)


class Recorder:
    """Writes batches into the database."""

    def __init__(self, database: Database, clock: Clock, handlers: Handlers, *, fleet: str) -> None:
        self._database = database
        self._clock = clock
        self._handlers = handlers
        self._fleet = fleet

    def record(self, batch: Sequence[Incoming]) -> list[Down]:
        """Commit a batch and return what is to be answered.

        Raises:
            OperationalError: the database is away; the whole batch must be tried again.
        """
        now = self._clock.now()
        heard = [item for incoming in batch if (item := self._read(incoming)) is not None]
        if not heard:
            return []
        try:
            with self._database.transaction() as session:
                return self._apply(session, heard, now)
        except OperationalError:
            raise
        except Exception as error:  # noqa: BLE001 - found again below, where it harms itself alone
            logger.info("a batch failed; each message goes alone", extra={"why": str(error)})
        with self._database.transaction() as session:
            return self._apply_apart(session, heard, now)

    def _apply(self, session: Session, heard: Sequence[Heard], now: datetime) -> list[Down]:
        known = self._known(session, heard)
        answers = [self._handlers.handle(session, item, now) for item in known]
        service.seen(session, _speakers(known), now)
        return _once_each(answers)

    def _apply_apart(self, session: Session, heard: Sequence[Heard], now: datetime) -> list[Down]:
        answers: list[Down | None] = []
        known = self._known(session, heard)
        for item in known:
            facts = {"device": item.device, "kind": type(item.message).__name__}
            try:
                with session.begin_nested():
                    answers.append(self._handlers.handle(session, item, now))
            except OperationalError:
                raise
            except FlotillaError as error:
                logger.warning("a message was refused", extra={**facts, "why": str(error)})
            except Exception:
                logger.exception("a message could not be recorded", extra=facts)
        service.seen(session, _speakers(known), now)
        return _once_each(answers)

    def _read(self, incoming: Incoming) -> Heard | None:
        topic = topics.parse(incoming.topic)
        if topic is None or topic.fleet != self._fleet or not topic.leaf.startswith("up/"):
            logger.warning("a message on a strange topic", extra={"topic": incoming.topic[:200]})
            return None
        if not incoming.payload:
            return None  # a retained message was cleared
        try:
            message = decode(topic.leaf, incoming.payload)
        except DecodeError as error:
            logger.warning(
                "a message was dropped", extra={"topic": incoming.topic[:200], "why": str(error)}
            )
            return None
        return Heard(topic.device, message, incoming.replayed)

    def _known(self, session: Session, heard: Sequence[Heard]) -> list[Heard]:
        active = devices.active(session, {item.device for item in heard})
        known = [item for item in heard if item.device in active]
        if len(known) < len(heard):
            strangers: set[DeviceId] = {item.device for item in heard} - {
                item.device for item in known
            }
            logger.warning(
                "heard devices that are not enrolled, or revoked",
                extra={"devices": sorted(strangers)[:5], "count": len(strangers)},
            )
        return known


def _speakers(heard: Sequence[Heard]) -> set[DeviceId]:
    """Return who spoke; a death is most often the broker's word."""
    return {item.device for item in heard if not isinstance(item.message, Death)}


def _once_each(answers: Sequence[Down | None]) -> list[Down]:
    """Keep the last answer of each kind to each device, except acknowledgements: all of them."""
    kept: dict[tuple[object, ...], Down] = {}
    for answer in answers:
        if answer is not None:
            unique = answer.message if answer.leaf == topics.DOWN_ACK else None
            kept[answer.device, answer.leaf, unique] = answer
    return list(kept.values())
