"""Gates: may the wave go on, must it stop, or is it too early to say? Pure.

Nothing is judged below the minimum sample; every judgement carries the numbers it saw.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median

from controlplane.rollouts.policy import RolloutPolicy
from controlplane.rollouts.wording import devices
from shared.deployment import FAILURES, SUCCEEDED, State
from shared.wire.up import Measurements

_UNCOUNTED = frozenset({State.CANCELED, State.SUPERSEDED, State.REMOVED})


class Verdict(StrEnum):
    GO = "go"
    STOP = "stop"
    WAIT = "wait"


@dataclass(frozen=True)
class Outcome:
    """One device of a wave, as far as a gate looks at it."""

    state: State
    settled: bool
    """No more attempt will follow."""
    measurements: Measurements | None = None
    before: Measurements | None = None


@dataclass(frozen=True)
class Tally:
    """How the devices of a wave stand."""

    devices: int
    """Those that count: all but the cancelled, superseded and left out."""
    succeeded: int
    failed: int

    @property
    def finished(self) -> int:
        return self.succeeded + self.failed

    @property
    def pending(self) -> int:
        return self.devices - self.finished

    def needed(self, policy: RolloutPolicy) -> int:
        """Return how many must have finished before anything is judged."""
        return min(policy.min_sample, self.devices)


@dataclass(frozen=True)
class Judgement:
    """What a gate said, and the numbers it saw."""

    verdict: Verdict
    sentence: str
    numbers: dict[str, float] = field(default_factory=dict)


def tally(outcomes: Iterable[Outcome]) -> Tally:
    counted = [each for each in outcomes if each.state not in _UNCOUNTED]
    return Tally(
        devices=len(counted),
        succeeded=sum(each.state in SUCCEEDED for each in counted),
        failed=sum(each.state in FAILURES and each.settled for each in counted),
    )


def judge(outcomes: Sequence[Outcome], policy: RolloutPolicy) -> Judgement:
    """Judge a wave by what is known so far; GO only when all of its devices have finished."""
    count = tally(outcomes)
    numbers: dict[str, float] = {
        "devices": count.devices,
        "succeeded": count.succeeded,
        "failed": count.failed,
        "needed": count.needed(policy),
    }
    if count.devices == 0:
        return Judgement(Verdict.GO, "no device of this wave counts", numbers)
    if count.finished < count.needed(policy):
        return Judgement(
            Verdict.WAIT,
            f"{count.finished} of {devices(count.devices)} finished,"
            f" {count.needed(policy)} must have before it is judged",
            numbers,
        )
    failure = 100 * count.failed / count.finished
    numbers |= {"failure_percent": failure, "failure_limit_percent": policy.failure_percent}
    if count.failed and failure > policy.failure_percent:
        return Judgement(
            Verdict.STOP,
            f"{count.failed} of {count.finished} finished failed ({failure:.0f} %),"
            f" at most {policy.failure_percent:g} % may",
            numbers,
        )
    stop = _measured(outcomes, policy, numbers)
    if stop is not None:
        return Judgement(Verdict.STOP, stop, numbers)
    if count.pending:
        return Judgement(
            Verdict.WAIT,
            f"{count.succeeded} of {devices(count.devices)} succeeded, {count.pending} to come",
            numbers,
        )
    return _final(count, policy, numbers)


def _final(count: Tally, policy: RolloutPolicy, numbers: dict[str, float]) -> Judgement:
    success = 100 * count.succeeded / count.devices
    numbers |= {"success_percent": success, "success_needed_percent": policy.success_percent}
    enough = success >= policy.success_percent
    return Judgement(
        Verdict.GO if enough else Verdict.STOP,
        f"{count.succeeded} of {devices(count.devices)} succeeded ({success:.0f} %),"
        f" at least {policy.success_percent:g} % must",
        numbers,
    )


def _measured(
    outcomes: Sequence[Outcome], policy: RolloutPolicy, numbers: dict[str, float]
) -> str | None:
    """Look at what the devices measured; return why the wave must stop."""
    done = [each for each in outcomes if each.state in SUCCEEDED | FAILURES]
    limits = policy.limits
    golden = _golden(done)
    if golden is not None:
        numbers["golden_percent"] = golden
        least = limits.min_golden_percent
        if least is not None and golden < least:
            return f"{golden:.1f} % of the golden prompts were right, at least {least:g} % must be"
    needed = min(policy.min_sample, sum(each.state in SUCCEEDED for each in done))
    checks = (
        ("tokens_per_s", "slower", -1, limits.max_slowdown_percent),
        ("first_token_ms", "later to the first token", 1, limits.max_first_token_growth_percent),
        ("memory_bytes", "more memory", 1, limits.max_memory_growth_percent),
    )
    for name, words, sign, limit in checks:
        changes = _changes(done, name)
        if not changes or len(changes) < needed:
            continue
        change = median(changes)
        numbers[f"{name}_change_percent"] = change
        if limit is not None and sign * change > limit:
            return (
                f"{abs(change):.0f} % {words} than before (median of {len(changes)}),"
                f" at most {limit:g} % is allowed"
            )
    return None


def _golden(done: Iterable[Outcome]) -> float | None:
    right = items = 0
    for each in done:
        found = each.measurements
        if found is not None and found.golden_items and found.golden_right is not None:
            right += found.golden_right
            items += found.golden_items
    return 100 * right / items if items else None


def _changes(done: Iterable[Outcome], name: str) -> list[float]:
    """Return each device's change against what it ran before, in percent."""
    changes = []
    for each in done:
        if each.measurements is None or each.before is None:
            continue
        now, before = getattr(each.measurements, name), getattr(each.before, name)
        if now is not None and before:
            changes.append(100 * (now - before) / before)
    return changes
