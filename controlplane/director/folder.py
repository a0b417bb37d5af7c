"""A TUF repository's metadata on disk, with `timestamp.json` as the point of commitment.

New versions are written beside the old ones and synced; only then does the new timestamp take the
place of the old. A crash before that leaves files that nobody refers to and the next attempt
overwrites. The lock keeps two writers apart.
"""

import fcntl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from securesystemslib.signer import Signer
from tuf.api.exceptions import RepositoryError as TufError
from tuf.api.metadata import (
    Metadata,
    Root,
    Snapshot,
    Targets,
    Timestamp,
)

from controlplane.director.errors import RepositoryError
from controlplane.director.files import write_whole
from controlplane.director.lives import Lives
from controlplane.director.metadata import described
from controlplane.director.signing import sign

KEPT_VERSIONS: Final = 16
"""Old versions that stay for clients in the middle of a refresh; roots stay for ever."""

T = TypeVar("T", Root, Timestamp, Snapshot, Targets)


class MetadataFolder:
    """The `metadata/` folder of one repository."""

    def __init__(self, repo: Path) -> None:
        self._repo = repo
        self.path = repo / "metadata"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the repository alone, among threads and processes."""
        try:
            file = (self._repo / ".lock").open("ab")
        except OSError as error:
            raise RepositoryError(
                f"{self._repo} is not a repository ({error}); run the key ceremony first"
            ) from error
        with file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def root(self) -> Metadata[Root]:
        version = self.root_version()
        if not version:
            raise RepositoryError(f"{self.path} has no root; run the key ceremony first")
        return self._load(f"{version}.root.json", Root)

    def root_version(self) -> int:
        """Return the version of the newest root, 0 when there is none."""
        return max(
            (int(file.name.split(".")[0]) for file in self.path.glob("*.root.json")), default=0
        )

    def timestamp(self) -> Metadata[Timestamp]:
        return self._load("timestamp.json", Timestamp)

    def snapshot(self) -> Metadata[Snapshot]:
        version = self.timestamp().signed.snapshot_meta.version
        return self._load(f"{version}.snapshot.json", Snapshot)

    def targets(self, role: str, snapshot: Snapshot) -> Metadata[Targets] | None:
        """Return a role as the snapshot names it, None when it does not exist yet."""
        meta = snapshot.meta.get(f"{role}.json")
        return None if meta is None else self._load(f"{meta.version}.{role}.json", Targets)

    def commit(
        self,
        changed: Mapping[str, Metadata[Targets]],
        *,
        signer: Signer,
        lives: Lives,
        now: datetime,
        root: Metadata[Root] | None = None,
        lift: int = 0,
    ) -> tuple[list[Path], int]:
        """Write signed roles, then a snapshot and a timestamp that name them.

        The versions of these two grow by one, and by `lift` above that.

        A new root, which may name other keys, is written right before the timestamp, so that it
        is hardly ever seen without it.

        Returns the files written, in order, and the timestamp's version.
        """
        files = []
        snapshot = self.snapshot()
        for role, metadata in changed.items():
            data = metadata.to_bytes()
            files.append(self._write(f"{metadata.signed.version}.{role}.json", data))
            snapshot.signed.meta[f"{role}.json"] = described(metadata.signed.version, data)
        snapshot.signed.version += lift
        files += self._commit_snapshot(snapshot, signer, lives, now, root, lift)
        return files, self._version()

    def add_root(self, root: Metadata[Root]) -> Path:
        """Write a new version of the root, for which nothing else must change."""
        return self._write(f"{root.signed.version}.root.json", root.to_bytes())

    def begin(
        self,
        roles: Mapping[str, Metadata[Targets]],
        *,
        root: Metadata[Root],
        signer: Signer,
        lives: Lives,
        now: datetime,
    ) -> None:
        """Write the first version of everything."""
        self.path.mkdir(parents=True)
        self._write(f"{root.signed.version}.root.json", root.to_bytes())
        snapshot = Metadata(Snapshot(version=1))
        snapshot.signed.meta.clear()
        for role, metadata in roles.items():
            data = metadata.to_bytes()
            self._write(f"{metadata.signed.version}.{role}.json", data)
            snapshot.signed.meta[f"{role}.json"] = described(metadata.signed.version, data)
        self._seal(snapshot, Timestamp(version=1), signer, lives, now, None)

    def prune(self, snapshot: Snapshot) -> None:
        """Delete versions that only a very slow client could still ask for."""
        current = {name: meta.version for name, meta in snapshot.meta.items()}
        current["snapshot.json"] = snapshot.version
        for file in self.path.iterdir():
            version, _, name = file.name.partition(".")
            if (
                name in current
                and version.isdigit()
                and int(version) <= current[name] - KEPT_VERSIONS
            ):
                file.unlink(missing_ok=True)

    def _commit_snapshot(
        self,
        snapshot: Metadata[Snapshot],
        signer: Signer,
        lives: Lives,
        now: datetime,
        root: Metadata[Root] | None,
        lift: int = 0,
    ) -> list[Path]:
        snapshot.signed.version += 1
        timestamp = self.timestamp().signed
        timestamp.version += 1 + lift
        files = self._seal(snapshot, timestamp, signer, lives, now, root)
        self.prune(snapshot.signed)
        return files

    def _seal(
        self,
        snapshot: Metadata[Snapshot],
        timestamp: Timestamp,
        signer: Signer,
        lives: Lives,
        now: datetime,
        root: Metadata[Root] | None,
    ) -> list[Path]:
        snapshot.signed.expires = _whole(now + lives.snapshot)
        sign(snapshot, signer)
        data = snapshot.to_bytes()
        files = [self._write(f"{snapshot.signed.version}.snapshot.json", data)]
        timestamp.snapshot_meta = described(snapshot.signed.version, data)
        timestamp.expires = _whole(now + lives.timestamp)
        sealed = Metadata(timestamp)
        sign(sealed, signer)
        if root is not None:
            files.append(self.add_root(root))
        return [*files, self._write("timestamp.json", sealed.to_bytes())]

    def _version(self) -> int:
        return self.timestamp().signed.version

    def _load(self, name: str, kind: type[T]) -> Metadata[T]:
        try:
            metadata: Metadata[Any] = Metadata.from_file(str(self.path / name))
        except (OSError, TufError, ValueError) as error:
            raise RepositoryError(f"{self.path / name} cannot be read: {error}") from error
        if not isinstance(metadata.signed, kind):
            raise RepositoryError(f"{self.path / name} is not a {kind.type}")
        return metadata

    def _write(self, name: str, data: bytes) -> Path:
        file = self.path / name
        write_whole(file, data)
        return file


def _whole(instant: datetime) -> datetime:
    return instant.replace(microsecond=0)
