"""Keeps one connection to the control plane, one session after another.

A connection begins with the birth message and ends with the will, or with the same words said by
the device itself when it stops in good order. No message is sent just to be sent: the keep-alive
of MQTT is the only heartbeat.
"""

import asyncio
import logging
from collections.abc import Callable

from agent.link.errors import LinkError, LinkRefusedError
from agent.link.ports import Connection, Dialer, Greeting, Outgoing
from agent.link.pump import Pump
from agent.link.session import Session, Standing, session_id
from agent.store.kv import CAPABILITY_TOLD, SESSION_COUNTER, Facts
from shared.backoff import full_jitter_s
from shared.capabilities import Capability
from shared.clock import Clock
from shared.wire import topics
from shared.wire.codec import encode
from shared.wire.up import CapabilityReport

LONGEST_WAIT_S = 120.0
REFUSED_WAIT_S = 600.0
FAREWELL_TIMEOUT_S = 3.0
LOOK_S = 5.0
"""How often the standing is compared with what was told, beside being told to look."""

logger = logging.getLogger(__name__)


class Link:
    """The device's voice; `run` until cancelled."""

    def __init__(
        self,
        *,
        dialer: Dialer,
        pump: Pump,
        facts: Facts,
        clock: Clock,
        random: Callable[[], float],
        agent: str,
        topic_of: Callable[[str], str],
        subscription: str,
        on_message: Callable[[str, bytes], None],
        standing: Callable[[], Standing],
        capability: Callable[[], Capability],
        on_connected: Callable[[], None] = lambda: None,
    ) -> None:
        self._dialer = dialer
        self._pump = pump
        self._facts = facts
        self._clock = clock
        self._random = random
        self._agent = agent
        self._topic_of = topic_of
        self._subscription = subscription
        self._on_message = on_message
        self._standing = standing
        self._capability = capability
        self._on_connected = on_connected
        self._changed = asyncio.Event()
        self._tell_all = False
        self._redial = asyncio.Event()
        self.connected = False

    def redial(self) -> None:
        """Leave the present connection and make a new one, as after a renewed certificate."""
        self._redial.set()

    def changed(self) -> None:
        """Say that the standing may have changed."""
        self._changed.set()

    def tell_all(self) -> None:
        """Say everything again: birth and capability."""
        self._tell_all = True
        self._changed.set()

    async def run(self) -> None:
        attempt = 0
        silent = False
        while True:
            session = self._new_session()
            try:
                connection = await self._dialer.connect(self._greeting(session))
            except LinkError as error:
                if not silent:
                    logger.warning("the control plane is out of reach", extra={"why": str(error)})
                silent = True
                refused = isinstance(error, LinkRefusedError)
                await asyncio.sleep(self._delay_s(attempt, refused=refused))
                attempt += 1
                continue
            logger.info("connected to the control plane", extra={"session": session.id})
            silent = False
            attempt = 0 if await self._live(connection, session) else attempt + 1
            await asyncio.sleep(self._delay_s(attempt, refused=False))

    async def _live(self, connection: Connection, session: Session) -> bool:
        """Speak until the connection is lost; tell whether it ever worked."""
        worked = False
        try:
            await self._tell_everything(connection, session)
            worked = self.connected = True
            self._on_connected()
            await self._converse(connection, session)
        except LinkError as error:
            logger.warning("lost the control plane", extra={"why": str(error)})
        except asyncio.CancelledError:
            await self._farewell(connection, session)
            raise
        finally:
            self.connected = False
            await connection.close()
        return worked

    async def _converse(self, connection: Connection, session: Session) -> None:
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(connection.lost())
                tasks.create_task(self._pump.run(connection))
                tasks.create_task(self._tell_news(connection, session))
                tasks.create_task(self._asked_to_redial())
        except* LinkError as group:
            raise LinkError(str(_first(group))) from group

    async def _asked_to_redial(self) -> None:
        await self._redial.wait()
        self._redial.clear()
        raise LinkError("connecting anew")

    async def _tell_everything(self, connection: Connection, session: Session) -> None:
        birth = session.birth(
            self._standing(), self._clock.now(), capability=self._capability().digest()
        )
        await connection.publish(
            Outgoing(self._topic_of(topics.UP_STATE), encode(birth), retain=True)
        )
        await self._tell_capability(connection, session)

    async def _tell_capability(self, connection: Connection, session: Session) -> None:
        capability = self._capability()
        digest = capability.digest()
        if self._facts.get(CAPABILITY_TOLD) == digest:
            return
        report = CapabilityReport(session=session.id, at=self._clock.now(), capability=capability)
        if await connection.publish(Outgoing(self._topic_of(topics.UP_CAPABILITY), encode(report))):
            self._facts.put(CAPABILITY_TOLD, digest)

    async def _tell_news(self, connection: Connection, session: Session) -> None:
        while True:
            if self._tell_all:
                self._tell_all = False
                self._facts.put(CAPABILITY_TOLD, "")
                await self._tell_everything(connection, session)
            news = session.news(self._standing(), self._clock.now())
            if news is not None:
                taken = await connection.publish(
                    Outgoing(self._topic_of(topics.UP_REPORT), encode(news))
                )
                if not taken:  # the retained birth must not stay behind the truth
                    await self._tell_everything(connection, session)
            try:
                async with asyncio.timeout(LOOK_S):
                    await self._changed.wait()
            except TimeoutError:
                pass
            self._changed.clear()

    async def _farewell(self, connection: Connection, session: Session) -> None:
        death = Outgoing(self._topic_of(topics.UP_STATE), encode(session.death), retain=True)
        try:
            async with asyncio.timeout(FAREWELL_TIMEOUT_S):
                await connection.publish(death)
        except (LinkError, TimeoutError) as error:
            logger.info("left without a word", extra={"why": str(error)})

    def _new_session(self) -> Session:
        count = self._facts.count(SESSION_COUNTER)
        salt = f"{int(self._random() * 2**32):08x}"
        capability = self._capability().digest()
        return Session(session_id(count, salt=salt), agent=self._agent, capability=capability)

    def _greeting(self, session: Session) -> Greeting:
        will = Outgoing(self._topic_of(topics.UP_STATE), encode(session.death), retain=True)
        return Greeting(will=will, subscription=self._subscription, on_message=self._on_message)

    def _delay_s(self, attempt: int, *, refused: bool) -> float:
        if refused:
            return full_jitter_s(attempt, jitter=self._random(), base_s=60, cap_s=REFUSED_WAIT_S)
        return full_jitter_s(attempt, jitter=self._random(), cap_s=LONGEST_WAIT_S)


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
