"""Where repositories are read from: the gateway, a stick, or what this device keeps of them.

Nothing an origin gives is believed; what differs is who carries it. The `usb` repository lives for
months, so it is read from a stick alone: from the network it would be a way to keep a device in the
past.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from typing_extensions import override

if TYPE_CHECKING:
    from tuf.ngclient.fetcher import FetcherInterface

IMAGE: Final = "image"
DIRECTOR: Final = "director"
USB: Final = "usb"


@dataclass(frozen=True)
class Place:
    """A repository as python-tuf wants it named."""

    metadata_url: str
    targets_url: str
    fetcher: "FetcherInterface"


class Reader(Protocol):
    """Says where a repository is."""

    def __call__(self, name: str) -> Place: ...


class Origin(Protocol):
    """A carrier of repositories."""

    @contextmanager
    def reading(self) -> Iterator[Reader]: ...


class Gateway(Origin):
    """Over HTTPS."""

    def __init__(self, url: str, *, ca_file: Path | None, deadline_s: float) -> None:
        self._url = url.rstrip("/")
        self._ca_file = ca_file
        self._deadline_s = deadline_s

    @override
    @contextmanager
    def reading(self) -> Iterator[Reader]:
        from agent.host.http import Client  # noqa: PLC0415 - an idle agent does without
        from agent.trust.fetcher import Fetcher  # noqa: PLC0415 - likewise

        client = Client(ca_file=self._ca_file, deadline_s=self._deadline_s)

        def place(name: str) -> Place:
            base = f"{self._url}/{name}"
            return Place(f"{base}/metadata", f"{base}/targets", Fetcher(client))

        try:
            yield place
        finally:
            client.close()


class Stick(Origin):
    """A folder that `flotilla export usb` wrote."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @override
    @contextmanager
    def reading(self) -> Iterator[Reader]:
        from agent.host.media import Media  # noqa: PLC0415 - few devices see a stick
        from agent.trust.folder import SCHEME, FolderFetcher  # noqa: PLC0415 - likewise

        fetcher = FolderFetcher(Media(self._folder))

        def place(name: str) -> Place:
            return Place(f"{SCHEME}/{name}/metadata", f"{SCHEME}/{name}/targets", fetcher)

        yield place


class Kept(Origin):
    """What was verified before: no network, and nothing newer."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @override
    @contextmanager
    def reading(self) -> Iterator[Reader]:
        from agent.host.media import Media  # noqa: PLC0415 - only people ask for this
        from agent.trust.folder import SCHEME, FolderFetcher  # noqa: PLC0415 - likewise

        def place(name: str) -> Place:
            fetcher = FolderFetcher(Media(self._folder / name), cache=True)
            return Place(f"{SCHEME}/", f"{SCHEME}/targets", fetcher)

        yield place
