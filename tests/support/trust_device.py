"""A device's side of trust in a test: its clock, its durable memory, its store."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from agent.bundles import BundleStore
from agent.bundles.rate import Pace
from agent.trust import Trust
from shared.digest import Digest
from shared.trust import ImageCustom, RevokedEntry
from tests.support.repository import NOON, Published, Publisher


class FakeVersions:
    """A `VersionStore` in memory."""

    def __init__(self) -> None:
        self.floor: datetime | None = None
        self.recorded: dict[str, dict[str, int]] = {}
        self.recalled: tuple[RevokedEntry, ...] = ()

    def time_floor(self) -> datetime | None:
        return self.floor

    def raise_time_floor(self, floor: datetime) -> None:
        self.floor = floor

    def versions(self, repo: str) -> dict[str, int]:
        return dict(self.recorded.get(repo, {}))

    def record_versions(self, repo: str, versions: Mapping[str, int]) -> None:
        self.recorded[repo] = dict(versions)

    def record_recalls(self, entries: Iterable[RevokedEntry]) -> bool:
        known, self.recalled = self.recalled, tuple(entries)
        return known != self.recalled


@dataclass
class SetClock:
    """Shows what it is set to."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at


@dataclass
class Device:
    """Trust and bundle store over one folder, facing one gateway."""

    folder: Path
    gateway_url: str
    ca_file: Path | None = None
    clock: SetClock = field(default_factory=SetClock)
    versions: FakeVersions = field(default_factory=FakeVersions)
    deadline_s: float = 20.0
    disk_budget_bytes: int | None = None
    more_urls: tuple[str, ...] = ()
    pace: Pace = field(default_factory=Pace)

    @property
    def trust_folder(self) -> Path:
        return self.folder / "trust"

    def trust(self) -> Trust:
        return Trust(
            self.trust_folder,
            gateway_url=self.gateway_url,
            ca_file=self.ca_file,
            clock=self.clock,
            versions=self.versions,
            deadline_s=self.deadline_s,
        )

    def store(self) -> BundleStore:
        return BundleStore(
            self.folder / "store",
            blob_urls=(self.gateway_url, *self.more_urls),
            ca_file=self.ca_file,
            disk_budget_bytes=self.disk_budget_bytes,
            pace=self.pace,
        )


@dataclass(frozen=True)
class Wanted:
    """An assignment as the bundle store sees it."""

    digest: Digest
    length: int
    custom: ImageCustom
    mirrors: tuple[str, ...] = ()
    folder: str = ""


def wanted(published: Published, *mirrors: str) -> Wanted:
    return Wanted(
        published.digest, len(published.assembled.manifest), published.custom, tuple(mirrors)
    )


def enrolled(publisher: Publisher, folder: Path, gateway_url: str, **changes: object) -> Device:
    """Return a device that has the publisher's roots pinned."""
    device = Device(folder, gateway_url, **changes)
    publisher.pin(device.trust_folder)
    return device
