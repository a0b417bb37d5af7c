"""A small publisher and director on disk: real keys, real repositories, real bundles."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from agent.trust import anchors
from controlplane.director.metadata import Assignment
from controlplane.director.signer import DirectorRepository
from controlplane.publisher import ceremony
from controlplane.publisher.bundle import Assembled, DraftFile, ModelFacts, assemble
from controlplane.publisher.image import ImageRepository
from controlplane.publisher.keys import KeyRing
from shared.digest import Digest, hex_of, sha256_of
from shared.ids import DeploymentId, DeviceId
from shared.trust import ImageCustom, MemoryForecast, Requirements, bundle_path
from shared.wire.enrol import Anchors

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DEVICE = DeviceId("6f0c3c60-5a52-4e52-8f39-0d5d4f8b6a11")
OTHER = DeviceId("0a4d1f3e-9b6f-4a3a-8a0e-3f1f5b0c7d22")


def a_requirements(**changes: object) -> Requirements:
    memory = MemoryForecast(
        context=512, parallel=1, weights_bytes=1, kv_bytes=1, compute_bytes=1, base_bytes=1
    )
    values = {"format": "gguf", "quantization": "f32", "memory": memory, "disk_bytes": 1}
    return Requirements.model_validate({**values, **changes})


@dataclass(frozen=True)
class Published:
    """A bundle that the image repository lists."""

    custom: ImageCustom
    assembled: Assembled

    @property
    def path(self) -> str:
        return bundle_path(self.custom.line, self.custom.version, self.custom.variant)

    @property
    def digest(self) -> Digest:
        return self.assembled.digest


@dataclass
class Publisher:
    """Everything of the control plane that trust needs, in one folder."""

    folder: Path
    now: datetime = NOON
    assigned: dict[tuple[str, str], Assignment] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ceremony.create(
            self.folder / "keys",
            image_repo=self.image_folder,
            director_repo=self.director_folder,
            usb_repo=self.usb_folder,
            director_key=self.folder / "director.key",
            now=self.now,
        )
        self.blobs.mkdir()

    @property
    def image_folder(self) -> Path:
        return self.folder / "image-repo"

    @property
    def director_folder(self) -> Path:
        return self.folder / "director-repo"

    @property
    def usb_folder(self) -> Path:
        return self.folder / "usb-repo"

    @property
    def blobs(self) -> Path:
        return self.folder / "blobs"

    @property
    def ring(self) -> KeyRing:
        return KeyRing(self.folder / "keys")

    @property
    def image(self) -> ImageRepository:
        return ImageRepository(self.ring, self.image_folder)

    @property
    def director(self) -> DirectorRepository:
        return DirectorRepository(self.director_folder, self.folder / "director.key")

    def folders(self) -> dict[str, Path]:
        """Return what a mirror serves, by the beginning of its path."""
        return {
            "/image": self.image_folder,
            "/director": self.director_folder,
            "/blobs/sha256": self.blobs,
        }

    def anchors(self) -> Anchors:
        return Anchors(
            fleet="default",
            ca_pem="",
            image_root=(self.image_folder / "metadata/1.root.json").read_text(),
            director_root=(self.director_folder / "metadata/1.root.json").read_text(),
            usb_root=(self.usb_folder / "metadata/1.root.json").read_text(),
        )

    def pin(self, trust_folder: Path) -> None:
        anchors.write(trust_folder, self.anchors())

    def assemble(
        self, files: Mapping[str, bytes], *, line: str, version: str, variant: str
    ) -> Assembled:
        """Make a bundle and put all its blobs where mirrors serve them."""
        drafts = [
            DraftFile(path, sha256_of(data), len(data), lambda data=data: io.BytesIO(data))
            for path, data in files.items()
        ]
        assembled = assemble(
            drafts,
            facts=ModelFacts(
                line=line,
                version=version,
                variant=variant,
                format="gguf",
                quantization="f32",
                architecture="llama",
                parameters=1,
                licence="Apache-2.0",
                created_at=self.now,
            ),
            publisher=self.ring.publisher(),
        )
        for data in (*files.values(), *assembled.blobs.values()):
            (self.blobs / hex_of(sha256_of(data))).write_bytes(data)
        return assembled

    def publish(
        self,
        files: Mapping[str, bytes],
        *,
        line: str = "lamp",
        version: str = "1.0",
        variant: str = "f32",
    ) -> Published:
        assembled = self.assemble(files, line=line, version=version, variant=variant)
        custom = ImageCustom(
            line=line,
            version=version,
            variant=variant,
            requirements=a_requirements(disk_bytes=assembled.total_bytes),
            oms_key=assembled.oms_key,
        )
        self.image.add([(custom, assembled.manifest)], self.now)
        return Published(custom, assembled)

    def assign(
        self,
        published: Published,
        *,
        device: DeviceId = DEVICE,
        slot: str = "main",
        **changes: object,
    ) -> int:
        """Sign an assignment and return the director's version."""
        values = {
            "device": device,
            "slot": slot,
            "bundle_path": published.path,
            "digest": published.digest,
            "length": len(published.assembled.manifest),
            "deployment": DeploymentId("d-1"),
            "issued": self.now,
        }
        self.assigned[device, slot] = Assignment(**{**values, **changes})
        return self.director.publish(self.assigned.values(), self.now)

    def pass_time(self, **spans: float) -> None:
        self.now += timedelta(**spans)
