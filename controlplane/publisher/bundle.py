"""Assemble a bundle: hash every byte, cut chunk tables, sign the model, write the manifest.

What the registry says about digests is only a claim here; the bytes are read and hashed where the
keys are, so that a signature never covers something unseen.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import BinaryIO, Final, cast

from cryptography.hazmat.primitives.asymmetric import ec

from controlplane.publisher.errors import PublishError
from shared import bundle, canonical, chunks, gguf, oms, onnx_layout
from shared.bundle import Descriptor, Manifest
from shared.digest import Digest, sha256_of

_WEIGHTS: Final = frozenset({".gguf", ".onnx", ".safetensors"})
_TYPES: Final[Mapping[str, str]] = {
    bundle.PARAMETERS_PATH: bundle.WEIGHTS_CONFIG_TYPE,
    bundle.GOLDEN_PATH: bundle.GOLDEN_TYPE,
    "evals.json": bundle.EVALS_TYPE,
}


@dataclass(frozen=True)
class DraftFile:
    """One file of a variant, with a way to its bytes."""

    path: str
    digest: Digest
    size: int
    open: Callable[[], BinaryIO]

    @property
    def media_type(self) -> str:
        if PurePosixPath(self.path).suffix in _WEIGHTS:
            return bundle.WEIGHTS_TYPE
        return _TYPES.get(self.path, bundle.DOCUMENT_TYPE)


@dataclass(frozen=True)
class ModelFacts:
    """What the ModelPack configuration says about the model."""

    line: str
    version: str
    variant: str
    format: str
    quantization: str
    architecture: str
    parameters: int
    licence: str
    created_at: datetime


@dataclass(frozen=True)
class Assembled:
    """A finished bundle; the files of the draft are not repeated in `blobs`."""

    manifest: bytes
    digest: Digest
    blobs: Mapping[Digest, bytes]
    """New small blobs: manifest, configuration, chunk tables, signature, public key."""
    oms_key: str
    """For `ImageCustom.oms_key`."""
    total_bytes: int
    """What the bundle takes on a device's disk."""


def assemble(
    files: Sequence[DraftFile], *, facts: ModelFacts, publisher: ec.EllipticCurvePrivateKey
) -> Assembled:
    """Make a bundle out of a variant's files.

    Raises:
        PublishError: bytes that differ from the draft, or a weights file that cannot be read.
        BundleError: a path or a set of files that devices would refuse.
    """
    blobs: dict[Digest, bytes] = {}

    def keep(data: bytes) -> Digest:
        digest = sha256_of(data)
        blobs[digest] = data
        return digest

    public_pem = oms.public_pem(publisher.public_key())
    layers: list[Descriptor] = []
    beside = _external_tensors(files)
    for file in sorted(files, key=_weights_first):
        layers.extend(_layers(file, keep, beside))
    layers.append(_small(oms.PUBLIC_KEY_NAME, bundle.DOCUMENT_TYPE, public_pem, keep))
    signature = oms.sign(
        {layer.path: layer.digest for layer in layers if layer.path},
        name=f"{facts.line}-{facts.version}-{facts.variant}",
        private_key=publisher,
    )
    layers.append(_small(bundle.SIGNATURE_PATH, bundle.OMS_TYPE, signature, keep))
    config = _config(facts, [layer.digest for layer in layers])
    manifest = Manifest(
        config=Descriptor(media_type=bundle.CONFIG_TYPE, digest=keep(config), size=len(config)),
        layers=tuple(layers),
    )
    data = manifest.encode()
    bundle.parse(data)
    keep(data)
    return Assembled(
        manifest=data,
        digest=sha256_of(data),
        blobs=blobs,
        oms_key=oms.key_hint(publisher.public_key()),
        total_bytes=manifest.total_bytes + len(data),
    )


