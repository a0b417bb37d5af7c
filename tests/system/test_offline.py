"""No network, power cuts, and the way back: devices serve, and nothing is done twice."""

import pytest

from tests.support.controlplane import until
from tests.support.fleet import Fleet

pytestmark = [pytest.mark.broker, pytest.mark.slow]


def requests_known(fleet: Fleet) -> int:
    samples = fleet.client.get("/devices/ada/telemetry", {"minutes": 60})["samples"]
    return sum(sample["requests"] for sample in samples)


def test_a_device_serves_and_restarts_without_its_control_plane(fleet):
    version = fleet.served("ada")
    asked = 1
    deployments = fleet.client.get("/devices/ada/deployments")
    until(lambda: requests_known(fleet) == asked, what="telemetry of the first request")

    fleet.plane.stop()
    assert fleet.served("ada") == version
    until(lambda: fleet.queued_telemetry("ada") == 1, what="telemetry in the outbox")
    fleet.stage.kill("ada")
    (fleet.data("ada") / "status.json").unlink()
    fleet.start("ada")
    assert fleet.served("ada") == version
    asked += 2
    fleet.plane.start()
    fleet.online("ada")

    until(lambda: requests_known(fleet) >= asked, what="telemetry from the time offline")
    assert requests_known(fleet) == asked
    assert fleet.client.get("/devices/ada/deployments") == deployments
    assert fleet.served("ada") == version


def test_a_rollout_goes_on_when_its_control_plane_was_killed(fleet):
    version = fleet.publish()
    rollout = fleet.roll_out(version, device={"trial_s": 3})
    until(
        lambda: fleet.client.get(f"/rollouts/{rollout}")["deployments"][0]["state"] == "trial",
        timeout_s=60,
        what="the trial",
    )

    fleet.plane.kill()
    fleet.plane.start()

    detail = fleet.ended(rollout)
    assert detail["state"] == "completed"
    assert fleet.served("ada") == version
