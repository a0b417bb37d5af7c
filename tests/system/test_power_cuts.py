"""kill -9 of the agent in the states of a deployment: the old or the new bundle, one true end."""

import pytest

from tests.support.controlplane import until
from tests.support.fleet import Fleet

pytestmark = [pytest.mark.broker, pytest.mark.slow]

ENDS = {"committed", "rolled_back", "failed"}


TRIES = 6


def cut_in(fleet: Fleet, state: str) -> tuple[str, str, str, str]:
    """Kill the agent in `state`; return the old version, the new one, rollout and deployment.

    Some states last a millisecond, and then the watcher may miss one: the rollout ends well, and
    the next version is another try.
    """
    for _ in range(TRIES):
        old = fleet.served("ada")
        version = fleet.publish()
        rollout = fleet.roll_out(version, device={"trial_s": 2})
        deployment = until(
            lambda rollout=rollout: fleet.client.get(f"/rollouts/{rollout}")["deployments"],
            what="the deployment",
        )[0]["id"]
        if fleet.reaches("ada", deployment, state):
            fleet.stage.kill("ada")
            return old, version, rollout, deployment
        assert fleet.ended(rollout)["state"] == "completed"
    pytest.fail(f"the agent was never seen in {state}")


@pytest.mark.parametrize(
    "state", ["accepted", "downloading", "verifying", "staged", "activating", "probing", "trial"]
)
def test_a_power_cut_leaves_the_old_or_the_new_bundle(fleet, state):
    old, version, rollout, deployment = cut_in(fleet, state)

    (fleet.data("ada") / "status.json").unlink(missing_ok=True)
    fleet.start("ada")

    detail = fleet.ended(rollout)
    (ended,) = detail["deployments"]
    assert ended["state"] in ENDS
    assert fleet.served("ada") == (version if ended["state"] == "committed" else old)
    steps = fleet.client.get(f"/deployments/{deployment}")["steps"]
    assert len([step for step in steps if step["state"] in ENDS]) == 1
