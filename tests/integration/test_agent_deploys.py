"""The whole device: a real agent, signed repositories, blobs over TLS, a broker, a model."""

import asyncio
import json
import urllib.request
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.deployment import TERMINAL, State
from shared.ids import DeploymentId, new_id
from shared.policy import DevicePolicy, Go
from shared.wire import topics
from shared.wire.down import DeploymentAck, DeploymentHint, DesiredHint
from shared.wire.up import Birth, DeploymentReport, TelemetryBatch
from tests.support.agent_control import PATIENCE_S, REPOSITORY, ControlPlane
from tests.support.agent_gateway import EnrollingGateway
from tests.support.agent_world import outside
from tests.support.repository import Published, Publisher

pytestmark = [pytest.mark.broker, pytest.mark.model, pytest.mark.slow]

STARTER = REPOSITORY / "models" / "starter"
WALK = [
    State.ACCEPTED,
    State.DOWNLOADING,
    State.VERIFYING,
    State.STAGED,
    State.ACTIVATING,
    State.PROBING,
    State.TRIAL,
    State.COMMITTED,
]


class World:
    """One device and everything it talks to."""

    def __init__(self, publisher: Publisher, plane: ControlPlane) -> None:
        self.publisher = publisher
        self.plane = plane
        self.hints = 0

    def publish(self, version: str, *, right: bool = True) -> Published:
        """Publish the starter model with golden prompts that it answers, or cannot answer."""
        lines = (STARTER / "golden.jsonl").read_text().splitlines()
        items = [json.loads(line) for line in lines[:3]]
        if not right:
            items = [{**item, "expected": "nothing a model would say"} for item in items]
        golden = json.dumps({"items": items, "pass_percent": 60, "max_tokens": 160})
        files = {
            "model.gguf": next(STARTER.glob("*.gguf")).read_bytes(),
            "golden.json": golden.encode(),
            "README.md": f"# Starter {version}\n".encode(),
        }
        return self.publisher.publish(files, line="starter", version=version, variant="f16")

    async def deploy(
        self, published: Published, *, trial_s: float = 1.0, go: Go = Go.ACTIVATE
    ) -> DeploymentId:
        deployment = DeploymentId(new_id())
        director = self.publisher.assign(
            published, device=self.plane.device, deployment=deployment, issued=datetime.now(UTC)
        )
        self.hints += 1
        hint = DeploymentHint(id=deployment, attempt=1, go=go, policy=DevicePolicy(trial_s=trial_s))
        desired = DesiredHint(
            version=self.hints, director_version=director, deployments={"main": hint}
        )
        await self.plane.say(topics.DOWN_DESIRED, desired, retain=True)
        return deployment

    async def until(self, state: State | None = None) -> list[DeploymentReport]:
        """Hear reports until one has `state`, or is the last word; acknowledge that."""
        reports = []
        while True:
            report = await self.plane.hear(DeploymentReport)
            reports.append(report)
            if report.state is state:
                return reports
            if report.state in TERMINAL:
                ack = DeploymentAck(
                    deployment=report.deployment, attempt=report.attempt, seq=report.seq
                )
                await self.plane.say(topics.DOWN_ACK, ack)
                return reports


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    return Publisher(tmp_path / "publisher", now=datetime.now(UTC))


@pytest.fixture
def gateway(publisher: Publisher, tmp_path: Path) -> Iterator[EnrollingGateway]:
    with outside(publisher, tmp_path) as (gateway, _):
        yield gateway


@pytest.fixture
async def world(
    publisher: Publisher, gateway: EnrollingGateway, tmp_path: Path
) -> AsyncIterator[World]:
    assert gateway.broker is not None
    plane = ControlPlane(gateway.broker, gateway, tmp_path)
    await plane.enroll()
    await plane.connect(tmp_path)
    yield World(publisher, plane)
    await plane.close()


async def serving(world: World, process: asyncio.subprocess.Process) -> dict[str, object]:
    """Return what the running agent says of its slot, once it serves and has an API."""
    status = world.plane.data / "status.json"
    async with asyncio.timeout(PATIENCE_S):
        while True:
            told = json.loads(status.read_text()) if status.exists() else {}
            if told.get("pid") == process.pid and told["api"] and told["slots"]["main"]["serving"]:
                return told
            await asyncio.sleep(0.05)


def ask(api: object) -> str:
    body = json.dumps(
        {
            "model": "starter",
            "messages": [{"role": "user", "content": "turn on the kitchen light"}],
            "max_tokens": 40,
        }
    )
    request = urllib.request.Request(
        f"{api}/v1/chat/completions", body.encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
        return str(json.load(answer)["choices"][0]["message"]["content"])


async def test_a_release_is_fetched_tried_committed_and_served(world):
    first = world.publish("1.0")
    async with world.plane.agent(FLOTILLA_AGENT_TELEMETRY_INTERVAL_S="1") as process:
        await world.deploy(first)
        reports = await world.until()
        assert [state for state in WALK if state in {r.state for r in reports}] == WALK
        measured = reports[-1].measurements
        assert measured is not None
        assert measured.golden_items == 3
        assert measured.tokens_per_s
        assert measured.memory_bytes
        told = await serving(world, process)
        assert told["slots"]["main"]["bundle"] == first.digest
        assert await asyncio.to_thread(ask, told["api"])
        batch = await world.plane.hear(TelemetryBatch)
        assert batch.samples[0].requests == 1


async def test_a_release_that_answers_wrong_goes_and_the_old_one_stays(world):
    first, second = world.publish("1.0"), world.publish("2.0", right=False)
    async with world.plane.agent() as process:
        await world.deploy(first)
        await world.until()
        await world.deploy(second)
        reports = await world.until()
        assert reports[-1].state is State.ROLLED_BACK
        fault = reports[-1].fault
        assert fault is not None
        assert "golden prompts" in fault.message
        assert (await serving(world, process))["slots"]["main"]["bundle"] == first.digest


@pytest.mark.parametrize("state", [State.DOWNLOADING, State.PROBING, State.TRIAL])
async def test_a_killed_agent_goes_on_where_it_was(world, state):
    first, second = world.publish("1.0"), world.publish("2.0")
    async with world.plane.agent() as process:
        await world.deploy(first)
        await world.until()
        deployment = await world.deploy(second, trial_s=3)
        await world.until(state)
    async with world.plane.agent() as process:
        reports = await world.until()
        assert (reports[-1].deployment, reports[-1].state) == (deployment, State.COMMITTED)
        assert (await serving(world, process))["slots"]["main"]["bundle"] == second.digest


async def test_without_network_a_start_serves_from_disk(world):
    first = world.publish("1.0")
    async with world.plane.agent() as process:
        await world.deploy(first)
        await world.until()
    assert world.plane.broker is not None
    world.plane.broker.stop()
    async with world.plane.agent() as process:
        told = await serving(world, process)
        assert told["connected"] is False
        assert await asyncio.to_thread(ask, told["api"])


async def test_what_is_served_is_said_at_the_next_birth(world):
    first = world.publish("1.0")
    async with world.plane.agent():
        await world.deploy(first)
        await world.until()
    async with world.plane.agent():
        birth = await world.plane.hear(Birth)
        while birth.slots.get("main") is None:
            birth = await world.plane.hear(Birth)
        assert birth.slots["main"].bundle == first.digest
        assert birth.director_version > 0
