"""Has the candidate stood its trial? Pure: facts and policy in, a verdict out.

Everything is looked at on the device itself, so a trial ends the same way with and without a
network. What one device may conclude is coarse on purpose: a crash loop, answers that are wrong,
requests that fail, a speed that is nowhere near what it was. The finer question, whether a release
is a little worse, needs many devices, and the control plane asks it.
"""

from dataclasses import dataclass
from enum import StrEnum

from shared.policy import DevicePolicy

MIN_REQUESTS = 5
"""Below it, a failed request is an accident and no rate."""
SILENT_ROUNDS = 3
"""Rounds of golden prompts in a row that may go without an answer."""


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
    up: bool = True
    """Whether its engine runs at this moment."""
    golden_right: int | None = None
    """In the last round of golden prompts that was asked in trial; None before the first."""
    golden_items: int = 0
    golden_needed: int = 0
    silent_rounds: int = 0
    """Rounds in a row that the candidate did not answer to its end."""
    slower_percent: float | None = None
    """Loss of tokens/s against the outgoing bundle, the smaller of the last two rounds."""
    round_due: bool = False
    """A round of golden prompts is part of the trial, and none has come to its end yet."""


@dataclass(frozen=True)
class Judgement:
    verdict: Verdict
    reason: str = ""


def judge(facts: TrialFacts, policy: DevicePolicy) -> Judgement:
    """Return whether to commit, to go back, or to go on watching."""
    trouble = _trouble(facts, policy)
    if trouble:
        return Judgement(Verdict.REVERT, trouble)
    if facts.elapsed_s >= policy.trial_s and facts.up and not facts.round_due:
        return Judgement(Verdict.COMMIT)
    return Judgement(Verdict.WAIT)


def _trouble(facts: TrialFacts, policy: DevicePolicy) -> str:
    if facts.crashes > policy.trial_max_crashes:
        return f"crashed {facts.crashes} times on trial, {policy.trial_max_crashes} are forgiven"
    if facts.requests >= MIN_REQUESTS:
        rate = facts.failed_requests / facts.requests
        if rate > policy.trial_max_error_rate:
            return (
                f"{facts.failed_requests} of {facts.requests} requests failed on trial,"
                f" at most {policy.trial_max_error_rate:.0%} may"
            )
    if not facts.serves:
        return "the slot stopped serving the candidate"
    return _worse(facts, policy)


def _worse(facts: TrialFacts, policy: DevicePolicy) -> str:
    """Say what of the golden prompts, or of their speed, speaks against the candidate."""
    if facts.golden_right is not None and facts.golden_right < facts.golden_needed:
        return (
            f"answered {facts.golden_right} of {facts.golden_items} golden prompts right on trial,"
            f" needs {facts.golden_needed}"
        )
    if facts.silent_rounds >= SILENT_ROUNDS:
        return f"left its golden prompts unanswered {facts.silent_rounds} times in a row"
    limit = policy.trial_max_slowdown_percent
    if limit is not None and facts.slower_percent is not None and facts.slower_percent > limit:
        return (
            f"{facts.slower_percent:.0f} % slower than the bundle before it, twice in a row,"
            f" at most {limit:g} % is allowed"
        )
    return ""
