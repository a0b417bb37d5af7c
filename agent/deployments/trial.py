"""Has the candidate stood its trial? Pure: facts and policy in, a verdict out."""

from dataclasses import dataclass
from enum import StrEnum

from shared.policy import DevicePolicy

MIN_REQUESTS = 5
"""Below it, a failed request is an accident and no rate."""


class Verdict(StrEnum):
    COMMIT = "commit"
    REVERT = "revert"
    WAIT = "wait"


@dataclass(frozen=True)
class TrialFacts:
    """What happened since the candidate began to serve."""

    elapsed_s: float
    crashes: int
    requests: int
    failed_requests: int
    serves: bool = True
    """Whether the slot still serves the candidate."""


@dataclass(frozen=True)
class Judgement:
    verdict: Verdict
    reason: str = ""


def judge(facts: TrialFacts, policy: DevicePolicy) -> Judgement:
    """Return whether to commit, to go back, or to go on watching."""
    if facts.crashes > policy.trial_max_crashes:
        return Judgement(
            Verdict.REVERT,
            f"crashed {facts.crashes} times on trial, {policy.trial_max_crashes} are forgiven",
        )
    if facts.requests >= MIN_REQUESTS:
        rate = facts.failed_requests / facts.requests
        if rate > policy.trial_max_error_rate:
            return Judgement(
                Verdict.REVERT,
                f"{facts.failed_requests} of {facts.requests} requests failed on trial,"
                f" at most {policy.trial_max_error_rate:.0%} may",
            )
    if not facts.serves:
        return Judgement(Verdict.REVERT, "the slot stopped serving the candidate")
    if facts.elapsed_s >= policy.trial_s:
        return Judgement(Verdict.COMMIT)
    return Judgement(Verdict.WAIT)
