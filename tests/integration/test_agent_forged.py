"""Whoever owns the broker says what he likes: nothing is installed, stopped or removed by it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.deployment import State
from shared.ids import DeploymentId, new_id
from shared.policy import Go
from shared.wire import topics
from shared.wire.down import Command, DeploymentHint, DesiredHint, Verb
from shared.wire.up import DeploymentReport, Reply
from tests.support.agent_world import DeviceWorld, device_world

pytestmark = [pytest.mark.broker, pytest.mark.slow]

FAR = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[DeviceWorld]:
    async with device_world(tmp_path) as world:
        yield world


async def forge(world: DeviceWorld, version: int, **hint: object) -> None:
    values = {"id": DeploymentId(new_id()), "attempt": 1, "go": Go.ACTIVATE, **hint}
    desired = DesiredHint(
        version=version,
        director_version=999_999,
        deployments={"main": DeploymentHint.model_validate(values)},
    )
    await world.plane.say(topics.DOWN_DESIRED, desired, retain=True)


async def test_forged_messages_change_nothing_that_runs(world: DeviceWorld):
    first, second = world.publish("1.0"), world.publish("2.0")
    async with world.plane.agent():
        await world.deploy(first)
        assert (await world.ended()).state is State.COMMITTED
        # The director means something: a bundle that nobody hinted at yet.
        world.publisher.assign(second, device=world.device, deployment=DeploymentId(new_id()))
        forged = DeploymentId(new_id())

        await forge(world, 100, id=forged, peers=("https://evil.example:1",))
        reports = [await world.plane.hear(DeploymentReport)]
        assert reports[0].deployment == forged
        assert reports[0].state is State.ACCEPTED
        await world.logged("the hint speaks of deployment")

        await forge(world, 101, id=forged, cancel=True)
        assert (await world.ended()).state is State.CANCELED

        for payload in (b"", b"{", b"\xff" * 1000, b'{"version": 1}', b"[" * 10_000):
            await world.plane.say_raw(topics.DOWN_DESIRED, payload)
        command = Command(id=new_id(), expires=FAR, verb=Verb.LOOK)
        await world.plane.say(topics.DOWN_COMMAND, command)
        assert (await world.plane.hear(Reply)).ok

        slot = await world.slot(bundle=first.digest, serving=True)
        assert slot["recall"] == ""
        assert (await world.ask())[0] == 200
        stored = world.plane.data / "bundles" / "bundles"
        assert await asyncio.to_thread(lambda: len(list(stored.iterdir()))) == 1
        assert second.digest not in str(world.status())
