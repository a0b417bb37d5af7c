"""A fleet as those see it who hold its keys: a running control plane, the command line, a device.

The device is the agent's own client over the repositories that the control plane serves.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tuf.api.metadata import Metadata, Root, Targets
from typer.testing import CliRunner

from agent.trust import anchors
from controlplane.cli import app
from controlplane.cli.client import Address, Client
from controlplane.director import service as director_service
from controlplane.director.folder import MetadataFolder
from controlplane.director.signer import DirectorRepository
from controlplane.publisher.keys import KeyRing
from controlplane.settings import Settings
from shared.digest import sha256_of
from shared.errors import FlotillaError
from shared.ids import DeploymentId
from shared.wire.enrol import Anchors
from tests.support.gguf_tiny import write_tiny
from tests.support.mirror import Mirror
from tests.support.registry_builders import some_items
from tests.support.registry_server import RegistryServer, running
from tests.support.registry_steps import FakeSteps
from tests.support.repository import DEVICE
from tests.support.trust_device import Device, SetClock

LINE = "lamp"


@dataclass
class World:
    """Everything around one control plane."""

    server: RegistryServer
    client: Client
    scratch: Path
    device: Device
    clock: SetClock
    assigned: dict[str, str] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        return self.server.settings

    @property
    def ring(self) -> KeyRing:
        return KeyRing(self.settings.keys_folder)

    @property
    def director(self) -> DirectorRepository:
        return DirectorRepository(
            self.settings.director_repository,
            self.settings.director_key,
            image=self.settings.image_repository,
            usb=self.settings.usb_repository,
        )

    def root(self, repository: str) -> Metadata[Root]:
        return MetadataFolder(self.settings.data / f"{repository}-repo").root()

    def top(self, repository: str) -> Targets:
        folder = MetadataFolder(self.settings.data / f"{repository}-repo")
        top = folder.targets("targets", folder.snapshot().signed)
        assert top is not None
        return top.signed

    def run(self, *arguments: str) -> Any:
        """Run a verb as its user would, and return what it printed for programs."""
        result = CliRunner().invoke(app, [*arguments, "--json"], env=self.server.environment)
        if result.exception is not None:
            raise result.exception
        return json.loads(result.stdout)

    def refused(self, *arguments: str) -> str:
        """Run a verb that must fail; return why it did."""
        result = CliRunner().invoke(app, [*arguments], env=self.server.environment)
        assert isinstance(result.exception, FlotillaError), result.output
        return str(result.exception)

    def publish(self, version: str, *, line: str = LINE, variants: tuple[str, ...] = ("f16",)):
        """Import, build and sign a release; return it as the API shows it."""
        file = write_tiny(self.scratch / "tiny.gguf", seed=len(version))
        blobs = {"source": self._put(file.read_bytes()), "golden": self._put(some_items())}
        body = {"line": line, "version": version, "variants": list(variants), **blobs}
        self.client.post("/releases", body)
        self.server.build()
        return self.run("publish", line, version)["release"]

    def assign(self, release: dict[str, Any], *, slot: str = "main") -> str:
        """Assign the first variant of a release; return its digest."""
        variant = release["variants"][0]
        with self.server.database.transaction() as session:
            director_service.assign(
                session,
                device=DEVICE,
                slot=slot,
                bundle_path=variant["target_path"],
                digest=variant["digest"],
                length=variant["manifest_length"],
                deployment=DeploymentId(f"d-{release['version']}"),
                now=self.clock.now(),
            )
        self.sign_assignments()
        return str(variant["digest"])

    def sign_assignments(self) -> None:
        """Do what a tick of the control plane does."""
        with self.server.database.reading() as session:
            assignments = director_service.assignments(session)
        self.director.publish(assignments, self.clock.now())

    async def resolved(self) -> str | None:
        """Return the digest that the device would install, if any."""
        assignment = await self.device.trust().resolve(DEVICE, "main")
        return None if assignment is None else assignment.digest

    def copy(self, name: str) -> Path:
        """Copy the whole data folder aside."""
        return shutil.copytree(self.settings.data, self.scratch / name)

    def _put(self, data: bytes) -> str:
        digest = sha256_of(data)
        self.client.put_bytes(f"/blobs/{digest}", data)
        return digest


@contextmanager
def a_world(folder: Path, *, began: datetime | None = None) -> Iterator[World]:
    """Serve until the block ends; the ceremony was held at `began`, and it is now."""
    clock = SetClock(began or datetime.now(UTC))
    scratch = folder / "scratch"
    scratch.mkdir(parents=True)
    with running(folder / "data", clock=clock, steps=FakeSteps()) as server:
        clock.at = datetime.now(UTC)
        settings = server.settings
        folders = {
            "/image": settings.image_repository,
            "/director": settings.director_repository,
            "/blobs/sha256": settings.blobs_folder / "sha256",
        }
        client = Client.to(Address(url=server.url, token="test"))
        with Mirror(folders) as mirror:
            device = Device(folder / "device", mirror.url, clock=clock)
            anchors.write(device.trust_folder, _anchors(settings))
            try:
                yield World(server, client, scratch, device, clock)
            finally:
                client.close()


def _anchors(settings: Settings) -> Anchors:
    def first(repo: Path) -> str:
        return (repo / "metadata/1.root.json").read_text()

    return Anchors(
        fleet="default",
        ca_pem="",
        image_root=first(settings.image_repository),
        director_root=first(settings.director_repository),
        usb_root=first(settings.usb_repository),
    )
