"""The kinds of machine in the fleet: devices with the same processor and about the same memory.

One device of each kind stands for all of it, so that a question about hardware is asked a few
times, not once for every device.
"""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Integer, cast
from sqlmodel import Session, col, func, select

from controlplane.devices.tables import DeviceCapabilityRow, DeviceRow
from shared.capabilities import Capability
from shared.ids import DeviceId

STEP_BYTES: Final = 256 * 1024 * 1024
"""Memory budgets that differ by less are one kind."""
MOST: Final = 40


@dataclass(frozen=True)
class Kind:
    """Devices alike, and one of them."""

    devices: int
    device: DeviceId
    name: str
    capability: Capability


@dataclass(frozen=True)
class Machines:
    kinds: tuple[Kind, ...]
    """The most frequent first, at most `MOST`."""
    known: int
    """Devices that have said what they can do."""

    @property
    def shown(self) -> int:
        return sum(kind.devices for kind in self.kinds)


def machines(session: Session) -> Machines:
    """Return the kinds of machine that there are."""
    document: Any = col(DeviceCapabilityRow.capability)
    number = func.count()
    step = cast(document["memory_budget_bytes"].as_float() / STEP_BYTES, Integer)
    grouped = (
        select(func.min(DeviceCapabilityRow.device), number)
        .join(DeviceRow, col(DeviceRow.id) == col(DeviceCapabilityRow.device))
        .where(col(DeviceRow.revoked_at).is_(None))
        .group_by(
            document["architecture"].as_string(),
            document["cpu_model"].as_string(),
            document["cores"].as_integer(),
            step,
        )
        .order_by(number.desc(), func.min(DeviceCapabilityRow.device))
        .limit(MOST)
    )
    counts = dict(session.exec(grouped).all())
    rows = session.exec(
        select(DeviceRow.id, DeviceRow.name, DeviceCapabilityRow.capability)
        .join(DeviceCapabilityRow, col(DeviceCapabilityRow.device) == col(DeviceRow.id))
        .where(col(DeviceRow.id).in_(counts))
    )
    kinds = [
        Kind(counts[key], DeviceId(key), name, Capability.model_validate(held))
        for key, name, held in rows
    ]
    known = session.exec(
        select(number)
        .select_from(DeviceCapabilityRow)
        .join(DeviceRow, col(DeviceRow.id) == col(DeviceCapabilityRow.device))
        .where(col(DeviceRow.revoked_at).is_(None))
    ).one()
    return Machines(tuple(sorted(kinds, key=lambda kind: (-kind.devices, kind.name))), known)
