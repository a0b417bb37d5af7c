"""The time floor: a device whose battery died must not believe that it is 1970.

The floor rises only from authenticated facts, and it moves the clock forward only; a clock that is
ahead makes metadata look expired, which refuses installs but changes nothing that runs.
"""

from datetime import datetime


def effective_now(clock: datetime, floor: datetime | None) -> datetime:
    """Return the time at which signatures are judged."""
    return clock if floor is None else max(clock, floor)


def risen(floor: datetime | None, issued: datetime, *, not_after: datetime) -> datetime | None:
    """Return the floor after a verified assignment, None when it stays where it is.

    `issued` is signed by the online key; `not_after`, the expiry of the image repository's
    timestamp, is signed by another, so one stolen key cannot push the floor beyond all signatures.
    """
    proven = min(issued, not_after)
    return proven if floor is None or proven > floor else None
