"""A real agent process at a real broker: it is born, asked, stopped, and killed."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.cli import main
from shared.deployment import State
from shared.ids import DeploymentId, new_id
from shared.policy import Go
from shared.wire import topics
from shared.wire.down import Command, DeploymentHint, DesiredHint, Verb
from shared.wire.up import Birth, CapabilityReport, Death, DeploymentReport, Reply
from tests.support.agent_broker import Broker, broker_running
from tests.support.agent_control import PATIENCE_S, ControlPlane
from tests.support.agent_fleet import FleetAuthority
from tests.support.agent_gateway import EnrollingGateway, gateway_running

pytestmark = [pytest.mark.broker, pytest.mark.slow]


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[tuple[Broker, EnrollingGateway]]:
    authority = FleetAuthority()
    with (
        broker_running(tmp_path / "broker", authority) as broker,
        gateway_running(
            EnrollingGateway(authority, mqtt_port=broker.port), tmp_path / "gateway"
        ) as gateway,
    ):
        yield broker, gateway


@pytest.fixture
async def plane(
    fleet: tuple[Broker, EnrollingGateway], tmp_path: Path
) -> AsyncIterator[ControlPlane]:
    broker, gateway = fleet
    control = ControlPlane(broker, gateway, tmp_path)
    await control.enroll()
    await control.connect(tmp_path)
    yield control
    await control.close()


async def test_an_agent_lives_and_leaves_in_good_order(plane, capsys):
    async with plane.agent() as process:
        birth = await plane.hear(Birth)
        capability = await plane.hear(CapabilityReport)
        assert birth.capability == capability.capability.digest()
        assert capability.capability.memory_bandwidth > 0
        status = await asyncio.to_thread(main, ["status", "--data", str(plane.data), "--json"])
        capsys.readouterr()
        assert status == 0
        assert await asyncio.to_thread(main, ["run", "--data", str(plane.data)]) == 1
        assert "already" in capsys.readouterr().err
        process.send_signal(signal.SIGTERM)
        death = await plane.hear(Death)
        async with asyncio.timeout(PATIENCE_S):
            assert await process.wait() == 0
    assert death.session == birth.session
    assert main(["status", "--data", str(plane.data), "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["running"] is False


async def test_a_killed_agent_comes_back_as_a_new_session(plane):
    async with plane.agent() as process:
        first = await plane.hear(Birth)
        process.kill()
    async with plane.agent():
        second = await plane.hear(Birth)
    assert first.session != second.session


async def test_commands_are_answered(plane):
    command = Command(
        id=new_id(), expires=datetime.now(UTC) + timedelta(minutes=5), verb=Verb.REPORT_ALL
    )
    async with plane.agent():
        await plane.hear(CapabilityReport)
        await plane.say(topics.DOWN_COMMAND, command)
        await plane.hear(Birth)
        reply = await plane.hear(Reply)
    assert (reply.id, reply.ok) == (command.id, True)


async def test_a_hint_without_a_director_behind_it_installs_nothing(plane):
    hint = DesiredHint(
        version=1,
        director_version=1,
        deployments={"main": DeploymentHint(id=DeploymentId(new_id()), attempt=1, go=Go.ACTIVATE)},
    )
    async with plane.agent():
        await plane.hear(CapabilityReport)
        await plane.say(topics.DOWN_DESIRED, hint, retain=True)
        report = await plane.hear(DeploymentReport)
        assert report.state is State.ACCEPTED
        report = await plane.hear(DeploymentReport)
        assert report.state is State.REJECTED
    assert not any((plane.data / "bundles" / "bundles").iterdir())


async def test_a_broker_that_comes_back_is_found_again(plane, tmp_path):
    async with plane.agent():
        first = await plane.hear(Birth)
        plane.broker.stop()
        plane.broker.start()
        await plane.connect(tmp_path)
        while (again := await plane.hear(Birth)).session == first.session:
            pass
    assert again.online
