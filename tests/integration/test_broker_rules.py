"""What a device may do at the broker, tried with real certificates against a real Mosquitto."""

import os
import signal
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from controlplane import app as application
from controlplane.cli.up import prepared
from controlplane.devices import ca
from controlplane.devices.renewal import certify
from controlplane.devices.tables import DeviceRow
from shared.ids import DeviceId, new_id
from shared.wire import topics
from shared.wire.codec import encode
from tests.support.broker_device import WAIT_S, Device, a_request, connected, enroll
from tests.support.controlplane import (
    RunningControlPlane,
    a_settings,
    control_plane_running,
    until,
)
from tests.support.platform_builders import a_birth, a_death, a_report

pytestmark = pytest.mark.broker

NOT_AUTHORISED = 0x87


@pytest.fixture
def pair(control_plane: RunningControlPlane, tmp_path: Path) -> tuple[Device, Device]:
    suffix = tmp_path.name
    return (
        enroll(control_plane, tmp_path, f"one-{suffix}"),
        enroll(control_plane, tmp_path, f"two-{suffix}"),
    )


def test_a_device_writes_its_own_branch_and_no_other(pair: tuple[Device, Device]):
    one, two = pair
    payload = encode(a_birth())

    with connected(one) as wire:
        assert wire.publish(one.topic(topics.UP_STATE), payload).value == 0
        assert wire.publish(two.topic(topics.UP_STATE), payload).value == NOT_AUTHORISED
        assert wire.publish(one.topic(topics.DOWN_DESIRED), payload).value == NOT_AUTHORISED
        assert wire.publish("flotilla/v1/other/x/up/state", payload).value == NOT_AUTHORISED


def test_a_device_hears_only_what_is_said_to_it(
    control_plane: RunningControlPlane, pair: tuple[Device, Device]
):
    one, two = pair
    with connected(one) as spy, connected(two) as wire:
        spy.listen("#")
        spy.listen(two.topic("down/#"))
        wire.listen(two.topic("down/#"))
        wire.say(topics.UP_REPORT, a_report())  # nobody knows this session: "say everything"
        spy.say(topics.UP_REPORT, a_report())

        assert wire.next().topic == two.topic(topics.DOWN_COMMAND)
        assert spy.next().topic == one.topic(topics.DOWN_COMMAND)
        assert spy.heard.empty()
    assert control_plane.client.get(f"/devices/{one.name}")["presence"] == "never"


def test_the_name_in_the_certificate_is_the_client_id_whatever_is_asked(
    control_plane: RunningControlPlane, pair: tuple[Device, Device]
):
    one, two = pair
    with connected(one) as victim:
        thief = two.connect(client_id=one.id)
        try:
            assert victim.say(topics.UP_STATE, a_birth()).value == 0
            assert victim.lost.empty()
            forged = thief.publish(one.topic(topics.UP_STATE), encode(a_death()))
            assert forged.value == NOT_AUTHORISED
        finally:
            thief.close()
    until(
        lambda: control_plane.client.get(f"/devices/{one.name}")["presence"] == "online",
        what="the victim online",
    )


def test_a_device_cannot_be_the_control_plane(pair: tuple[Device, Device]):
    one, two = pair
    wire = one.connect(client_id="control-plane")
    try:
        topic = two.topic(topics.DOWN_DESIRED)
        assert wire.publish(topic, b"{}").value == NOT_AUTHORISED
    finally:
        wire.close()


def test_a_will_for_another_device_is_not_sent(
    control_plane: RunningControlPlane, pair: tuple[Device, Device]
):
    one, two = pair
    with connected(one) as wire:
        wire.say(topics.UP_STATE, a_birth())
        forger = replace(two, id=one.id).connect(client_id=two.id, will=a_death())
        forger.cut()
        assert wire.say(topics.UP_REPORT, a_report(api="http://still:1")).value == 0
        device = until(
            lambda: _device_if(control_plane, one, api="http://still:1"), what="the report"
        )
    assert device["presence"] == "online"


