"""The image repository's folder as the control plane keeps it: it stores and serves, never signs.

`timestamp.json` is the point of commitment: everything it leads to is on the disk before it is.
"""

import fcntl
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from controlplane.registry.errors import PublicationError, ReleaseNotFoundError

METADATA: Final = "metadata/"
TARGETS: Final = "targets/"
TIMESTAMP: Final = "timestamp.json"
FIRST_ROOT: Final = "1.root.json"
_MAX_METADATA_BYTES: Final = 5 * 2**20
_NAME: Final = re.compile(r"^(?:[0-9]{1,9}\.[a-z0-9][a-z0-9._-]{0,99}|timestamp)\.json$")


class ImageFolder:
    """`metadata/` and `targets/` of the image repository."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

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
            yield

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
            raise ReleaseNotFoundError("metadata file of the image repository", name)
        return data

    def target(self, path: str) -> bytes | None:
        """Return the file of a target under its hashed name, None when it is not here."""
        try:
            return (self._folder / path).read_bytes()
        except FileNotFoundError:
            return None

    def store(self, files: Mapping[str, bytes]) -> None:
        """Write verified files: targets, then roles, the timestamp last."""
        for path in sorted(files, key=_order):
            _write_whole(self._folder / path, files[path])


def _order(path: str) -> tuple[bool, bool, str]:
    return path == METADATA + TIMESTAMP, path.startswith(METADATA), path


def _write_whole(file: Path, data: bytes) -> None:
    """Put `data` in place of `file`, so that it is there whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.new")
    with draft.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(file)
    folder = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
