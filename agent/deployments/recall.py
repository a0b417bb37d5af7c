"""What a recall means for a slot, and when to look for one. Pure.

Only `stop` moves anything; `warn` is said and no more. A slot goes back to the bundle before,
unless that one was recalled too; then it stops, and stays so until something else is deployed.
"""

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from shared.digest import Digest

LOOK_EVERY_S: Final = 24 * 3600.0
"""Between looks that nobody asked for; each costs the line some kilobytes."""
LOOK_RETRY_S: Final = 900.0
"""After a look that did not work, where the network may be back sooner than it is noticed."""
LOOK_AGAIN_S: Final = 3600.0
"""A connection that comes sooner after the last look is no reason for another."""
LOOK_SPREAD_S: Final = 20.0
"""Over which the looks of a fleet are spread that all have the same reason."""


class Ruling(StrEnum):
    KEEP = "keep"
    """Nothing that the slot is committed to was recalled."""
    FALL_BACK = "fall_back"
    STOP = "stop"


def rule(active: Digest, previous: Digest | None, *, stopped: Collection[Digest]) -> Ruling:
    """Return what a slot has to do that is committed to `active`, with `previous` before it."""
    if active not in stopped:
        return Ruling.KEEP
    if previous is None or previous in stopped:
        return Ruling.STOP
    return Ruling.FALL_BACK


def is_due(last_s: float | None, now_s: float) -> bool:
    """Tell whether a fresh connection is a reason to look; `last_s` is when it last worked."""
    return last_s is None or now_s - last_s >= LOOK_AGAIN_S
