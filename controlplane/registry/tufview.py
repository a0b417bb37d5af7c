"""A repository as a TUF client sees it, whatever its files come from.

The stock client does the checking, from a pinned root: signatures, thresholds, versions that only
grow, hashes in the snapshot. The server looks through it at what a publisher sends; the publisher
looks through it at what a server offers to build on.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from tuf.api.exceptions import DownloadError, DownloadHTTPError, RepositoryError
from tuf.api.metadata import (
    Metadata,
    Root,
    Snapshot,
    Targets,
    Timestamp,
)
from tuf.ngclient.fetcher import FetcherInterface
from tuf.ngclient.updater import Updater
from typing_extensions import override

from controlplane.registry.changes import Contents
from controlplane.registry.errors import PublicationError
from shared.trust import bundle_path, line_role

ANY_TIME: Final = datetime.fromtimestamp(0, UTC)
"""A time at which nothing has expired: what is old but rightly signed may be built on."""
_BASE_URL: Final = "repository:///metadata/"
_NOT_FOUND: Final = 404

Read = Callable[[str], bytes | None]
T = TypeVar("T", Root, Timestamp, Snapshot, Targets)


class TufView:
    """One look at the repository."""

    def __init__(self, read: Read, *, cache: Path, root: bytes | None, now: datetime) -> None:
        """Begin at `root`, or at the root that `cache` holds.

        Raises:
            PublicationError: that is no root.
        """
        self._cache = cache
        try:
            self._updater = _TimedUpdater(
                str(cache), _BASE_URL, fetcher=_Fetcher(read), bootstrap=root, now=now
            )
        except (RepositoryError, OSError) as error:
            raise PublicationError(f"the trusted root cannot be used: {error}") from error

    def refresh(self, *lines: str) -> None:
        """Verify the top-level roles and the roles of `lines`.

        Raises:
            PublicationError: something a device would refuse.
        """
        try:
            self._updater.refresh()
            self._look_for(lines)
        except (RepositoryError, DownloadError) as error:
            raise PublicationError(
                f"a device would refuse this repository: {_worded(error)}"
            ) from error

    def contents(self) -> Contents:
        """Verify all that there is, and return it.

        Raises:
            PublicationError: something a device would refuse.
        """
        self.refresh()
        names = sorted((self.targets.delegations and self.targets.delegations.roles) or {})
        try:
            self._look_for(name.removeprefix(line_role("")) for name in names)
        except (RepositoryError, DownloadError) as error:
            raise PublicationError(
                f"a device would refuse this repository: {_worded(error)}"
            ) from error
        lines = {name: self._load(name, Targets) for name in names}
        return Contents(self.root, self.timestamp, self.snapshot, self.targets, lines)

    @property
    def root(self) -> Root:
        return self._load("root", Root)

    @property
    def timestamp(self) -> Timestamp:
        return self._load("timestamp", Timestamp)

    @property
    def snapshot(self) -> Snapshot:
        return self._load("snapshot", Snapshot)

    @property
    def targets(self) -> Targets:
        return self._load("targets", Targets)

    def line(self, line: str) -> Targets | None:
        """Return the role of `line`, None when the line was never published."""
        role = line_role(line)
        if f"{role}.json" not in self.snapshot.meta:
            return None
        return self._load(role, Targets)

    def files(self, *lines: str) -> dict[str, bytes]:
        """Return the verified files under the names they have in a repository."""
        version = self.root.version
        found = {
            f"{version}.root.json": self._read("root"),
            "timestamp.json": self._read("timestamp"),
            f"{self.snapshot.version}.snapshot.json": self._read("snapshot"),
            f"{self.targets.version}.targets.json": self._read("targets"),
        }
        for line in lines:
            role = self.line(line)
            if role is not None:
                found[f"{role.version}.{line_role(line)}.json"] = self._read(line_role(line))
        return found

    def _look_for(self, lines: Iterable[str]) -> None:
        for line in lines:
            # Looking for any path of the line loads the role that would list it.
            self._updater.get_targetinfo(bundle_path(line, "-", "-"))

    def _read(self, role: str) -> bytes:
        return (self._cache / f"{role}.json").read_bytes()

    def _load(self, role: str, kind: type[T]) -> T:
        # The client keeps nothing in its cache that it has not verified.
        signed: Any = Metadata.from_bytes(self._read(role)).signed
        assert isinstance(signed, kind)
        return signed


class _TimedUpdater(Updater):
    """The stock updater, judging expiry at `now` instead of the machine's clock."""

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # There is no public way. The root that is loaded by now was not judged for expiry yet.
        assert isinstance(self._trusted_set.reference_time, datetime)
        self._trusted_set.reference_time = now


class _Fetcher(FetcherInterface):
    """Fetches from a function instead of a network."""

    def __init__(self, read: Read) -> None:
        self._read = read

    @override
    def _fetch(self, url: str) -> Iterator[bytes]:
        data = self._read(url.removeprefix(_BASE_URL))
        if data is None:
            raise DownloadHTTPError(f"{url} is not there", _NOT_FOUND)
        return iter((data,))


def _worded(error: Exception) -> str:
    return str(error) or type(error).__name__
