"""Let devices in: enrollment tokens and the one request that turns a token into a certificate."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import uuid4

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from controlplane.audit import service as audit
from controlplane.devices import renewal
from controlplane.devices.ca import CertificateAuthority
from controlplane.devices.errors import NameTakenError, TokenNotFoundError, TokenRefusedError
from controlplane.devices.model import EnrollmentToken
from controlplane.devices.queries import token_of
from controlplane.devices.tables import (
    DeviceCertificateRow,
    DeviceRow,
    EnrollmentRequestRow,
    EnrollmentTokenRow,
)
from shared.digest import Digest
from shared.ids import DeviceId, new_id
from shared.wire.enrol import EnrollRequest, Proof, make_token, parse_token

_SECRET_BYTES: Final = 20


@dataclass(frozen=True)
class Enrolled:
    """What a new device is told, besides where everything is."""

    device: DeviceId
    name: str
    labels: dict[str, str]
    certificate_pem: str


def create_token(
    session: Session,
    *,
    anchors: Digest,
    labels: dict[str, str],
    uses: int,
    expires_at: datetime,
    now: datetime,
    approve: bool = False,
    actor: str = audit.SYSTEM,
) -> str:
    """Return a new token; it is shown this once, only a hash of it is kept."""
    secret = secrets.token_hex(_SECRET_BYTES)
    row = EnrollmentTokenRow(
        id=str(uuid4()),
        secret_hash=hash_of(secret),
        labels=labels,
        uses=uses,
        uses_left=uses,
        created_at=now,
        created_by=actor,
        expires_at=expires_at,
        approve=approve,
    )
    session.add(row)
    audit.note(
        session,
        kind="token",
        subject=row.id,
        text=f"made an enrollment token for {uses} {'device' if uses == 1 else 'devices'}"
        + (", each to be approved" if approve else ""),
        now=now,
        actor=actor,
    )
    return make_token(secret, anchors)


def created(session: Session, token: str) -> EnrollmentToken:
    """Return what is kept of a token that was just made.

    Raises:
        TokenRefusedError: there is no such token.
    """
    return token_of(token_row(session, token))


def revoke_token(session: Session, token_id: str, *, actor: str, now: datetime) -> None:
    """Close a token for good.

    Raises:
        TokenNotFoundError: there is none with this id.
    """
    row = session.get(EnrollmentTokenRow, token_id)
    if row is None:
        raise TokenNotFoundError(token_id)
    if row.revoked_at is None:
        row.revoked_at = now
        session.add(row)
        # Whoever leaked the token may be among those who wait.
        session.exec(
            update(EnrollmentRequestRow)
            .where(
                col(EnrollmentRequestRow.token) == token_id,
                col(EnrollmentRequestRow.state).in_(("pending", "approved")),
            )
            .values(state="rejected", decided_at=now, decided_by=actor)
        )
        text = "revoked an enrollment token"
        audit.note(session, kind="token", subject=token_id, text=text, now=now, actor=actor)


def enroll(
    session: Session, request: EnrollRequest, *, ca: CertificateAuthority, now: datetime
) -> Enrolled:
    """Take a device in: check the token, choose the id, certify the key.

    With a proof the device that was keeps its id, its name and its history.

    Raises:
        TokenFormError: the text is no token.
        TokenRefusedError: the token opens nothing (any more).
        BadRequestError: the certificate signing request is not accepted.
        NameTakenError: another device has this name.
    """
    token = token_row(session, request.token)
    if token.approve:
        raise TokenRefusedError("a person must agree to every device that comes with this token")
    if request.proof is not None:
        return _enroll_again(session, request, request.proof, token, ca=ca, now=now)
    if is_taken(session, request.name):
        raise NameTakenError(request.name)
    use(session, token, now)
    labels = {**request.labels, **token.labels}
    return admit(session, request.name, labels, request.csr_pem, token=token.id, ca=ca, now=now)


def admit(
    session: Session,
    name: str,
    labels: dict[str, str],
    csr_pem: str,
    *,
    token: str,
    ca: CertificateAuthority,
    now: datetime,
) -> Enrolled:
    """Make a device of one that may come in.

    Raises:
        BadRequestError: the certificate signing request is not accepted.
        NameTakenError: another device has this name.
    """
    device = DeviceId(new_id())
    issued = ca.issue_device(csr_pem, device, now)
    session.add(
        DeviceRow(
            id=device,
            name=name,
            labels=labels,
            enrolled_at=now,
            enrolled_with=token,
            certificate_serial=issued.serial,
            certificate_expires_at=issued.expires_at,
        )
    )
    audit.note(session, kind="device", subject=device, text=f"{name} enrolled", now=now)
    try:
        session.flush()
    except IntegrityError as error:  # another process took the name in this moment
        raise NameTakenError(name) from error
    session.add(
        DeviceCertificateRow(serial=issued.serial, device=device, expires_at=issued.expires_at)
    )
    return Enrolled(device, name, labels, issued.certificate_pem)


def _enroll_again(
    session: Session,
    request: EnrollRequest,
    proof: Proof,
    token: EnrollmentTokenRow,
    *,
    ca: CertificateAuthority,
    now: datetime,
) -> Enrolled:
    row = renewal.proven(session, proof, request.csr_pem, ca=ca)
    use(session, token, now)
    row.labels = {**row.labels, **token.labels}
    pem = renewal.certify(session, row, request.csr_pem, ca=ca, now=now, how="enrolled again")
    return Enrolled(DeviceId(row.id), row.name, row.labels, pem)


def use(session: Session, token: EnrollmentTokenRow, now: datetime) -> None:
    """Spend one use of a token.

    Raises:
        TokenRefusedError: it has none left, expired or was revoked.
    """
    if token.revoked_at is not None:
        raise TokenRefusedError("this enrollment token was revoked; ask for a new one")
    if token.expires_at <= now:
        raise TokenRefusedError(
            f"this enrollment token expired at {token.expires_at:%Y-%m-%d %H:%M} UTC;"
            " ask for a new one"
        )
    # One statement, so that two devices cannot spend the same last use.
    spent = session.exec(
        update(EnrollmentTokenRow)
        .where(col(EnrollmentTokenRow.id) == token.id, col(EnrollmentTokenRow.uses_left) > 0)
        .values(uses_left=col(EnrollmentTokenRow.uses_left) - 1)
        .returning(col(EnrollmentTokenRow.id))
    )
    if spent.first() is None:
        times = "once" if token.uses == 1 else f"{token.uses} times"
        raise TokenRefusedError(
            f"this enrollment token was good {times} and is used up; ask for a new one"
        )


def token_row(session: Session, token: str) -> EnrollmentTokenRow:
    """Return what is kept of a token.

    Raises:
        TokenFormError: the text is no token.
        TokenRefusedError: nobody here made it.
    """
    secret, _ = parse_token(token)
    query = select(EnrollmentTokenRow).where(EnrollmentTokenRow.secret_hash == hash_of(secret))
    row = session.exec(query).first()
    if row is None:
        raise TokenRefusedError("this control plane did not make this enrollment token")
    return row


def is_taken(session: Session, name: str) -> bool:
    query = select(DeviceRow.id).where(DeviceRow.name == name, col(DeviceRow.revoked_at).is_(None))
    return session.exec(query).first() is not None


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
