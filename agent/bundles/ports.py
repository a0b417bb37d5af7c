"""What this package must know of an assignment, and what it asks of a place to fetch from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from shared.digest import Digest
from shared.trust import ImageCustom


class Wanted(Protocol):
    """A bundle that both repositories vouch for; `agent.trust.Assignment` is one."""

    @property
    def digest(self) -> Digest: ...

    @property
    def length(self) -> int:
        """Return the size of the manifest in bytes."""
        ...

    @property
    def custom(self) -> ImageCustom: ...

    @property
    def mirrors(self) -> tuple[str, ...]: ...

    @property
    def folder(self) -> str:
        """Return the stick that has its bytes, "" where the network has them."""
        ...


class Body(Protocol):
    """Bytes of a blob as they come; nothing about them is believed."""

    @property
    def start(self) -> int:
        """Return where in the blob the first byte belongs.

        That is the offset that was asked for, or 0 where a source can give whole blobs only.
        """
        ...

    def readinto(self, view: memoryview, /) -> int:
        """Read at least one byte, as soon as there is one; 0 is the end.

        Raises:
            SourceError: it does not go on.
        """
        ...

    def close(self) -> None:
        """Let it go, read to its end or not."""
        ...


class Source(Protocol):
    """A place that may have blobs: a mirror, a registry, a neighbour, a folder on a stick.

    `open` is called from several threads at once.
    """

    @property
    def name(self) -> str:
        """Return what messages and reports call it."""
        ...

    @property
    def near(self) -> bool:
        """Tell whether it costs no line to the outside; near sources are asked first."""
        ...

    def open(self, digest: Digest, start: int, end: int) -> Body:
        """Begin to read bytes `start` to `end` (not included) of a blob.

        Raises:
            SourceError: it does not have it, or does not give it.
        """
        ...


@dataclass(frozen=True)
class Places:
    """Where blobs may be, by how far they are believed to be who they are."""

    gateway: Sequence[str] = ()
    mirrors: Sequence[str] = ()
    """`https://`, `http://`, `oci://` and `oci+http://`."""
    peers: Sequence[str] = ()
    """Other agents of the same site."""
    logins: Mapping[str, str] = field(default_factory=dict)
    """`user:password` by a registry's host."""


@dataclass(frozen=True)
class Credentials:
    """Who we are, and whom we believe; `identity` is certificate and key."""

    ca_file: Path | None
    identity: tuple[Path, Path] | None = None
