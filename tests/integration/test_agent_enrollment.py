"""Enrollment over real TLS, through the command line."""

import json
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509

from agent.cli import main
from agent.settings import load
from agent.trust.identity import Identity
from shared.wire.enrol import make_token
from tests.support.agent_fleet import FleetAuthority
from tests.support.agent_gateway import SECRET, EnrollingGateway, gateway_running


@pytest.fixture(scope="module")
def authority() -> FleetAuthority:
    return FleetAuthority()


@pytest.fixture
def gateway(authority: FleetAuthority, tmp_path: Path) -> Iterator[EnrollingGateway]:
    with gateway_running(EnrollingGateway(authority), tmp_path / "gateway") as running:
        yield running


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "device"


def enroll(gateway: EnrollingGateway, data: Path, *more: str, token: str = "") -> int:
    arguments = ["--gateway", gateway.url, "--token", token or gateway.token, "--data", str(data)]
    return main(["enroll", *arguments, *more])


def test_a_token_makes_a_device(gateway, data, capsys):
    code = enroll(
        gateway, data, "--name", "kiosk-1", "--label", "site=lisbon", "--memory-budget", "96MiB",
        "--api-port", "0", "--json",
    )  # fmt: skip
    printed = json.loads(capsys.readouterr().out)
    settings = load(data, environment={})
    assert code == 0
    assert printed["device"] == settings.device == gateway.device
    assert (settings.name, settings.labels) == ("kiosk-1", {"site": "lisbon"})
    assert (settings.memory_budget_bytes, settings.api_port) == (96 * 2**20, 0)
    assert (settings.fleet, settings.gateway_url) == ("default", gateway.url)


def test_the_key_stays_on_the_device_and_fits_its_certificate(gateway, data):
    assert enroll(gateway, data) == 0
    identity = Identity(data / "identity")
    identity.tls()
    assert stat.S_IMODE(identity.key_file.stat().st_mode) == 0o600
    assert "PRIVATE" not in gateway.requests[0].model_dump_json()


def test_the_roots_of_both_repositories_are_pinned(gateway, data):
    assert enroll(gateway, data) == 0
    pinned = sorted(file.name for file in (data / "trust").iterdir())
    assert pinned == ["director.1.root.json", "image.1.root.json"]


def test_a_second_time_it_says_that_it_is_enrolled(gateway, data, capsys):
    assert enroll(gateway, data) == 0
    assert enroll(gateway, data) == 1
    assert "enrolled device already" in capsys.readouterr().err
    assert len(gateway.requests) == 1


def test_a_token_that_was_cut_is_refused_before_anything_is_sent(gateway, data, capsys):
    assert enroll(gateway, data, token=gateway.token[:-1]) == 1
    assert "copy it whole" in capsys.readouterr().err
    assert not data.exists()


def test_a_gateway_of_another_fleet_gets_no_token(gateway, data, capsys):
    token = make_token(SECRET, FleetAuthority("another").anchors().digest())
    assert enroll(gateway, data, token=token) == 1
    assert "is not the gateway this token was made for" in capsys.readouterr().err
    assert gateway.requests == []
    assert not data.exists()


def test_what_the_control_plane_says_is_shown_and_nothing_is_half_done(gateway, data, capsys):
    gateway.refusal = {
        "type": "about:blank",
        "title": "Forbidden",
        "status": 403,
        "detail": "this token was used up",
        "code": "token_used",
    }
    assert enroll(gateway, data) == 1
    assert "this token was used up" in capsys.readouterr().err
    assert not (data / "agent.json").exists()
    gateway.refusal = None
    assert enroll(gateway, data) == 0
    first, second = gateway.requests
    assert _key_of(first.csr_pem) == _key_of(second.csr_pem)


def test_a_server_with_the_anchors_but_not_the_key_gets_no_token(authority, tmp_path, capsys):
    class Impostor(FleetAuthority):
        def anchors(self, fleet="default"):
            return authority.anchors(fleet)

    impostor = EnrollingGateway(Impostor("impostor"))
    with gateway_running(impostor, tmp_path / "gateway"):
        assert enroll(impostor, tmp_path / "device") == 1
    assert "is not the gateway of this token's fleet" in capsys.readouterr().err
    assert impostor.requests == []


def test_nobody_there_is_said_plainly(gateway, data, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    arguments = ["--gateway", f"https://127.0.0.1:{port}", "--token", gateway.token]
    assert main(["enroll", *arguments, "--data", str(data)]) == 1
    assert "cannot be reached" in capsys.readouterr().err


def test_plain_http_is_not_spoken(gateway, data, capsys):
    arguments = ["--gateway", "http://localhost:1", "--token", gateway.token]
    assert main(["enroll", *arguments, "--data", str(data)]) == 1
    assert "https://host:port" in capsys.readouterr().err


def test_the_error_is_for_programs_too(gateway, data, capsys):
    assert enroll(gateway, data, "--json", token="nonsense") == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "malformed_token"


def _key_of(csr_pem: str) -> object:
    return x509.load_pem_x509_csr(csr_pem.encode()).public_key().public_numbers()
