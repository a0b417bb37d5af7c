"""How python-tuf reaches a repository that lies in a folder: a stick, or the device's own cache."""

import re
from collections.abc import Iterator
from typing import Final

from tuf.api.exceptions import DownloadError, DownloadHTTPError
from tuf.ngclient.fetcher import FetcherInterface
from typing_extensions import override

from agent.host.media import Media, MediaError, MissingError

SCHEME: Final = "folder:"
_PIECE_BYTES: Final = 64 * 1024
_NOT_FOUND: Final = 404
_TOP: Final = re.compile(r"^\d+\.((?:snapshot|targets)\.json)$")


class FolderFetcher(FetcherInterface):
    """Reads `folder:/path`; the length limits are the updater's."""

    def __init__(self, media: Media, *, cache: bool = False) -> None:
        """A `cache` keeps the newest of each top-level role under the role's name alone."""
        self._media = media
        self._cache = cache

    @override
    def _fetch(self, url: str) -> Iterator[bytes]:
        path = url.removeprefix(SCHEME).lstrip("/")
        if self._cache:
            path = _TOP.sub(r"\1", path)
        try:
            file = self._media.open(path)
        except MissingError as error:
            raise DownloadHTTPError(str(error), _NOT_FOUND) from error
        except MediaError as error:
            raise DownloadError(str(error)) from error
        with file:
            try:
                while piece := file.read(_PIECE_BYTES):
                    yield piece
            except OSError as error:
                raise DownloadError(f"{self._media.folder} does not go on: {error}") from error
