"""Devices that a person lets in: asked for with a token that says so, decided, fetched by a ticket.

The device and the operator both see the fingerprint of the device's key, so that a person can tell
the machine on the bench from somebody else with the same token. A request is kept by token and
key: a device that lost the answer asks again and is the same request, with a new ticket.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import update
from sqlmodel import Session, col, select

from controlplane.audit import service as audit
from controlplane.devices import ca as authority
from controlplane.devices import renewal
from controlplane.devices.ca import CertificateAuthority
from controlplane.devices.enrollment import (
    Enrolled,
    admit,
    enroll,
    hash_of,
    is_taken,
    token_row,
    use,
)
from controlplane.devices.errors import (
    ApprovalRefusedError,
    NameTakenError,
    RequestDecidedError,
    RequestNotFoundError,
)
from controlplane.devices.tables import DeviceRow, EnrollmentRequestRow, EnrollmentTokenRow
from shared.ids import DeviceId
from shared.wire.enrol import EnrollRequest

LIFE: Final = timedelta(hours=24)
"""How long a request waits for a person, and an approved one for its device."""
_TICKET_BYTES: Final = 20


@dataclass(frozen=True)
class Waiting:
    """The device must ask again, with this ticket."""

    ticket: str
    fingerprint: str
    expires_at: datetime


def ask(
    session: Session,
    request: EnrollRequest,
    *,
    ca: CertificateAuthority,
    address: str,
    now: datetime,
) -> Enrolled | Waiting:
    """Let a device in, or note that it waits for somebody who does.

    Raises:
        TokenFormError, TokenRefusedError, BadRequestError, NameTakenError: as `enroll` does.
        ApprovalRefusedError: this device was rejected.
    """
    token = token_row(session, request.token)
    if not token.approve:
        return enroll(session, request, ca=ca, now=now)
    fingerprint = authority.fingerprint(request.csr_pem)
    ticket = secrets.token_hex(_TICKET_BYTES)
    row = _known(session, token, fingerprint)
    if row is None:
        row = _new(session, request, token, fingerprint, ca=ca, now=now)
    elif row.state == "rejected":
        raise ApprovalRefusedError(_refusal(row))
    elif row.expires_at <= now:
        _begin_again(session, row, token, now)
    row.ticket_hash = hash_of(ticket)
    row.address = address[:64]
    session.add(row)
    return Waiting(ticket, fingerprint, row.expires_at)


def poll(
    session: Session, ticket: str, *, ca: CertificateAuthority, now: datetime
) -> Enrolled | Waiting:
    """Answer a device that waits; an approved one becomes a device in this moment.

    Raises:
        ApprovalRefusedError: rejected, expired, or not a ticket of this control plane.
        NameTakenError: another device took its name meanwhile.
    """
    query = select(EnrollmentRequestRow).where(EnrollmentRequestRow.ticket_hash == hash_of(ticket))
    row = session.exec(query).first()
    if row is None:
        raise ApprovalRefusedError("nobody waits with this ticket; enroll again")
    if row.state == "rejected" or row.expires_at <= now:
        raise ApprovalRefusedError(_refusal(row))
    if row.state == "pending":
        return Waiting(ticket, row.fingerprint, row.expires_at)
    if row.state == "enrolled":
        return _again(session, row)
    return _let_in(session, row, ca=ca, now=now)


def approve(session: Session, request_id: str, *, actor: str, now: datetime) -> None:
    """Agree to a device.

    Raises:
        RequestNotFoundError: nobody waits with this id.
        RequestDecidedError: somebody was quicker, or it expired.
        NameTakenError: another device took its name meanwhile.
    """
    row = _row(session, request_id)
    if row.again is None and is_taken(session, row.name):
        raise NameTakenError(row.name)
    _decide(session, row, "approved", actor=actor, now=now)
    row.expires_at = now + LIFE
    session.add(row)


def reject(session: Session, request_id: str, *, actor: str, now: datetime) -> None:
    """Send a device away; its key never comes in with this token.

    Raises:
        RequestNotFoundError: nobody waits with this id.
        RequestDecidedError: somebody was quicker, or it expired.
    """
    _decide(session, _row(session, request_id), "rejected", actor=actor, now=now)


def _known(
    session: Session, token: EnrollmentTokenRow, fingerprint: str
) -> EnrollmentRequestRow | None:
    query = select(EnrollmentRequestRow).where(
        EnrollmentRequestRow.token == token.id, EnrollmentRequestRow.fingerprint == fingerprint
    )
    return session.exec(query).first()


def _new(
    session: Session,
    request: EnrollRequest,
    token: EnrollmentTokenRow,
    fingerprint: str,
    *,
    ca: CertificateAuthority,
    now: datetime,
) -> EnrollmentRequestRow:
    again = None
    if request.proof is not None:
        again = renewal.proven(session, request.proof, request.csr_pem, ca=ca)
    elif is_taken(session, request.name):
        raise NameTakenError(request.name)
    use(session, token, now)
    row = EnrollmentRequestRow(
        id=str(uuid4()),
        token=token.id,
        ticket_hash="",
        fingerprint=fingerprint,
        name=request.name if again is None else again.name,
        labels={**(request.labels if again is None else again.labels), **token.labels},
        csr_pem=request.csr_pem,
        address="",
        again=None if again is None else again.id,
        state="pending",
        asked_at=now,
        expires_at=now + LIFE,
    )
    _note(session, row, f"{row.name} asks to be let in, key {fingerprint[:16]}", now=now)
    return row


def _begin_again(
    session: Session, row: EnrollmentRequestRow, token: EnrollmentTokenRow, now: datetime
) -> None:
    """Let a device that waited too long wait anew, as long as its token is good."""
    if row.state == "enrolled" or token.revoked_at is not None or token.expires_at <= now:
        raise ApprovalRefusedError("this token lets nobody in any more; ask for a new one")
    row.state, row.expires_at = "pending", now + LIFE
    _note(session, row, f"{row.name} asks again to be let in", now=now)


def _let_in(
    session: Session, row: EnrollmentRequestRow, *, ca: CertificateAuthority, now: datetime
) -> Enrolled:
    if not _moved(session, row, "approved", "enrolled"):  # the same ticket, at the same time
        return _again(session, row)
    known = session.get(DeviceRow, row.again) if row.again else None
    if row.again is None:
        enrolled = admit(
            session, row.name, dict(row.labels), row.csr_pem, token=row.token, ca=ca, now=now
        )
    elif known is None or known.revoked_at is not None:
        raise ApprovalRefusedError("the device that this was is revoked; enroll it as a new one")
    else:
        known.labels = dict(row.labels)
        pem = renewal.certify(session, known, row.csr_pem, ca=ca, now=now, how="enrolled again")
        enrolled = Enrolled(DeviceId(known.id), known.name, known.labels, pem)
    row.device = enrolled.device
    row.certificate_pem = enrolled.certificate_pem
    session.add(row)
    return enrolled


def _again(session: Session, row: EnrollmentRequestRow) -> Enrolled:
    """Give the answer that was given before."""
    session.refresh(row)
    known = session.get(DeviceRow, row.device)
    if known is None or known.revoked_at is not None or row.certificate_pem is None:
        raise ApprovalRefusedError("the device that came of this was revoked; enroll it anew")
    return Enrolled(DeviceId(known.id), known.name, dict(known.labels), row.certificate_pem)


def _row(session: Session, request_id: str) -> EnrollmentRequestRow:
    row = session.get(EnrollmentRequestRow, request_id)
    if row is None:
        raise RequestNotFoundError(request_id)
    return row


def _decide(
    session: Session, row: EnrollmentRequestRow, state: str, *, actor: str, now: datetime
) -> None:
    if row.expires_at <= now:
        raise RequestDecidedError(f"{row.name} waited too long; let it ask again")
    if not _moved(session, row, "pending", state):
        raise RequestDecidedError(f"{row.name} does not wait any more: it is {row.state}")
    row.decided_at = now
    row.decided_by = actor
    session.add(row)
    _note(session, row, f"{state} {row.name}, key {row.fingerprint[:16]}", now=now, actor=actor)


def _moved(session: Session, row: EnrollmentRequestRow, before: str, after: str) -> bool:
    """Change the state in one statement, so that of two who try one does."""
    changed = session.exec(
        update(EnrollmentRequestRow)
        .where(col(EnrollmentRequestRow.id) == row.id, col(EnrollmentRequestRow.state) == before)
        .values(state=after)
        .returning(col(EnrollmentRequestRow.id))
    ).first()
    session.refresh(row)
    return changed is not None


def _refusal(row: EnrollmentRequestRow) -> str:
    if row.state == "rejected":
        return f"{row.name} was rejected; ask whoever runs the fleet"
    return f"nobody let {row.name} in within {LIFE.total_seconds() / 3600:.0f} hours; ask again"


def _note(
    session: Session,
    row: EnrollmentRequestRow,
    text: str,
    *,
    now: datetime,
    actor: str = audit.SYSTEM,
) -> None:
    audit.note(session, kind="token", subject=row.id, text=text, now=now, actor=actor)
