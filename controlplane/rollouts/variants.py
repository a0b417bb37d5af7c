"""Choose a variant for a device, and say why in one sentence. Pure.

Of the variants that fit, the one that answered most of the evaluation right wins; results that
are equal in whole percent are no evidence of a difference, and then more bits per weight win.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from controlplane.rollouts.policy import Workload
from shared import compat
from shared.capabilities import Capability
from shared.digest import Digest
from shared.evals import EvalResult
from shared.trust import Requirements


@dataclass(frozen=True)
class Candidate:
    """A published variant, as far as choosing needs to know it."""

    name: str
    bundle: Digest
    target_path: str
    manifest_length: int
    size_bytes: int
    """Of the weights; within a release it orders variants by bits per weight."""
    requirements: Requirements
    evaluation: EvalResult | None


@dataclass(frozen=True)
class Choice:
    candidate: Candidate
    predicted_memory_bytes: int
    sentence: str


@dataclass(frozen=True)
class NoFit:
    sentence: str
    reasons: tuple[str, ...] = ()
    """One for each variant."""


def choose(
    capability: Capability | None, candidates: Sequence[Candidate], workload: Workload
) -> Choice | NoFit:
    """Return the best variant for a device, or why there is none."""
    if capability is None:
        return NoFit("the device has not yet said what it can do; it must connect once")
    ranked = sorted(candidates, key=_rank, reverse=True)
    objections = {each.name: _objections(each, capability, workload) for each in ranked}
    fitting = [each for each in ranked if not objections[each.name]]
    if not fitting:
        return _nothing(ranked, objections)
    best = fitting[0]
    better = next((each for each in ranked if objections[each.name]), None)
    passed_over = (
        f"; {better.name} would be better but {'; '.join(objections[better.name])}"
        if better is not None and ranked.index(better) < ranked.index(best)
        else ""
    )
    needs = best.requirements.memory.total_bytes
    return Choice(
        candidate=best,
        predicted_memory_bytes=needs,
        sentence=(
            f"{best.name} is the best that fits: needs {compat.size(needs)} of memory,"
            f" may use {compat.size(capability.memory_budget_bytes)}"
            f"{_quality(best)}{passed_over}"
        ),
    )


def _nothing(ranked: Sequence[Candidate], objections: dict[str, tuple[str, ...]]) -> NoFit:
    reasons = tuple(f"{each.name} {'; '.join(objections[each.name])}" for each in ranked)
    if not ranked:
        return NoFit("the release has no published variant")
    smallest = min(ranked, key=lambda each: each.requirements.memory.total_bytes)
    why = "; ".join(objections[smallest.name])
    if len(ranked) == 1:
        return NoFit(f"no variant fits: the only one, {smallest.name}, {why}", reasons)
    return NoFit(f"no variant fits: the smallest, {smallest.name}, {why}", reasons)


def _objections(
    candidate: Candidate, capability: Capability, workload: Workload
) -> tuple[str, ...]:
    misfits = [each.sentence for each in compat.misfits(candidate.requirements, capability)]
    return (*misfits, *_too_bad(candidate, workload))


def _too_bad(candidate: Candidate, workload: Workload) -> Iterable[str]:
    least = workload.min_quality_percent
    if least is None:
        return
    if candidate.evaluation is None:
        yield f"was not evaluated, and {least:g} % is asked for"
    elif candidate.evaluation.fraction * 100 < least:
        percent = candidate.evaluation.fraction * 100
        yield f"answered {percent:.1f} % of the evaluation right, {least:g} % is asked for"


def _quality(candidate: Candidate) -> str:
    if candidate.evaluation is None:
        return "; not evaluated"
    percent = candidate.evaluation.fraction * 100
    return f"; answered {percent:.1f} % of the evaluation right"


def _rank(candidate: Candidate) -> tuple[int, int, int]:
    evaluation = candidate.evaluation
    percent = round(evaluation.fraction * 100) if evaluation is not None else -1
    return percent, candidate.size_bytes, -candidate.requirements.memory.total_bytes
