"""What a file or folder is, before an engine opens it: its kind, its name, its context.

Only what is cheap and safe to know is read here; the engine child looks closer, shut in.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shared.digest import Digest
from shared.errors import Category, FlotillaError
from shared.gguf import GgufError, GgufHeader, read_header

TEXT, EMBEDDINGS, RERANK, TENSORS = "text", "embeddings", "rerank", "tensors"
_RANKS: Final = 4
"""GGUF's pooling type of a model that ranks."""
_PART: Final = re.compile(r"-(\d{5})-of-\d{5}$")
_HASHED_BYTES: Final = 2**20


class NoModelError(FlotillaError):
    """The path is no model that an engine here could run."""

    code = "no_model"
    category = Category.CONFIG


@dataclass(frozen=True)
class Found:
    """A model on disk."""

    weights: Path
    name: str
    serves: str
    """What it most likely is for."""
    trained: int
    """Tokens of the context it was made for; 0 where that is not known from outside."""
    files: tuple[Path, ...]

    @property
    def size_bytes(self) -> int:
        return sum(file.stat().st_size for file in self.files)


def find(path: Path) -> Found:
    """Look at a file or folder.

    Raises:
        NoModelError: it is missing, or nothing that could be served.
    """
    try:
        return _find(path)
    except OSError as error:
        raise NoModelError(f"{path} cannot be read: {error.strerror}") from error


def digest_of(found: Found) -> Digest:
    """Return the SHA-256 of a model: of its file, or of the hashes of its files."""
    hashes = [_sha256(file) for file in found.files]
    if len(hashes) == 1:
        return Digest(f"sha256:{hashes[0]}")
    return Digest(f"sha256:{hashlib.sha256(' '.join(hashes).encode()).hexdigest()}")


def _find(path: Path) -> Found:
    if not path.exists():
        raise NoModelError(f"{path} does not exist; name a GGUF or ONNX file, or a model's folder")
    if path.is_dir():
        return _folder(path)
    if path.suffix == ".gguf":
        return _gguf(path)
    if path.suffix == ".onnx":
        beside = (path.parent, path.parent.parent)
        texts = any((one / "tokenizer.json").is_file() for one in beside)
        return Found(path, path.stem, EMBEDDINGS if texts else TENSORS, 0, _onnx_files(path))
    if path.suffix == ".toy":
        return Found(path, path.stem, TEXT, 0, (path,))
    raise NoModelError(f"{path} is neither a GGUF nor an ONNX file, by its name")


def _folder(folder: Path) -> Found:
    name = folder.resolve().name
    every = tuple(sorted(one for one in folder.rglob("*") if one.is_file()))
    if (folder / "genai_config.json").is_file():
        return Found(folder, name, TEXT, 0, every)
    models = sorted((*folder.glob("*.onnx"), *folder.glob("onnx/model.onnx")))
    if (folder / "model.onnx").is_file() or len(models) == 1:
        texts = (folder / "tokenizer.json").is_file()
        return Found(folder, name, EMBEDDINGS if texts else TENSORS, 0, every)
    ggufs = [one for one in sorted(folder.glob("*.gguf")) if _part(one) in {None, 1}]
    if len(ggufs) == 1:
        return _gguf(ggufs[0])
    if ggufs:
        names = ", ".join(one.name for one in ggufs[:5])
        raise NoModelError(f"{folder} has several models; name one of its files: {names}")
    raise NoModelError(
        f"{folder} has no model: no GGUF file, no model.onnx, and no genai_config.json"
    )


def _gguf(path: Path) -> Found:
    try:
        with path.open("rb") as stream:
            header = read_header(stream)
    except GgufError as error:
        raise NoModelError(f"{path} cannot be served: {error}") from error
    part = _part(path)
    stem = path.stem[: -len("-00001-of-00001")] if part else path.stem
    files = tuple(sorted(path.parent.glob(f"{stem}-*-of-*.gguf"))) if part else (path,)
    return Found(path, stem, _served_by(header), header.context_length, files)


def _served_by(header: GgufHeader) -> str:
    pooling = header.number(f"{header.architecture}.pooling_type")
    if pooling:
        return RERANK if pooling == _RANKS else EMBEDDINGS
    return EMBEDDINGS if "bert" in header.architecture else TEXT


def _onnx_files(path: Path) -> tuple[Path, ...]:
    """Return the graph and the weights that exporters put beside it."""
    beside = (path.with_name(f"{path.name}{suffix}") for suffix in (".data", "_data"))
    return (path, *(one for one in beside if one.is_file()))


def _part(path: Path) -> int | None:
    """Return which part of a model a file is; None for a whole one."""
    match = _PART.search(path.stem)
    return int(match[1]) if match else None


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
