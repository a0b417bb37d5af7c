"""Two devices of one site: the second has its bundle from the first, as the hint told it."""

from pathlib import Path

import pytest

from tests.support.controlplane import until
from tests.support.fleet import fleet_running
from tests.support.web_server import free_port

pytestmark = [pytest.mark.broker, pytest.mark.slow, pytest.mark.model]

WAVES = [{"name": "canary", "count": 1}, {"name": "rest"}]


def test_when_the_gateway_has_lost_the_weights_a_neighbour_gives_them(tmp_path: Path):
    with fleet_running(tmp_path) as fleet:
        for name in ("ada", "bob"):
            fleet.stage.environment |= {
                "FLOTILLA_AGENT_SHARE_BLOBS": "true",
                "FLOTILLA_AGENT_SHARE_PORT": str(free_port()),
                "FLOTILLA_AGENT_SHARE_ADDRESS": "127.0.0.1",
            }
            fleet.enroll(name, site="north")
            fleet.online(name)
        rollout = fleet.roll_out(fleet.publish(), waves=WAVES, promotion="manual")

        def canary() -> bool:
            detail = fleet.client.get(f"/rollouts/{rollout}")
            return any(each["state"] == "committed" for each in detail["deployments"])

        until(canary, timeout_s=60, what="the first device")
        blobs = fleet.plane.folder / "blobs" / "sha256"
        largest = max(blobs.iterdir(), key=lambda file: file.stat().st_size)
        largest.unlink()

        def waits() -> bool:
            waves = fleet.client.get(f"/rollouts/{rollout}")["waves"]
            return bool(waves[0]["state"] == "awaiting_promotion")

        until(waits, timeout_s=60, what="the first wave to wait")
        fleet.client.post(f"/rollouts/{rollout}/promote", {})
        detail = fleet.ended(rollout)

        assert detail["state"] == "completed"
        assert {each["state"] for each in detail["deployments"]} == {"committed"}
