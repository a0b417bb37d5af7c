"""One change to many devices: labels, and commands. Noted once, with how many it concerned."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlmodel import Session, col, select

from controlplane.audit import service as audit
from controlplane.db.errors import InvalidError
from controlplane.devices.commands import LIFE
from controlplane.devices.tables import DeviceCommandRow, DeviceRow
from shared.ids import DeviceId
from shared.wire.down import Verb

MOST: Final = 10_000
"""Devices of one change."""
ONE_BY_ONE: Final = frozenset({Verb.CHAT, Verb.RESTART_ENGINE})
"""What is asked of one device at a time."""
SUBJECT: Final = "many"
_PIECE: Final = 500


def label(
    session: Session,
    devices: Sequence[DeviceId],
    changes: Mapping[str, str | None],
    *,
    actor: str,
    now: datetime,
) -> int:
    """Change labels of many devices; None takes one away. Return how many are now different."""
    changed = 0
    for row in _rows(session, devices):
        after = {**row.labels, **{key: value for key, value in changes.items() if value}}
        after = {key: value for key, value in after.items() if changes.get(key, value)}
        if after != row.labels:
            row.labels = after
            session.add(row)
            changed += 1
    if changed:
        said = ", ".join(
            f"{key}={value}" if value else f"no {key}" for key, value in sorted(changes.items())
        )
        _note(session, f"set {said} on {_devices(changed)}", actor=actor, now=now)
    return changed


def ask(
    session: Session,
    devices: Sequence[DeviceId],
    verb: Verb,
    *,
    life: timedelta = LIFE,
    actor: str,
    now: datetime,
) -> int:
    """Ask the same of many devices; return of how many.

    Raises:
        InvalidError: this is asked of one device at a time.
    """
    suits_many(verb)
    asked = 0
    for row in _rows(session, devices):
        session.add(
            DeviceCommandRow(
                id=str(uuid4()),
                device=row.id,
                verb=verb.value,
                arguments={},
                asked_at=now,
                asked_by=actor,
                expires_at=now + life,
                state="waiting",
                changed_at=now,
            )
        )
        asked += 1
    if asked:
        _note(session, f"asked {_devices(asked)} to {verb.value}", actor=actor, now=now)
    return asked


def suits_many(verb: Verb) -> None:
    """Let pass what may be asked of many.

    Raises:
        InvalidError: this is asked of one device at a time.
    """
    if verb in ONE_BY_ONE:
        raise InvalidError(f"{verb.value} is asked of one device at a time")


def _rows(session: Session, devices: Sequence[DeviceId]) -> list[DeviceRow]:
    rows: list[DeviceRow] = []
    for start in range(0, len(devices), _PIECE):
        wanted = col(DeviceRow.id).in_(devices[start : start + _PIECE])
        rows += session.exec(select(DeviceRow).where(wanted, col(DeviceRow.revoked_at).is_(None)))
    return rows


def _devices(number: int) -> str:
    return f"{number} device{'' if number == 1 else 's'}"


def _note(session: Session, text: str, *, actor: str, now: datetime) -> None:
    audit.note(session, kind="device", subject=SUBJECT, text=text[:500], now=now, actor=actor)
