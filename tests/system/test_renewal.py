"""A device's certificate in a whole fleet: renewed in time, and given back after months away."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from agent.trust.identity import Identity
from controlplane.cli.demo.stage import program
from controlplane.db.session import Database
from controlplane.devices.ca import CertificateAuthority
from controlplane.devices.tables import DeviceRow
from shared.ids import DeviceId
from tests.support.controlplane import until
from tests.support.fleet import Fleet, fleet_running

pytestmark = [pytest.mark.broker, pytest.mark.slow]


def age(fleet: Fleet, name: str, days: int) -> Identity:
    """Make a device's certificate as old as if it had been issued `days` ago."""
    identity = Identity(fleet.data(name) / "identity")
    authority = CertificateAuthority.load(fleet.plane.folder / "ca")
    device = DeviceId(fleet.device(name)["id"])
    issued = authority.issue_device(
        identity.make_csr(name=name), device, datetime.now(UTC) - timedelta(days=days)
    )
    identity.certificate_file.write_text(issued.certificate_pem)
    database = Database(f"sqlite:///{fleet.plane.folder / 'flotilla.db'}")
    with database.transaction() as session:
        row = session.get_one(DeviceRow, device)
        row.certificate_expires_at = issued.expires_at
        session.add(row)
    database.close()
    return identity


def ends(file: Path) -> datetime:
    return x509.load_pem_x509_certificate(file.read_bytes()).not_valid_after_utc


def test_certificates_over_their_life(tmp_path):
    with fleet_running(tmp_path, "ada", "bob") as fleet:
        ids = {name: fleet.device(name)["id"] for name in fleet.names}
        for name in fleet.names:
            fleet.stage.stop(name)

        # Day 61: the agent asks, and speaks with the new certificate from then on.
        ada = age(fleet, "ada", 61)
        fleet.start("ada")
        until(ada.renewed_file.exists, what="the renewed certificate of ada")
        assert ends(ada.renewed_file) > datetime.now(UTC) + timedelta(days=80)
        assert not ada.candidate_file.exists()
        fleet.online("ada")

        # After a year in a drawer: the broker will not have it, a token gives it back its place.
        bob = age(fleet, "bob", 400)
        token = fleet.client.post(
            "/enrollment-tokens", {"labels": {"site": "drawer"}, "uses": 1, "expires_in_s": 600}
        )["token"]
        gateway = fleet.client.get("/status")["gateway_url"]
        command = [
            *program("flotilla-agent"),
            "enroll",
            "--again",
            "--data",
            str(fleet.data("bob")),
        ]
        fleet.stage.run([*command, "--gateway", gateway, "--token", token])
        assert ends(bob.renewed_file) > datetime.now(UTC) + timedelta(days=80)
        fleet.start("bob")
        fleet.online("bob")
        assert fleet.device("bob")["labels"]["site"] == "drawer"

        assert {name: fleet.device(name)["id"] for name in fleet.names} == ids
