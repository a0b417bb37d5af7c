"""Is a device there? Decided by session and sequence, never by order of arrival. Pure.

Every connection of a device is a session of its own. Its birth opens it, reports count up from 1,
its death closes it. So a death whose session is not the present one is old news, a report with a
number seen before is a second delivery, and a number left out means that something was lost and
the device must say everything again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

RECONNECT_GRACE = timedelta(minutes=4)
"""How long after a broker's start a device may take to come back before it counts as gone: its
keep-alive and the longest back-off, with room."""


@dataclass(frozen=True)
class Known:
    """What is held of a device's last session."""

    session: str
    seq: int
    online: bool
    told_at: datetime
    """The device's own time in the last message that was applied."""


class Verdict(StrEnum):
    APPLY = "apply"
    ASK_ALL = "ask_all"
    """Nothing to apply, but the device must say everything again."""
    APPLY_AND_ASK_ALL = "apply_and_ask_all"
    IGNORE = "ignore"


def birth(known: Known | None, *, session: str, at: datetime, replayed: bool) -> Verdict:
    """Judge a birth; `replayed` when the broker may have kept it: retained, or a redelivery."""
    if known is None or known.session != session or not replayed:
        return Verdict.APPLY  # a session says everything again when it is asked to
    # What the broker had kept counts only while the session lives, and only when it is newer than
    # what was heard since, by the device's own clock.
    return Verdict.APPLY if known.online and at > known.told_at else Verdict.IGNORE


def report(known: Known | None, *, session: str, seq: int) -> Verdict:
    if known is None or known.session != session or not known.online:
        return Verdict.ASK_ALL
    if seq <= known.seq:
        return Verdict.IGNORE
    return Verdict.APPLY if seq == known.seq + 1 else Verdict.APPLY_AND_ASK_ALL


def death(known: Known | None, *, session: str) -> Verdict:
    if known is None or known.session != session or not known.online:
        return Verdict.IGNORE
    return Verdict.APPLY


def is_lost(*, born_at: datetime, broker_started_at: datetime, now: datetime) -> bool:
    """Tell whether a device that counts as online did not come back after the broker's start.

    A broker that was killed never sends the wills of those who were connected to it.
    """
    return born_at < broker_started_at and now - broker_started_at > RECONNECT_GRACE
