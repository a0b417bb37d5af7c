"""A repository's folder as the control plane keeps it: it stores and serves, never signs.

`timestamp.json` is the point of commitment: everything it leads to is on the disk before it is. A
new root counts before that, though, so what was taken in is written down whole in `.pending` first
and moved into place from there; what a crash left there is moved by whoever comes next.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from controlplane.registry.errors import PublicationError, ReleaseNotFoundError

METADATA: Final = "metadata/"
TARGETS: Final = "targets/"
TIMESTAMP: Final = "timestamp.json"
FIRST_ROOT: Final = "1.root.json"
_TARGET: Final = re.compile(r"(?:[a-z0-9][a-z0-9._-]{0,99}/){0,8}[0-9a-f]{64}\.[a-z0-9._-]{1,100}")
_MAX_METADATA_BYTES: Final = 5 * 2**20
_NAME: Final = re.compile(r"^(?:[0-9]{1,9}\.[a-z0-9][a-z0-9._-]{0,99}|timestamp)\.json$")


class ImageFolder:
    """`metadata/` and `targets/` of a repository: the image's, or that of sticks."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pending = folder / ".pending"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the repository alone, among threads and processes.

        Raises:
            PublicationError: there is no repository yet.
        """
        try:
            file = (self._folder / ".lock").open("ab")
        except OSError as error:
            raise PublicationError(
                f"this control plane has no image repository yet ({error});"
                " the key ceremony makes it"
            ) from error
        with file:
            fcntl.flock(file, fcntl.LOCK_EX)
            self._settle()
            yield

    def recover(self) -> None:
        """Finish what a crash has interrupted, where there is a repository."""
        if self._pending.exists():
            with self.locked():
                pass

    def metadata(self, name: str) -> bytes | None:
        """Return a metadata file, None when there is none of this name."""
        if not _NAME.fullmatch(name):
            return None
        try:
            with (self._folder / "metadata" / name).open("rb") as file:
                return file.read(_MAX_METADATA_BYTES)
        except FileNotFoundError:
            return None

    def read_metadata(self, name: str) -> bytes:
        """Return a metadata file.

        Raises:
            ReleaseNotFoundError: there is none of this name.
        """
        data = self.metadata(name)
        if data is None:
            raise ReleaseNotFoundError("metadata file", name)
        return data

    def target(self, path: str) -> bytes | None:
        """Return the file of a target under its hashed name, None when it is not here."""
        try:
            return (self._folder / path).read_bytes()
        except FileNotFoundError:
            return None

    def named_target(self, name: str) -> bytes | None:
        """Return a target by its hashed name from outside, None when there is none."""
        if not _TARGET.fullmatch(name) or ".." in name:
            return None
        return self.target(TARGETS + name)

    def store(self, files: Mapping[str, bytes]) -> None:
        """Write verified files, all of them or none; the caller holds the lock."""
        if not files:
            return
        draft = self._folder / ".pending.new"
        shutil.rmtree(draft, ignore_errors=True)
        for path, data in files.items():
            _write(draft / path, data)
        draft.replace(self._pending)
        _sync(self._folder)
        self._settle()

    def _settle(self) -> None:
        """Move what is pending into place: targets, roles, a root, the timestamp last."""
        if not self._pending.exists():
            return
        paths = (
            str(file.relative_to(self._pending))
            for file in self._pending.rglob("*")
            if file.is_file()
        )
        for path in sorted(paths, key=_order):
            file = self._folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            (self._pending / path).replace(file)
            _sync(file.parent)
        shutil.rmtree(self._pending)


def _order(path: str) -> tuple[bool, bool, bool, str]:
    is_root = path.endswith(".root.json")
    return path == METADATA + TIMESTAMP, is_root, path.startswith(METADATA), path


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    _sync(file.parent)


def _sync(place: Path) -> None:
    folder = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
