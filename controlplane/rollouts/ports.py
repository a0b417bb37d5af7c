"""What the runner needs of the director."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from controlplane.director.metadata import Assignment


class Director(Protocol):
    """Signs every assignment, and says which version of the repository holds them."""

    @property
    def version(self) -> int:
        """The version of what was signed last."""
        ...

    def publish(self, assignments: Iterable[Assignment], now: datetime, *, above: int = 0) -> int:
        """Sign them with a version greater than `above`, and return it."""
        ...
