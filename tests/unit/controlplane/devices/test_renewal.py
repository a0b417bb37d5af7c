import base64
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from controlplane.db.session import Database
from controlplane.devices import ca, queries, renewal, service
from controlplane.devices.ca import DEVICE_LIFE, CertificateAuthority
from controlplane.devices.errors import BadRequestError, TokenRefusedError
from shared.digest import sha256_of
from shared.wire.enrol import EnrollRequest, Proof
from tests.support.broker_device import a_request
from tests.support.controlplane import a_database
from tests.support.platform_builders import NOON

ANCHORS = sha256_of(b"anchors")
DAY = timedelta(days=1)


class Device:
    """A device that was enrolled at noon, with the key it proves itself by."""

    def __init__(self, database: Database, authority: CertificateAuthority) -> None:
        self.database, self.authority = database, authority
        csr_pem, self.key_pem = a_request()
        enrolled = self.enroll(csr_pem, now=NOON)
        self.id, self.certificate_pem = enrolled.device, enrolled.certificate_pem

    def enroll(self, csr_pem: str, *, now, proof: Proof | None = None, name: str = "kiosk"):
        with self.database.transaction() as session:
            token = service.create_token(
                session, anchors=ANCHORS, labels={}, uses=1, expires_at=now + DAY, now=now
            )
            request = EnrollRequest(token=token, csr_pem=csr_pem, name=name, proof=proof)
            return service.enroll(session, request, ca=self.authority, now=now)

    def renew(self, *, after: timedelta) -> str | None:
        with self.database.transaction() as session:
            return renewal.renew(
                session, self.id, a_request()[0], ca=self.authority, now=NOON + after
            )

    def proof(self, csr_pem: str, *, key_pem: bytes = b"") -> Proof:
        key = serialization.load_pem_private_key(key_pem or self.key_pem, None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        signature = key.sign(csr_pem.encode(), ec.ECDSA(hashes.SHA256()))
        return Proof(
            certificate_pem=self.certificate_pem, signature=base64.b64encode(signature).decode()
        )

    def revoke(self) -> None:
        with self.database.transaction() as session:
            service.revoke(session, self.id, actor="admin", now=NOON)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> CertificateAuthority:
    return ca.ensure(tmp_path_factory.mktemp("ca"), "default", NOON)


@pytest.fixture
def device(tmp_path: Path, authority: CertificateAuthority) -> Iterator[Device]:
    database = a_database(tmp_path)
    yield Device(database, authority)
    database.close()


def ends(pem: str):
    return x509.load_pem_x509_certificate(pem.encode()).not_valid_after_utc


def test_a_renewed_certificate_lives_as_long_as_a_first_one(device: Device):
    pem = device.renew(after=60 * DAY)

    assert pem is not None
    assert ends(pem) == NOON + 60 * DAY + DEVICE_LIFE
    with device.database.reading() as session:
        assert queries.device(session, device.id).id == device.id


def test_a_device_that_asks_all_the_time_gets_one_certificate(device: Device):
    assert device.renew(after=timedelta(minutes=59)) is None
    assert device.renew(after=timedelta(hours=1)) is not None
    assert device.renew(after=timedelta(hours=1, minutes=30)) is None


def test_a_revoked_device_gets_none(device: Device):
    device.revoke()

    assert device.renew(after=60 * DAY) is None


def test_a_device_whose_certificate_expired_enrolls_again_as_itself(device: Device):
    late = NOON + 400 * DAY
    csr_pem, _ = a_request()

    again = device.enroll(csr_pem, now=late, proof=device.proof(csr_pem), name="another")

    assert (again.device, again.name) == (device.id, "kiosk")
    assert ends(again.certificate_pem) == late + DEVICE_LIFE


def test_a_proof_of_another_key_proves_nothing(device: Device):
    csr_pem, _ = a_request()
    stolen = device.proof(csr_pem, key_pem=a_request()[1])

    with pytest.raises(BadRequestError, match="cannot prove"):
        device.enroll(csr_pem, now=NOON + DAY, proof=stolen)


def test_a_proof_is_good_for_its_own_request_alone(device: Device):
    proof = device.proof(a_request()[0])

    with pytest.raises(BadRequestError, match="cannot prove"):
        device.enroll(a_request()[0], now=NOON + DAY, proof=proof)


def test_a_certificate_of_another_authority_proves_nothing(device: Device, tmp_path: Path):
    foreign = ca.ensure(tmp_path / "foreign", "default", NOON)
    csr_pem, device.key_pem = a_request()
    issued = foreign.issue_device(csr_pem, device.id, NOON)
    device.certificate_pem = issued.certificate_pem

    with pytest.raises(BadRequestError, match="cannot prove"):
        device.enroll(csr_pem, now=NOON + DAY, proof=device.proof(csr_pem))


def test_a_revoked_device_does_not_come_back_by_a_proof(device: Device):
    device.revoke()
    csr_pem, _ = a_request()

    with pytest.raises(BadRequestError, match="revoked"):
        device.enroll(csr_pem, now=NOON + DAY, proof=device.proof(csr_pem))


def test_a_proof_without_a_good_token_is_not_enough(device: Device):
    csr_pem, _ = a_request()
    with device.database.transaction() as session:
        token = service.create_token(
            session, anchors=ANCHORS, labels={}, uses=1, expires_at=NOON + DAY, now=NOON
        )
    request = EnrollRequest(token=token, csr_pem=csr_pem, name="x", proof=device.proof(csr_pem))

    with device.database.transaction() as session, pytest.raises(TokenRefusedError):
        service.enroll(session, request, ca=device.authority, now=NOON + 2 * DAY)
