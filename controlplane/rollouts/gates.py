"""Gates: may the wave go on, must it stop, or is it too early to say? Pure.

Nothing is judged below the minimum sample, nothing stops a wave that chance explains, and every
judgement carries the numbers it saw.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from controlplane.rollouts import checks
from controlplane.rollouts.checks import Check, Finding, Sample, Terms
from controlplane.rollouts.gates_policy import Inconclusive
from controlplane.rollouts.policy import RolloutPolicy
from controlplane.rollouts.wording import devices
from shared.deployment import FAILURES, SUCCEEDED, State
from shared.wire.up import Measurements

_UNCOUNTED = frozenset({State.CANCELED, State.SUPERSEDED, State.REMOVED})
OTHERS = "other hardware"
"""Classes of too few devices, looked at together."""
HOT_PERCENT = 10.0
"""Of the time, from which on a device counts as throttled."""


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
    hardware: str = ""
    """Its class: devices of one class are alike."""

    @property
    def counts(self) -> bool:
        return self.state not in _UNCOUNTED

    @property
    def failed(self) -> bool:
        return self.state in FAILURES and self.settled

    @property
    def finished(self) -> bool:
        return self.failed or self.state in SUCCEEDED


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
    checks: tuple[Check, ...] = ()


def tally(outcomes: Iterable[Outcome]) -> Tally:
    counted = [each for each in outcomes if each.counts]
    return Tally(
        devices=len(counted),
        succeeded=sum(each.state in SUCCEEDED for each in counted),
        failed=sum(each.failed for each in counted),
    )


def judge(outcomes: Sequence[Outcome], policy: RolloutPolicy) -> Judgement:
    """Judge a wave by what is known so far; GO only when all of its devices have finished."""
    counted = [each for each in outcomes if each.counts]
    count = tally(counted)
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
    numbers |= {
        "failure_percent": 100 * count.failed / count.finished,
        "failure_limit_percent": policy.failure_percent,
    }
    found = tuple(_checks(counted, policy))
    golden = _golden(counted)
    if golden is not None:
        numbers["golden_percent"] = golden
    if len(_hardware(counted)) == 1:
        numbers |= _changes(found)
    failing = [each for each in found if each.finding is Finding.FAIL]
    if failing:
        more = f" (and {len(failing) - 1} more)" if len(failing) > 1 else ""
        return Judgement(Verdict.STOP, failing[0].sentence + more, numbers, found)
    least = policy.limits.min_golden_percent
    if golden is not None and least is not None and golden < least:
        sentence = f"{golden:.1f} % of the golden prompts were right, at least {least:g} % must be"
        return Judgement(Verdict.STOP, sentence, numbers, found)
    if count.pending:
        return Judgement(
            Verdict.WAIT,
            f"{count.succeeded} of {devices(count.devices)} succeeded, {count.pending} to come",
            numbers,
            found,
        )
    return _final(count, policy, numbers, found)


def _final(
    count: Tally, policy: RolloutPolicy, numbers: dict[str, float], found: tuple[Check, ...]
) -> Judgement:
    success = 100 * count.succeeded / count.devices
    numbers |= {"success_percent": success, "success_needed_percent": policy.success_percent}
    sentence = (
        f"{count.succeeded} of {devices(count.devices)} succeeded ({success:.0f} %),"
        f" at least {policy.success_percent:g} % must"
    )
    if success < policy.success_percent:
        return Judgement(Verdict.STOP, sentence, numbers, found)
    open_ones = [each for each in found if each.finding is Finding.INCONCLUSIVE]
    if open_ones and policy.gates.inconclusive is Inconclusive.STOP:
        return Judgement(
            Verdict.STOP,
            f"not sure enough, and the policy says stop: {open_ones[0].sentence}",
            numbers,
            found,
        )
    return Judgement(Verdict.GO, sentence, numbers, found)


def _checks(counted: Sequence[Outcome], policy: RolloutPolicy) -> Iterator[Check]:
    """Ask every question of every class of hardware."""
    yield from _failures(counted, policy)
    for hardware, members in _classes(counted, policy).items():
        yield from _measured(hardware, members, policy)


def _failures(counted: Sequence[Outcome], policy: RolloutPolicy) -> Iterator[Check]:
    groups: dict[str, Sequence[Outcome]] = {"": counted}
    if len(kinds := _hardware(counted)) > 1:
        groups |= kinds
    for hardware, members in groups.items():
        finished = [each for each in members if each.finished]
        level = _level(policy)
        terms = Terms(
            limit=policy.failure_percent,
            level=level,
            least=min(policy.min_sample, len(members)),
            complete=len(finished) == len(members),
            interim_level=level,
        )
        failed = sum(each.failed for each in finished)
        found = checks.count("failures", "failed", hardware, failed, len(finished), terms)
        if found is not None:
            yield found


def _measured(hardware: str, members: Sequence[Outcome], policy: RolloutPolicy) -> Iterator[Check]:
    gates, limits = policy.gates, policy.limits
    done = [
        Sample(each.measurements, each.before)
        for each in members
        if each.measurements is not None and each.finished
    ]
    for gauge, older, limit in (
        (checks.TOKENS, limits.max_slowdown_percent, gates.max_slowdown_percent),
        (
            checks.FIRST_TOKEN,
            limits.max_first_token_growth_percent,
            gates.max_first_token_growth_percent,
        ),
        (checks.MEMORY, limits.max_memory_growth_percent, gates.max_memory_growth_percent),
        (checks.GOLDEN, None, gates.max_golden_loss_points),
        (checks.ERRORS, None, gates.max_error_growth_points),
    ):
        terms = _terms(members, policy, limit if older is None else older)
        found = checks.compare(gauge, hardware, done, terms)
        if found is not None:
            yield found
    crashed = [each.now.crashes > 0 for each in done if each.now.crashes is not None]
    hot = [_newly_hot(each) for each in done if each.now.throttled_percent is not None]
    for gate, words, seen, limit in (
        ("crashes", "had an engine that crashed on trial", crashed, gates.max_crashed_percent),
        ("throttled", "were too hot for full speed", hot, gates.max_throttled_percent),
    ):
        terms = _terms(members, policy, limit)
        found = checks.count(gate, words, hardware, sum(seen), len(seen), terms)
        if found is not None:
            yield found


def _terms(members: Sequence[Outcome], policy: RolloutPolicy, limit: float | None) -> Terms:
    return Terms(
        limit=limit,
        level=_level(policy),
        least=policy.gates.min_devices,
        complete=all(each.finished for each in members),
    )


def _level(policy: RolloutPolicy) -> float:
    return round(1 - policy.gates.confidence_percent / 100, 9)


def _hardware(counted: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    kinds: dict[str, list[Outcome]] = defaultdict(list)
    for each in counted:
        kinds[each.hardware].append(each)
    return dict(sorted(kinds.items()))


def _classes(counted: Sequence[Outcome], policy: RolloutPolicy) -> Mapping[str, Sequence[Outcome]]:
    """Return the classes of hardware; those of too few devices as one."""
    kinds = _hardware(counted)
    if len(kinds) == 1:
        return kinds
    few = [name for name, members in kinds.items() if len(members) < policy.gates.min_devices]
    pooled = [each for name in few for each in kinds.pop(name)]
    return {**kinds, OTHERS: pooled} if pooled else kinds


def _changes(found: Iterable[Check]) -> dict[str, float]:
    """Return the typical changes in percent, with the sign that the number itself has."""
    return {
        f"{each.gate}_change_percent": each.change * sign
        for each in found
        for sign in (_SIGNS.get(each.gate),)
        if sign is not None and each.change is not None
    }


def _newly_hot(each: Sample) -> bool:
    before = each.before.throttled_percent if each.before is not None else None
    return (each.now.throttled_percent or 0.0) >= HOT_PERCENT > (before or 0.0)


def _golden(done: Iterable[Outcome]) -> float | None:
    right = items = 0
    for each in done:
        found = each.measurements
        if (
            each.finished
            and found is not None
            and found.golden_items
            and found.golden_right is not None
        ):
            right += found.golden_right
            items += found.golden_items
    return 100 * right / items if items else None


_SIGNS = {"tokens_per_s": -1, "first_token_ms": 1, "memory_bytes": 1}
