"""How long what each role says is good, in all three repositories, and from when on that is short.

What a machine signs again by itself is signed at half its life; it is worth a warning when a third
is left, for then something keeps it from being signed. What needs people to bring keys is asked
for two months early.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

ROOT_LIFE: Final = timedelta(days=365)


@dataclass(frozen=True)
class Lives:
    """How long what the online key of a repository signs is valid."""

    snapshot: timedelta
    timestamp: timedelta


DIRECTOR: Final = Lives(snapshot=timedelta(days=7), timestamp=timedelta(days=3))
DIRECTOR_TARGETS: Final = timedelta(days=30)
IMAGE: Final = Lives(snapshot=timedelta(days=30), timestamp=timedelta(days=14))
IMAGE_TARGETS: Final = timedelta(days=365)
STICK: Final = timedelta(days=90)
LONGEST_STICK: Final = timedelta(days=180)

_PEOPLE: Final = timedelta(days=180)
"""What lives at least as long is signed by people."""
_PEOPLE_SOON: Final = timedelta(days=60)
_PEOPLE_LATE: Final = timedelta(days=14)


def due(expires: datetime, life: timedelta, now: datetime) -> bool:
    """Tell whether metadata is past half its life and should be signed again."""
    return expires - now < life / 2


def warned(life: timedelta) -> tuple[timedelta, timedelta]:
    """Return how much is left when an expiry comes near, and when there is no time to lose."""
    if life >= _PEOPLE:
        return _PEOPLE_SOON, _PEOPLE_LATE
    return life / 3, life / 6
