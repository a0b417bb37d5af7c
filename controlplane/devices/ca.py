"""The fleet's certificate authority: one P-256 key that names devices, gateway and broker.

A device's certificate says its UUID and nothing it asked for: names and extensions of the request
are ignored, only the key is taken. Certificates live 90 days on devices.
"""

import hashlib
import ipaddress
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Self
from uuid import UUID

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from controlplane.devices.errors import AuthorityError, BadRequestError
from shared.ids import DeviceId

DEVICE_LIFE: Final = timedelta(days=90)
_CA_LIFE: Final = timedelta(days=3650)
_SERVICE_LIFE: Final = timedelta(days=825)
_SERVICE_RENEW: Final = timedelta(days=90)
_BACKDATE: Final = timedelta(minutes=10)
"""For devices whose clock is a little late."""
CONTROL_PLANE = "control-plane"


@dataclass(frozen=True)
class Issued:
    """A certificate as PEM, the CA's after the device's, and what is kept of it."""

    certificate_pem: str
    serial: str
    expires_at: datetime


class CertificateAuthority:
    """Signs what the fleet's members show each other."""

    def __init__(self, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> None:
        self._certificate = certificate
        self._key = key

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the authority from `ca.pem` and `ca.key`.

        Raises:
            AuthorityError: they are missing or not readable.
        """
        try:
            certificate = x509.load_pem_x509_certificate((folder / "ca.pem").read_bytes())
            key = serialization.load_pem_private_key((folder / "ca.key").read_bytes(), None)
        except (OSError, ValueError) as error:
            raise AuthorityError(
                f"no certificate authority in {folder} ({error}); `flotilla up` makes one"
            ) from error
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise AuthorityError(f"{folder / 'ca.key'} is not an elliptic curve key")
        return cls(certificate, key)

    @property
    def pem(self) -> str:
        return _pem(self._certificate)

    def issue_device(self, csr_pem: str, device: DeviceId, now: datetime) -> Issued:
        """Certify the key of a request as `device`.

        Raises:
            BadRequestError: not a request, not P-256, or not signed by its own key.
        """
        public_key = _key_of(csr_pem)
        names = [x509.UniformResourceIdentifier(UUID(device).urn)]
        certificate = self._sign(
            public_key,
            name=device,
            names=names,
            usage=ExtendedKeyUsageOID.CLIENT_AUTH,
            life=(now - _BACKDATE, now + DEVICE_LIFE),
        )
        return Issued(
            certificate_pem=_pem(certificate) + self.pem,
            serial=f"{certificate.serial_number:x}",
            expires_at=certificate.not_valid_after_utc,
        )

    def vouch(self, certificate: x509.Certificate) -> None:
        """Check that this authority issued a certificate, at whatever time.

        Raises:
            ValueError, TypeError, InvalidSignature: it did not.
        """
        certificate.verify_directly_issued_by(self._certificate)

    def revoke(self, serials: Iterable[int], now: datetime) -> bytes:
        """Return the list of revoked certificates as PEM.

        It is good for as long as the authority is, from its first day: a list that ends, or a
        machine whose clock is late, must never lock out those that are not on it.
        """
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self._certificate.subject)
            .last_update(self._certificate.not_valid_before_utc)
            .next_update(self._certificate.not_valid_after_utc)
        )
        for serial in sorted(serials):
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(now)
            builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    def ensure_server(self, folder: Path, hosts: Sequence[str], now: datetime) -> None:
        """Write `server.pem` and `server.key` unless good ones for these hosts are there."""
        names = [_host_name(host) for host in dict.fromkeys(hosts)]
        self._ensure(folder, "server", names=names, usage=ExtendedKeyUsageOID.SERVER_AUTH, now=now)

    def ensure_control_plane(self, folder: Path, now: datetime) -> None:
        """Write `control-plane.pem` and `.key`, with which ingest speaks to the broker."""
        names = [x509.DNSName(CONTROL_PLANE)]
        usage = ExtendedKeyUsageOID.CLIENT_AUTH
        self._ensure(folder, CONTROL_PLANE, names=names, usage=usage, now=now)

    def _ensure(
        self,
        folder: Path,
        stem: str,
        *,
        names: Sequence[x509.GeneralName],
        usage: x509.ObjectIdentifier,
        now: datetime,
    ) -> None:
        file = folder / f"{stem}.pem"
        if file.is_file() and self._still_good(file, names, now):
            return
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._sign(
            key.public_key(),
            name=stem,
            names=names,
            usage=usage,
            life=(now - _BACKDATE, now + _SERVICE_LIFE),
        )
        _write(folder / f"{stem}.key", _key_pem(key), mode=0o600)
        _write(file, (_pem(certificate) + self.pem).encode(), mode=0o644)

    def _still_good(self, file: Path, names: Sequence[x509.GeneralName], now: datetime) -> bool:
        certificate = x509.load_pem_x509_certificate(file.read_bytes())
        try:
            certificate.verify_directly_issued_by(self._certificate)
        except (ValueError, TypeError, InvalidSignature):
            return False
        held = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        fresh = certificate.not_valid_after_utc - now > _SERVICE_RENEW
        return fresh and set(held) == set(names)

    def _sign(
        self,
        public_key: ec.EllipticCurvePublicKey,
        *,
        name: str,
        names: Sequence[x509.GeneralName],
        usage: x509.ObjectIdentifier,
        life: tuple[datetime, datetime],
    ) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(_common_name(name))
            .issuer_name(self._certificate.subject)
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(life[0])
            .not_valid_after(life[1])
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_key_usage(signs_certificates=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()),
                critical=False,
            )
        )
        return builder.sign(self._key, hashes.SHA256())


def ensure(folder: Path, fleet: str, now: datetime) -> CertificateAuthority:
    """Return the authority in `folder`; make it at the first start."""
    if not (folder / "ca.pem").exists():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        key = ec.generate_private_key(ec.SECP256R1())
        _write(folder / "ca.key", _key_pem(key), mode=0o600)
        certificate = _self_signed(key, f"Flotilla fleet {fleet}", now)
        _write(folder / "ca.pem", _pem(certificate).encode(), mode=0o644)
    return CertificateAuthority.load(folder)


def fingerprint(csr_pem: str) -> str:
    """Return the sha256 of the public key of a request, which the device shows as well.

    Raises:
        BadRequestError: not a request, not P-256, or not signed by its own key.
    """
    spki = _key_of(csr_pem).public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return hashlib.sha256(spki).hexdigest()


def _self_signed(key: ec.EllipticCurvePrivateKey, name: str, now: datetime) -> x509.Certificate:
    return (
        x509.CertificateBuilder()
        .subject_name(_common_name(name[:64]))
        .issuer_name(_common_name(name[:64]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACKDATE)
        .not_valid_after(now + _CA_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _key_of(csr_pem: str) -> ec.EllipticCurvePublicKey:
    try:
        request = x509.load_pem_x509_csr(csr_pem.encode())
        key = request.public_key()
        is_signed = request.is_signature_valid
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion) as error:
        raise BadRequestError(f"not a certificate signing request: {error}") from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise BadRequestError("the certificate signing request must carry a P-256 key")
    if not is_signed:
        raise BadRequestError("the certificate signing request is not signed by its own key")
    return key


def _host_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _common_name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _write(file: Path, content: bytes, *, mode: int) -> None:
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(content)
    part.replace(file)
