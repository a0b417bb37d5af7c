"""How often somebody may fail to enroll: a token bucket per address. Pure."""

from collections import OrderedDict
from typing import Final

_ADDRESSES: Final = 10_000


class RateLimit:
    """Allows `burst` at once and `per_minute` in the long run, for each key."""

    def __init__(self, *, burst: int, per_minute: float) -> None:
        self._burst = float(burst)
        self._per_s = per_minute / 60
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, key: str, now_s: float) -> bool:
        """Spend one try of `key`, if it has one left."""
        left, at = self._buckets.pop(key, (self._burst, now_s))
        left = min(self._burst, left + (now_s - at) * self._per_s)
        allowed = left >= 1
        self._buckets[key] = (left - 1 if allowed else left, now_s)
        while len(self._buckets) > _ADDRESSES:
            self._buckets.popitem(last=False)
        return allowed

    def give_back(self, key: str) -> None:
        """Return a try that was well spent."""
        if key in self._buckets:
            left, at = self._buckets[key]
            self._buckets[key] = (min(self._burst, left + 1), at)
