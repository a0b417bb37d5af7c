"""Certificates for devices that are known: renewed in time, or given back to one that was late."""

import base64
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlmodel import Session

from controlplane.audit import service as audit
from controlplane.devices.ca import DEVICE_LIFE, CertificateAuthority
from controlplane.devices.errors import BadRequestError
from controlplane.devices.tables import DeviceCertificateRow, DeviceRow
from shared.ids import DeviceId
from shared.wire.enrol import Proof

SOONEST: Final = timedelta(hours=1)
"""After the last certificate; a device that asks more often is not worth the authority's time."""


def renew(
    session: Session, device: DeviceId, csr_pem: str, *, ca: CertificateAuthority, now: datetime
) -> str | None:
    """Certify a new key of a device that speaks over its authenticated connection.

    Returns the certificate and the CA's as PEM, or None where there is none to be had: the device
    is revoked, or was given one within the last hour.

    Raises:
        BadRequestError: the certificate signing request is not accepted.
    """
    row = session.get(DeviceRow, device)
    if row is None or row.revoked_at is not None:
        return None
    if now < row.certificate_expires_at - DEVICE_LIFE + SOONEST:
        return None
    return certify(session, row, csr_pem, ca=ca, now=now, how="renewed its certificate")


def certify(
    session: Session,
    row: DeviceRow,
    csr_pem: str,
    *,
    ca: CertificateAuthority,
    now: datetime,
    how: str,
) -> str:
    """Issue a certificate to a device that has a row, and write down which one is its newest.

    Raises:
        BadRequestError: the certificate signing request is not accepted.
    """
    issued = ca.issue_device(csr_pem, DeviceId(row.id), now)
    row.certificate_serial = issued.serial
    row.certificate_expires_at = issued.expires_at
    session.add(row)
    session.add(
        DeviceCertificateRow(serial=issued.serial, device=row.id, expires_at=issued.expires_at)
    )
    audit.note(session, kind="device", subject=row.id, text=f"{row.name} {how}", now=now)
    return issued.certificate_pem


def proven(session: Session, proof: Proof, csr_pem: str, *, ca: CertificateAuthority) -> DeviceRow:
    """Return the device that a proof is of; its certificate may have expired.

    Raises:
        BadRequestError: not a certificate of this fleet's, not signed with its key, or revoked.
    """
    try:
        held = x509.load_pem_x509_certificate(proof.certificate_pem.encode())
        key = held.public_key()
        if not isinstance(key, ec.EllipticCurvePublicKey):
            raise BadRequestError("the old certificate is not for an elliptic curve key")
        ca.vouch(held)
        key.verify(
            base64.b64decode(proof.signature, validate=True),
            csr_pem.encode(),
            ec.ECDSA(hashes.SHA256()),
        )
    except (
        ValueError,
        TypeError,
        InvalidSignature,
        UnsupportedAlgorithm,
        x509.InvalidVersion,
    ) as error:
        raise BadRequestError(
            "the device cannot prove that it was enrolled here before; enroll it as a new one"
        ) from error
    (name,) = held.subject.get_attributes_for_oid(NameOID.COMMON_NAME) or (None,)
    row = session.get(DeviceRow, str(name.value)) if name is not None else None
    if row is None or row.revoked_at is not None:
        raise BadRequestError(
            "the device that this was is revoked, or not known here; enroll it as a new one"
        )
    return row
