"""What this process counts about its own work: how often, how long, how far behind."""

import threading
from collections import defaultdict
from dataclasses import dataclass


@dataclass(frozen=True)
class Reading:
    """Everything that was counted so far, by name."""

    counts: dict[str, float]
    gauges: dict[str, float]


class Meter:
    """Counters and gauges; any thread may add to them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: defaultdict[str, float] = defaultdict(float)
        self._gauges: dict[str, float] = {}

    def add(self, name: str, amount: float = 1) -> None:
        with self._lock:
            self._counts[name] += amount

    def set(self, name: str, value: float) -> None:
        with self._lock:
            self._gauges[name] = value

    def read(self) -> Reading:
        with self._lock:
            return Reading(dict(self._counts), dict(self._gauges))
