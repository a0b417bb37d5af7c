"""The fleet as pages show it."""

from dataclasses import replace
from datetime import timedelta

from controlplane.console.views import fleet
from controlplane.devices.model import Device
from controlplane.rollouts.machine import RolloutState
from shared.deployment import State
from shared.ids import DeviceId
from tests.support.console_builders import NOON, a_deployment_view, a_slot, a_summary


def a_device(name: str, **changes: object) -> Device:
    return replace(Device(DeviceId(f"id-{name}"), name, NOON), **changes)


KIOSK = a_device("kiosk-1", labels={"site": "lisbon"}, presence="online")
PANEL = a_device("panel-1", labels={"site": "braga"}, slots={"main": a_slot(version="2.0.0")})


def names(text: str, presence: str = "") -> list[str]:
    found = fleet.search([KIOSK, PANEL], text=text, presence=presence)
    return [each.name for each in found.devices]


def test_a_word_is_looked_for_in_names_labels_and_what_is_served():
    assert names("KIOSK") == ["kiosk-1"]
    assert names("braga") == ["panel-1"]
    assert names("2.0.0") == ["panel-1"]
    assert names("") == ["kiosk-1", "panel-1"]


def test_an_expression_selects_by_labels_and_name():
    assert names("site=lisbon") == ["kiosk-1"]
    assert names("site in (lisbon, braga), name=panel-1") == ["panel-1"]
    assert names("!site") == []


def test_an_expression_that_cannot_be_read_says_why():
    found = fleet.search([KIOSK], text="site in lisbon)", presence="")

    assert found.devices == ()
    assert "character" in found.sentence


def test_presence_narrows_a_search():
    assert names("", "online") == ["kiosk-1"]


def test_versions_in_service_are_counted_by_line_the_most_frequent_first():
    old, new = a_slot(version="1.0.0"), a_slot(version="2.0.0")
    devices = [a_device(f"d{n}", slots={"main": slot}) for n, slot in enumerate([new, old, new])]

    (line,) = fleet.in_service(devices).values()

    assert [(each.version, each.devices, each.share) for each in line] == [
        ("2.0.0", 2, 66.67),
        ("1.0.0", 1, 33.33),
    ]


def test_an_empty_slot_serves_nothing():
    assert fleet.in_service([a_device("d", slots={"main": a_slot(line="")})]) == {}


def test_a_failure_that_a_newer_rollout_has_overtaken_troubles_nobody():
    failed = a_deployment_view("kiosk-1", state=State.ROLLED_BACK)
    mended = a_deployment_view("kiosk-1", state=State.COMMITTED)
    old, new = a_summary("old"), a_summary("new")

    assert fleet.troubles([(new, [mended]), (old, [failed])]) == ()
    assert [each.rollout.id for each in fleet.troubles([(old, [failed])])] == ["old"]


def test_a_newer_rollout_that_has_not_reached_the_device_overtakes_nothing():
    failed = a_deployment_view("kiosk-1", state=State.ROLLED_BACK)
    queued = a_deployment_view("kiosk-1", state=State.QUEUED)

    (trouble,) = fleet.troubles([(a_summary("new"), [queued]), (a_summary("old"), [failed])])

    assert (trouble.rollout.id, trouble.devices) == ("old", 1)


def test_a_rollout_that_waits_for_a_person_is_a_trouble_without_any_failure():
    held = a_summary("held", state=RolloutState.PAUSED, reason="manual")
    waiting = a_summary("waiting", state=RolloutState.PAUSED, reason="window")

    assert [each.rollout.id for each in fleet.troubles([(held, []), (waiting, [])])] == ["held"]


def test_a_certificate_that_ends_soon_is_noticed():
    soon = a_device("a", certificate_expires_at=NOON + timedelta(days=3))
    later = a_device("b", certificate_expires_at=NOON + timedelta(days=60))

    assert fleet.expiring([soon, later, KIOSK], NOON) == (soon,)
