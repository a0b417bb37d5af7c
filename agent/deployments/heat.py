"""Is the machine slowed down by heat: at this moment, or since it was looked at last?"""

from collections.abc import Callable
from typing import Protocol


class Heat(Protocol):
    """What the hottest place of the machine says."""

    @property
    def is_slowed(self) -> bool: ...

    @property
    def throttled(self) -> int:
        """How often the processor has slowed itself down since the machine was started."""
        ...


class Throttling:
    """Asked now and again; None where the machine does not say."""

    def __init__(self, heat: Callable[[], Heat | None]) -> None:
        self._heat = heat
        self._counted: int | None = None

    def __call__(self) -> bool | None:
        heat = self._heat()
        if heat is None:
            return None
        before, self._counted = self._counted, heat.throttled
        return heat.is_slowed or (before is not None and heat.throttled > before)
