"""One connection after another: what is said on each, and what is said again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from agent.link.errors import LinkError
from agent.link.link import Link
from agent.link.ports import Connection, Greeting, Outgoing
from agent.link.pump import Pump
from agent.link.session import Standing
from agent.store.db import Database
from agent.store.journal import Change, Journal
from agent.store.kv import Facts
from agent.store.outbox import Outbox
from shared.deployment import State
from shared.ids import DeploymentId
from shared.wire import topics
from shared.wire.codec import decode
from shared.wire.down import DeploymentAck
from shared.wire.up import (
    Birth,
    CapabilityReport,
    Death,
    DeploymentReport,
    Report,
    TelemetryBatch,
    TelemetrySample,
)
from tests.support.agent_fakes import DEVICE, NOON, FakeTimer, a_capability

D1 = DeploymentId("d1")


class FakeConnection:
    """Takes what is published, or says that nobody did."""

    def __init__(self, broker: "FakeBroker") -> None:
        self._broker = broker
        self._gone = asyncio.Event()

    async def publish(self, message: Outgoing) -> bool:
        await asyncio.sleep(0)
        if self._gone.is_set():
            raise LinkError("gone")
        self._broker.published.append(message)
        return self._broker.anybody

    async def lost(self) -> None:
        await self._gone.wait()
        raise LinkError("gone")

    async def close(self) -> None:
        self._gone.set()


class FakeBroker:
    """A dialer to a broker in memory."""

    def __init__(self) -> None:
        self.published: list[Outgoing] = []
        self.greetings: list[Greeting] = []
        self.refusals = 0
        self.anybody = True
        self.connection: FakeConnection | None = None

    async def connect(self, greeting: Greeting) -> Connection:
        await asyncio.sleep(0)
        if self.refusals:
            self.refusals -= 1
            raise LinkError("no route")
        self.greetings.append(greeting)
        self.connection = FakeConnection(self)
        return self.connection

    async def drop(self) -> None:
        assert self.connection is not None
        await self.connection.close()

    def said(self, kind: type) -> list[object]:
        messages = [
            decode(parsed.leaf, item.payload)
            for item in self.published
            if (parsed := topics.parse(item.topic)) is not None
        ]
        return [message for message in messages if isinstance(message, kind)]


class Device:
    """A link over a fake broker, with a real outbox."""

    def __init__(self) -> None:
        self.database = Database(":memory:")
        self.journal = Journal(self.database)
        self.outbox = Outbox(self.database, budget_bytes=10_000)
        self.broker = FakeBroker()
        self.standing = Standing()
        self.pump = Pump(self.outbox, topic_of=_topic)
        self.link = Link(
            dialer=self.broker,
            pump=self.pump,
            facts=Facts(self.database),
            clock=FakeTimer(),
            random=lambda: 0.0,
            agent="0.1",
            topic_of=_topic,
            subscription=topics.every_down("default", DEVICE),
            on_message=lambda _topic, _payload: None,
            standing=lambda: self.standing,
            capability=a_capability,
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        work = asyncio.ensure_future(self.link.run())
        try:
            yield
        finally:
            work.cancel()
            await asyncio.wait([work])

    async def until_said(self, kind: type, count: int = 1) -> list[object]:
        for _ in range(10_000):
            await asyncio.sleep(0)
            if len(self.broker.said(kind)) >= count:
                return self.broker.said(kind)
        raise AssertionError(f"{kind.__name__} was not said {count} times")


def _topic(leaf: str) -> str:
    return topics.build("default", DEVICE, leaf)


@pytest.fixture
async def device() -> AsyncIterator[Device]:
    made = Device()
    yield made
    made.database.close()


async def test_it_is_born_tells_its_capability_once_and_takes_leave(device):
    async with device.running():
        await device.until_said(CapabilityReport)
        await device.broker.drop()
        await device.until_said(Birth, 2)
    births, deaths = device.broker.said(Birth), device.broker.said(Death)
    assert len({birth.session for birth in births}) == 2
    assert [death.session for death in deaths] == [births[-1].session]
    assert len(device.broker.said(CapabilityReport)) == 1


async def test_the_will_of_a_session_is_its_own_death(device):
    async with device.running():
        (birth,) = await device.until_said(Birth)
    (greeting,) = device.broker.greetings
    assert birth.session.encode() in greeting.will.payload
    assert greeting.will.retain


async def test_it_tries_again_until_there_is_a_broker(device):
    device.broker.refusals = 5
    async with device.running():
        await device.until_said(Birth)
    assert device.broker.refusals == 0


async def test_it_says_what_changed_when_it_changed(device):
    async with device.running():
        await device.until_said(CapabilityReport)
        device.standing = Standing(director_version=7)
        device.link.changed()
        (report,) = await device.until_said(Report)
    assert (report.seq, report.director_version) == (1, 7)


async def test_a_report_that_nobody_took_is_followed_by_a_new_birth(device):
    async with device.running():
        await device.until_said(CapabilityReport)
        device.broker.anybody = False
        device.standing = Standing(director_version=7)
        device.link.changed()
        births = await device.until_said(Birth, 2)
    assert births[-1].director_version == 7


async def test_when_asked_it_says_everything_again(device):
    async with device.running():
        await device.until_said(CapabilityReport)
        device.link.tell_all()
        await device.until_said(CapabilityReport, 2)
        await device.until_said(Birth, 2)


async def test_telemetry_leaves_the_outbox_when_the_broker_took_it(device):
    sample = TelemetrySample(at=NOON, interval_s=60, slot="main", requests=1)
    device.outbox.put_telemetry(TelemetryBatch(id="t1", samples=(sample,)))
    async with device.running():
        await device.until_said(TelemetryBatch)
        for _ in range(20):
            await asyncio.sleep(0)
    assert device.outbox.waiting() == 0


async def test_what_nobody_took_stays(device):
    device.broker.anybody = False
    device.journal.begin("main", D1, 1, NOON)
    async with device.running():
        await device.until_said(DeploymentReport)
    assert device.outbox.waiting() == 1


async def test_the_last_word_is_said_in_every_session_until_it_is_acknowledged(device):
    record = device.journal.begin("main", D1, 1, NOON)
    device.journal.enter(record, Change(State.REJECTED, NOON))
    async with device.running():
        await device.until_said(DeploymentReport, 2)
        await device.broker.drop()
        reports = await device.until_said(DeploymentReport, 3)
        assert [report.state for report in reports] == [
            State.ACCEPTED,
            State.REJECTED,
            State.REJECTED,
        ]
        device.outbox.acked(DeploymentAck(deployment=D1, attempt=1, seq=2))
        await device.broker.drop()
        await device.until_said(Birth, 3)
        for _ in range(50):
            await asyncio.sleep(0)
    assert len(device.broker.said(DeploymentReport)) == 3


async def test_an_event_that_comes_while_connected_goes_at_once(device):
    async with device.running():
        await device.until_said(CapabilityReport)
        device.journal.begin("main", D1, 1, NOON)
        device.pump.wake()
        await device.until_said(DeploymentReport)
