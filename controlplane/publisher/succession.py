"""Another key in the place of one: made beside it, put there once the repositories name it.

Until then the old key stays where it is, so whatever is cut short can be run again: it finds the
new key in `next/` and goes on. The old key is kept in `retired/`, under its name and fingerprint.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from securesystemslib.signer import SSlibKey

from controlplane.publisher.keys import (
    Ask,
    KeyRing,
    files_of,
    make_key,
    store_module_key,
)

NEXT: Final = "next"
RETIRED: Final = "retired"
_SHORT: Final = 12


class Succession:
    """One key of a ring, and the one that follows it."""

    def __init__(self, ring: KeyRing, name: str, *, ask: Ask | None = None) -> None:
        self.name = name
        self._ring = ring
        self._folder = ring.file(name).parent
        self._next = self._folder / NEXT
        self.ring = KeyRing(self._next, ask=ask)
        """The new key's ring."""

    @property
    def begun(self) -> bool:
        """Tell whether the new key is here already."""
        return self.ring.has(self.name)

    @property
    def keyid(self) -> str:
        return self.ring.public(self.name).keyid

    def begin(self, passphrase: Callable[[], bytes | None]) -> None:
        """Make the new key, unless a run that was cut short has made it."""
        if not self.begun:
            self._next.mkdir(mode=0o700, exist_ok=True)
            make_key(self._next, self.name, passphrase())

    def begin_in_module(self, uri: str, public: SSlibKey) -> None:
        """Take a key of a hardware module for the new one."""
        self._next.mkdir(mode=0o700, exist_ok=True)
        store_module_key(self._next, self.name, uri, public)

    def settle(self) -> Path | None:
        """Put the new key in its place; return where the old one is kept, None if there was none.

        The file that makes it a key comes last, so that a run that is cut short is known as such.
        """
        kept = None
        if self._ring.has(self.name) and self._ring.public(self.name).keyid != self.keyid:
            kept = self._retire()
        for file in files_of(self._next, self.name):
            file.replace(self._folder / file.name)
        if not any(self._next.iterdir()):
            self._next.rmdir()
        return kept

    def _retire(self) -> Path:
        fingerprint = self._ring.public(self.name).keyid[:_SHORT]
        kept = self._folder / RETIRED / f"{self.name}-{fingerprint}"
        kept.mkdir(mode=0o700, parents=True, exist_ok=True)
        for file in files_of(self._folder, self.name):
            file.replace(kept / file.name)
        return kept
