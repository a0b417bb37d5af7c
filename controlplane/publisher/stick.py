"""A stick on disk: an OCI image layout with the metadata of two repositories beside it.

Blobs lie under their digest and are checked while they are written. Each repository is written
beside the one of an earlier export and takes its place by a rename; what only the earlier export
needed is removed at the end.
"""

import hashlib
import os
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from controlplane.director.files import write_whole
from controlplane.publisher.errors import StickError
from shared import canonical
from shared.bundle import ARTIFACT_TYPE, MANIFEST_TYPE, Manifest
from shared.digest import Digest, hex_of, sha256_of_file
from shared.trust import ImageCustom, bundle_path

_INDEX_TYPE: Final = "application/vnd.oci.image.index.v1+json"
_NAME_ANNOTATION: Final = "org.opencontainers.image.ref.name"
_KEEP_FREE_BYTES: Final = 2**20


@dataclass(frozen=True)
class Listed:
    """A bundle that goes onto the stick."""

    custom: ImageCustom
    digest: Digest
    data: bytes
    """Of the manifest."""
    manifest: Manifest

    @property
    def path(self) -> str:
        return bundle_path(self.custom.line, self.custom.version, self.custom.variant)

    @property
    def blobs(self) -> dict[Digest, int]:
        """Return everything but the manifest, with its size."""
        return {each.digest: each.size for each in (*self.manifest.layers, self.manifest.config)}

    @property
    def descriptor(self) -> dict[str, object]:
        name = f"{self.custom.line}:{self.custom.version}-{self.custom.variant}"
        return {
            "mediaType": MANIFEST_TYPE,
            "artifactType": ARTIFACT_TYPE,
            "digest": self.digest,
            "size": len(self.data),
            "annotations": {_NAME_ANNOTATION: name},
        }


class Stick:
    """The folder that is carried."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._blobs = folder / "blobs" / "sha256"

    def begin(self, needed: Mapping[Digest, int]) -> list[Digest]:
        """Make the folder; return the blobs that are not on it yet.

        Raises:
            StickError: it cannot be written, or has too little room.
        """
        try:
            self._blobs.mkdir(parents=True, exist_ok=True)
            missing = [each for each in needed if not self._has(each, needed[each])]
            room = shutil.disk_usage(self.folder).free - _KEEP_FREE_BYTES
        except OSError as error:
            raise StickError(f"{self.folder} cannot be written: {error}") from error
        wanted = sum(needed[each] for each in missing)
        if wanted > room:
            raise StickError(f"{self.folder} has {max(0, room)} bytes free; it takes {wanted}")
        return missing

    def put_blob(self, digest: Digest, pieces: Iterable[bytes]) -> None:
        """Write a blob.

        Raises:
            StickError: the bytes are others, or the disk does not take them.
        """
        file = self._blobs / hex_of(digest)
        draft = file.with_suffix(".new")
        hasher = hashlib.sha256()
        try:
            with draft.open("wb") as handle:
                for piece in pieces:
                    hasher.update(piece)
                    handle.write(piece)
                handle.flush()
                os.fsync(handle.fileno())
            if hasher.hexdigest() != hex_of(digest):
                raise StickError(f"what was sent as {digest} is something else")
            draft.replace(file)
        except OSError as error:
            raise StickError(f"{file} cannot be written: {error}") from error
        finally:
            draft.unlink(missing_ok=True)

    def put_repository(self, name: str, files: Mapping[str, bytes]) -> None:
        """Put a repository in the place of the one that was there."""
        place = self.folder / name
        draft, old = self.folder / f"{name}.new", self.folder / f"{name}.old"
        try:
            for leftover in (draft, old):
                shutil.rmtree(leftover, ignore_errors=True)
            for path, data in files.items():
                file = draft / path
                file.parent.mkdir(parents=True, exist_ok=True)
                write_whole(file, data)
            if place.exists():
                place.replace(old)
            draft.replace(place)
            shutil.rmtree(old, ignore_errors=True)
        except OSError as error:
            raise StickError(f"{place} cannot be written: {error}") from error

    def finish(self, bundles: Sequence[Listed]) -> None:
        """Say what is on it, and remove what is not needed any more."""
        kept = {each.digest for each in bundles}.union(*(each.blobs for each in bundles))
        index = {
            "schemaVersion": 2,
            "mediaType": _INDEX_TYPE,
            "manifests": [each.descriptor for each in bundles],
        }
        write_whole(self.folder / "index.json", canonical.encode(index))
        layout = canonical.encode({"imageLayoutVersion": "1.0.0"})
        write_whole(self.folder / "oci-layout", layout)
        self._prune(kept)

    def _has(self, digest: Digest, size: int) -> bool:
        file = self._blobs / hex_of(digest)
        if not file.is_file() or file.stat().st_size != size:
            return False
        with file.open("rb") as handle:
            return sha256_of_file(handle) == digest

    def _prune(self, kept: Collection[Digest]) -> None:
        names = {hex_of(each) for each in kept}
        for file in self._blobs.iterdir():
            if file.name not in names:
                file.unlink()
