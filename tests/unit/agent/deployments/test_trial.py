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
    ],
)
def test_the_verdict_follows_from_the_facts(facts, verdict):
    assert judge(facts, POLICY).verdict is verdict


def test_no_trial_time_commits_at_once():
    assert judge(TrialFacts(0, 0, 0, 0), DevicePolicy(trial_s=0)).verdict is Verdict.COMMIT


def test_a_lost_trial_says_why_with_numbers():
    assert judge(TrialFacts(9, 0, 10, 3), POLICY).reason == (
        "3 of 10 requests failed on trial, at most 20% may"
    )
