"""One answer for several people who look at the same thing at the same moment.

When a rollout moves, every browser that shows it asks for the same part of the page at once. The
first one has it made; the others wait for it and get the same. After a second it is made anew.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Final, Generic, TypeVar

LIFE_S: Final = 1.0
MOST: Final = 64

T = TypeVar("T")


class _Place:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.until = float("-inf")
        self.held: Any = None


class Shared(Generic[T]):
    """Keeps what was made for a moment, by a key that says all that it depends on."""

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._places: OrderedDict[Hashable, _Place] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made for `key` within the last second, else have it made, once."""
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            while len(self._places) > MOST:
                self._places.popitem(last=False)
        with place.lock:
            if self._monotonic() >= place.until:
                place.held = make()
                place.until = self._monotonic() + LIFE_S
            held: T = place.held
            return held
