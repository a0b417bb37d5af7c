"""A device's certificate over its life: renewed at the broker, and given back after months."""

import ssl
from pathlib import Path

import pytest

from agent.trust import credentials
from agent.trust.identity import Identity, IdentityError
from tests.support.agent_fleet import FleetAuthority


@pytest.fixture
def authority() -> FleetAuthority:
    return FleetAuthority()


@pytest.fixture
def identity(authority: FleetAuthority, tmp_path: Path) -> Identity:
    identity = Identity(tmp_path)
    csr_pem = identity.make_csr(name="device-1")
    certificate_pem = authority.sign_csr(csr_pem, name="device-1") + authority.pem
    identity.keep(certificate_pem=certificate_pem, ca_pem=authority.pem)
    return identity


def serial_in_use(identity: Identity) -> str:
    return identity.active()[0].name


def test_a_granted_certificate_waits_as_a_candidate_with_its_key(authority, identity, tmp_path):
    csr_pem = credentials.request(tmp_path)
    assert credentials.request(tmp_path) == csr_pem or identity.next_key_file.exists()

    credentials.accept(tmp_path, authority.sign_csr(csr_pem, name="device-1") + authority.pem)

    assert isinstance(identity.candidate_tls(), ssl.SSLContext)
    assert identity.candidate_file.stat().st_mode & 0o777 == 0o600
    assert not identity.next_key_file.exists()
    assert serial_in_use(identity) == "device.pem"
    identity.adopt()
    assert serial_in_use(identity) == "renewed.pem"
    assert credentials.life(tmp_path).ends > credentials.life(tmp_path).begins
    assert isinstance(identity.tls(), ssl.SSLContext)


@pytest.mark.parametrize("flaw", ["another device", "another authority", "another key", "garbage"])
def test_a_certificate_that_is_not_ours_is_not_kept(authority, identity, tmp_path, flaw):
    csr_pem = credentials.request(tmp_path)
    other = Identity(tmp_path / "other").make_csr(name="device-1")
    pem = {
        "another device": lambda: authority.sign_csr(csr_pem, name="device-2"),
        "another authority": lambda: FleetAuthority().sign_csr(csr_pem, name="device-1"),
        "another key": lambda: authority.sign_csr(other, name="device-1"),
        "garbage": lambda: "garbage",
    }[flaw]()

    with pytest.raises(IdentityError, match="renewed certificate"):
        credentials.accept(tmp_path, pem)

    assert identity.candidate_tls() is None


def test_a_certificate_that_nobody_asked_for_is_not_kept(authority, identity, tmp_path):
    with pytest.raises(IdentityError, match="nobody asked"):
        credentials.accept(tmp_path, authority.sign_csr(identity.make_csr(name="x"), name="x"))


def test_a_damaged_candidate_is_forgotten(identity):
    identity.candidate_file.write_text("half a cert")

    assert identity.candidate_tls() is None
    assert not identity.candidate_file.exists()


def test_a_proof_never_carries_the_key(authority, identity, tmp_path):
    csr_pem = credentials.request(tmp_path)
    credentials.accept(tmp_path, authority.sign_csr(csr_pem, name="device-1") + authority.pem)
    identity.adopt()

    certificate_pem, _ = identity.prove(b"message")

    assert "PRIVATE" not in certificate_pem
    assert "BEGIN CERTIFICATE" in certificate_pem
