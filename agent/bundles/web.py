"""A mirror: any web server that has blobs at `<base>/blobs/sha256/<hex>`.

The control plane's gateway is one, so is a plain folder behind nginx, and so is a neighbour. A
mirror answers for itself: it sends nobody elsewhere, and it encodes nothing.
"""

import re
from typing import Final

import urllib3
from typing_extensions import override

from agent.bundles.errors import SourceError
from agent.bundles.ports import Body, Source
from agent.host.http import Client, end
from shared.digest import Digest, hex_of

OK: Final = 200
PARTIAL: Final = 206
_NOT_THERE: Final = frozenset({401, 403, 404, 410})
_RANGE: Final = re.compile(r"bytes (\d{1,19})-(\d{1,19})/(\d{1,19}|\*)")


class WebSource(Source):
    """Blobs under one base URL."""

    def __init__(self, base: str, client: Client, *, near: bool = False) -> None:
        self._base = base.rstrip("/")
        self._client = client
        self._near = near

    @property
    @override
    def name(self) -> str:
        return self._base

    @property
    @override
    def near(self) -> bool:
        return self._near

    @override
    def open(self, digest: Digest, start: int, end: int) -> Body:
        url = f"{self._base}/blobs/sha256/{hex_of(digest)}"
        response = ask(self._client, url, range_of(start, end), self.name)
        return body_of(response, start, end, self.name)


def range_of(start: int, end: int) -> dict[str, str]:
    return {"Range": f"bytes={start}-{end - 1}"}


def ask(
    client: Client, url: str, headers: dict[str, str], name: str
) -> urllib3.response.BaseHTTPResponse:
    """Begin a GET.

    Raises:
        SourceError: no answer.
    """
    try:
        return client.get(url, headers)
    except (OSError, ValueError, urllib3.exceptions.HTTPError) as error:
        raise SourceError(f"{name} cannot be reached: {error}") from error


def body_of(response: urllib3.response.BaseHTTPResponse, start: int, end: int, name: str) -> Body:
    """Return the body of an answer to a Range.

    Raises:
        SourceError: it is neither the range nor the whole blob.
    """
    try:
        return _WebBody(response, _start_of(response, start, end, name), name)
    except SourceError:
        response.close()
        raise


def _start_of(response: urllib3.response.BaseHTTPResponse, start: int, end: int, name: str) -> int:
    """Tell a partial answer from a whole one; refuse any other."""
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise SourceError(f"{name} encodes its answers", lasting=True)
    if response.status == OK:
        return 0
    if response.status == PARTIAL:
        match = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
        if match is None or int(match[1]) != start or not start <= int(match[2]) < end:
            raise SourceError(f"{name} answers with another range than was asked for")
        return start
    raise SourceError(
        f"{name} answers {response.status}",
        lasting=response.status in _NOT_THERE or response.status in range(300, 400),
    )


class _WebBody(Body):
    """An answer's body; the library's errors become ours."""

    def __init__(self, response: urllib3.response.BaseHTTPResponse, start: int, name: str) -> None:
        self._response = response
        self._start = start
        self._name = name

    @property
    @override
    def start(self) -> int:
        return self._start

    @override
    def readinto(self, view: memoryview, /) -> int:
        try:
            piece = self._response.read1(len(view))
        except (OSError, ValueError, urllib3.exceptions.HTTPError) as error:
            raise SourceError(f"{self._name} does not go on: {error}") from error
        view[: len(piece)] = piece
        return len(piece)

    @override
    def close(self) -> None:
        try:
            end(self._response)
        except (OSError, urllib3.exceptions.HTTPError):
            self._response.close()
