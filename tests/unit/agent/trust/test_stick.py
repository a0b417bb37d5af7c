"""Which of a stick's targets are this device's, and how old a stick may be."""

from datetime import UTC, datetime, timedelta

import pytest

from agent.trust.errors import RefusedError, StaleError
from agent.trust.resolve import Target
from agent.trust.stick import Conflict, assigned, check_issued, made_at
from shared.ids import DeviceId

ME = DeviceId("11111111-2222-4333-8444-555555555555")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
OWN = f"devices/{ME}"
NORTH, KIOSK = "groups/site=north", "groups/kind=kiosk"
LABELS = {"site": "north", "kind": "kiosk"}


def a_target(path: str, bundle: str = "b/1", *, issued: datetime = NOON) -> Target:
    custom = {"bundle": bundle, "deployment": "d", "issued": issued.isoformat()}
    return Target(path, 10, {"sha256": "ab" * 32}, custom)


def on(*paths: str, **bundles: str) -> dict[str, Target]:
    return {path: a_target(path, bundles.get(path.split("/")[1], "b/1")) for path in paths}


def test_the_own_path_and_those_of_the_labels_assign():
    found = assigned(on(f"{OWN}/main", f"{NORTH}/voice", "groups/site=south/x"), ME, LABELS)
    assert set(found) == {"main", "voice"}


def test_the_own_path_counts_before_labels_that_disagree():
    targets = {
        f"{NORTH}/main": a_target(f"{NORTH}/main", "b/1"),
        f"{KIOSK}/main": a_target(f"{KIOSK}/main", "b/2"),
    }
    conflict = assigned(targets, ME, LABELS)["main"]
    assert isinstance(conflict, Conflict)
    assert conflict.paths == (f"{KIOSK}/main", f"{NORTH}/main")

    own = a_target(f"{OWN}/main", "b/3")
    assert assigned({**targets, own.path: own}, ME, LABELS)["main"] == own


def test_labels_that_agree_assign_by_the_first_name():
    found = assigned(on(f"{NORTH}/main", f"{KIOSK}/main"), ME, LABELS)["main"]
    assert isinstance(found, Target)
    assert found.path == f"{KIOSK}/main"


@pytest.mark.parametrize("slot", ["", "a/b", "..", "Main", "../../x", "a\x00"])
def test_a_slot_that_is_no_name_is_none(slot):
    assert assigned({f"{OWN}/{slot}": a_target("x")}, ME, {}) == {}


def test_a_label_that_only_begins_like_ours_is_not_ours():
    assert assigned(on("groups/site=northwest/main"), ME, LABELS) == {}


def test_a_stick_is_from_the_past_and_from_the_last_half_year():
    check_issued(NOON, NOON)
    check_issued(NOON, NOON + timedelta(days=180))
    with pytest.raises(RefusedError, match="clock"):
        check_issued(NOON, NOON - timedelta(seconds=1))
    with pytest.raises(StaleError, match="180 days"):
        check_issued(NOON, NOON + timedelta(days=181))


def test_a_stick_was_made_when_its_newest_assignment_was():
    later = NOON + timedelta(hours=1)
    assert made_at([a_target("a"), a_target("b", issued=later)]) == later
    assert made_at([]) is None
