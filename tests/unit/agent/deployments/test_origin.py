"""A slot's assignment is looked up where its hint came from; an older one does not come back."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from agent.deployments.importing import Importer, Standing
from agent.deployments.origin import Origins
from agent.trust.errors import RefusedError
from agent.trust.resolve import Assignment
from shared.deployment import TERMINAL, State
from shared.ids import DeploymentId
from shared.policy import DevicePolicy, Go
from shared.wire.down import DeploymentHint
from tests.support.agent_device import FakeDevice
from tests.support.agent_fakes import DEVICE, NOON, Killed, Model, a_model, unreachable

OLD, NEW = a_model("old"), a_model("new")
STICK = Path("/media/stick")
LABELS = {"site": "north"}


class Repositories:
    """A director and one stick."""

    def __init__(self) -> None:
        self.director: Assignment | None = None
        self.stick: Assignment | RefusedError | None = None

    async def resolve(self, _device: str, _slot: str) -> Assignment | None:
        return self.director

    async def resolve_from(
        self, folder: Path, _device: str, labels: dict[str, str], _slot: str
    ) -> Assignment | None:
        assert (folder, labels) == (STICK, LABELS)
        assert not isinstance(self.stick, RefusedError)
        return self.stick

    async def on_stick(
        self, _folder: Path, _device: str, _labels: dict[str, str]
    ) -> dict[str, Assignment | RefusedError]:
        return {} if self.stick is None else {"main": self.stick}


class Scene:
    def __init__(self, device: FakeDevice) -> None:
        self.device = device
        self.trust = Repositories()
        parts = {"hints": device.hints, "journal": device.journal}
        self.origins = Origins(trust=self.trust, labels=LABELS, **parts)
        self.importer = Importer(device=DEVICE, trust=self.trust, labels=LABELS, **parts)
        device.trust = self.origins
        device.boot()

    def put_on_the_stick(self, model: Model, deployment: str, *, day: int = 0) -> None:
        self.device.models[model.digest] = model
        self.trust.stick = self._assigned(model, deployment, day, folder=str(STICK))

    async def deploy(self, model: Model, deployment: str, *, day: int = 0) -> None:
        self.device.models[model.digest] = model
        self.trust.director = self._assigned(model, deployment, day)
        policy = DevicePolicy(trial_s=5)
        self.device.hint(
            DeploymentHint(id=DeploymentId(deployment), attempt=1, go=Go.ACTIVATE, policy=policy)
        )
        await self.device.run()

    async def bring(self) -> Standing:
        """Import the stick, and let the agent notice it."""
        (offer,) = await self.importer.offer(STICK)
        self.device.executor.look_again()
        await self.device.run()
        return offer.standing

    def _assigned(self, model: Model, deployment: str, day: int, *, folder: str = "") -> Assignment:
        plain = model.assigned(DeploymentId(deployment), "main")
        return replace(plain, issued=NOON + timedelta(days=day), folder=folder)


@pytest.fixture
def scene() -> Iterator[Scene]:
    device = FakeDevice()
    yield Scene(device)
    device.close()


async def test_a_stick_walks_the_same_machine_as_the_network(scene: Scene):
    await scene.deploy(OLD, "d1")
    scene.put_on_the_stick(NEW, "s1", day=1)

    assert await scene.bring() is Standing.OFFERED

    assert scene.device.states("s1")[-1] is State.COMMITTED
    assert State.TRIAL in scene.device.states("s1")
    assert scene.device.serving == NEW.digest


async def test_a_stick_with_a_bad_model_leaves_the_old_one(scene: Scene):
    await scene.deploy(OLD, "d1")
    scene.put_on_the_stick(a_model("dull", answers=False), "s1", day=1)

    await scene.bring()

    assert scene.device.states("s1")[-1] is State.ROLLED_BACK
    assert scene.device.serving == OLD.digest


async def test_what_the_slot_has_is_not_brought_again(scene: Scene):
    scene.put_on_the_stick(NEW, "s1")
    assert await scene.bring() is Standing.OFFERED
    assert await scene.bring() is Standing.THERE


async def test_an_attempt_that_failed_may_be_repeated_with_the_same_stick(scene: Scene):
    scene.put_on_the_stick(a_model("new", genuine=False), "s1")
    await scene.bring()
    assert scene.device.states("s1")[-1] is State.FAILED

    scene.put_on_the_stick(NEW, "s1")
    await scene.bring()

    assert scene.device.states("s1", attempt=2)[-1] is State.COMMITTED


async def test_a_stick_older_than_what_runs_is_refused_before_anything_happens(scene: Scene):
    await scene.deploy(NEW, "d1", day=2)
    scene.put_on_the_stick(OLD, "s1", day=1)

    assert await scene.bring() is Standing.REFUSED

    assert scene.device.states("s1") == []
    assert scene.device.serving == NEW.digest


async def test_a_late_hint_of_the_network_does_not_take_back_what_a_newer_stick_brought(
    scene: Scene,
):
    scene.put_on_the_stick(NEW, "s1", day=3)
    await scene.bring()

    await scene.deploy(OLD, "d-before-the-stick", day=1)

    last = scene.device.last("d-before-the-stick")
    assert last.state is State.REJECTED
    assert last.fault is not None
    assert "runs what a stick assigned" in last.fault.message
    assert scene.device.serving == NEW.digest

    await scene.deploy(OLD, "d-after-the-stick", day=4)
    assert scene.device.serving == OLD.digest


async def test_a_stick_that_was_pulled_out_ends_the_attempt_and_may_come_again(scene: Scene):
    """Who pulled it out is there to read of it; a network is waited for, a stick is not."""
    scene.put_on_the_stick(NEW, "s1")
    scene.device.bundles.failures.extend(unreachable() for _ in range(50))
    await scene.bring()
    assert scene.device.states("s1")[-1] is State.FAILED
    assert len(scene.device.bundles.failures) == 50 - DevicePolicy().max_attempts

    scene.device.bundles.failures.clear()
    await scene.bring()
    assert scene.device.serving == NEW.digest


def test_a_copy_without_an_agent_may_be_cut_at_any_moment_and_the_start_finishes_it():
    for moment in range(100):
        device = FakeDevice()
        try:
            cut = asyncio.run(_staged_with_a_cut(Scene(device), moment))
            assert device.serving == NEW.digest, moment
            ends = [state for state in device.states("s1") if state in TERMINAL]
            assert ends == [State.COMMITTED]
        finally:
            device.close()
        if not cut:
            return
    raise AssertionError("never copied to its end")


async def _staged_with_a_cut(scene: Scene, moment: int) -> bool:
    scene.put_on_the_stick(NEW, "s1")
    (offer,) = await scene.importer.offer(STICK)
    assert offer.standing is Standing.OFFERED
    scene.device.power.left = moment
    try:
        await scene.device.executor.stage("main")
    except Killed:
        cut = True
    else:
        cut = False
        record = scene.device.journal.current("main")
        assert record is not None
        assert record.state is State.STAGED
    scene.device.power.left = None
    scene.device.boot()
    await scene.device.run()
    return cut


async def test_what_a_stick_refuses_is_said_and_offered_to_nobody(scene: Scene):
    scene.trust.stick = RefusedError("recalled")
    assert await scene.bring() is Standing.REFUSED
    assert scene.device.hints.of("main") is None
