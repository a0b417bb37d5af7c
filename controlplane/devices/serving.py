"""Who serves a bundle: what devices reported last, which may be long ago for one that is away."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from controlplane.devices.tables import DeviceRow, DeviceSlotRow, DeviceStatusRow
from shared.digest import Digest
from shared.ids import DeviceId
from shared.wire.up import SlotReport


@dataclass(frozen=True)
class Holder:
    """A slot of a device that has a bundle."""

    device: DeviceId
    name: str
    slot: str
    online: bool
    last_seen: datetime
    serving: bool
    """Whether it answers requests with it; one that was stopped for good does not."""
    recall: str
    """What the device knows of a recall: `stop`, `warn`, or "" when it has not heard of one."""


def holders(session: Session, bundles: Collection[Digest]) -> dict[Digest, tuple[Holder, ...]]:
    """Return the slots that reported each of these bundles, by the device's name.

    Only the devices whose report names one are read.
    """
    query = (
        select(DeviceRow, DeviceStatusRow, DeviceSlotRow)
        .join(DeviceStatusRow, col(DeviceStatusRow.device) == col(DeviceRow.id))
        .join(DeviceSlotRow, col(DeviceSlotRow.device) == col(DeviceRow.id))
        .where(
            col(DeviceRow.revoked_at).is_(None),
            col(DeviceSlotRow.bundle).in_(sorted(set(bundles))),
        )
        .order_by(col(DeviceRow.name), col(DeviceSlotRow.slot))
    )
    found: defaultdict[Digest, list[Holder]] = defaultdict(list)
    for row, status, held in session.exec(query):
        plain = status.slots.get(held.slot)
        report = SlotReport() if plain is None else SlotReport.model_validate(plain)
        bundle = Digest(str(held.bundle))
        found[bundle].append(
            Holder(
                device=DeviceId(row.id),
                name=row.name,
                slot=held.slot,
                online=status.online,
                last_seen=status.last_seen,
                serving=held.serving,
                recall=report.recall if report.recalled == bundle else "",
            )
        )
    return {bundle: tuple(each) for bundle, each in found.items()}
