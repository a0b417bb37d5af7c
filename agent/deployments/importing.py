"""A stick becomes a deployment: its assignments are offered to the slots like any hint.

From here on all is as over the network: the same machine, the same checks, the same reports. The
one who imports need not be the agent; the journal lies between them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from agent.deployments.precedence import check_precedence
from agent.store.hints import Hints
from agent.store.journal import Journal
from agent.trust.errors import RefusedError
from agent.trust.resolve import Assignment
from shared.ids import DeploymentId, DeviceId
from shared.policy import Go
from shared.wire.down import DeploymentHint


class Standing(StrEnum):
    """What became of one slot's assignment."""

    OFFERED = "offered"
    THERE = "there"
    """The slot is committed to this bundle already."""
    REFUSED = "refused"


@dataclass(frozen=True)
class Offer:
    """One slot of a stick."""

    slot: str
    standing: Standing
    assignment: Assignment | None = None
    attempt: int = 0
    reason: str = ""

    @property
    def deployment(self) -> DeploymentId | None:
        return None if self.assignment is None else self.assignment.deployment


class Sticks(Protocol):
    """Reads and verifies sticks."""

    async def on_stick(
        self, folder: Path, device: DeviceId, labels: Mapping[str, str]
    ) -> dict[str, Assignment | RefusedError]: ...


class Importer:
    """Offers what a stick has for this device."""

    def __init__(
        self,
        *,
        device: DeviceId,
        labels: Mapping[str, str],
        trust: Sticks,
        hints: Hints,
        journal: Journal,
    ) -> None:
        self._device = device
        self._labels = labels
        self._trust = trust
        self._hints = hints
        self._journal = journal

    async def offer(self, folder: Path) -> tuple[Offer, ...]:
        """Verify the stick and offer its bundles to their slots; say what came of each.

        Raises:
            TrustError: the stick cannot be read or verified.
        """
        found = await self._trust.on_stick(folder, self._device, self._labels)
        return tuple(self._one(slot, what, folder) for slot, what in sorted(found.items()))

    def _one(self, slot: str, found: Assignment | RefusedError, folder: Path) -> Offer:
        if isinstance(found, RefusedError):
            return Offer(slot, Standing.REFUSED, reason=str(found))
        committed = self._journal.slots().get(slot)
        active = None if committed is None else committed.active
        if active is not None and active.bundle == found.digest:
            return Offer(slot, Standing.THERE, found)
        try:
            check_precedence(found, active)
        except RefusedError as error:
            return Offer(slot, Standing.REFUSED, found, reason=str(error))
        attempt = self._attempt(slot, found.deployment)
        hint = DeploymentHint(id=found.deployment, attempt=attempt, go=Go.ACTIVATE)
        self._hints.bring(slot, hint, folder)
        return Offer(slot, Standing.OFFERED, found, attempt)

    def _attempt(self, slot: str, deployment: DeploymentId) -> int:
        """Return the attempt that is under way already, or the next one."""
        latest = self._journal.latest_attempt(deployment)
        current = self._journal.current(slot)
        running = current is not None and current.deployment == deployment
        return latest if running else latest + 1
