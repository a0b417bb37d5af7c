"""The device's view of its repositories: what should this slot run, and what was recalled?"""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from agent.trust.errors import RefusedError, TrustError, UntrustedError
from agent.trust.origins import DIRECTOR, IMAGE, USB, Gateway, Kept, Origin, Stick
from agent.trust.ports import VersionStore
from agent.trust.resolve import Assignment, Target, as_target, decide, directions
from agent.trust.stick import Conflict, assigned, check_issued, made_at
from agent.trust.trail import Step, Trail
from agent.trust.visit import Opener, Visit, begin, opened, remember
from shared.clock import Clock
from shared.errors import FlotillaError
from shared.ids import DeviceId
from shared.trust import REVOKED_PATH, DirectorCustom, RevokedEntry, assignment_path

if TYPE_CHECKING:
    from agent.trust.updater import Repository

DEADLINE_S: Final = 60.0
"""Longest that looking at both repositories may take."""

_REVOKED: Final = TypeAdapter(tuple[RevokedEntry, ...])

T = TypeVar("T")


@dataclass(frozen=True)
class Health:
    """How the last look at the gateway's repositories went."""

    verified_at: datetime | None = None
    problem: str = ""
    """Why nothing new would be installed now; what runs is not touched by it."""

    def told(self) -> dict[str, str | None]:
        """Return it as the status file has it."""
        at = self.verified_at
        return {
            "verified_at": None if at is None else at.isoformat(timespec="seconds"),
            "problem": self.problem,
        }


