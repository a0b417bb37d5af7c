"""When every role of the three repositories ends, and who must act before it does.

A role that ends stops nothing that runs: devices refuse what is new until it is signed again. Read
from the repositories as they are served; nothing is verified here.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

from tuf.api.metadata import Role, Root, Signed, Snapshot, Targets, Timestamp

from controlplane.director import lives
from controlplane.director.errors import RepositoryError
from controlplane.director.folder import MetadataFolder

BINS: Final = "bins"
"""The bins of the director, told as one: they hold the assignments and are signed together."""
_DAY: Final = timedelta(days=1)


class Repository(StrEnum):
    IMAGE = "image"
    DIRECTOR = "director"
    USB = "usb"


class Level(StrEnum):
    OK = "ok"
    SOON = "soon"
    """Somebody should act."""
    LATE = "late"
    """It has ended, or is about to."""

    @property
    def rank(self) -> int:
        return tuple(Level).index(self)


class Signer(StrEnum):
    """Who signs a role again."""

    CONTROL_PLANE = "this control plane"
    ROOTS = "the holders of two root keys"
    RELEASE = "the holder of the release key"
    ONLINE = "the holder of the image-online key"
    STICKS = "whoever makes sticks"


@dataclass(frozen=True)
class Places:
    """Where the repositories are; `evaluation` when their keys are here too."""

    image: Path
    director: Path
    usb: Path
    evaluation: bool = False

    def of(self, repository: Repository) -> Path:
        return {
            Repository.IMAGE: self.image,
            Repository.DIRECTOR: self.director,
            Repository.USB: self.usb,
        }[repository]


@dataclass(frozen=True)
class RoleState:
    """One role as it is served now."""

    repository: Repository
    role: str
    """`root`, `targets`, `snapshot`, `timestamp`, `line-<line>`, or `bins`."""
    version: int
    expires: datetime
    keys: tuple[str, ...]
    """Ids of the keys that may sign it."""
    threshold: int
    left: timedelta
    """Until it ends; negative when it has."""
    level: Level
    signer: Signer
    todo: str
    """What that one does: a command, or "" when nothing need be done by hand."""

    @property
    def name(self) -> str:
        return f"{self.repository} {self.role}"

    @property
    def days_left(self) -> int:
        """Return whole days, rounded down; negative when it has ended."""
        return self.left // _DAY

    @property
    def sentence(self) -> str:
        """Say how it stands, and what to do about it."""
        ends = f"{self.expires:%Y-%m-%d}"
        when = f"ended on {ends}" if self.left < timedelta(0) else f"ends on {ends}"
        act = f"{self.signer} must sign it again"
        how = f" (`{self.todo}`)" if self.todo else ""
        return f"{self.name} version {self.version} {when}; {act}{how}"


def roles(places: Places, now: datetime) -> tuple[RoleState, ...]:
    """Return every role of every repository there is.

    Raises:
        RepositoryError: a repository that is there cannot be read.
    """
    return tuple(
        each
        for repository in Repository
        if (places.of(repository) / "metadata").is_dir()
        for each in _roles(repository, places, now)
    )


def worst(states: tuple[RoleState, ...]) -> Level:
    """Return how bad it is in all."""
    return max((each.level for each in states), key=lambda level: level.rank, default=Level.OK)


def _roles(repository: Repository, places: Places, now: datetime) -> Iterator[RoleState]:
    folder = MetadataFolder(places.of(repository))
    root, snapshot = folder.root().signed, folder.snapshot().signed
    top = folder.targets(Targets.type, snapshot)
    if top is None:
        raise RepositoryError(f"{folder.path} lacks its role targets")

    def state(role: str, end: "_End | Signed", by: Role) -> RoleState:
        life = _life(repository, role)
        left = end.expires - now
        signer, todo = _signer(repository, role, evaluation=places.evaluation)
        return RoleState(
            repository=repository,
            role=role,
            version=end.version,
            expires=end.expires,
            keys=tuple(by.keyids),
            threshold=by.threshold,
            left=left,
            level=_level(repository, role, left, life),
            signer=signer,
            todo=todo,
        )

    for signed in (root, folder.timestamp().signed, snapshot, top.signed):
        yield state(signed.type, signed, root.roles[signed.type])
    delegated = top.signed.delegations
    if delegated is not None and delegated.succinct_roles is not None:
        bins = delegated.succinct_roles
        held = [_end(folder, name, snapshot) for name in bins.get_roles()]
        yield state(BINS, min(held, key=lambda each: each.expires), bins)
    for name, by in sorted(((delegated and delegated.roles) or {}).items()):
        yield state(name, _end(folder, name, snapshot), by)


@dataclass(frozen=True)
class _End:
    version: int
    expires: datetime


def _end(folder: MetadataFolder, role: str, snapshot: Snapshot) -> _End:
    """Return when a delegated role ends; it may list thousands, of which nothing is made."""
    meta = snapshot.meta.get(f"{role}.json")
    if meta is None:
        raise RepositoryError(f"{folder.path} lacks its role {role}")
    file = folder.path / f"{meta.version}.{role}.json"
    try:
        return _end_of(file, file.stat().st_mtime_ns)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RepositoryError(f"{file} cannot be read: {error!r}") from error


@lru_cache(maxsize=4096)
def _end_of(file: Path, _written_ns: int) -> _End:
    signed = json.loads(file.read_bytes())["signed"]
    return _End(int(signed["version"]), datetime.fromisoformat(signed["expires"]))


def _life(repository: Repository, role: str) -> timedelta:
    if role == Root.type:
        return lives.ROOT_LIFE
    if repository is Repository.USB:
        return lives.STICK
    online, targets = {
        Repository.IMAGE: (lives.IMAGE, lives.IMAGE_TARGETS),
        Repository.DIRECTOR: (lives.DIRECTOR, lives.DIRECTOR_TARGETS),
    }[repository]
    return {Snapshot.type: online.snapshot, Timestamp.type: online.timestamp}.get(role, targets)


def _level(repository: Repository, role: str, left: timedelta, life: timedelta) -> Level:
    if repository is Repository.USB and role != Root.type:
        return Level.OK  # it ends with the last stick, and the next one signs it anew
    soon, late = lives.warned(life)
    if left <= late:
        return Level.LATE
    return Level.SOON if left <= soon else Level.OK


def _signer(repository: Repository, role: str, *, evaluation: bool) -> tuple[Signer, str]:
    if evaluation and (role == Root.type or repository is Repository.IMAGE):
        return Signer.CONTROL_PLANE, ""  # the keys are here, and sign by themselves
    if role == Root.type:
        return Signer.ROOTS, "flotilla keys extend"
    match repository:
        case Repository.DIRECTOR:
            return Signer.CONTROL_PLANE, ""
        case Repository.USB:
            return Signer.STICKS, "flotilla export usb"
        case Repository.IMAGE:
            online = role in {Snapshot.type, Timestamp.type}
            return (Signer.ONLINE if online else Signer.RELEASE), "flotilla keys refresh"
