"""Can a bundle be loaded beside what is loaded already, and if not, what must go first. Pure.

Warm spares go first: a former bundle that waits for a revert, of any slot, then what another slot
serves but nobody asks, where it may be unloaded; it loads again when somebody does. Then the slot's
own incumbent goes, whose callers must wait meanwhile. What another slot must keep is never stopped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.compat import size


class Role(StrEnum):
    INCUMBENT = "incumbent"
    CANDIDATE = "candidate"
    FORMER = "former"


@dataclass(frozen=True)
class Resident:
    """A loaded bundle and the memory it takes."""

    slot: str
    role: Role
    bytes: int
    spare: bool = False
    """It may go when another slot needs its memory."""


@dataclass(frozen=True)
class Room:
    """There is room once `stop` has been stopped, in this order."""

    stop: tuple[Resident, ...] = ()


@dataclass(frozen=True)
class NoRoom:
    reason: str


def make_room(
    slot: str, needs: int, residents: Sequence[Resident], *, budget: int, keep: bool = False
) -> Room | NoRoom:
    """Decide what must be stopped so that `slot` can load a bundle that needs `needs` bytes.

    With `keep` the slot's own incumbent is not stopped.
    """
    taken = sum(resident.bytes for resident in residents)
    spares = sorted(
        (one for one in residents if one.role is Role.FORMER or (one.spare and one.slot != slot)),
        key=lambda one: (one.role is not Role.FORMER, one.slot == slot, -one.bytes),
    )
    own = [one for one in residents if one.slot == slot and one.role is not Role.FORMER]
    stop: list[Resident] = []
    for resident in (*spares, *(one for one in own if not keep or one.role is Role.CANDIDATE)):
        if taken + needs <= budget:
            break
        stop.append(resident)
        taken -= resident.bytes
    if taken + needs <= budget:
        return Room(tuple(stop))
    others = f", and other slots take {size(taken)}" if taken else ""
    if keep and any(one.role is Role.INCUMBENT for one in own):
        others = f", and {size(taken)} are taken by what must go on serving"
    return NoRoom(f"needs {size(needs)} of memory, may use {size(budget)}{others}")


def forecast(forecast_bytes: int, weights_bytes: int) -> int:
    """Return what a bundle will take: as signed, or guessed from its weights."""
    return forecast_bytes or weights_bytes + weights_bytes // 4 + _BASE_BYTES


_BASE_BYTES = 64 * 2**20
