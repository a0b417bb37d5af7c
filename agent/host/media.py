"""Files of a folder that somebody else wrote, a stick: read and nothing else.

Names are plain, links are not followed, and what is no regular file is not opened for reading, so a
folder can neither lead elsewhere nor hold a reader for ever.
"""

import os
import re
import stat
from pathlib import Path
from typing import BinaryIO, Final

from shared.errors import Category, FlotillaError

_NAME: Final = re.compile(r"[A-Za-z0-9_%][A-Za-z0-9._%-]{0,254}")


class MediaError(FlotillaError):
    """The folder does not hold what was looked for, or not as a plain file."""

    code = "media"
    category = Category.FILESYSTEM


class MissingError(MediaError):
    """There is no such file."""

    code = "media_missing"


class Media:
    """A folder, by the path where it is mounted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self, path: str) -> BinaryIO:
        """Open a file by its path below the folder, written with slashes.

        Raises:
            MissingError: it is not there.
            MediaError: it cannot be read, or is not a plain file.
        """
        *folders, name = path.split("/")
        for part in (*folders, name):
            if not _NAME.fullmatch(part):
                raise MediaError(f"{path[:200]!r} is no name that a stick may use")
        try:
            return os.fdopen(self._descriptor(folders, name), "rb", buffering=0)
        except FileNotFoundError:
            raise MissingError(f"{self.folder} has no {path}") from None
        except OSError as error:
            raise MediaError(f"{self.folder / path} cannot be read: {error}") from error

    def _descriptor(self, folders: list[str], name: str) -> int:
        here = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            for part in folders:
                inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=here)
                os.close(here)
                here = inner
            # Without O_NONBLOCK, opening a pipe would wait for its writer.
            file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=here)
        finally:
            os.close(here)
        if not stat.S_ISREG(os.fstat(file).st_mode):
            os.close(file)
            raise MediaError(f"{self.folder / '/'.join((*folders, name))} is not a plain file")
        return file
