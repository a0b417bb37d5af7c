"""How python-tuf reaches a repository: our HTTP client, its errors turned into tuf's."""

from collections.abc import Iterator
from typing import Final

import urllib3
from tuf.api.exceptions import DownloadError, DownloadHTTPError, SlowRetrievalError
from tuf.ngclient.fetcher import FetcherInterface
from typing_extensions import override

from agent.host.http import Client, DeadlineError, end

_PIECE_BYTES: Final = 64 * 1024
_FIRST_ERROR: Final = 300
"""A redirect is an error too: metadata lives where the settings say."""


class Fetcher(FetcherInterface):
    """Fetches within the deadline of its client; the length limits are the updater's."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @override
    def _fetch(self, url: str) -> Iterator[bytes]:
        try:
            response = self._client.get(url)
        except (OSError, urllib3.exceptions.HTTPError) as error:
            raise _translated(url, error) from error
        if response.status >= _FIRST_ERROR:
            response.close()
            raise DownloadHTTPError(f"{url} answers {response.status}", response.status)
        return _pieces(url, response)


def _pieces(url: str, response: urllib3.response.BaseHTTPResponse) -> Iterator[bytes]:
    try:
        while piece := response.read1(_PIECE_BYTES):
            yield piece
    except (OSError, urllib3.exceptions.HTTPError) as error:
        raise _translated(url, error) from error
    finally:
        end(response)


def _translated(url: str, error: Exception) -> DownloadError:
    slow = isinstance(error, TimeoutError | DeadlineError | urllib3.exceptions.TimeoutError)
    kind = SlowRetrievalError if slow else DownloadError
    return kind(f"cannot fetch {url}: {error}")
