"""When devices were there: one row from a birth to the end of being online.

Forecasts ask it how long one waits for a device; what is older than `KEPT` tells nothing of that.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, delete, or_, select, update

from controlplane.devices.model import Stay
from controlplane.devices.tables import DeviceOnlineRow
from shared.ids import DeviceId

KEPT: Final = timedelta(days=30)


def came(session: Session, device: DeviceId, now: datetime) -> None:
    """Note that a device is online from now on, and forget what was long ago."""
    went(session, device, now)
    session.exec(
        delete(DeviceOnlineRow).where(
            col(DeviceOnlineRow.device) == device, col(DeviceOnlineRow.ended_at) < now - KEPT
        )
    )
    session.add(DeviceOnlineRow(device=device, began_at=now))


def went(session: Session, device: DeviceId, now: datetime) -> None:
    """Note that a device is not online any more."""
    session.exec(
        update(DeviceOnlineRow)
        .where(col(DeviceOnlineRow.device) == device, col(DeviceOnlineRow.ended_at).is_(None))
        .values(ended_at=now)
    )


def stays(
    session: Session, devices: Collection[DeviceId], since: datetime
) -> Mapping[DeviceId, tuple[Stay, ...]]:
    """Return when each device was online since then, oldest first."""
    query = (
        select(DeviceOnlineRow)
        .where(or_(col(DeviceOnlineRow.ended_at).is_(None), col(DeviceOnlineRow.ended_at) > since))
        .order_by(col(DeviceOnlineRow.began_at))
    )
    found: dict[DeviceId, list[Stay]] = defaultdict(list)
    wanted = frozenset(devices)
    for row in session.exec(query):
        device = DeviceId(row.device)
        if device in wanted:
            found[device].append(Stay(max(row.began_at, since), row.ended_at))
    return {device: tuple(each) for device, each in found.items()}
