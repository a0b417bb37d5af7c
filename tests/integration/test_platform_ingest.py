"""From a device's word over MQTT to the database and back, with everything real between."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from controlplane.rollouts import hints
from controlplane.telemetry import queries as telemetry
from shared.wire import topics
from shared.wire.down import DesiredHint
from tests.support.broker_device import Device, connected, enroll
from tests.support.controlplane import RunningControlPlane, control_plane_running, until
from tests.support.platform_builders import (
    a_batch,
    a_birth,
    a_capability,
    a_capability_report,
    a_death,
    a_report,
    a_slot,
)

pytestmark = pytest.mark.broker


@pytest.fixture
def device(control_plane: RunningControlPlane, tmp_path: Path) -> Device:
    return enroll(control_plane, tmp_path, tmp_path.name[:60])


def shown(plane: RunningControlPlane, device: Device, **wanted: object):
    found = plane.client.get(f"/devices/{device.id}")
    return found if all(found[key] == value for key, value in wanted.items()) else None


def test_what_a_device_says_is_shown(control_plane: RunningControlPlane, device: Device):
    with connected(device) as wire:
        wire.say(topics.UP_STATE, a_birth(), retain=True)
        wire.say(topics.UP_CAPABILITY, a_capability_report())
        wire.say(topics.UP_REPORT, a_report(slots={"main": a_slot()}, director_version=7))

        found = until(lambda: shown(control_plane, device, director_version=7), what="the report")

    assert found["presence"] == "online"
    assert found["slots"]["main"]["version"] == "1.0.0"
    assert found["capability"]["memory_budget_bytes"] == a_capability().memory_budget_bytes


def test_a_lost_connection_is_seen(control_plane: RunningControlPlane, device: Device):
    wire = device.connect(will=a_death("1-a"))
    wire.say(topics.UP_STATE, a_birth("1-a"), retain=True)
    until(lambda: shown(control_plane, device, presence="online"), what="the birth")

    wire.cut()

    until(lambda: shown(control_plane, device, presence="offline"), what="the will")


def test_a_gap_makes_the_control_plane_ask_the_device_for_everything(
    control_plane: RunningControlPlane, device: Device
):
    with connected(device) as wire:
        wire.listen(device.topic("down/#"))
        wire.say(topics.UP_STATE, a_birth())
        wire.say(topics.UP_REPORT, a_report(seq=5))

        command = json.loads(wire.next().payload)

    assert command["verb"] == "report-all"
    assert datetime.fromisoformat(command["expires"]) > datetime.now(UTC)
    assert control_plane.client.get(f"/devices/{device.id}")["presence"] == "online"


def test_telemetry_is_shown_once_though_it_came_twice(
    control_plane: RunningControlPlane, device: Device
):
    batch = a_batch(device.id, samples=3, at=datetime.now(UTC))
    with connected(device) as wire:
        wire.say(topics.UP_STATE, a_birth())
        wire.say(topics.UP_TELEMETRY, batch)
        wire.say(topics.UP_TELEMETRY, batch)
        wire.say(topics.UP_REPORT, a_report(director_version=9))
        until(lambda: shown(control_plane, device, director_version=9), what="the report")

    samples = control_plane.client.get(f"/devices/{device.id}/telemetry")["samples"]
    assert [sample["requests"] for sample in samples] == [1, 2, 3]


def test_nonsense_does_not_stop_what_follows(control_plane: RunningControlPlane, device: Device):
    with connected(device) as wire:
        for payload in (b"\x00\xff", b"{}", b"[" * 50_000, b"null"):
            wire.publish(device.topic(topics.UP_STATE), payload)
            wire.publish(device.topic("up/unheard-of"), payload)
        wire.say(topics.UP_STATE, a_birth())

        until(lambda: shown(control_plane, device, presence="online"), what="the birth")


def test_a_hint_reaches_the_device_and_stays_for_one_that_comes_later(
    control_plane: RunningControlPlane, device: Device
):
    hint = _let_a_hint_go(control_plane, device)

    with connected(device) as wire:
        wire.listen(device.topic(topics.DOWN_DESIRED))
        message = wire.next()

    assert message.retain
    assert DesiredHint.model_validate_json(message.payload) == hint


@pytest.mark.slow
def test_hints_are_sent_again_after_a_restart_whatever_the_broker_has_lost(tmp_path: Path):
    with control_plane_running(tmp_path / "plane") as plane:
        device = enroll(plane, tmp_path, "one")
        hint = _let_a_hint_go(plane, device)
    (tmp_path / "plane" / "broker" / "mosquitto.db").unlink()

    with control_plane_running(tmp_path / "plane") as plane, connected(device) as wire:
        wire.listen(device.topic(topics.DOWN_DESIRED))

        assert DesiredHint.model_validate_json(wire.next().payload) == hint


@pytest.mark.slow
def test_everything_said_while_ingest_was_away_counts_once(tmp_path: Path):
    """The broker keeps the control plane's session, and what was half done is done again."""
    with control_plane_running(tmp_path / "plane") as plane:
        device = enroll(plane, tmp_path, "one")
        record = plane.plane.parts["ingest"].__self__._recorder  # type: ignore[attr-defined]
        whole, commits = record.record, []

        def committed_but_never_acknowledged(batch):
            whole(batch)
            commits.append(len(batch))
            raise RuntimeError("the power is gone")

        with connected(device) as wire:
            wire.say(topics.UP_STATE, a_birth())
            until(lambda: shown(plane, device, presence="online"), what="the birth")
            record.record = committed_but_never_acknowledged
            for number in range(20):
                wire.say(topics.UP_TELEMETRY, a_batch(f"b{number}", samples=1))
            until(lambda: commits, what="a commit without acknowledgement")
            record.record = whole
            wire.say(topics.UP_REPORT, a_report(director_version=3))
            until(lambda: shown(plane, device, director_version=3), what="the last report")
            until(lambda: len(_samples(plane, device)) == 20, what="every sample")

    assert sum(commits) >= 1


def _let_a_hint_go(plane: RunningControlPlane, device: Device) -> DesiredHint:
    now = datetime.now(UTC)
    with plane.database.transaction() as session:
        hints.touch(session, [device.id], now)
        session.flush()
        hints.release(session, {device.id: hints.dirty(session)[device.id]}, 4)
        session.flush()
        ((_, hint),) = hints.pending(session, 10)
    until(lambda: not _pending(plane), what="the downlink")
    return hint


def _pending(plane: RunningControlPlane):
    with plane.database.reading() as session:
        return hints.pending(session, 10)


def _samples(plane: RunningControlPlane, device: Device):
    with plane.database.reading() as session:
        return telemetry.recent(session, device.id, datetime(2020, 1, 1, tzinfo=UTC))
