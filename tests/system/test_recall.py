"""A recall reaches a fleet: who runs, who was away, and who only a stick reaches."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from controlplane.cli.demo.stage import program
from tests.support.controlplane import until
from tests.support.fleet import LINE, Fleet, fleet_running

pytestmark = [pytest.mark.broker, pytest.mark.slow]

REASON = "opens every door"


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    with fleet_running(tmp_path_factory.mktemp("recall"), "ada", "bob", "cleo") as running:
        for _ in range(2):
            ended = running.ended(running.roll_out(running.publish()))
            assert ended["state"] == "completed"
        yield running


def flotilla(fleet: Fleet, *arguments: str) -> dict[str, Any]:
    output = fleet.stage.run([*program("flotilla"), *arguments, "--json"])
    return dict(json.loads(output))


def recall(fleet: Fleet, version: str) -> None:
    flotilla(fleet, "recall", LINE, version, "--reason", REASON)


def slot(fleet: Fleet, name: str) -> dict[str, Any]:
    return dict(fleet.status(name).get("slots", {}).get("main", {}))


def held(fleet: Fleet, name: str) -> dict[str, Any]:
    """Return the slot as the control plane knows it."""
    return dict(fleet.device(name)["slots"].get("main", {}))


def test_devices_fall_back_at_once_or_when_they_are_back_and_then_stop_for_good(
    fleet: Fleet, tmp_path: Path
):
    fleet.stage.kill("bob")
    fleet.stage.kill("cleo")

    recall(fleet, "1.0.2")
    until(lambda: held(fleet, "ada").get("recall") == "stop", what="the news of ada")
    until(lambda: held(fleet, "ada").get("version") == "1.0.1", what="ada's falling back")
    assert fleet.served("ada") == "1.0.1"

    fleet.start("bob")
    until(lambda: slot(fleet, "bob").get("version") == "1.0.1", what="bob's falling back")
    assert fleet.served("bob") == "1.0.1"

    recall(fleet, "1.0.1")
    for name in ("ada", "bob"):
        until(lambda name=name: held(fleet, name).get("serving") is False, what=f"{name} stopped")
        assert slot(fleet, name)["recall_reason"] == REASON

    stick = tmp_path / "stick"
    version = fleet.publish()
    flotilla(fleet, "export", "usb", str(stick), "--release", f"{LINE}@{version}",
             "--device", "bob")  # fmt: skip
    fleet.plane.stop()

    fleet.start("cleo")
    assert fleet.served("cleo") == "1.0.2"
    told = agent(fleet, "import", str(stick), "--data", str(fleet.data("cleo")))
    assert told["slots"] == {}
    until(lambda: slot(fleet, "cleo").get("serving") is False, what="cleo stopped by a stick")

    told = agent(fleet, "import", str(stick), "--data", str(fleet.data("bob")))
    assert told["slots"]["main"]["outcome"] == "committed"
    assert fleet.served("bob") == version


def agent(fleet: Fleet, *arguments: str) -> dict[str, Any]:
    output = fleet.stage.run([*program("flotilla-agent"), *arguments, "--json"])
    return dict(json.loads(output.splitlines()[-1]))
