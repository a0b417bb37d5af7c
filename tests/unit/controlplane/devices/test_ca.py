from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from cryptography.x509.verification import PolicyBuilder, Store

from controlplane.devices import ca
from controlplane.devices.ca import CertificateAuthority
from controlplane.devices.errors import AuthorityError, BadRequestError
from shared.ids import DeviceId
from tests.support.broker_device import a_request

NOW = datetime(2026, 3, 1, tzinfo=UTC)
DEVICE = DeviceId("0b0f4dcd-4a2b-4f6d-9d7e-3c1f8b8e5a11")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> CertificateAuthority:
    return ca.ensure(tmp_path_factory.mktemp("ca"), "default", NOW)


def test_a_device_is_named_by_the_server_and_not_by_its_request(authority: CertificateAuthority):
    issued = authority.issue_device(a_request()[0], DEVICE, NOW)

    certificate = x509.load_pem_x509_certificate(issued.certificate_pem.encode())
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert [name.value for name in names] == [DEVICE]
    held = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [name.value for name in held] == [UUID(DEVICE).urn]


def test_a_device_certificate_is_a_client_for_ninety_days_and_no_authority(
    authority: CertificateAuthority,
):
    issued = authority.issue_device(a_request()[0], DEVICE, NOW)

    certificate = x509.load_pem_x509_certificate(issued.certificate_pem.encode())
    extensions = certificate.extensions
    assert certificate.not_valid_after_utc == NOW + timedelta(days=90)
    assert not extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    usage = extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.CLIENT_AUTH]


def test_a_verifier_accepts_the_chain(authority: CertificateAuthority):
    issued = authority.issue_device(a_request()[0], DEVICE, NOW)
    leaf, root = x509.load_pem_x509_certificates(issued.certificate_pem.encode())

    verifier = PolicyBuilder().store(Store([root])).time(NOW).build_client_verifier()
    verified = verifier.verify(leaf, [])

    assert verified.subjects


def test_a_key_of_another_kind_is_refused(authority: CertificateAuthority):
    csr, _ = a_request(ec.generate_private_key(ec.SECP384R1()))

    with pytest.raises(BadRequestError, match="P-256"):
        authority.issue_device(csr, DEVICE, NOW)


def test_an_rsa_key_is_refused(authority: CertificateAuthority):
    key = rsa.generate_private_key(65_537, 2048)
    request = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    pem = request.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()

    with pytest.raises(BadRequestError, match="P-256"):
        authority.issue_device(pem, DEVICE, NOW)


def test_text_that_is_no_request_is_refused(authority: CertificateAuthority):
    with pytest.raises(BadRequestError, match="not a certificate signing request"):
        authority.issue_device("-----BEGIN NONSENSE-----", DEVICE, NOW)


def test_the_authority_is_made_once(tmp_path: Path):
    first = ca.ensure(tmp_path, "default", NOW)

    assert ca.ensure(tmp_path, "default", NOW).pem == first.pem
    assert (tmp_path / "ca.key").stat().st_mode & 0o077 == 0


def test_a_missing_authority_says_what_to_do(tmp_path: Path):
    with pytest.raises(AuthorityError, match="flotilla up"):
        CertificateAuthority.load(tmp_path)


def test_the_server_certificate_stays_until_its_hosts_or_its_time_change(tmp_path: Path):
    authority = ca.ensure(tmp_path, "default", NOW)
    authority.ensure_server(tmp_path, ["localhost", "127.0.0.1"], NOW)
    first = (tmp_path / "server.pem").read_text()

    authority.ensure_server(tmp_path, ["localhost", "127.0.0.1"], NOW)
    unchanged = (tmp_path / "server.pem").read_text()
    authority.ensure_server(tmp_path, ["localhost", "127.0.0.1", "fleet.example"], NOW)
    renamed = (tmp_path / "server.pem").read_text()
    later = NOW + timedelta(days=800)
    authority.ensure_server(tmp_path, ["localhost", "127.0.0.1", "fleet.example"], later)
    renewed = (tmp_path / "server.pem").read_text()

    assert unchanged == first
    assert len({first, renamed, renewed}) == 3
