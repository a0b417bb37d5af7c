"""Read the fleet."""

from collections.abc import Collection
from datetime import datetime
from typing import Final, cast

from sqlmodel import Session, col, func, select

from controlplane.devices.errors import DeviceNotFoundError
from controlplane.devices.model import (
    Counts,
    Device,
    EnrollmentRequest,
    EnrollmentToken,
    Presence,
    RequestState,
)
from controlplane.devices.tables import (
    DeviceCapabilityRow,
    DeviceRow,
    DeviceStatusRow,
    EnrollmentRequestRow,
    EnrollmentTokenRow,
)
from shared.capabilities import Capability
from shared.ids import DeviceId
from shared.wire.up import SlotReport

_PIECE: Final = 500


def devices(session: Session) -> tuple[Device, ...]:
    """Return every device that is not revoked, by name."""
    query = (
        select(DeviceRow, DeviceStatusRow, DeviceCapabilityRow)
        .outerjoin(DeviceStatusRow, col(DeviceStatusRow.device) == col(DeviceRow.id))
        .outerjoin(DeviceCapabilityRow, col(DeviceCapabilityRow.device) == col(DeviceRow.id))
        .where(col(DeviceRow.revoked_at).is_(None))
        .order_by(col(DeviceRow.name))
    )
    return tuple(device_of(*rows) for rows in session.exec(query))


def device(session: Session, id_or_name: str) -> Device:
    """Return one device; a revoked one is found by its id alone.

    Raises:
        DeviceNotFoundError: none has this id or name.
    """
    row = session.get(DeviceRow, id_or_name)
    if row is None:
        by_name = select(DeviceRow).where(
            DeviceRow.name == id_or_name, col(DeviceRow.revoked_at).is_(None)
        )
        row = session.exec(by_name).first()
    if row is None:
        raise DeviceNotFoundError(id_or_name)
    status = session.get(DeviceStatusRow, row.id)
    return device_of(row, status, session.get(DeviceCapabilityRow, row.id))


def presence_of(session: Session, ids: Collection[DeviceId]) -> dict[DeviceId, tuple[str, bool]]:
    """Return name of, and whether online, those of `ids` that were ever enrolled."""
    found = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), _PIECE):
        query = (
            select(DeviceRow.id, DeviceRow.name, DeviceStatusRow.online)
            .outerjoin(DeviceStatusRow, col(DeviceStatusRow.device) == col(DeviceRow.id))
            .where(col(DeviceRow.id).in_(wanted[start : start + _PIECE]))
        )
        for key, name, online in session.exec(query):
            found[DeviceId(key)] = (name, bool(online))
    return found


def name(session: Session, device: str) -> str:
    """Return what people call a device; its id when it is not known."""
    row = session.get(DeviceRow, device)
    return device if row is None else row.name


def slot(session: Session, device: str, name: str) -> SlotReport | None:
    """Return what a device last said of one of its slots."""
    row = session.get(DeviceStatusRow, device)
    found = None if row is None else row.slots.get(name)
    return None if found is None else SlotReport.model_validate(found)


def active(session: Session, ids: set[str]) -> frozenset[str]:
    """Return those of `ids` that belong to devices and are not revoked."""
    query = select(DeviceRow.id).where(
        col(DeviceRow.id).in_(ids), col(DeviceRow.revoked_at).is_(None)
    )
    return frozenset(session.exec(query))


def revoked(session: Session) -> frozenset[DeviceId]:
    query = select(DeviceRow.id).where(col(DeviceRow.revoked_at).is_not(None))
    return frozenset(DeviceId(identifier) for identifier in session.exec(query))


def counts(session: Session) -> Counts:
    query = (
        select(DeviceStatusRow.online, func.count())
        .select_from(DeviceRow)
        .outerjoin(DeviceStatusRow, col(DeviceStatusRow.device) == col(DeviceRow.id))
        .where(col(DeviceRow.revoked_at).is_(None))
        .group_by(col(DeviceStatusRow.online))
    )
    by_presence: dict[bool | None, int] = dict(session.exec(query).all())
    online = by_presence.get(True, 0)
    offline = by_presence.get(False, 0)
    never = by_presence.get(None, 0)
    return Counts(devices=online + offline + never, online=online, offline=offline, never=never)


def tokens(session: Session) -> tuple[EnrollmentToken, ...]:
    """Return every enrollment token, newest first."""
    query = select(EnrollmentTokenRow).order_by(col(EnrollmentTokenRow.created_at).desc())
    return tuple(token_of(row) for row in session.exec(query))


def token_of(row: EnrollmentTokenRow) -> EnrollmentToken:
    return EnrollmentToken(
        id=row.id,
        labels=dict(row.labels),
        uses=row.uses,
        uses_left=row.uses_left,
        created_at=row.created_at,
        created_by=row.created_by,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        approve=row.approve,
    )


def requests(session: Session, now: datetime) -> tuple[EnrollmentRequest, ...]:
    """Return the devices that wait for somebody to let them in, oldest first."""
    query = (
        select(EnrollmentRequestRow)
        .where(EnrollmentRequestRow.state == "pending", col(EnrollmentRequestRow.expires_at) > now)
        .order_by(col(EnrollmentRequestRow.asked_at))
    )
    return tuple(request_of(row) for row in session.exec(query))


def request_of(row: EnrollmentRequestRow) -> EnrollmentRequest:
    return EnrollmentRequest(
        id=row.id,
        name=row.name,
        labels=dict(row.labels),
        fingerprint=row.fingerprint,
        address=row.address,
        state=cast("RequestState", row.state),
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        again=DeviceId(row.again) if row.again else None,
    )


def device_of(
    row: DeviceRow, status: DeviceStatusRow | None, capability: DeviceCapabilityRow | None
) -> Device:
    known = None if capability is None else Capability.model_validate(capability.capability)
    identifier = DeviceId(row.id)
    if status is None:
        return Device(
            id=identifier,
            name=row.name,
            labels=dict(row.labels),
            enrolled_at=row.enrolled_at,
            capability=known,
            certificate_expires_at=row.certificate_expires_at,
            revoked_at=row.revoked_at,
        )
    presence: Presence = "online" if status.online else "offline"
    return Device(
        id=identifier,
        name=row.name,
        labels=dict(row.labels),
        enrolled_at=row.enrolled_at,
        presence=presence,
        last_seen=status.last_seen,
        session=status.session,
        capability=known,
        slots={name: SlotReport.model_validate(slot) for name, slot in status.slots.items()},
        agent=status.agent,
        api=status.api,
        director_version=status.director_version,
        certificate_expires_at=row.certificate_expires_at,
        revoked_at=row.revoked_at,
    )