class _Hashing:
    """A stream that hashes what is read through it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._hasher = hashlib.sha256()
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._hasher.update(data)
        self.count += len(data)
        return data

    @property
    def digest(self) -> Digest:
        return Digest(f"sha256:{self._hasher.hexdigest()}")


def _layers(
    file: DraftFile,
    keep: Callable[[bytes], Digest],
    beside: Mapping[str, Sequence[onnx_layout.Span]],
) -> list[Descriptor]:
    boundaries = _boundaries(file, beside.get(file.path, ()))
    with file.open() as stream:
        hashing = _Hashing(stream)
        try:
            table = chunks.build(cast(BinaryIO, hashing), boundaries)
        except chunks.ChunkTableError as error:
            raise PublishError(f"{file.path!r} is not the file of the draft: {error}") from error
    if hashing.digest != file.digest or hashing.count != file.size:
        raise PublishError(
            f"{file.path!r} has {hashing.count} bytes {hashing.digest}, the draft says"
            f" {file.size} bytes {file.digest}"
        )
    annotations = {bundle.PATH_ANNOTATION: file.path}
    described = [_descriptor(file.media_type, file.digest, file.size, annotations)]
    if len(table.chunks) > 1:
        encoded = table.encode()
        digest = keep(encoded)
        annotations[bundle.CHUNKS_ANNOTATION] = digest
        described = [
            _descriptor(file.media_type, file.digest, file.size, annotations),
            _descriptor(bundle.CHUNK_TABLE_TYPE, digest, len(encoded), {}),
        ]
    return described


def _boundaries(file: DraftFile, tensors: Sequence[onnx_layout.Span]) -> tuple[int, ...]:
    """Return where the file is cut; `tensors` are those that an ONNX model says are in it."""
    try:
        if file.path.endswith(".gguf"):
            with file.open() as stream:
                return chunks.boundaries_of_gguf(gguf.read_header(stream), file.size)
        return chunks.boundaries_of_stretches(tensors, file.size)
    except (gguf.GgufError, chunks.ChunkTableError) as error:
        raise PublishError(f"{file.path!r} cannot be published: {error}") from error


def _external_tensors(files: Sequence[DraftFile]) -> dict[str, list[onnx_layout.Span]]:
    """Return where tensors stand in the files of a variant, as its ONNX models say.

    Raises:
        PublishError: a model cannot be read, or names a file that the variant does not have.
    """
    paths = {file.path for file in files}
    found: dict[str, list[onnx_layout.Span]] = {}
    for file in files:
        if not file.path.endswith(".onnx"):
            continue
        with file.open() as stream:
            try:
                layout = onnx_layout.read_layout(stream.read())
            except onnx_layout.OnnxLayoutError as error:
                raise PublishError(f"{file.path!r} cannot be published: {error}") from error
        found.setdefault(file.path, []).extend(layout.inline)
        for location, spans in layout.external.items():
            path = str(PurePosixPath(file.path).parent / location)
            if path not in paths:
                raise PublishError(f"{file.path!r} needs {path!r}, which is not in the variant")
            found.setdefault(path, []).extend(spans)
    return found


def _small(path: str, media_type: str, data: bytes, keep: Callable[[bytes], Digest]) -> Descriptor:
    return _descriptor(media_type, keep(data), len(data), {bundle.PATH_ANNOTATION: path})


def _descriptor(
    media_type: str, digest: Digest, size: int, annotations: Mapping[str, str]
) -> Descriptor:
    return Descriptor(
        media_type=media_type, digest=digest, size=size, annotations=dict(annotations)
    )


def _weights_first(file: DraftFile) -> tuple[bool, str]:
    return file.media_type != bundle.WEIGHTS_TYPE, file.path


def _config(facts: ModelFacts, layers: Sequence[Digest]) -> bytes:
    """Return the model configuration of the ModelPack specification, version 1."""
    return canonical.encode(
        {
            "descriptor": {
                "createdAt": facts.created_at.isoformat(),
                "name": facts.line,
                "version": facts.version,
                "title": f"{facts.line} {facts.version} ({facts.variant})",
                **({"licenses": [facts.licence]} if facts.licence else {}),
            },
            "config": {
                "architecture": facts.architecture,
                "format": facts.format,
                "paramSize": str(facts.parameters),
                "quantization": facts.quantization,
            },
            "modelfs": {"type": "layers", "diffIds": list(layers)},
        }
    )
