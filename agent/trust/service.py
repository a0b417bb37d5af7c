"""The device's view of both repositories: what should this slot run, and what was recalled."""

import asyncio
import fcntl
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from agent.trust import floor
from agent.trust.anchors import DIRECTOR_ROOT, IMAGE_ROOT
from agent.trust.errors import TrustCacheError, UntrustedError
from agent.trust.ports import VersionStore
from agent.trust.resolve import Assignment, Target, check_versions, decide, directions
from shared.clock import Clock
from shared.errors import FlotillaError
from shared.ids import DeviceId
from shared.trust import REVOKED_PATH, RevokedEntry, assignment_path

if TYPE_CHECKING:
    from agent.trust.updater import Repository

DEADLINE_S: Final = 60.0
"""Longest that looking at both repositories may take."""

_IMAGE: Final = "image"
_DIRECTOR: Final = "director"
_ROOTS: Final[Mapping[str, str]] = {_IMAGE: IMAGE_ROOT, _DIRECTOR: DIRECTOR_ROOT}
_REVOKED: Final = TypeAdapter(tuple[RevokedEntry, ...])

T = TypeVar("T")


@dataclass
class _Visit:
    """One look at the repositories: what was known before, and what was learnt."""

    now: datetime
    known: Mapping[str, Mapping[str, int]]
    seen: dict[str, dict[str, int]] = field(default_factory=dict)
    horizon: datetime | None = None
    """Expiry of the image repository's timestamp."""
    issued: datetime | None = None


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
        deadline_s: float = DEADLINE_S,
    ) -> None:
        self._folder = folder
        self._gateway_url = gateway_url.rstrip("/")
        self._ca_file = ca_file
        self._clock = clock
        self._versions = versions
        self._deadline_s = deadline_s
        self._lock = asyncio.Lock()

    async def resolve(self, device: DeviceId, slot: str) -> Assignment | None:
        """Refresh both repositories and return what they agree on for the slot.

        None means that there is no assignment, which changes nothing.

        Raises:
            RefusedError: an assignment that must not be installed.
            TrustError: the repositories cannot be read (retryable) or verified (not retryable).
        """
        return await self._visit(lambda visit: self._resolve(visit, device, slot))

    async def revoked(self) -> tuple[RevokedEntry, ...]:
        """Refresh the image repository and return what was recalled.

        Raises:
            TrustError: as `resolve`.
        """
        return await self._visit(self._recalled)

    async def _visit(self, work: Callable[[_Visit], T]) -> T:
        async with self._lock:
            visit = _Visit(
                now=floor.effective_now(self._clock.now(), self._versions.time_floor()),
                known={name: self._versions.versions(name) for name in _ROOTS},
            )
            try:
                found = await asyncio.to_thread(work, visit)
            except FlotillaError:
                self._remember(visit)
                raise
            self._remember(visit)
            return found

    def _remember(self, visit: _Visit) -> None:
        for name, versions in visit.seen.items():
            if versions != visit.known[name]:
                self._versions.record_versions(name, versions)
        if visit.issued is not None and visit.horizon is not None:
            risen = floor.risen(self._versions.time_floor(), visit.issued, not_after=visit.horizon)
            if risen is not None:
                self._versions.raise_time_floor(risen)

    def _resolve(self, visit: _Visit, device: DeviceId, slot: str) -> Assignment | None:
        path = assignment_path(device, slot)
        with self._opened(visit) as opened:
            director = opened(_DIRECTOR)
            assigned = director.target(path)
            if assigned is None:
                return None
            wanted = directions(assigned)
            image = opened(_IMAGE)
            listed = image.target(wanted.bundle)
            visit.issued, visit.horizon = wanted.issued, image.timestamp_expires()
            return decide(
                slot,
                director=_at(assigned, path),
                image=listed,
                revoked=_entries(image.read(REVOKED_PATH)),
                director_version=director.versions()["timestamp"],
            )

    def _recalled(self, visit: _Visit) -> tuple[RevokedEntry, ...]:
        with self._opened(visit) as opened:
            return _entries(opened(_IMAGE).read(REVOKED_PATH))

    @contextmanager
    def _opened(self, visit: _Visit) -> Iterator[Callable[[str], "Repository"]]:
        """Give a way to open a repository, refreshed and not older than before."""
        from agent.host.http import Client  # noqa: PLC0415 - an idle agent does without
        from agent.trust.updater import Repository  # noqa: PLC0415 - likewise

        client = Client(ca_file=self._ca_file, deadline_s=self._deadline_s)

        def opened(name: str) -> Repository:
            repository = Repository(
                name,
                folder=self._folder,
                base_url=self._gateway_url,
                root=self._root(name),
                client=client,
                now=visit.now,
            )
            repository.refresh()
            check_versions(name, repository.versions(), visit.known[name])
            visit.seen[name] = repository.versions()
            return repository

        try:
            with _locked(self._folder):
                yield opened
        finally:
            client.close()

    def _root(self, name: str) -> bytes:
        file = self._folder / _ROOTS[name]
        try:
            return file.read_bytes()
        except OSError as error:
            raise TrustCacheError(
                f"the pinned root of the {name} repository cannot be read ({error});"
                " enroll the device again"
            ) from error


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


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep a second process (a status command) out of the metadata cache."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / ".lock").open("ab")
    except OSError as error:
        raise TrustCacheError(f"the trust folder cannot be used: {error}") from error
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
