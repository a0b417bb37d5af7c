"""The link against a real mosquitto with mutual TLS."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from agent.link.errors import LinkError, LinkRefusedError
from agent.link.paho import PahoConnection, PahoDialer
from agent.link.ports import Greeting, Outgoing
from shared.ids import new_id
from shared.wire import topics
from tests.support.agent_broker import Broker, broker_running
from tests.support.agent_fleet import FleetAuthority

pytestmark = pytest.mark.broker

DEVICE = new_id()
PATIENCE_S = 20


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    folder = tmp_path_factory.mktemp("broker")
    with broker_running(folder, FleetAuthority()) as running:
        yield running


def tls_of(broker: Broker, folder: Path, name: str) -> ssl.SSLContext:
    pair = broker.control_plane if name == "control-plane" else broker.authority.client(name)
    certificate, key = pair.write(folder, name)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=broker.authority.pem)
    context.load_cert_chain(certificate, key)
    return context


class Party:
    """Somebody at the broker."""

    def __init__(self, broker: Broker, folder: Path, name: str, subscription: str) -> None:
        self.dialer = PahoDialer(
            host="localhost",
            port=broker.port,
            client_id=name,
            keepalive_s=60,
            tls=tls_of(broker, folder, name),
        )
        self.heard: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue()
        self._subscription = subscription
        self.will = Outgoing(topics.build("default", name, topics.UP_STATE), b"dead", retain=True)

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[PahoConnection]:
        greeting = Greeting(
            will=self.will,
            subscription=self._subscription,
            on_message=lambda topic, payload: self.heard.put_nowait((topic, payload)),
        )
        connection = await self.dialer.connect(greeting)
        try:
            yield connection
        finally:
            await connection.close()

    async def next(self) -> tuple[str, bytes]:
        async with asyncio.timeout(PATIENCE_S):
            return await self.heard.get()


@pytest.fixture
def device(broker: Broker, tmp_path: Path) -> Party:
    return Party(broker, tmp_path, DEVICE, topics.every_down("default", DEVICE))


@pytest.fixture
def control_plane(broker: Broker, tmp_path: Path) -> Party:
    return Party(broker, tmp_path, "control-plane", "flotilla/v1/default/+/up/report")


async def test_a_message_that_nobody_takes_is_known_as_such(device):
    async with device.connected() as connection:
        topic = topics.build("default", DEVICE, topics.UP_CAPABILITY)
        assert not await connection.publish(Outgoing(topic, b"hello"))


async def test_messages_go_both_ways(device, control_plane):
    async with control_plane.connected() as there, device.connected() as here:
        up = topics.build("default", DEVICE, topics.UP_REPORT)
        down = topics.build("default", DEVICE, topics.DOWN_DESIRED)
        assert await here.publish(Outgoing(up, b"x" * 200_000, expiry_s=60))
        assert await control_plane.next() == (up, b"x" * 200_000)
        assert await there.publish(Outgoing(down, b"hint"))
        assert await device.next() == (down, b"hint")


async def test_many_messages_at_once_are_all_acknowledged(device, control_plane):
    async with control_plane.connected(), device.connected() as here:
        up = topics.build("default", DEVICE, topics.UP_REPORT)
        numbers = [str(number).encode() for number in range(200)]
        taken = await asyncio.gather(*(here.publish(Outgoing(up, number)) for number in numbers))
        assert all(taken)
        heard = [(await control_plane.next())[1] for _ in numbers]
        assert sorted(heard) == sorted(numbers)


async def test_what_is_said_to_a_device_that_is_away_waits_for_it(device, control_plane):
    down = topics.build("default", DEVICE, topics.DOWN_COMMAND)
    async with device.connected():
        pass
    async with control_plane.connected() as there:
        await there.publish(Outgoing(down, b"while you were away"))
    async with device.connected():
        assert await device.next() == (down, b"while you were away")


async def test_a_word_about_another_device_is_refused(device):
    async with device.connected() as connection:
        topic = topics.build("default", new_id(), topics.UP_REPORT)
        with pytest.raises(LinkError, match="refused"):
            await connection.publish(Outgoing(topic, b"lie"))


async def test_a_lost_broker_is_noticed_and_found_again(broker, device):
    async with device.connected() as connection:
        broker.stop()
        async with asyncio.timeout(PATIENCE_S):
            with pytest.raises(LinkError):
                await connection.lost()
            with pytest.raises(LinkError):
                await connection.publish(Outgoing("flotilla/v1/x", b""))
    with pytest.raises(LinkError):
        async with device.connected():
            pass
    broker.start()
    async with device.connected():
        pass


async def test_a_certificate_of_another_fleet_is_not_let_in(broker, tmp_path):
    stranger = Broker(broker.folder, broker.port, FleetAuthority("another"), broker.control_plane)
    party = Party(stranger, tmp_path, new_id(), "flotilla/#")
    with pytest.raises(LinkError) as caught:
        async with party.connected():
            pass
    assert not isinstance(caught.value, LinkRefusedError)
