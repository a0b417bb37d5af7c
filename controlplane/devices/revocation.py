"""Who is shut out: the devices by name, and every certificate of theirs by serial.

A device may hold two certificates for a while, the old and the renewed one, and both must go.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from controlplane.devices.tables import DeviceCertificateRow, DeviceRow
from shared.ids import DeviceId


@dataclass(frozen=True)
class Revoked:
    """What the broker must know."""

    devices: frozenset[DeviceId] = frozenset()
    serials: frozenset[int] = frozenset()


def revoked(session: Session, now: datetime) -> Revoked:
    """Return who is revoked; a certificate that ended is refused without being named."""
    devices = session.exec(select(DeviceRow.id).where(col(DeviceRow.revoked_at).is_not(None)))
    serials = session.exec(
        select(DeviceCertificateRow.serial)
        .join(DeviceRow, col(DeviceRow.id) == col(DeviceCertificateRow.device))
        .where(col(DeviceRow.revoked_at).is_not(None), col(DeviceCertificateRow.expires_at) > now)
    )
    return Revoked(
        devices=frozenset(DeviceId(each) for each in devices),
        serials=frozenset(int(each, 16) for each in serials),
    )
