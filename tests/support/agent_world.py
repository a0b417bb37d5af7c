"""One real device and everything it talks to: broker, gateway, publisher, director."""

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from agent.cli import main
from shared.deployment import TERMINAL
from shared.ids import DeploymentId, new_id
from shared.policy import DevicePolicy, Go
from shared.wire import topics
from shared.wire.down import Command, DeploymentAck, DeploymentHint, DesiredHint, Verb
from shared.wire.up import DeploymentReport
from tests.support.agent_broker import broker_running
from tests.support.agent_control import PATIENCE_S, ControlPlane
from tests.support.agent_fleet import FleetAuthority
from tests.support.agent_gateway import EnrollingGateway, gateway_running
from tests.support.gguf_tiny import write_tiny
from tests.support.mirror import Behaviour, Mirror
from tests.support.repository import Published, Publisher

T = TypeVar("T")


class DeviceWorld:
    """What a test says and does; the model is tiny and answers nonsense."""

    def __init__(
        self, publisher: Publisher, plane: ControlPlane, mirror: Mirror, folder: Path
    ) -> None:
        self.publisher = publisher
        self.plane = plane
        self.mirror = mirror
        self.folder = folder
        self.hints = 0

    @property
    def device(self) -> str:
        return self.plane.device

    def publish(self, version: str) -> Published:
        weights = write_tiny(self.folder / f"{version}.gguf", seed=len(version) + int(version[0]))
        files = {"model.gguf": weights.read_bytes(), "golden.json": b'{"items": []}'}
        return self.publisher.publish(files, line="tiny", version=version, variant="f16")

    def cut_the_network(self) -> None:
        """Let neither the broker nor the gateway answer any more."""
        self.plane.broker.stop()
        self.mirror.behaviour = Behaviour(status=503)

    async def deploy(self, published: Published, *, trial_s: float = 0.5) -> DeploymentId:
        """Assign a bundle and hint at it; the device does the rest."""
        deployment = DeploymentId(new_id())
        self.publisher.now = datetime.now(UTC)
        director = self.publisher.assign(published, device=self.device, deployment=deployment)
        self.hints += 1
        hint = DeploymentHint(
            id=deployment, attempt=1, go=Go.ACTIVATE, policy=DevicePolicy(trial_s=trial_s)
        )
        desired = DesiredHint(
            version=self.hints, director_version=director, deployments={"main": hint}
        )
        await self.plane.say(topics.DOWN_DESIRED, desired, retain=True)
        return deployment

    async def ended(self) -> DeploymentReport:
        """Hear reports until one is the last word, and acknowledge that."""
        while True:
            report = await self.plane.hear(DeploymentReport)
            if report.state in TERMINAL:
                ack = DeploymentAck(
                    deployment=report.deployment, attempt=report.attempt, seq=report.seq
                )
                await self.plane.say(topics.DOWN_ACK, ack)
                return report

    async def look(self) -> None:
        """Tell the device to look for recalls."""
        command = Command(id=new_id(), expires=datetime(2100, 1, 1, tzinfo=UTC), verb=Verb.LOOK)
        await self.plane.say(topics.DOWN_COMMAND, command)

    def status(self) -> dict[str, Any]:
        file = self.plane.data / "status.json"
        return dict(json.loads(file.read_bytes())) if file.exists() else {}

    async def started(self) -> dict[str, Any]:
        """Return the status once the agent has the folder to itself."""
        return await self._until(self.status)

    async def logged(self, text: str) -> None:
        """Wait until the agent has said something in its log."""
        await self._until(lambda: text in self.plane.log.read_text(errors="replace"))

    async def slot(self, **wanted: object) -> dict[str, Any]:
        """Return the slot as the agent's status tells it, once all of `wanted` is true of it."""

        def found() -> dict[str, Any]:
            slot = self.status().get("slots", {}).get("main", {})
            return slot if all(slot.get(key) == value for key, value in wanted.items()) else {}

        return await self._until(found)

    async def api(self) -> str:
        return str(await self._until(lambda: self.status().get("api", "")))

    async def _until(self, found: Callable[[], T]) -> T:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                if what := found():
                    return what
                await asyncio.sleep(0.05)

    async def ask(self, model: str = "tiny") -> tuple[int, dict[str, Any]]:
        """Ask the local API; return the status and the body."""
        return await asyncio.to_thread(_ask, await self.api(), model)


def _ask(url: str, model: str) -> tuple[int, dict[str, Any]]:
    body = {"model": model, "messages": [{"role": "user", "content": "hi"}], "max_tokens": 4}
    request = urllib.request.Request(
        f"{url}/v1/chat/completions",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


@contextmanager
def outside(publisher: Publisher, folder: Path) -> Iterator[tuple[EnrollingGateway, Mirror]]:
    """Run what an agent meets: a broker, a mirror of the repositories, a gateway that enrolls."""
    authority = FleetAuthority()
    certificate = authority.server().write(folder / "mirror", "mirror")
    with (
        broker_running(folder / "broker", authority) as broker,
        Mirror(publisher.folders(), certificate=certificate) as mirror,
        gateway_running(
            EnrollingGateway(
                authority,
                mqtt_port=broker.port,
                roots=publisher.anchors(),
                repository_url=mirror.url,
            ),
            folder / "gateway",
        ) as gateway,
    ):
        gateway.broker = broker
        yield gateway, mirror


@asynccontextmanager
async def device_world(folder: Path, *labels: str) -> AsyncIterator[DeviceWorld]:
    """Enroll a device with these labels; its agent is started by the test."""
    publisher = Publisher(folder / "publisher", now=datetime.now(UTC))
    with outside(publisher, folder) as (gateway, mirror):
        assert gateway.broker is not None
        plane = ControlPlane(gateway.broker, gateway, folder)
        arguments = ["--gateway", gateway.url, "--token", gateway.token, "--name", "kiosk-1"]
        arguments += [part for label in labels for part in ("--label", label)]
        done = await asyncio.to_thread(main, ["enroll", *arguments, "--data", str(plane.data)])
        assert done == 0
        await plane.connect(folder)
        try:
            yield DeviceWorld(publisher, plane, mirror, folder)
        finally:
            await plane.close()
