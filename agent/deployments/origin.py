"""Where a slot's assignment is looked up: where its hint came from."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from agent.deployments.precedence import check_precedence
from agent.store.hints import Hints
from agent.store.journal import Journal
from agent.trust.resolve import Assignment
from shared.ids import DeviceId


class Repositories(Protocol):
    """The device's view of its repositories."""

    async def resolve(self, device: DeviceId, slot: str) -> Assignment | None: ...

    async def resolve_from(
        self, folder: Path, device: DeviceId, labels: Mapping[str, str], slot: str
    ) -> Assignment | None: ...


class Origins:
    """Asks the director, or the stick; holds either to what the slot runs already."""

    def __init__(
        self, *, trust: Repositories, hints: Hints, journal: Journal, labels: Mapping[str, str]
    ) -> None:
        self._trust = trust
        self._hints = hints
        self._journal = journal
        self._labels = labels

    async def resolve(self, device: DeviceId, slot: str) -> Assignment | None:
        """Return what the slot should run.

        Raises:
            RefusedError: an assignment that must not be installed, or is older than what runs.
            TrustError: it cannot be read or verified.
        """
        folder = self._hints.folder_of(slot)
        if folder is None:
            found = await self._trust.resolve(device, slot)
        else:
            found = await self._trust.resolve_from(folder, device, self._labels, slot)
        committed = self._journal.slots().get(slot)
        if found is not None:
            check_precedence(found, None if committed is None else committed.active)
        return found
