"""A stick, or any folder with blobs at `blobs/sha256/<hex>`; nothing about it is believed."""

from pathlib import Path
from typing import BinaryIO

from typing_extensions import override

from agent.bundles.errors import SourceError
from agent.bundles.ports import Body, Source
from agent.host.media import Media, MediaError
from shared.digest import Digest, hex_of


class FolderSource(Source):
    """Blobs of one folder."""

    def __init__(self, folder: Path) -> None:
        self._media = Media(folder)

    @property
    @override
    def name(self) -> str:
        return str(self._media.folder)

    @property
    @override
    def near(self) -> bool:
        return True

    def whole(self, digest: Digest) -> BinaryIO:
        """Open a blob to be read through.

        Raises:
            SourceError: it is not there, or is no plain file.
        """
        try:
            return self._media.open(f"blobs/sha256/{hex_of(digest)}")
        except MediaError as error:
            raise SourceError(str(error), lasting=True) from error

    @override
    def open(self, digest: Digest, start: int, end: int) -> Body:
        file = self.whole(digest)
        try:
            file.seek(start)
        except OSError as error:
            file.close()
            raise SourceError(f"{self.name} does not go on: {error}") from error
        return _FileBody(file, start, end - start, self.name)


class _FileBody(Body):
    """A stretch of an open file."""

    def __init__(self, file: BinaryIO, start: int, length: int, name: str) -> None:
        self._file = file
        self._start = start
        self._left = length
        self._name = name

    @property
    @override
    def start(self) -> int:
        return self._start

    @override
    def readinto(self, view: memoryview, /) -> int:
        try:
            count = self._file.readinto(view[: self._left])  # type: ignore[attr-defined]
        except OSError as error:
            raise SourceError(f"{self._name} does not go on: {error}") from error
        self._left -= count
        return int(count)

    @override
    def close(self) -> None:
        self._file.close()
