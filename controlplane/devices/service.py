"""What changes a device: what it says of itself, and what operators do with it.

The `record_*` functions are safe to repeat with the same message; `presence` decides what counts.
They tell whether the device must be asked to say everything again.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from controlplane.audit import service as audit
from controlplane.devices import history, presence, slots
from controlplane.devices.enrollment import (
    Enrolled,
    create_token,
    created,
    enroll,
    revoke_token,
)
from controlplane.devices.errors import DeviceNotFoundError
from controlplane.devices.presence import Known, Verdict
from controlplane.devices.tables import DeviceCapabilityRow, DeviceRow, DeviceStatusRow
from shared.ids import DeviceId
from shared.wire.up import Birth, CapabilityReport, Death, Report, SlotReport

__all__ = [
    "Enrolled",
    "create_token",
    "created",
    "enroll",
    "mark_lost",
    "record_birth",
    "record_capability",
    "record_death",
    "record_report",
    "revoke",
    "revoke_token",
    "seen",
    "set_labels",
]


def record_birth(
    session: Session,
    device_id: DeviceId,
    message: Birth,
    now: datetime,
    *,
    replayed: bool = False,
) -> bool:
    """Take in that a device is there; return whether its capability must be asked for."""
    row = session.get(DeviceStatusRow, device_id)
    verdict = presence.birth(_known(row), session=message.session, at=message.at, replayed=replayed)
    if verdict is Verdict.IGNORE:
        return False
    was_online = row is not None and row.online
    session.merge(
        DeviceStatusRow(
            device=device_id,
            online=True,
            session=message.session,
            seq=0,
            born_at=now,
            told_at=message.at,
            last_seen=now,
            agent=message.agent,
            api=message.api,
            director_version=message.director_version,
            capability=message.capability,
            slots=_plain(message.slots),
        )
    )
    slots.hold(session, device_id, message.slots)
    if not was_online:
        history.came(session, device_id, now)
        _note(session, device_id, "is online", now)
    capability = session.get(DeviceCapabilityRow, device_id)
    # Right after enrollment the capability follows by itself; later the device believes that it
    # was told already, so a lost one has to be asked for.
    return row is not None and (capability is None or capability.digest != message.capability)


def record_death(session: Session, device_id: DeviceId, message: Death, now: datetime) -> None:
    row = session.get(DeviceStatusRow, device_id)
    if presence.death(_known(row), session=message.session) is not Verdict.APPLY:
        return
    assert row is not None
    row.online = False
    session.add(row)
    history.went(session, device_id, now)
    _note(session, device_id, "went offline", now)


def record_report(session: Session, device_id: DeviceId, message: Report, now: datetime) -> bool:
    """Take in what changed; return whether the device must say everything again."""
    row = session.get(DeviceStatusRow, device_id)
    verdict = presence.report(_known(row), session=message.session, seq=message.seq)
    if verdict in {Verdict.APPLY, Verdict.APPLY_AND_ASK_ALL}:
        assert row is not None
        row.seq = message.seq
        row.told_at = message.at
        row.last_seen = now
        if message.slots is not None:
            row.slots = _plain(message.slots)
            slots.hold(session, device_id, message.slots)
        if message.director_version is not None:
            row.director_version = message.director_version
        if message.api is not None:
            row.api = message.api
        session.add(row)
    return verdict in {Verdict.ASK_ALL, Verdict.APPLY_AND_ASK_ALL}


def record_capability(
    session: Session, device_id: DeviceId, message: CapabilityReport, now: datetime
) -> None:
    session.merge(
        DeviceCapabilityRow(
            device=device_id,
            digest=message.capability.digest(),
            reported_at=now,
            capability=message.capability.model_dump(mode="json"),
        )
    )


def seen(session: Session, devices: set[DeviceId], now: datetime) -> None:
    """Note that these devices were heard, whatever they said."""
    if not devices:
        return
    session.exec(
        update(DeviceStatusRow)
        .where(col(DeviceStatusRow.device).in_(devices))
        .values(last_seen=now)
    )


def mark_lost(session: Session, *, broker_started_at: datetime, now: datetime) -> int:
    """Count those as offline that a restarted broker lost and that did not come back."""
    query = select(DeviceStatusRow).where(
        col(DeviceStatusRow.online).is_(True),
        col(DeviceStatusRow.born_at) < broker_started_at,
    )
    lost = [
        row
        for row in session.exec(query)
        if presence.is_lost(born_at=row.born_at, broker_started_at=broker_started_at, now=now)
    ]
    for row in lost:
        row.online = False
        # The next word of this session, should it come after all, makes the device say everything.
        row.session = ""
        session.add(row)
        history.went(session, DeviceId(row.device), now)
        _note(session, DeviceId(row.device), "went offline while the broker was away", now)
    return len(lost)


def set_labels(
    session: Session,
    device_id: DeviceId,
    changes: dict[str, str | None],
    *,
    actor: str,
    now: datetime,
) -> None:
    """Change labels; None takes one away.

    Raises:
        DeviceNotFoundError: there is no such device.
    """
    row = _row(session, device_id)
    labels = {**row.labels, **{key: value for key, value in changes.items() if value is not None}}
    for key, value in changes.items():
        if value is None:
            labels.pop(key, None)
    row.labels = labels
    session.add(row)
    audit.note(
        session,
        kind="device",
        subject=device_id,
        text=f"changed the labels of {row.name}",
        now=now,
        actor=actor,
    )


def revoke(session: Session, device_id: DeviceId, *, actor: str, now: datetime) -> None:
    """Shut a device out for good; its name is free again.

    Raises:
        DeviceNotFoundError: there is no such device.
    """
    row = _row(session, device_id)
    if row.revoked_at is not None:
        return
    row.revoked_at = now
    session.add(row)
    status = session.get(DeviceStatusRow, device_id)
    if status is not None:
        status.online = False
        session.add(status)
    history.went(session, device_id, now)
    audit.note(
        session, kind="device", subject=device_id, text=f"revoked {row.name}", now=now, actor=actor
    )


def _row(session: Session, device_id: DeviceId) -> DeviceRow:
    row = session.get(DeviceRow, device_id)
    if row is None:
        raise DeviceNotFoundError(device_id)
    return row


def _known(row: DeviceStatusRow | None) -> Known | None:
    if row is None:
        return None
    return Known(session=row.session, seq=row.seq, online=row.online, told_at=row.told_at)


def _plain(reports: dict[str, SlotReport]) -> dict[str, Any]:
    return {name: slot.model_dump(mode="json") for name, slot in reports.items()}


def _note(session: Session, device_id: DeviceId, what: str, now: datetime) -> None:
    row = session.get(DeviceRow, device_id)
    name = device_id if row is None else row.name
    audit.note(session, kind="device", subject=device_id, text=f"{name} {what}", now=now)
