"""The bundle: an OCI image manifest in CNCF ModelPack form over content-addressed files.

One layer per file, raw, with its path in `org.cncf.model.filepath`; a large file also names the
digest of its chunk table in `dev.flotilla.chunk-table`, which is a layer of its own. The sha256 of
the manifest's bytes is the bundle's id. Specification: github.com/modelpack/model-spec.

Everything is parsed as hostile: media types and paths are allow-listed, sizes bounded, unknown
layers refused.
"""

import re
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared import canonical
from shared.digest import Digest, DigestField, sha256_of
from shared.errors import Category, FlotillaError

ARTIFACT_TYPE: Final = "application/vnd.cncf.model.manifest.v1+json"
MANIFEST_TYPE: Final = "application/vnd.oci.image.manifest.v1+json"
CONFIG_TYPE = "application/vnd.cncf.model.config.v1+json"
WEIGHTS_TYPE = "application/vnd.cncf.model.weight.v1.raw"
WEIGHTS_CONFIG_TYPE = "application/vnd.cncf.model.weight.config.v1.raw"
DOCUMENT_TYPE = "application/vnd.cncf.model.doc.v1.raw"
CHUNK_TABLE_TYPE = "application/vnd.flotilla.chunk-table.v1"
OMS_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json"
GOLDEN_TYPE = "application/vnd.flotilla.golden.v1+json"
EVALS_TYPE = "application/vnd.flotilla.evals.v1+json"
LAYER_TYPES = frozenset(
    {
        WEIGHTS_TYPE,
        WEIGHTS_CONFIG_TYPE,
        DOCUMENT_TYPE,
        CHUNK_TABLE_TYPE,
        OMS_TYPE,
        GOLDEN_TYPE,
        EVALS_TYPE,
    }
)

PATH_ANNOTATION = "org.cncf.model.filepath"
CHUNKS_ANNOTATION = "dev.flotilla.chunk-table"

MAX_MANIFEST_BYTES = 4 * 2**20
MAX_FILE_BYTES = 2**40
MAX_LAYERS = 1000

GOLDEN_PATH = "golden.json"
PARAMETERS_PATH = "parameters.json"
SIGNATURE_PATH = "model.sig"

_PATH = re.compile(
    r"^(?:[A-Za-z0-9_][A-Za-z0-9_.+-]{0,127}/){0,4}[A-Za-z0-9_][A-Za-z0-9_.+-]{0,127}$"
)


class BundleError(FlotillaError):
    """A manifest that is not a bundle we accept."""

    code = "bad_manifest"
    category = Category.SECURITY


class Descriptor(BaseModel):
    """A content descriptor of the OCI image specification."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    media_type: str = Field(alias="mediaType", max_length=200)
    digest: DigestField
    size: int = Field(ge=0, le=MAX_FILE_BYTES)
    annotations: dict[str, str] = Field(default_factory=dict, max_length=32)

    @property
    def path(self) -> str:
        """Return the file's place in the bundle, "" for a layer without one."""
        return self.annotations.get(PATH_ANNOTATION, "")

    @property
    def chunk_table(self) -> Digest | None:
        """Return the digest of this file's chunk table, where it has one."""
        text = self.annotations.get(CHUNKS_ANNOTATION)
        return Digest(text) if text else None


class Manifest(BaseModel):
    """The image manifest; `parse` is the only way in for bytes from outside."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    schema_version: Literal[2] = Field(default=2, alias="schemaVersion")
    media_type: Literal["application/vnd.oci.image.manifest.v1+json"] = Field(
        default=MANIFEST_TYPE, alias="mediaType"
    )
    artifact_type: Literal["application/vnd.cncf.model.manifest.v1+json"] = Field(
        default=ARTIFACT_TYPE, alias="artifactType"
    )
    config: Descriptor
    layers: tuple[Descriptor, ...] = Field(min_length=1, max_length=MAX_LAYERS)

    def encode(self) -> bytes:
        """Return the bytes whose sha256 is the bundle's id."""
        return canonical.encode(self.model_dump(mode="json", by_alias=True))

    @property
    def weights(self) -> Descriptor:
        """Return the file the engine loads (the first, where a format has several)."""
        return next(layer for layer in self.layers if layer.media_type == WEIGHTS_TYPE)

    @property
    def files(self) -> tuple[Descriptor, ...]:
        """Return the layers that become files of the bundle's folder."""
        return tuple(layer for layer in self.layers if layer.path)

    def file(self, path: str) -> Descriptor | None:
        return next((layer for layer in self.layers if layer.path == path), None)

    def layer(self, digest: Digest) -> Descriptor | None:
        return next((layer for layer in self.layers if layer.digest == digest), None)

    @property
    def total_bytes(self) -> int:
        """Return what the bundle takes on disk, each blob counted once."""
        return sum({layer.digest: layer.size for layer in (*self.layers, self.config)}.values())


def bundle_id(manifest: bytes) -> Digest:
    return sha256_of(manifest)


def parse(data: bytes) -> Manifest:
    """Read a manifest from outside.

    Raises:
        BundleError: too large, not a manifest, or a layer that the allow-lists refuse.
    """
    if len(data) > MAX_MANIFEST_BYTES:
        raise BundleError(f"manifest has {len(data)} bytes, at most {MAX_MANIFEST_BYTES} are read")
    try:
        manifest = Manifest.model_validate_json(data)
    except ValidationError as error:
        raise BundleError(f"not a bundle manifest: {_first(error)}") from error
    _check(manifest)
    return manifest


def _check(manifest: Manifest) -> None:
    if manifest.config.media_type != CONFIG_TYPE:
        raise BundleError(f"config has media type {manifest.config.media_type!r}")
    seen: set[str] = set()
    for layer in manifest.layers:
        if layer.media_type not in LAYER_TYPES:
            raise BundleError(f"layer has media type {layer.media_type!r}, which is not accepted")
        if layer.media_type == CHUNK_TABLE_TYPE:
            continue
        if not _PATH.fullmatch(layer.path) or ".." in layer.path:
            raise BundleError(f"file path {layer.path[:200]!r} is not accepted")
        if layer.path.lower() in seen:
            raise BundleError(f"two files share the path {layer.path!r}")
        seen.add(layer.path.lower())
        table = layer.chunk_table
        if table is not None and manifest.layer(table) is None:
            raise BundleError(f"{layer.path!r} names a chunk table that is not in the bundle")
    if not any(layer.media_type == WEIGHTS_TYPE for layer in manifest.layers):
        raise BundleError("the bundle has no weights")


def _first(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
