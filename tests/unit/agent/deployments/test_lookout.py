"""When a device looks for recalls by itself."""

import asyncio
from collections.abc import Iterator

import pytest

from agent.deployments.lookout import Lookout
from agent.deployments.recall import LOOK_EVERY_S, LOOK_RETRY_S, LOOK_SPREAD_S
from agent.trust.errors import TrustError
from tests.support.agent_device import FakeDevice
from tests.support.agent_fakes import a_model, unreachable


class Repositories:
    """Counts looks; the first ones fail as told."""

    def __init__(self) -> None:
        self.looks: list[float] = []
        self.failures: list[TrustError] = []
        self.now = lambda: 0.0

    async def revoked(self) -> None:
        self.looks.append(self.now())
        if self.failures:
            raise self.failures.pop(0)


class Scene:
    def __init__(self, device: FakeDevice) -> None:
        self.device = device
        self.trust = Repositories()
        self.trust.now = device.timer.monotonic
        self.lookout = Lookout(
            trust=self.trust, journal=device.journal, timer=device.timer, random=lambda: 1.0
        )

    async def run(self, looks: int) -> list[float]:
        """Return the times of the first looks."""
        running = asyncio.ensure_future(self.lookout.run())
        for _ in range(2000):
            await asyncio.sleep(0)
            if len(self.trust.looks) >= looks:
                break
        running.cancel()
        await asyncio.wait([running])
        return self.trust.looks[:looks]


@pytest.fixture
def device() -> Iterator[FakeDevice]:
    fake = FakeDevice()
    yield fake
    fake.close()


@pytest.fixture
async def scene(device: FakeDevice) -> Scene:
    device.offer(a_model("old"), "d-old")
    await device.run()
    return Scene(device)


async def test_it_looks_once_a_day(scene: Scene):
    begun = scene.device.timer.elapsed_s
    first, second = await scene.run(2)
    assert first == begun + LOOK_EVERY_S
    assert second == first + LOOK_EVERY_S


async def test_it_looks_when_asked_a_little_later_than_others(scene: Scene):
    begun = scene.device.timer.elapsed_s
    scene.lookout.look_now()
    assert await scene.run(1) == [begun + LOOK_SPREAD_S]


async def test_the_first_connection_is_a_reason_and_a_flapping_one_is_not(scene: Scene):
    begun = scene.device.timer.elapsed_s
    scene.lookout.connected()
    (first,) = await scene.run(1)
    assert first == begun + LOOK_SPREAD_S
    scene.lookout.connected()
    (_, second) = await scene.run(2)
    assert second >= first + LOOK_EVERY_S


async def test_a_look_that_failed_is_tried_again_sooner(scene: Scene):
    scene.trust.failures = [unreachable()]
    first, second = await scene.run(2)
    assert second == first + LOOK_RETRY_S


async def test_a_device_with_nothing_installed_does_not_look(device: FakeDevice):
    scene = Scene(device)
    scene.lookout.look_now()
    assert await scene.run(1) == []
