"""Recalls on a real device: real agent, broker, repositories and engine."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agent.cli import main
from shared.deployment import State
from shared.trust import RevokedEntry
from tests.support.agent_world import DeviceWorld, device_world
from tests.support.repository import Published
from tests.support.stick import copy_stick, make_stick

pytestmark = [pytest.mark.broker, pytest.mark.slow]

REASON = "opens every door"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[DeviceWorld]:
    async with device_world(tmp_path) as world:
        yield world


def recall(world: DeviceWorld, *published: Published, action: str = "stop") -> None:
    entries = [RevokedEntry(sha256=one.digest, action=action, reason=REASON) for one in published]
    world.publisher.image.revoke(entries, world.publisher.now)


async def committed(world: DeviceWorld, *published: Published) -> None:
    for one in published:
        await world.deploy(one)
        assert (await world.ended()).state is State.COMMITTED


async def test_recalled_it_falls_back_then_stops_and_a_start_without_network_changes_nothing(
    world: DeviceWorld, capsys: pytest.CaptureFixture[str]
):
    first, second = world.publish("1.0"), world.publish("2.0")
    async with world.plane.agent():
        await committed(world, first, second)
        assert (await world.ask())[0] == 200

        recall(world, second)
        await world.look()
        slot = await world.slot(bundle=first.digest, serving=True)
        assert (slot["recall"], slot["recalled"]) == ("stop", second.digest)
        assert (await world.ask())[0] == 200
        assert await asyncio.to_thread(main, ["status", "--data", str(world.plane.data)]) == 0
        assert "fell back to this version" in capsys.readouterr().out

        recall(world, first, second)
        await world.look()
        slot = await world.slot(bundle=first.digest, serving=False)
        assert (slot["recall"], slot["recall_reason"]) == ("stop", REASON)
        status, body = await world.ask()
        assert status == 410
        assert REASON in body["error"]["message"]
        assert body["error"]["code"] == "model_recalled"

    world.cut_the_network()
    (world.plane.data / "status.json").unlink(missing_ok=True)
    async with world.plane.agent():
        await world.slot(bundle=first.digest, serving=False, recall="stop")
        assert (await world.ask())[0] == 410


async def test_a_warning_is_shown_and_the_model_serves_on(
    world: DeviceWorld, capsys: pytest.CaptureFixture[str]
):
    first = world.publish("1.0")
    async with world.plane.agent():
        await committed(world, first)

        recall(world, first, action="warn")
        await world.look()
        await world.slot(bundle=first.digest, serving=True, recall="warn")

        assert (await world.ask())[0] == 200
        await asyncio.to_thread(main, ["status", "--data", str(world.plane.data)])
        assert f"warning of the publisher: {REASON}" in capsys.readouterr().out


async def test_a_device_without_network_hears_of_a_recall_by_stick(
    world: DeviceWorld, tmp_path: Path
):
    first = world.publish("1.0")
    async with world.plane.agent():
        await committed(world, first)
        world.cut_the_network()
        recall(world, first)
        stick = make_stick(world.publisher, tmp_path / "stick", {})
        copy_stick(world.publisher, stick)

        command = ["import", str(stick), "--data", str(world.plane.data)]
        assert await asyncio.to_thread(main, command) == 0

        await world.slot(bundle=first.digest, serving=False, recall="stop")
