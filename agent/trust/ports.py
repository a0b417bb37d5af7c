"""What this package needs of the device's database: facts that must survive a lost cache."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from shared.trust import RevokedEntry


class VersionStore(Protocol):
    """Durable memory against rollback, kept apart from the metadata cache and fsynced."""

    def time_floor(self) -> datetime | None:
        """Return the latest instant that is proven to have passed."""
        ...

    def raise_time_floor(self, floor: datetime) -> None: ...

    def versions(self, repo: str) -> dict[str, int]:
        """Return the newest verified version of each top-level role of `repo`."""
        ...

    def record_versions(self, repo: str, versions: Mapping[str, int]) -> None:
        """Replace what `versions` returns for `repo`."""
        ...

    def record_recalls(self, entries: Iterable[RevokedEntry]) -> bool:
        """Keep what was recalled, all of it; tell whether that is news."""
        ...
