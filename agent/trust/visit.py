"""One look at the repositories: what was known before, what is learnt, what is kept of it."""

import fcntl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from agent.trust import floor
from agent.trust.anchors import DIRECTOR_ROOT, IMAGE_ROOT, USB_ROOT
from agent.trust.errors import TrustCacheError
from agent.trust.origins import DIRECTOR, IMAGE, USB, Origin
from agent.trust.ports import VersionStore
from agent.trust.resolve import check_root, check_versions
from agent.trust.trail import Trail
from shared.trust import RevokedEntry, RootVersions

if TYPE_CHECKING:
    from agent.trust.updater import Repository

_ROOTS: Final[Mapping[str, str]] = {
    IMAGE: IMAGE_ROOT,
    DIRECTOR: DIRECTOR_ROOT,
    USB: USB_ROOT,
}


@dataclass
class Visit:
    """Facts before and after; `remember` makes the latter durable."""

    now: datetime
    known: Mapping[str, Mapping[str, int]]
    trail: Trail
    seen: dict[str, dict[str, int]] = field(default_factory=dict)
    demanded: RootVersions = field(default_factory=RootVersions)
    horizon: datetime | None = None
    """Expiry of the image repository's timestamp."""
    issued: datetime | None = None
    recalled: tuple[RevokedEntry, ...] | None = None


def begin(versions: VersionStore, clock: datetime, trail: Trail) -> Visit:
    return Visit(
        now=floor.effective_now(clock, versions.time_floor()),
        known={name: versions.versions(name) for name in _ROOTS},
        trail=trail,
    )


def remember(visit: Visit, versions: VersionStore) -> bool:
    """Keep what was learnt, of a visit that failed as well; tell whether the recalls are news."""
    for name, seen in visit.seen.items():
        if seen != visit.known[name]:
            versions.record_versions(name, seen)
    if visit.issued is not None and visit.horizon is not None:
        risen = floor.risen(versions.time_floor(), visit.issued, not_after=visit.horizon)
        if risen is not None:
            versions.raise_time_floor(risen)
    return visit.recalled is not None and versions.record_recalls(visit.recalled)


class Opener:
    """Opens repositories of one origin, refreshed and not older than before."""

    def __init__(self, visit: Visit, read: Callable[..., "Repository"]) -> None:
        self._visit = visit
        self._read = read

    def __call__(self, name: str, *, at: datetime | None = None) -> "Repository":
        """Return a repository as of `at`, by default now.

        Raises:
            TrustError: it cannot be read or verified, or went back.
        """
        visit = self._visit
        repository = self._read(name, at or visit.now)
        repository.refresh()
        seen = repository.versions()
        check_versions(name, seen, visit.known[name])
        visit.seen[name] = seen
        self.demand(visit.demanded)
        return repository

    def demand(self, roots: RootVersions) -> None:
        """Hold every repository of this visit to these root versions, from now on.

        Raises:
            WithheldError: one shows an older root.
        """
        self._visit.demanded = roots
        for name, seen in self._visit.seen.items():
            check_root(name, seen, roots)


@contextmanager
def opened(visit: Visit, folder: Path, origin: Origin) -> Iterator[Opener]:
    """Give a way to open repositories, one process at a time."""
    from agent.trust.updater import Repository  # noqa: PLC0415 - an idle agent does without

    with _locked(folder), origin.reading() as place:

        def read(name: str, at: datetime) -> Repository:
            root = _root(folder, name)
            return Repository(name, folder=folder, place=place(name), root=root, now=at)

        yield Opener(visit, read)


def _root(folder: Path, name: str) -> bytes:
    file = folder / _ROOTS[name]
    try:
        return file.read_bytes()
    except FileNotFoundError:
        if name == USB:
            raise TrustCacheError(
                "this device was given no root for sticks when it was enrolled, so it believes"
                " none; enroll it again with `flotilla-agent enroll --again`"
            ) from None
        raise TrustCacheError(
            f"the pinned root of the {name} repository is gone; enroll the device again"
        ) from None
    except OSError as error:
        raise TrustCacheError(
            f"the pinned root of the {name} repository cannot be read ({error}); enroll the"
            " device again"
        ) from error


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep a second process (a command beside a running agent) out of the metadata cache."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / ".lock").open("ab")
    except OSError as error:
        raise TrustCacheError(f"the trust folder cannot be used: {error}") from error
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
