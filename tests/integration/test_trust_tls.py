"""The gateway is believed for the fleet's own CA, and for no other."""

import ipaddress
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from agent.bundles import TransferError
from agent.trust import TrustError
from tests.support.mirror import Mirror
from tests.support.repository import DEVICE, Published, Publisher
from tests.support.trust_device import enrolled, wanted
from tests.support.trust_models import a_gguf


@pytest.fixture
def published(publisher: Publisher) -> Published:
    published = publisher.publish({"model.gguf": a_gguf({"embed": 4096})})
    publisher.assign(published)
    return published


async def test_a_gateway_with_a_certificate_of_the_fleet_is_believed(
    publisher: Publisher, published: Published, tmp_path: Path
):
    ca, certificate = _certificates(tmp_path, "fleet")
    with Mirror(publisher.folders(), certificate=certificate) as mirror:
        device = enrolled(publisher, tmp_path / "device", mirror.url, ca_file=ca)

        assignment = await device.trust().resolve(DEVICE, "main")
        store = device.store()
        await store.fetch(assignment, lambda _: None, deadline_s=20)
        await store.verify(published.digest, published.custom)


async def test_a_gateway_with_another_certificate_is_not(
    publisher: Publisher, published: Published, tmp_path: Path
):
    ca, _ = _certificates(tmp_path, "fleet")
    _, stranger = _certificates(tmp_path, "stranger")
    with Mirror(publisher.folders(), certificate=stranger) as mirror:
        device = enrolled(publisher, tmp_path / "device", mirror.url, ca_file=ca)

        with pytest.raises(TrustError, match="CERTIFICATE_VERIFY_FAILED"):
            await device.trust().resolve(DEVICE, "main")
        with pytest.raises(TransferError, match="CERTIFICATE_VERIFY_FAILED"):
            await device.store().fetch(wanted(published), lambda _: None, deadline_s=20)


def test_an_agent_that_only_waits_loads_no_tuf():
    code = (
        "import sys, agent.trust, agent.bundles;"
        "print([name for name in ('tuf', 'securesystemslib', 'urllib3') if name in sys.modules])"
    )

    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert result.stdout.strip() == "[]"


def _certificates(folder: Path, name: str) -> tuple[Path, tuple[Path, Path]]:
    """Return a CA's file, and certificate and key of a server it vouches for."""
    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ca = _certificate(name, ca_key.public_key(), issuer=name, signer=ca_key, is_ca=True)
    leaf = _certificate("localhost", key.public_key(), issuer=name, signer=ca_key, is_ca=False)
    files = [folder / f"{name}.{kind}" for kind in ("ca", "pem", "key")]
    files[0].write_bytes(ca.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(leaf.public_bytes(serialization.Encoding.PEM))
    files[2].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files[0], (files[1], files[2])


def _certificate(subject: str, key, *, issuer: str, signer, is_ca: bool) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )
    if is_ca:
        usage = x509.KeyUsage(
            *(False, False, False, False, False, True, True, False, False),
        )
        builder = builder.add_extension(usage, critical=True)
    else:
        names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(signer, hashes.SHA256())
