"""Our TUF client as the TUF project's conformance suite drives it: one repository, one folder.

It is the updater that devices use, with the same limits and the same HTTP, but with the machine's
own clock: the suite moves that, so there is no time floor here.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tuf.api.exceptions import DownloadError, RepositoryError
from tuf.ngclient.config import UpdaterConfig

from agent.host.http import Client
from agent.trust.errors import TrustCacheError, TrustError, UntrustedError
from agent.trust.fetcher import Fetcher
from agent.trust.updater import LIMITS, TimedUpdater

DEADLINE_S: Final = 60.0


class Conformance:
    """A metadata folder, and what may be done with it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def init(self, root: Path) -> None:
        """Trust a root.

        Raises:
            TrustError: it cannot be kept.
        """
        with _translated():
            self._folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root, self._folder / "root.json")

    def refresh(self, metadata_url: str) -> None:
        """Bring the top-level roles up to date.

        Raises:
            TrustError: they cannot be read or verified.
        """
        with self._updater(metadata_url, None, None) as updater:
            updater.refresh()

    def download(
        self, metadata_url: str, names: Sequence[str], *, targets_url: str, into: Path
    ) -> None:
        """Fetch targets, each verified.

        Raises:
            TrustError: one is not listed, or cannot be read or verified.
        """
        with self._updater(metadata_url, targets_url, into) as updater:
            for name in names:
                info = updater.get_targetinfo(name)
                if info is None:
                    raise UntrustedError(f"the repository does not list {name!r}")
                if updater.find_cached_target(info) is None:
                    updater.download_target(info)

    @contextmanager
    def _updater(
        self, metadata_url: str, targets_url: str | None, into: Path | None
    ) -> Iterator[TimedUpdater]:
        client = Client(ca_file=None, deadline_s=DEADLINE_S, system_cas=True)
        try:
            with _translated():
                yield TimedUpdater(
                    str(self._folder),
                    metadata_url,
                    None if into is None else str(into),
                    targets_url,
                    fetcher=Fetcher(client),
                    config=UpdaterConfig(**LIMITS),  # type: ignore[arg-type]
                    bootstrap=None,
                    now=datetime.now(UTC),
                )
        finally:
            client.close()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except RepositoryError as error:
        raise UntrustedError(f"the repository is not genuine: {error}") from error
    except DownloadError as error:
        raise TrustError(f"the repository cannot be read: {error}") from error
    except OSError as error:
        raise TrustCacheError(f"the metadata folder cannot be used: {error}") from error