def test_a_certificate_of_another_authority_is_refused(pair: tuple[Device, Device], tmp_path: Path):
    other = ca.ensure(tmp_path / "other", "default", datetime.now(UTC))
    csr, key = a_request()
    issued = other.issue_device(csr, DeviceId(new_id()), datetime.now(UTC))

    with pytest.raises(ConnectionError):
        _connect_with(pair[0], tmp_path, certificate=issued.certificate_pem, key=key)


def test_the_servers_certificate_opens_nothing_as_a_client(
    control_plane: RunningControlPlane, pair: tuple[Device, Device], tmp_path: Path
):
    folder = control_plane.settings.ca_folder

    with pytest.raises(ConnectionError):
        _connect_with(
            pair[0],
            tmp_path,
            certificate=(folder / "server.pem").read_text(),
            key=(folder / "server.key").read_bytes(),
        )


def test_an_expired_certificate_is_refused(
    control_plane: RunningControlPlane, pair: tuple[Device, Device], tmp_path: Path
):
    authority = ca.CertificateAuthority.load(control_plane.settings.ca_folder)
    csr, key = a_request()
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    issued = authority.issue_device(csr, pair[0].id, long_ago)

    with pytest.raises(ConnectionError):
        _connect_with(pair[0], tmp_path, certificate=issued.certificate_pem, key=key)


def test_a_revoked_device_is_cut_off_and_cannot_come_back(
    control_plane: RunningControlPlane, pair: tuple[Device, Device]
):
    one, two = pair
    with connected(one) as wire, connected(two) as other:
        assert wire.say(topics.UP_STATE, a_birth()).value == 0

        control_plane.client.delete(f"/devices/{one.name}")

        assert wire.lost.get(timeout=WAIT_S).is_failure
        with pytest.raises(ConnectionError):
            one.connect()
        assert other.say(topics.UP_STATE, a_birth()).value == 0
        assert other.lost.empty()


def test_a_renewed_certificate_of_a_revoked_device_is_refused_as_well(
    control_plane: RunningControlPlane, pair: tuple[Device, Device], tmp_path: Path
):
    one, _ = pair
    csr, key = a_request()
    authority = ca.CertificateAuthority.load(control_plane.settings.ca_folder)
    with control_plane.database.transaction() as session:
        row = session.get(DeviceRow, one.id)
        assert row is not None
        pem = certify(session, row, csr, ca=authority, now=datetime.now(UTC), how="renewed")
    _connect_with(one, tmp_path, certificate=pem, key=key)

    control_plane.client.delete(f"/devices/{one.name}")

    until(lambda: _is_refused(one), what="the old one refused")
    with pytest.raises(ConnectionError):
        _connect_with(one, tmp_path, certificate=pem, key=key)


def test_whom_it_refused_a_broker_refuses_from_its_first_moment(tmp_path: Path):
    with control_plane_running(tmp_path / "plane") as plane:
        device = enroll(plane, tmp_path, "one")
        plane.client.delete("/devices/one")
        until(lambda: _is_refused(device), what="the refusal")

    lists = (tmp_path / "plane" / "broker" / "acl").read_text()
    assert f"user {device.id}" in lists
    settings = a_settings(tmp_path / "plane")
    again = application.create(prepared(settings))  # nothing runs yet
    try:
        assert f"user {device.id}" in (settings.broker_folder / "acl").read_text()
        crl = x509.load_pem_x509_crl((settings.broker_folder / "ca.crl").read_bytes())
        assert len(crl) == 1
    finally:
        again.database.close()


def test_the_list_of_revoked_certificates_lasts_as_long_as_the_authority(
    control_plane: RunningControlPlane,
):
    """A list past its end refuses everybody; this one has no end of its own."""
    crl_file = control_plane.settings.broker_folder / "ca.crl"
    crl = x509.load_pem_x509_crl(crl_file.read_bytes())
    authority = x509.load_pem_x509_certificate(control_plane.ca_file.read_bytes())

    assert crl.next_update_utc == authority.not_valid_after_utc
    assert crl.last_update_utc == authority.not_valid_before_utc


