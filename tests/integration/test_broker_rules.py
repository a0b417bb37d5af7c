"""What a device may do at the broker, tried with real certificates against a real Mosquitto."""

import os
import signal
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from controlplane.devices import ca
from shared.ids import DeviceId, new_id
from shared.wire import topics
from shared.wire.codec import encode
from tests.support.broker_device import Device, a_request, connected, enroll
from tests.support.controlplane import (
    RunningControlPlane,
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


def test_a_revoked_device_falls_silent_though_it_stays_connected(
    control_plane: RunningControlPlane, pair: tuple[Device, Device]
):
    one, two = pair
    with connected(one) as wire, connected(two) as other:
        assert wire.say(topics.UP_STATE, a_birth()).value == 0

        control_plane.client.delete(f"/devices/{one.name}")

        until(
            lambda: wire.say(topics.UP_STATE, a_birth()).value == NOT_AUTHORISED,
            what="the denial",
        )
        assert other.say(topics.UP_STATE, a_birth()).value == 0
    with connected(one) as again:
        assert again.say(topics.UP_STATE, a_birth()).value == NOT_AUTHORISED


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
