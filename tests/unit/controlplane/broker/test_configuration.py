from pathlib import Path

from controlplane.broker import __main__ as written
from controlplane.broker.configuration import (
    Listener,
    access_list,
    configuration,
    production,
)

DEPLOY = Path(__file__).resolve().parents[4] / "deploy" / "mosquitto"


def a_listener(host: str = "127.0.0.1") -> Listener:
    folder = Path("/ca")
    return Listener(host, 8883, folder / "ca.pem", folder / "server.pem", folder / "server.key")


def test_a_client_is_who_its_certificate_says():
    lines = configuration(a_listener(), folder=Path("/b"), user=None).splitlines()

    assert "require_certificate true" in lines
    assert "use_identity_as_username true" in lines
    assert "use_username_as_clientid true" in lines
    assert "allow_anonymous false" in lines
    assert not any(line.startswith("user ") for line in lines)


def test_a_broker_started_as_root_stays_root_to_read_its_keys():
    assert "user root" in configuration(a_listener(), folder=Path("/b"), user="root")


def test_devices_write_up_and_read_down_of_their_own():
    text = access_list("default", [])

    assert "pattern write flotilla/v1/default/%u/up/#" in text
    assert "pattern read flotilla/v1/default/%u/down/#" in text


def test_revoked_devices_are_denied_before_the_patterns():
    text = access_list("default", ["b", "a"])

    assert text.index("user a\ntopic deny flotilla/v1/#") < text.index("user b\n")
    assert text.index("user b\n") < text.index("pattern write")


def test_the_deployed_files_are_those_that_the_code_makes():
    for name, text in written.files().items():
        assert (DEPLOY / name).read_text() == text, "run python -m controlplane.broker"


def test_a_broker_of_your_own_has_every_rule_of_ours():
    ours = set(configuration(a_listener(), folder=Path("/b"), user=None).splitlines())
    theirs = set(production(Path("/f"), Path("/s")).splitlines())

    places = ("#", "listener", "cafile", "certfile", "keyfile", "crlfile", "acl_file", "log_",
              "persistence_location", "socket_domain")  # fmt: skip
    assert {line for line in ours - theirs if not line.startswith(places)} == set()


def test_certificates_are_looked_up_in_the_list_of_revoked_ones():
    assert "crlfile /b/ca.crl" in configuration(a_listener(), folder=Path("/b"), user=None)
