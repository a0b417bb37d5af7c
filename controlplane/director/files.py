"""Write a small file so that it is there whole or not at all, even after a power cut."""

import os
from pathlib import Path

from controlplane.director.errors import RepositoryError


def write_whole(file: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Put `data` in place of `file`.

    Raises:
        RepositoryError: the disk does not take it.
    """
    draft = file.with_name(f".{file.name}.new")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        draft.replace(file)
        _sync_folder(file.parent)
    except OSError as error:
        raise RepositoryError(f"{file} cannot be written: {error}") from error


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
