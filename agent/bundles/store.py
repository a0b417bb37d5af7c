"""The bundle store: fetch, verify, install, check, reclaim.

`fetch` leaves verified chunks in parts; `verify` reads everything back from the disk, checks the
model signature and only then gives the bundle its folder, by a rename. So a bundle's folder exists
exactly when all of it was verified. Blobs are shared between bundles by hard links.
"""

import asyncio
import shutil
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from agent.bundles.blobs import Blobs, disk_errors, sync_folder
from agent.bundles.errors import NotInstalledError
from agent.bundles.installed import InstalledBundle
from agent.bundles.ports import Credentials, Places, Source, Wanted
from agent.bundles.signature import check_signature
from shared import bundle
from shared.bundle import MAX_MANIFEST_BYTES, Manifest
from shared.digest import Digest, DigestError, from_hex, hex_of
from shared.trust import ImageCustom
from shared.wire.up import Progress

if TYPE_CHECKING:
    from agent.bundles.rate import Pace

T = TypeVar("T")


class BundleStore:
    """One folder of blobs and bundles; one transfer at a time."""

    def __init__(
        self,
        folder: Path,
        *,
        blob_urls: Sequence[str],
        ca_file: Path | None,
        disk_budget_bytes: int | None,
        mirrors: Sequence[str] = (),
        logins: Mapping[str, str] | None = None,
        identity: Callable[[], tuple[Path, Path]] | None = None,
        bytes_per_s: int | None = None,
        pace: "Pace | None" = None,
    ) -> None:
        """Keep bundles in `folder`.

        `blob_urls` are the gateway's; `mirrors` and `logins` what else the settings name;
        `identity` says where certificate and key are, with which neighbours are asked.
        """
        self._bundles = folder / "bundles"
        self._blobs = Blobs(folder)
        with disk_errors():
            self._bundles.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._blob_urls = tuple(blob_urls)
        self._mirrors = tuple(mirrors)
        self._logins = dict(logins or {})
        self._ca_file = ca_file
        self._identity = identity
        self._bytes_per_s = bytes_per_s
        self._disk_budget_bytes = disk_budget_bytes
        self._pace = pace
        self._lock = asyncio.Lock()
        self._busy: set[Digest] = set()

    async def fetch(
        self,
        assignment: Wanted,
        on_progress: Callable[[Progress], None],
        *,
        deadline_s: float,
        peers: Sequence[str] = (),
        bytes_per_s: int | None = None,
    ) -> Manifest:
        """Bring every byte of a bundle onto the device; what is there already stays.

        `on_progress` is called on the event loop. `peers` are other agents of the site;
        `bytes_per_s` can lower the limit of the settings. What came on a stick is read from there
        and from nowhere else: no network is touched for it.

        Raises:
            TransferError: no mirror, or no time (retryable; nothing verified is lost).
            DiskFullError: it does not fit.
            DigestError: only wrong bytes are to be had.
            BundleError: the manifest is not one that we accept.
        """
        loop = asyncio.get_running_loop()

        def report(progress: Progress) -> None:
            loop.call_soon_threadsafe(on_progress, progress)

        def work(stop: threading.Event) -> Manifest:
            from agent.bundles.download import Line  # noqa: PLC0415 - an idle agent does without
            from agent.bundles.fetch import Fetch  # noqa: PLC0415 - likewise

            line = Line(
                deadline_s=deadline_s,
                stop=stop,
                pace=self._pace,
                bytes_per_s=None if assignment.folder else _lower(self._bytes_per_s, bytes_per_s),
            )
            with disk_errors(), ExitStack() as closing:
                return Fetch(
                    self._folder,
                    self._blobs,
                    sources=self._sources(assignment, peers, deadline_s, closing),
                    line=line,
                    disk_budget_bytes=self._disk_budget_bytes,
                    installed=self._all_installed(),
                ).run(assignment, report)

        self._busy.add(assignment.digest)
        try:
            async with self._lock:
                return await _in_thread(work)
        finally:
            self._busy.discard(assignment.digest)

    def _sources(
        self, assignment: Wanted, peers: Sequence[str], deadline_s: float, closing: ExitStack
    ) -> list[Source]:
        from agent.bundles.folder import FolderSource  # noqa: PLC0415 - as above
        from agent.bundles.sources import open_sources  # noqa: PLC0415 - as above

        if assignment.folder:
            return [FolderSource(Path(assignment.folder))]
        places = Places(
            gateway=self._blob_urls,
            mirrors=(*self._mirrors, *assignment.mirrors),
            peers=peers,
            logins=self._logins,
        )
        credentials = Credentials(self._ca_file, self._identity() if self._identity else None)
        return open_sources(places, credentials, deadline_s=deadline_s, closing=closing)

    async def verify(self, digest: Digest, custom: ImageCustom) -> InstalledBundle:
        """Read a fetched bundle back from the disk and install it.

        Raises:
            DamagedError: the disk holds other bytes; fetching again mends them.
            OmsError: `model.sig` is not the publisher's.
            BundleError: a file in it cannot be read as what it should be.
            NotInstalledError: it was not fetched.
        """
        async with self._lock:
            return await _in_thread(lambda _: self._verify(digest, custom))

    def installed(self, digest: Digest) -> InstalledBundle | None:
        """Return a bundle that is whole on this device, by a look at its files.

        Each must be the very file that was verified: its size, and one inode with the blob.
        """
        folder = self._bundles / hex_of(digest)
        try:
            manifest = self._manifest(digest)
            present = folder.is_dir() and all(
                self._blobs.is_same(file.digest, folder / file.path, file.size)
                for file in manifest.files
            )
        except (OSError, DigestError, bundle.BundleError, NotInstalledError):
            return None
        return InstalledBundle(digest, folder, manifest) if present else None

    async def check(self, digest: Digest) -> InstalledBundle:
        """Hash an installed bundle's files again, as at every start.

        Raises:
            DamagedError: a file is damaged; the bundle is no longer installed, and fetching it
                again brings only the damaged chunks.
            NotInstalledError: it is not on this device.
        """
        async with self._lock:
            return await _in_thread(lambda _: self._check(digest))

    def reclaim(self, keep: Collection[Digest]) -> int:
        """Delete every bundle but `keep` and those being fetched; return the bytes set free."""
        kept = {*keep, *self._busy}
        with disk_errors():
            for entry in list(self._bundles.iterdir()):
                if not _names(entry, kept):
                    shutil.rmtree(entry)
            blobs = set(kept)
            for digest in kept:
                try:
                    manifest = self._manifest(digest)
                except (OSError, DigestError, bundle.BundleError, NotInstalledError):
                    continue
                blobs |= {layer.digest for layer in (*manifest.layers, manifest.config)}
            return self._blobs.drop_all_but(blobs)

    def shareable(self, digest: Digest) -> Path | None:
        """Return the file of a blob that belongs to an installed bundle; None for any other."""
        for installed in self._all_installed():
            manifest = installed.manifest
            sizes = {one.digest: one.size for one in (*manifest.layers, manifest.config)}
            if digest == installed.digest or digest in sizes:
                file = self._blobs.path(digest)
                return file if file.is_file() else None
        return None

    def shelf(self, digest: Digest) -> BinaryIO:
        """Open a blob of this device.

        Raises:
            NotInstalledError: it is not here whole.
        """
        try:
            return self._blobs.path(digest).open("rb")
        except FileNotFoundError:
            raise NotInstalledError(f"{digest} is not on this device") from None

    def _all_installed(self) -> tuple[InstalledBundle, ...]:
        found = []
        for entry in sorted(self._bundles.iterdir()):
            try:
                installed = self.installed(from_hex(entry.name))
            except DigestError:
                continue
            if installed is not None:
                found.append(installed)
        return tuple(found)

    def _manifest(self, digest: Digest) -> Manifest:
        try:
            return bundle.parse(self._blobs.read(digest, MAX_MANIFEST_BYTES))
        except FileNotFoundError:
            raise NotInstalledError(f"the bundle {digest} is not on this device") from None

    def _verify(self, digest: Digest, custom: ImageCustom) -> InstalledBundle:
        manifest = self._manifest(digest)
        with disk_errors():
            for layer in {one.digest: one for one in (*manifest.layers, manifest.config)}.values():
                if not (
                    self._blobs.has(layer.digest, layer.size)
                    or self._blobs.part_path(layer.digest).exists()
                ):
                    raise NotInstalledError(f"the bundle {digest} was not fetched whole")
                self._blobs.settle(layer.digest, layer.size)
            if custom.oms_key:
                check_signature(manifest, custom.oms_key, self._blobs.read)
            folder = self._materialise(digest, manifest)
        installed = InstalledBundle(digest, folder, manifest)
        installed.golden()
        installed.parameters()
        return installed

    def _materialise(self, digest: Digest, manifest: Manifest) -> Path:
        folder = self._bundles / hex_of(digest)
        if self.installed(digest) is not None:
            return folder
        shutil.rmtree(folder, ignore_errors=True)
        draft = folder.with_suffix(".new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        for file in manifest.files:
            place = draft / file.path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.hardlink_to(self._blobs.path(file.digest))
        for inner in (*(path for path in draft.rglob("*") if path.is_dir()), draft):
            sync_folder(inner)
        draft.rename(folder)
        sync_folder(self._bundles)
        return folder

    def _check(self, digest: Digest) -> InstalledBundle:
        installed = self.installed(digest)
        if installed is None:
            raise NotInstalledError(f"the bundle {digest} is not whole on this device")
        with disk_errors():
            for file in installed.manifest.files:
                try:
                    self._blobs.check(file.digest)
                except DigestError:
                    shutil.rmtree(installed.folder)
                    raise
        return installed


async def _in_thread(work: Callable[[threading.Event], T]) -> T:
    """Run `work` in a thread; a cancellation stops it and waits until it has."""
    stop = threading.Event()
    task = asyncio.ensure_future(asyncio.to_thread(work, stop))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        stop.set()
        await asyncio.wait([task])
        if not task.cancelled():
            task.exception()
        raise


def _names(entry: Path, digests: Collection[Digest]) -> bool:
    try:
        return from_hex(entry.name) in digests
    except DigestError:
        return False


def _lower(*limits: int | None) -> int | None:
    return min((limit for limit in limits if limit is not None), default=None)
