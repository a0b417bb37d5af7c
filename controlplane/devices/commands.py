"""What is asked of a device over MQTT, kept until it answers or until it is too late.

A command is `waiting` until the broker has it, `sent` until the device answers. A broker that lost
it, or a device that was born anew, gets it again; the device knows its id and obeys once.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, cast
from uuid import uuid4

from sqlalchemy import ColumnElement, delete, true, update
from sqlmodel import Session, col, select

from controlplane.audit import service as audit
from controlplane.devices.errors import CommandNotFoundError, DeviceNotFoundError
from controlplane.devices.model import CommandState, DeviceCommand
from controlplane.devices.tables import DeviceCommandRow, DeviceRow
from shared.errors import Fault
from shared.ids import DeviceId
from shared.wire.down import Command, Verb
from shared.wire.up import Reply

LIFE: Final = timedelta(hours=1)
MAX_RESULT_BYTES: Final = 16 * 1024
MAX_TEXT: Final = 8_000
"""Characters of an answer that comes in pieces."""
_OPEN: Final = ("waiting", "sent")


def ask(
    session: Session,
    device: DeviceId,
    verb: Verb,
    *,
    arguments: Mapping[str, str] | None = None,
    life: timedelta = LIFE,
    actor: str,
    now: datetime,
) -> DeviceCommand:
    """Ask something of a device; the downlink sends it.

    Raises:
        DeviceNotFoundError: there is no such device, or it is revoked.
    """
    known = session.get(DeviceRow, device)
    if known is None or known.revoked_at is not None:
        raise DeviceNotFoundError(device)
    row = DeviceCommandRow(
        id=str(uuid4()),
        device=device,
        verb=verb.value,
        arguments=dict(arguments or {}),
        asked_at=now,
        asked_by=actor,
        expires_at=now + life,
        state="waiting",
        changed_at=now,
    )
    session.add(row)
    _note(session, row, f"asked {known.name} to {verb.value}", now=now, actor=actor)
    return command_of(row, now)


def pending(session: Session, now: datetime, limit: int) -> list[tuple[DeviceId, Command]]:
    """Return what must be sent, the longest waiting first."""
    query = (
        select(DeviceCommandRow)
        .join(DeviceRow, col(DeviceRow.id) == col(DeviceCommandRow.device))
        .where(
            DeviceCommandRow.state == "waiting",
            col(DeviceCommandRow.expires_at) > now,
            col(DeviceRow.revoked_at).is_(None),
        )
        .order_by(col(DeviceCommandRow.asked_at), col(DeviceCommandRow.id))
        .limit(limit)
    )
    return [
        (
            DeviceId(row.device),
            Command(
                id=row.id, expires=row.expires_at, verb=Verb(row.verb), arguments=row.arguments
            ),
        )
        for row in session.exec(query)
    ]


def sent(session: Session, command_id: str, now: datetime) -> None:
    """Note that the broker has it; one that was answered meanwhile stays answered."""
    _move(session, "waiting", "sent", now, col(DeviceCommandRow.id) == command_id)


def send_again(session: Session, now: datetime, device: DeviceId | None = None) -> None:
    """Let what was sent and not answered go out once more: to one device, or to all."""
    whom = true() if device is None else col(DeviceCommandRow.device) == device
    _move(session, "sent", "waiting", now, whom)


def answered(session: Session, device: DeviceId, reply: Reply, now: datetime) -> bool:
    """Keep what the device answered; the first answer counts, and only its own.

    Returns whether this was asked of it.
    """
    row = session.get(DeviceCommandRow, reply.id)
    if row is None or row.device != device:
        return False
    if row.state not in _OPEN:
        return True
    if reply.seq is not None:
        reply = _joined(row, reply)
    if reply.more:
        row.result = _kept(reply.result)
        row.changed_at = now
        session.add(row)
        return True
    row.state = "done" if reply.ok else "failed"
    row.changed_at = now
    row.result = _kept(reply.result)
    row.fault = None if reply.fault is None else reply.fault.model_dump(mode="json")
    session.add(row)
    known = session.get(DeviceRow, device)
    name = device if known is None else known.name
    how = "did" if reply.ok else "could not"
    _note(session, row, f"{name} {how} {row.verb}", now=now)
    return True


def command(session: Session, device: DeviceId, command_id: str, now: datetime) -> DeviceCommand:
    """Return one command of a device.

    Raises:
        CommandNotFoundError: the device was never asked this.
    """
    row = session.get(DeviceCommandRow, command_id)
    if row is None or row.device != device:
        raise CommandNotFoundError(command_id)
    return command_of(row, now)


def recent(
    session: Session, device: DeviceId, now: datetime, *, limit: int
) -> tuple[DeviceCommand, ...]:
    """Return what was asked of a device, newest first."""
    query = (
        select(DeviceCommandRow)
        .where(DeviceCommandRow.device == device)
        .order_by(col(DeviceCommandRow.asked_at).desc(), col(DeviceCommandRow.id))
        .limit(limit)
    )
    return tuple(command_of(row, now) for row in session.exec(query))


def _joined(row: DeviceCommandRow, reply: Reply) -> Reply:
    """Return an answer that comes in pieces as far as it has come; a piece counts once."""
    held = row.result or {}
    text, seq = str(held.get("text", "")), int(held.get("seq", 0))
    assert reply.seq is not None
    if reply.seq > seq:
        text, seq = text + str(reply.result.get("text", "")), reply.seq
    whole = {**held, **reply.result, "text": text[:MAX_TEXT], "seq": seq}
    return reply.model_copy(update={"result": whole})


def forget(session: Session, *, now: datetime, keep: timedelta) -> None:
    """Delete what was asked longer than `keep` ago, with what was answered."""
    session.exec(delete(DeviceCommandRow).where(col(DeviceCommandRow.asked_at) < now - keep))


def _move(
    session: Session, before: str, after: str, now: datetime, whom: ColumnElement[bool]
) -> None:
    session.exec(
        update(DeviceCommandRow)
        .where(col(DeviceCommandRow.state) == before, col(DeviceCommandRow.expires_at) > now, whom)
        .values(state=after, changed_at=now)
    )


def command_of(row: DeviceCommandRow, now: datetime) -> DeviceCommand:
    late = row.state in _OPEN and row.expires_at <= now
    return DeviceCommand(
        id=row.id,
        device=DeviceId(row.device),
        verb=Verb(row.verb),
        arguments=dict(row.arguments),
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        expires_at=row.expires_at,
        state="expired" if late else cast("CommandState", row.state),
        changed_at=row.changed_at,
        result=row.result,
        fault=None if row.fault is None else Fault.model_validate(row.fault),
    )


def _kept(result: dict[str, object]) -> dict[str, Any]:
    """Return what of an answer can be kept: bounded, and JSON that every database takes."""
    try:
        text = json.dumps(result, allow_nan=False)
    except ValueError:
        return {"dropped": "the answer was not JSON"}
    if len(text) > MAX_RESULT_BYTES:
        return {"dropped": f"the answer had {len(text)} bytes"}
    return dict(result)


def _note(
    session: Session,
    row: DeviceCommandRow,
    text: str,
    *,
    now: datetime,
    actor: str = audit.SYSTEM,
) -> None:
    audit.note(session, kind="device", subject=row.device, text=text, now=now, actor=actor)
