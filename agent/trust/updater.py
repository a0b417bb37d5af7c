"""One TUF repository as seen at a given time; the only module that knows python-tuf.

It is imported late, in the thread that refreshes, because an idle agent has no use for it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from tuf.api.exceptions import (
    DownloadError,
    DownloadHTTPError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    RepositoryError,
)
from tuf.api.metadata import TargetFile
from tuf.ngclient.config import UpdaterConfig
from tuf.ngclient.updater import Updater

from agent.trust.errors import StaleError, TrustCacheError, TrustError, UntrustedError
from agent.trust.origins import Place
from agent.trust.resolve import Target

LIMITS: Final[Mapping[str, int]] = {
    "max_root_rotations": 256,
    "max_delegations": 32,
    "root_max_length": 512_000,
    "timestamp_max_length": 16_384,
    "snapshot_max_length": 2_000_000,
    "targets_max_length": 1_000_000,
}
_MAX_TARGET_BYTES: Final = 1_000_000


class TimedUpdater(Updater):
    """The stock updater, judging expiry at `now` instead of the machine's clock."""

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # There is no public way. The root that is loaded by now was not judged for expiry yet.
        assert isinstance(self._trusted_set.reference_time, datetime)
        self._trusted_set.reference_time = now

    def versions(self) -> dict[str, int]:
        trusted = self._trusted_set
        return {
            "root": trusted.root.version,
            "timestamp": trusted.timestamp.version,
            "snapshot": trusted.snapshot.version,
        }

    def timestamp_expires(self) -> datetime:
        return self._trusted_set.timestamp.expires

    def listed(self) -> dict[str, TargetFile]:
        return self._trusted_set.targets.targets


class Repository:
    """A repository on one visit: refreshed once, then asked for targets."""

    def __init__(
        self, name: str, *, folder: Path, place: Place, root: bytes, now: datetime
    ) -> None:
        self.name = name
        self._now = now
        self._targets = folder / name / "targets"
        with self._translated():
            self._targets.mkdir(parents=True, exist_ok=True)
            self._updater = TimedUpdater(
                str(folder / name),
                place.metadata_url,
                str(self._targets),
                place.targets_url,
                fetcher=place.fetcher,
                config=UpdaterConfig(**LIMITS),  # type: ignore[arg-type]
                bootstrap=root,
                now=now,
            )

    def refresh(self) -> None:
        """Fetch and verify the top-level roles.

        Raises:
            TrustError: no network; StaleError, UntrustedError, TrustCacheError: see there.
        """
        with self._translated():
            self._updater.refresh()

    def versions(self) -> dict[str, int]:
        return self._updater.versions()

    def timestamp_expires(self) -> datetime:
        return self._updater.timestamp_expires()

    def describe(self) -> str:
        """Say what was verified, in numbers."""
        roles = ", ".join(f"{role} {version}" for role, version in self.versions().items())
        until = self.timestamp_expires().isoformat(timespec="minutes")
        return f"the {self.name} repository: {roles}, good until {until}"

    def listed(self) -> dict[str, Target]:
        """Return every target of the top-level role, by path."""
        return {path: _target(info) for path, info in self._updater.listed().items()}

    def target(self, path: str) -> Target | None:
        """Look a target up, fetching the delegated role that answers for it.

        Raises:
            TrustError: as `refresh`.
        """
        info = self._info(path)
        return None if info is None else _target(info)

    def read(self, path: str) -> bytes | None:
        """Return the content of a small target, None when it is not listed.

        Raises:
            TrustError: as `refresh`.
        """
        info = self._info(path)
        if info is None:
            return None
        if info.length > _MAX_TARGET_BYTES:
            raise UntrustedError(f"{path!r} has {info.length} bytes, at most 1 MB is read")
        with self._translated():
            held = self._updater.find_cached_target(info)
            return Path(held or self._updater.download_target(info)).read_bytes()

    def _info(self, path: str) -> TargetFile | None:
        with self._translated():
            return self._updater.get_targetinfo(path)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except ExpiredMetadataError as error:
            raise StaleError(
                f"the {self.name} repository has expired (it is {self._now:%Y-%m-%d} here), so"
                f" nothing new is installed until it is signed again: {error}"
            ) from error
        except RepositoryError as error:
            raise UntrustedError(f"the {self.name} repository is not genuine: {error}") from error
        except DownloadHTTPError as error:
            raise TrustError(f"the {self.name} repository cannot be read: {error}") from error
        except DownloadLengthMismatchError as error:
            raise TrustError(f"the {self.name} repository sends too much: {error}") from error
        except DownloadError as error:
            raise TrustError(f"the {self.name} repository cannot be reached: {error}") from error
        except OSError as error:
            raise TrustCacheError(
                f"what the {self.name} repository said cannot be kept: {error}"
            ) from error


def _target(info: TargetFile) -> Target:
    custom = info.custom if isinstance(info.custom, dict) else {}
    return Target(info.path, info.length, dict(info.hashes), custom)
