"""One rule per state for an attempt found under way at a start."""

import pytest

from agent.deployments.recovery import LOOP_LIMIT, Recovery, recover
from shared.deployment import SERVER_OWNED, TERMINAL, State
from shared.policy import DevicePolicy

POLICY = DevicePolicy(trial_max_crashes=2)


@pytest.mark.parametrize(
    ("state", "boots", "rule"),
    [
        (State.ACCEPTED, 1, Recovery.RESUME),
        (State.DEFERRED, 3, Recovery.RESUME),
        (State.DOWNLOADING, LOOP_LIMIT, Recovery.RESUME),
        (State.DOWNLOADING, LOOP_LIMIT + 1, Recovery.GIVE_UP),
        (State.VERIFYING, LOOP_LIMIT + 1, Recovery.GIVE_UP),
        (State.STAGED, LOOP_LIMIT + 90, Recovery.RESUME),
        (State.ACTIVATING, 1, Recovery.RESUME),
        (State.ACTIVATING, 2, Recovery.ROLL_BACK),
        (State.PROBING, 1, Recovery.RESUME),
        (State.PROBING, 2, Recovery.ROLL_BACK),
        (State.TRIAL, 2, Recovery.RESUME),
        (State.TRIAL, 3, Recovery.ROLL_BACK),
        (State.ROLLING_BACK, LOOP_LIMIT, Recovery.RESUME),
        (State.ROLLING_BACK, LOOP_LIMIT + 1, Recovery.GIVE_UP),
    ],
)
def test_the_rule_follows_from_state_and_starts(state, boots, rule):
    assert recover(state, boots=boots, policy=POLICY) is rule


def test_a_trial_survives_one_start_even_when_no_crash_is_forgiven():
    policy = DevicePolicy(trial_max_crashes=0)
    assert recover(State.TRIAL, boots=1, policy=policy) is Recovery.RESUME
    assert recover(State.TRIAL, boots=2, policy=policy) is Recovery.ROLL_BACK


def test_a_forgiving_policy_does_not_outlast_the_loop_limit():
    policy = DevicePolicy(trial_max_crashes=100)
    assert recover(State.TRIAL, boots=LOOP_LIMIT + 1, policy=policy) is Recovery.ROLL_BACK


@pytest.mark.parametrize("state", sorted(set(State) - SERVER_OWNED))
def test_every_state_of_the_device_has_a_rule(state):
    first = recover(state, boots=1, policy=POLICY)
    assert first is Recovery.RESUME
    if state in TERMINAL:
        assert recover(state, boots=1000, policy=POLICY) is Recovery.RESUME
