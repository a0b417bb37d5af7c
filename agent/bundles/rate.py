"""How fast bytes may come and how slowly they must not. Pure: time is an argument."""

from dataclasses import dataclass, field
from typing import Final

_BURST_S: Final = 0.25
"""How long a pause may be made up for at full speed."""


@dataclass(frozen=True)
class Pace:
    """The least that a mirror must give: `least_bytes` in every `window_s`."""

    window_s: float = 30.0
    least_bytes: int = 15_000


@dataclass
class Watch:
    """Holds one request to a pace, by the time that was spent waiting for the mirror alone."""

    pace: Pace
    _spent_s: float = 0.0
    _bytes: int = 0

    def too_slow(self, count: int, spent_s: float) -> bool:
        """Note that `count` bytes took `spent_s`; tell whether a whole window brought too few."""
        self._spent_s += spent_s
        self._bytes += count
        if self._spent_s < self.pace.window_s:
            return False
        slow = self._bytes < self.pace.least_bytes
        self._spent_s, self._bytes = 0.0, 0
        return slow


@dataclass
class Bucket:
    """A token bucket that may be overdrawn: who takes too much waits afterwards."""

    bytes_per_s: float
    _level: float = field(default=0.0, init=False)
    _at: float | None = field(default=None, init=False)

    def take(self, count: int, now: float) -> float:
        """Take `count` bytes and return how many seconds to wait before the next."""
        if self._at is not None:
            gained = max(0.0, now - self._at) * self.bytes_per_s
            self._level = min(self._level + gained, self.bytes_per_s * _BURST_S)
        self._at = now
        self._level -= count
        return max(0.0, -self._level / self.bytes_per_s)
