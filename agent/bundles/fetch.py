"""One fetch of one bundle, in a worker thread: manifest, chunk tables, then every other blob."""

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from agent.bundles.blobs import Blobs
from agent.bundles.download import Download, Line
from agent.bundles.errors import DamagedError, DiskFullError
from agent.bundles.installed import InstalledBundle
from agent.bundles.part import Part, Place
from agent.bundles.plan import check_shape, check_table, unique, whole
from agent.bundles.ports import Source, Wanted
from shared import bundle
from shared.bundle import MANIFEST_TYPE, MAX_MANIFEST_BYTES, Descriptor, Manifest
from shared.chunks import MAX_TABLE_BYTES, ChunkTable
from shared.compat import size
from shared.digest import Digest
from shared.wire.up import MAX_NAME, MAX_REFUSED, Progress

RESERVE_BYTES: Final = 16 * 2**20
"""What a download leaves free on the disk, for the database and the logs."""


class Fetch:
    """Everything that one fetch needs, and how far it is."""

    def __init__(
        self,
        folder: Path,
        blobs: Blobs,
        *,
        sources: Iterable[Source],
        line: Line,
        disk_budget_bytes: int | None,
        installed: Collection[InstalledBundle],
    ) -> None:
        self._folder = folder
        self._blobs = blobs
        self._disk_budget_bytes = disk_budget_bytes
        self._installed = installed
        self._download = Download(sources, line)
        self._fetched: set[Digest] = set()
        self._done = 0
        self._reused = 0

    def run(self, wanted: Wanted, report: Callable[[Progress], None]) -> Manifest:
        """Fetch what is missing and return the manifest."""
        manifest = self._fetch_manifest(wanted)
        check_shape(manifest)
        tables = self._fetch_tables(manifest)
        blobs = unique((*manifest.layers, manifest.config))
        self._check_space(blobs)
        places = self._places()

        def advance() -> None:
            report(
                Progress(
                    done_bytes=self._done,
                    total_bytes=manifest.total_bytes,
                    reused_bytes=self._reused,
                    refused=tuple(name[:MAX_NAME] for name in self._download.refused)[:MAX_REFUSED],
                )
            )

        for layer in blobs:
            self._fetch_blob(layer, tables.get(layer.digest), places, advance)
        return manifest

    def _fetch_manifest(self, wanted: Wanted) -> Manifest:
        descriptor = Descriptor(media_type=MANIFEST_TYPE, digest=wanted.digest, size=wanted.length)
        self._fetch_small(descriptor)
        return bundle.parse(self._blobs.read(wanted.digest, MAX_MANIFEST_BYTES))

    def _fetch_tables(self, manifest: Manifest) -> dict[Digest, ChunkTable]:
        tables = {}
        for file in manifest.files:
            if file.chunk_table is None:
                continue
            layer = manifest.layer(file.chunk_table)
            assert layer is not None
            self._fetch_small(layer)
            table = ChunkTable.decode(self._blobs.read(layer.digest, MAX_TABLE_BYTES))
            check_table(file, table)
            tables[file.digest] = table
        return tables

    def _fetch_small(self, layer: Descriptor) -> None:
        """Bring a blob that is needed at once to its place."""
        if self._blobs.has(layer.digest, layer.size):
            with suppress(DamagedError):
                self._blobs.check(layer.digest)
                return
        with Part(self._blobs.part_path(layer.digest), whole(layer)) as part:
            part.scan()
            self._download.fetch(layer.digest, part, lambda: None)
        self._blobs.settle(layer.digest, layer.size)
        self._fetched.add(layer.digest)

    def _fetch_blob(
        self,
        layer: Descriptor,
        table: ChunkTable | None,
        places: dict[bytes, Place],
        advance: Callable[[], None],
    ) -> None:
        before = self._done
        if self._blobs.has(layer.digest, layer.size):
            self._done += layer.size
            self._reused += 0 if layer.digest in self._fetched else layer.size
            advance()
            return
        with Part(self._blobs.part_path(layer.digest), table or whole(layer)) as part:

            def count() -> None:
                self._done = before + part.held_bytes
                advance()

            part.scan()
            self._reused += part.reuse(places)
            count()
            self._download.fetch(layer.digest, part, count)

    def _check_space(self, blobs: Sequence[Descriptor]) -> None:
        """Refuse before the first large byte travels, not at the last."""
        needed = sum(self._blobs.lacking_bytes(layer.digest, layer.size) for layer in blobs)
        if not needed:
            return
        disk = os.statvfs(self._folder)
        free = disk.f_bavail * disk.f_frsize
        if needed + RESERVE_BYTES > free:
            raise DiskFullError(
                f"the bundle needs {size(needed)} more on the disk, which has {size(free)} free"
                f" and keeps {size(RESERVE_BYTES)}"
            )
        budget = self._disk_budget_bytes
        used = self._blobs.used_bytes()
        if budget is not None and used + needed > budget:
            raise DiskFullError(
                f"the bundle needs {size(needed)} more, the store holds {size(used)} of at most"
                f" {size(budget)}"
            )

    def _places(self) -> dict[bytes, Place]:
        """Find every chunk of the bundles that are installed."""
        places: dict[bytes, Place] = {}
        for installed in self._installed:
            for file in installed.manifest.files:
                layer = file.chunk_table and installed.manifest.layer(file.chunk_table)
                if not layer or not self._blobs.has(layer.digest, layer.size):
                    continue
                table = ChunkTable.decode(self._blobs.read(layer.digest, MAX_TABLE_BYTES))
                source = self._blobs.path(file.digest)
                for chunk, offset in zip(table.chunks, table.offsets, strict=True):
                    places.setdefault(chunk.sha256, Place(source, offset))
        return places
