"""One agent per data folder, and a small file that says how it is, for people beside it."""

import fcntl
import json
import os
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from shared.errors import Category, FlotillaError


class RunningError(FlotillaError):
    """Another agent works in this folder."""

    code = "already_running"
    category = Category.CONFIG


class Lock:
    """Held as long as an agent runs; the system lets go of it even after a kill."""

    def __init__(self, data: Path) -> None:
        self._path = data / ".lock"
        self._descriptor = -1

    def __enter__(self) -> Self:
        """Take the folder.

        Raises:
            RunningError: another agent has it.
        """
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._descriptor)
            raise RunningError(f"an agent runs in {self._path.parent} already") from None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._descriptor)


def is_running(data: Path) -> bool:
    try:
        with Lock(data):
            return False
    except RunningError:
        return True
    except OSError:
        return False


class StatusFile:
    """Written when it changes, read by `flotilla-agent status`."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._written: dict[str, Any] = {}

    def write(self, status: dict[str, Any]) -> None:
        """Replace the file if there is news; a full disk is no reason to stop an agent."""
        if status == self._written:
            return
        draft = self._file.with_suffix(".new")
        try:
            draft.write_text(json.dumps(status), encoding="utf-8")
            draft.replace(self._file)
        except OSError:
            return
        self._written = status

    def read(self) -> dict[str, Any]:
        try:
            status = json.loads(self._file.read_bytes())
        except (OSError, ValueError):
            return {}
        return status if isinstance(status, dict) else {}

    def remove(self) -> None:
        self._file.unlink(missing_ok=True)
