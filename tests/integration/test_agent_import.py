"""Sticks on a real device: with its agent running, and without; with a network, and without."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from agent.cli import main
from shared.deployment import State
from tests.support.agent_world import DeviceWorld, device_world
from tests.support.repository import Published
from tests.support.stick import make_stick

pytestmark = [pytest.mark.broker, pytest.mark.slow]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[DeviceWorld]:
    async with device_world(tmp_path, "site=north") as world:
        yield world


BY_LABEL = "groups/site=north/main"


def a_stick(world: DeviceWorld, published: Published, target: str = BY_LABEL) -> Path:
    return make_stick(world.publisher, world.folder / "stick", {target: published})


async def command(world: DeviceWorld, verb: str, subject: object) -> int:
    return await asyncio.to_thread(
        main, [verb, str(subject), "--json", "--data", str(world.plane.data)]
    )


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    return dict(json.loads(capsys.readouterr().out.splitlines()[-1]))


async def test_an_agent_that_runs_installs_from_the_stick_with_no_network(
    world: DeviceWorld, capsys: pytest.CaptureFixture[str]
):
    first = world.publish("1.0")
    stick = a_stick(world, first)
    world.cut_the_network()
    async with world.plane.agent():
        await world.started()

        assert await command(world, "import", stick) == 0

        document = told(capsys)
        assert document["agent_running"] is True
        assert document["slots"]["main"]["outcome"] == State.COMMITTED
        await world.slot(bundle=first.digest, serving=True)
        assert (await world.ask())[0] == 200
        assert await command(world, "import", stick) == 0
        assert told(capsys)["slots"]["main"]["outcome"] == "there"


async def test_without_an_agent_it_is_staged_and_the_next_start_serves_it(
    world: DeviceWorld, capsys: pytest.CaptureFixture[str]
):
    first = world.publish("1.0")
    stick = a_stick(world, first, f"devices/{world.device}/main")
    world.cut_the_network()

    assert await command(world, "import", stick) == 0
    assert told(capsys)["slots"]["main"]["outcome"] == State.STAGED
    for blob in (stick / "blobs" / "sha256").iterdir():
        blob.unlink()

    async with world.plane.agent():
        await world.slot(bundle=first.digest, serving=True)
        assert (await world.ask())[0] == 200


async def test_what_the_director_assigns_later_counts_again(world: DeviceWorld):
    first, second = world.publish("1.0"), world.publish("2.0")
    stick = a_stick(world, first)
    async with world.plane.agent():
        await world.started()
        assert await command(world, "import", stick) == 0
        await world.ended()

        await world.deploy(second)

        assert (await world.ended()).state is State.COMMITTED
        await world.slot(bundle=second.digest, serving=True)
        assert await command(world, "import", stick) == 1


async def test_nothing_for_this_device_changes_nothing(
    world: DeviceWorld, capsys: pytest.CaptureFixture[str]
):
    stick = a_stick(world, world.publish("1.0"), "groups/site=south/main")

    assert await command(world, "import", stick) == 0

    assert told(capsys)["slots"] == {}


async def test_a_stick_with_a_flipped_bit_changes_nothing_and_says_why(
    world: DeviceWorld, capsys: pytest.CaptureFixture[str]
):
    stick = a_stick(world, world.publish("1.0"))
    weights = max((stick / "blobs" / "sha256").iterdir(), key=lambda file: file.stat().st_size)
    data = bytearray(weights.read_bytes())
    data[len(data) // 2] ^= 1
    weights.write_bytes(data)

    assert await command(world, "import", stick) == 1
    document = told(capsys)
    assert document["slots"]["main"]["outcome"] == State.FAILED

    assert await command(world, "verify", stick) == 1
    steps = {step["step"]: step["verdict"] for step in told(capsys)["subjects"][0]["steps"]}
    assert steps["requirements"] == "ok"
    assert steps["chunks"] == "failed"
    assert steps["files"] == "not reached"


async def test_verify_walks_every_step_of_a_slot_of_a_bundle_and_of_a_stick(
    world: DeviceWorld, capsys: pytest.CaptureFixture[str]
):
    first = world.publish("1.0")
    async with world.plane.agent():
        await world.deploy(first)
        await world.ended()
        await world.slot(bundle=first.digest, serving=True)
        stick = a_stick(world, first)

        for subject in ("main", first.digest, first.digest.removeprefix("sha256:")):
            assert await command(world, "verify", subject) == 0
            steps = told(capsys)["subjects"][0]["steps"]
            assert {step["verdict"] for step in steps} == {"ok"}
            assert [step["number"] for step in steps] == list(range(1, 11))
        assert await command(world, "verify", stick) == 0
        assert await command(world, "verify", "other") == 1
        steps = told(capsys)["subjects"][0]["steps"]
        assert [step["verdict"] for step in steps[:4]] == ["ok", "ok", "failed", "not reached"]