class Trust:
    """Resolves assignments; one visit at a time, each in a worker thread."""

    def __init__(
        self,
        folder: Path,
        *,
        gateway_url: str,
        ca_file: Path | None,
        clock: Clock,
        versions: VersionStore,
        on_recall: Callable[[], None] = lambda: None,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        """`on_recall` is called when a visit found another recall list than the last one."""
        self._folder = folder
        self._gateway = Gateway(gateway_url, ca_file=ca_file, deadline_s=deadline_s)
        self._clock = clock
        self._versions = versions
        self._on_recall = on_recall
        self._lock = asyncio.Lock()
        self.health = Health()

    async def resolve(
        self, device: DeviceId, slot: str, *, kept: bool = False, trail: Trail | None = None
    ) -> Assignment | None:
        """Refresh both repositories and return what they agree on for the slot.

        None means that there is no assignment, which changes nothing. With `kept`, nothing is
        fetched: what was verified last is judged again.

        Raises:
            RefusedError: an assignment that must not be installed.
            TrustError: the repositories cannot be read (retryable) or verified (not retryable).
        """
        origin = Kept(self._folder) if kept else self._gateway
        return await self._visit(
            lambda visit, opener: self._resolve(visit, opener, device, slot), origin, trail
        )

    async def on_stick(
        self, folder: Path, device: DeviceId, labels: Mapping[str, str]
    ) -> dict[str, Assignment | RefusedError]:
        """Return what a stick has for the slots of this device.

        Raises:
            TrustError: the stick cannot be read or verified.
        """

        def work(visit: Visit, opener: Opener) -> dict[str, Assignment | RefusedError]:
            found: dict[str, Assignment | RefusedError] = {}
            usb = opener(USB)
            for slot, target in assigned(usb.listed(), device, labels).items():
                try:
                    found[slot] = self._from_stick(visit, opener, usb, slot, target)
                except RefusedError as error:
                    found[slot] = error
            if visit.recalled is None:
                # Whoever gets nothing from a stick gets at least the news of what was recalled.
                _recalls(visit, opener(IMAGE, at=made_at(usb.listed().values())))
            return _carried(found, folder)

        return await self._visit(work, Stick(folder))

    async def resolve_from(
        self,
        folder: Path,
        device: DeviceId,
        labels: Mapping[str, str],
        slot: str,
        *,
        trail: Trail | None = None,
    ) -> Assignment | None:
        """Return what a stick assigns to one slot.

        Raises:
            RefusedError: an assignment that must not be installed.
            TrustError: the stick cannot be read or verified.
        """

        def work(visit: Visit, opener: Opener) -> Assignment | None:
            usb = opener(USB)
            visit.trail.note(Step.DIRECTOR, usb.describe())
            target = assigned(usb.listed(), device, labels).get(slot)
            if target is None:
                return None
            found = self._from_stick(visit, opener, usb, slot, target)
            return replace(found, folder=str(folder))

        return await self._visit(work, Stick(folder), trail)

    async def vouched(self, believed: Assignment, *, kept: bool, trail: Trail) -> None:
        """Hold an assignment of earlier days to what the image repository says now.

        Raises:
            RefusedError: it would not be installed any more.
            TrustError: the repository cannot be read or verified.
        """
        origin = Kept(self._folder) if kept else self._gateway

        def work(visit: Visit, opener: Opener) -> None:
            image = opener(IMAGE)
            self._listed(visit, image, believed.slot, as_target(believed), director_version=0)

        await self._visit(work, origin, trail)

    async def revoked(self) -> tuple[RevokedEntry, ...]:
        """Refresh the image repository and return what was recalled.

        Raises:
            TrustError: as `resolve`.
        """
        return await self._visit(
            lambda visit, opener: _recalls(visit, opener(IMAGE)), self._gateway
        )

    async def _visit(
        self, work: Callable[[Visit, Opener], T], origin: Origin, trail: Trail | None = None
    ) -> T:
        async with self._lock:
            clock = self._clock.now()
            visit = begin(self._versions, clock, trail or Trail())
            visit.trail.note(Step.CLOCK, _said(visit, clock.isoformat(timespec="seconds")))

            def look() -> T:
                with opened(visit, self._folder, origin) as opener:
                    return work(visit, opener)

            try:
                found = await asyncio.to_thread(look)
            except FlotillaError as error:
                self._remember(visit)
                if isinstance(error, TrustError) and origin is self._gateway:
                    self.health = replace(self.health, problem=str(error))
                raise
            self._remember(visit)
            if origin is self._gateway:
                self.health = Health(verified_at=clock)
            return found

    def _remember(self, visit: Visit) -> None:
        if remember(visit, self._versions):
            self._on_recall()

    def _resolve(
        self, visit: Visit, opener: Opener, device: DeviceId, slot: str
    ) -> Assignment | None:
        path = assignment_path(device, slot)
        director = opener(DIRECTOR)
        visit.trail.note(Step.DIRECTOR, director.describe())
        target = director.target(path)
        if target is None:
            return None
        return self._agreed(visit, opener, director, slot, _at(target, path))

    def _from_stick(
        self,
        visit: Visit,
        opener: Opener,
        usb: "Repository",
        slot: str,
        target: Target | Conflict,
    ) -> Assignment:
        if isinstance(target, Conflict):
            raise target.error()
        return self._agreed(visit, opener, usb, slot, target)

    def _agreed(
        self, visit: Visit, opener: Opener, assigner: "Repository", slot: str, target: Target
    ) -> Assignment:
        """Hold what was assigned against the image repository."""
        wanted = directions(target)
        stick = assigner.name == USB
        if stick:
            check_issued(wanted.issued, visit.now)
        opener.demand(wanted.min_root)
        visit.trail.note(Step.ASSIGNMENT, _worded(target, wanted))
        # A stick outlives the image repository's timestamp, so that one is judged as of the day
        # on which the stick was made; versions still may not go back.
        image = opener(IMAGE, at=wanted.issued if stick else None)
        visit.issued, visit.horizon = wanted.issued, image.timestamp_expires()
        version = 0 if stick else assigner.versions()["timestamp"]
        return self._listed(visit, image, slot, target, director_version=version)

    def _listed(
        self,
        visit: Visit,
        image: "Repository",
        slot: str,
        target: Target,
        *,
        director_version: int,
    ) -> Assignment:
        assignment = decide(
            slot,
            director=target,
            image=image.target(directions(target).bundle),
            revoked=_recalls(visit, image),
            director_version=director_version,
        )
        visit.trail.note(
            Step.IMAGE,
            f"{image.describe()}; lists {assignment.bundle_path} with the same"
            f" {assignment.length} bytes {assignment.digest}; not recalled",
        )
        return assignment


def _carried(
    found: Mapping[str, Assignment | RefusedError], folder: Path
) -> dict[str, Assignment | RefusedError]:
    return {
        slot: one if isinstance(one, FlotillaError) else replace(one, folder=str(folder))
        for slot, one in found.items()
    }


def _recalls(visit: Visit, image: "Repository") -> tuple[RevokedEntry, ...]:
    visit.recalled = _entries(image.read(REVOKED_PATH))
    return visit.recalled


def _at(target: Target, path: str) -> Target:
    """Hold the updater to its word: the target answers for the path that was asked."""
    if target.path != path:
        raise UntrustedError(f"asked for {path!r}, the director answered for {target.path!r}")
    return target


def _entries(data: bytes | None) -> tuple[RevokedEntry, ...]:
    if data is None:
        return ()
    try:
        return _REVOKED.validate_python(json.loads(data))
    except (ValidationError, ValueError, RecursionError) as error:
        raise UntrustedError(f"revoked.json cannot be read: {error}") from error


def _said(visit: Visit, clock: str) -> str:
    judged = visit.now.isoformat(timespec="seconds")
    if judged == clock:
        return f"it is {clock}"
    return f"the clock shows {clock}, but {judged} has passed already; signatures are judged then"


def _worded(target: Target, wanted: DirectorCustom) -> str:
    issued = wanted.issued.isoformat(timespec="seconds")
    return f"{target.path} is {wanted.bundle}, deployment {wanted.deployment}, issued {issued}"
