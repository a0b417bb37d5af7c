"""What this package must know of an assignment; `agent.trust.Assignment` is one."""

from typing import Protocol

from shared.digest import Digest
from shared.trust import ImageCustom


class Wanted(Protocol):
    """A bundle that both repositories vouch for."""

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
