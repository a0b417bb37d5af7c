"""When a trial is won, lost, or still open."""

import pytest

from agent.deployments.trial import TrialFacts, Verdict, judge
from shared.policy import DevicePolicy

POLICY = DevicePolicy(trial_s=30, trial_max_crashes=1, trial_max_error_rate=0.2)


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        (TrialFacts(0, 0, 0, 0), Verdict.WAIT),
        (TrialFacts(29.9, 1, 100, 20), Verdict.WAIT),
        (TrialFacts(30, 0, 0, 0), Verdict.COMMIT),
        (TrialFacts(30, 1, 100, 20), Verdict.COMMIT),
        (TrialFacts(1, 2, 0, 0), Verdict.REVERT),
        (TrialFacts(1, 0, 5, 2), Verdict.REVERT),
        (TrialFacts(1, 0, 4, 4), Verdict.WAIT),
        (TrialFacts(30, 2, 0, 0), Verdict.REVERT),
        (TrialFacts(1, 0, 0, 0, serves=False), Verdict.REVERT),
        (TrialFacts(30, 1, 0, 0, up=False), Verdict.WAIT),
        (TrialFacts(30, 2, 0, 0, up=False), Verdict.REVERT),
        (TrialFacts(30, 0, 0, 0, round_due=True), Verdict.WAIT),
        (TrialFacts(1, 2, 0, 0, round_due=True), Verdict.REVERT),
        (TrialFacts(1, 0, 0, 0, golden_right=9, golden_items=10, golden_needed=9), Verdict.WAIT),
        (TrialFacts(30, 0, 0, 0, golden_right=9, golden_items=10, golden_needed=9), Verdict.COMMIT),
        (TrialFacts(1, 0, 0, 0, golden_right=8, golden_items=10, golden_needed=9), Verdict.REVERT),
        (TrialFacts(1, 0, 0, 0, silent_rounds=2), Verdict.WAIT),
        (TrialFacts(1, 0, 0, 0, silent_rounds=3), Verdict.REVERT),
        (TrialFacts(30, 0, 0, 0, slower_percent=99.0), Verdict.COMMIT),
    ],
)
def test_the_verdict_follows_from_the_facts(facts, verdict):
    assert judge(facts, POLICY).verdict is verdict


def test_no_trial_time_commits_at_once():
    assert judge(TrialFacts(0, 0, 0, 0), DevicePolicy(trial_s=0)).verdict is Verdict.COMMIT


@pytest.mark.parametrize(
    ("slower", "verdict"),
    [(50.1, Verdict.REVERT), (50.0, Verdict.WAIT), (-20.0, Verdict.WAIT), (None, Verdict.WAIT)],
)
def test_a_speed_far_below_the_former_one_loses_where_the_policy_says_so(slower, verdict):
    policy = DevicePolicy(trial_s=30, trial_max_slowdown_percent=50)
    assert judge(TrialFacts(9, 0, 0, 0, slower_percent=slower), policy).verdict is verdict


def test_a_lost_trial_says_why_with_numbers():
    assert judge(TrialFacts(9, 0, 10, 3), POLICY).reason == (
        "3 of 10 requests failed on trial, at most 20% may"
    )