def test_a_share_of_what_others_say_is_not_to_be_had(
    control_plane: RunningControlPlane, pair: tuple[Device, Device]
):
    """A group would be dealt messages that the thief may not read, and lose them."""
    one, two = pair
    with connected(one) as thief, connected(two) as wire:
        for group in ("ingest", "control-plane", "x"):
            thief.listen(f"$share/{group}/{topics.every_up(two.fleet)}")
        wire.say(topics.UP_STATE, a_birth())
        for number in range(1, 31):
            assert (
                wire.say(topics.UP_REPORT, a_report(seq=number, api=f"http://x:{number}")).value
                == 0
            )
        until(lambda: _device_if(control_plane, two, api="http://x:30"), what="the last report")

        assert thief.heard.empty()


def test_what_the_broker_says_of_itself_is_not_for_devices(pair: tuple[Device, Device]):
    one, _ = pair
    with connected(one) as wire:
        wire.listen("$SYS/#")
        wire.listen("+/+/+/+/down/#")
        wire.say(topics.UP_REPORT, a_report())  # "say everything" comes after any retained word

        assert wire.next().topic == one.topic(topics.DOWN_COMMAND)
        assert wire.heard.empty()
        assert wire.publish("$SYS/broker/uptime", b"0").value == NOT_AUTHORISED


def test_a_message_larger_than_any_of_ours_ends_the_connection(pair: tuple[Device, Device]):
    one, two = pair
    with connected(one) as wire, connected(two) as other:
        wire.throw(one.topic(topics.UP_REPORT), bytes(2 * 2**20), retain=True)

        assert wire.lost.get(timeout=WAIT_S).is_failure
        assert other.say(topics.UP_STATE, a_birth()).value == 0


def test_retained_words_beside_its_own_branch_are_not_kept(pair: tuple[Device, Device]):
    one, two = pair
    with connected(one) as wire, connected(two) as other:
        for topic in (two.topic("down/x"), "flood/x", two.topic(topics.UP_STATE)):
            assert wire.publish(topic, b"{}", retain=True).value == NOT_AUTHORISED
        other.listen("#")
        other.say(topics.UP_REPORT, a_report())

        assert other.next().topic == two.topic(topics.DOWN_COMMAND)
        assert other.heard.empty()


@pytest.mark.slow
def test_a_broker_that_is_killed_comes_back_and_so_does_everything(tmp_path: Path):
    with control_plane_running(tmp_path / "plane") as plane:
        device = enroll(plane, tmp_path, "one")
        with connected(device) as wire:
            wire.say(topics.UP_STATE, a_birth("1-a"), retain=True)
            until(lambda: _device_if(plane, device, presence="online"), what="the first session")
            process = plane.plane.broker._process
            assert process is not None

            os.kill(process.pid, signal.SIGKILL)
            wire.lost.get(timeout=10)

        # A handshake with a broker that dies meanwhile would leave paho with an open socket.
        until(lambda: _is_another(plane, process), what="another broker")
        again = until(lambda: _connect_if_it_can(device), what="the broker again")
        try:
            again.say(topics.UP_STATE, a_birth("2-b", api="http://again:1"), retain=True)
            until(lambda: _device_if(plane, device, api="http://again:1"), what="the second")
        finally:
            again.close()


def _device_if(plane: RunningControlPlane, device: Device, **wanted: str):
    found = plane.client.get(f"/devices/{device.name}")
    return found if all(found[key] == value for key, value in wanted.items()) else None


def _is_refused(device: Device) -> bool:
    try:
        device.connect().close()
    except ConnectionError:
        return True
    return False


def _is_another(plane: RunningControlPlane, former: object) -> bool:
    present = plane.plane.broker._process
    return present not in {None, former} and plane.client.get("/status")["broker_connected"]


def _connect_if_it_can(device: Device):
    try:
        return device.connect()
    except OSError:
        return None


def _connect_with(device: Device, folder: Path, *, certificate: str, key: bytes) -> None:
    (folder / "other.pem").write_text(certificate)
    (folder / "other.key").write_bytes(key)
    wire = replace(
        device, certificate_file=folder / "other.pem", key_file=folder / "other.key"
    ).connect()
    wire.close()
