"""Choose a variant for a device and how it is to be served, and say why in one sentence. Pure.

Filter: engine, architecture, licence, and what the work allows. Fit: memory and disk. Predict: what
the device's own kernel rates make of the variant's work. Of the variants that do, the one that
answered most of the evaluation right wins; results that are equal in whole percent are no evidence
of a difference, and then more bits per weight win.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from controlplane.rollouts.workload import Demands
from shared import compat
from shared.capabilities import Capability
from shared.digest import Digest
from shared.evals import EvalResult
from shared.sizing import PLAIN, Parameters
from shared.speed import Load, Speed, predict
from shared.trust import MemoryForecast, Requirements

_SMALL = "q8_0"


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
    licence: str = ""


@dataclass(frozen=True)
class Objection:
    """Why a variant is not for a device, as a sentence that follows its name."""

    code: str
    sentence: str
    variant: str = ""
    needs_bytes: int = 0


@dataclass(frozen=True)
class Choice:
    candidate: Candidate
    predicted_memory_bytes: int
    sentence: str
    parameters: Parameters
    """Tokens and requests it is to be served for."""
    speed: Speed | None = None
    """None where the device has not measured its kernels."""
    objections: tuple[Objection, ...] = ()
    """To the variants that were not chosen."""

    @property
    def is_as_published(self) -> bool:
        """Whether the bundle itself says to serve it so."""
        return self.parameters == self.candidate.requirements.memory.parameters


@dataclass(frozen=True)
class NoFit:
    sentence: str
    reasons: tuple[str, ...] = ()
    """One for each variant."""
    objections: tuple[Objection, ...] = ()
    """To the smallest variant first."""


def choose(
    capability: Capability | None, candidates: Sequence[Candidate], demands: Demands
) -> Choice | NoFit:
    """Return the best variant for a device, or why there is none."""
    if capability is None:
        why = "the device has not yet said what it can do; it must connect once"
        return NoFit(why, (), (Objection("unknown", why),))
    ranked = sorted(candidates, key=_rank, reverse=True)
    objections: dict[str, tuple[Objection, ...]] = {}
    chosen: tuple[Candidate, _Served] | None = None
    for each in ranked:
        found = _serve(each, capability, demands)
        if isinstance(found, _Served):
            chosen = chosen or (each, found)
        else:
            objections[each.name] = found
    if chosen is None:
        return _nothing(ranked, objections)
    best, served = chosen
    return Choice(
        candidate=best,
        predicted_memory_bytes=served.memory.total_bytes,
        sentence=_sentence(best, served, capability, demands, _better(ranked, best, objections)),
        parameters=served.memory.parameters,
        speed=served.speed,
        objections=tuple(one for each in objections.values() for one in each),
    )


@dataclass(frozen=True)
class _Served:
    """A way to serve a candidate that does."""

    memory: MemoryForecast
    speed: Speed | None


def _serve(
    candidate: Candidate, capability: Capability, demands: Demands
) -> _Served | tuple[Objection, ...]:
    """Return the best way to serve a candidate, or what speaks against the least one."""
    barred = tuple(_barred(candidate, demands))
    least: tuple[Objection, ...] = ()
    for parameters in _ways(candidate, demands):
        misfits = tuple(
            _objection(candidate, each, parameters)
            for each in compat.misfits(candidate.requirements, capability, parameters)
        )
        least = (*misfits, *barred)
        if least:
            continue
        memory = candidate.requirements.memory_for(parameters)
        assert memory is not None
        speed = _speed(candidate, capability, demands, parameters)
        least = tuple(_slow(candidate, speed, demands))
        if not least:
            return _Served(memory, speed)
    return least


def _ways(candidate: Candidate, demands: Demands) -> Iterator[Parameters]:
    """Return the ways to serve a candidate, the best first and the least last."""
    known = candidate.requirements.memory
    context = demands.context or min(known.context, demands.max_context or known.context)
    parallel = demands.parallel or min(known.parallel, demands.max_parallel or known.parallel)
    contexts = {context, *_contexts(candidate, context, demands.max_context or context)}
    parallels = range(max(parallel, demands.max_parallel or parallel), parallel - 1, -1)
    for kv_type in (known.kv_type, _SMALL) if demands.small_keys else (known.kv_type,):
        for tokens in sorted(contexts, reverse=True):
            for requests in parallels:
                yield Parameters(context=tokens, parallel=requests, kv_type=kv_type)


def _contexts(candidate: Candidate, least: int, most: int) -> Iterable[int]:
    """Return the contexts that the candidate was measured for, between two."""
    table = next((each for each in candidate.requirements.tables if each.kv_type == PLAIN), None)
    points = () if table is None else table.points
    return (point.context for point in points if least <= point.context <= most)


def _speed(
    candidate: Candidate, capability: Capability, demands: Demands, parameters: Parameters
) -> Speed | None:
    work = candidate.requirements.work
    if work is None:
        return None
    return predict(
        work,
        capability,
        Load(
            context=parameters.context,
            parallel=parameters.parallel,
            prompt=min(demands.prompt_tokens, parameters.context),
            weights_bytes=candidate.requirements.memory.weights_bytes,
        ),
    )


def _barred(candidate: Candidate, demands: Demands) -> Iterator[Objection]:
    """Say what speaks against a candidate on every device."""
    name = candidate.name
    if demands.variants and name not in demands.variants:
        asked = " or ".join(demands.variants)
        yield Objection("variant", f"is not wanted here, {asked} is", name)
    if demands.licences and candidate.licence not in demands.licences:
        asked = " or ".join(demands.licences)
        has = candidate.licence or "none that is named"
        yield Objection("licence", f"has licence {has}, {asked} is asked for", name)
    least = demands.min_quality_percent
    if least is None:
        return
    if candidate.evaluation is None:
        yield Objection("quality", f"was not evaluated, and {least:g} % is asked for", name)
    elif candidate.evaluation.fraction * 100 < least:
        percent = candidate.evaluation.fraction * 100
        yield Objection(
            "quality",
            f"answered {percent:.1f} % of the evaluation right, {least:g} % is asked for",
            name,
        )


def _slow(candidate: Candidate, speed: Speed | None, demands: Demands) -> Iterator[Objection]:
    """Say which demands for speed are not met."""
    rate, wait_ms = demands.min_tokens_per_s, demands.max_first_token_ms
    if rate is None and wait_ms is None:
        return
    if speed is None:
        yield Objection(
            "unmeasured",
            "cannot be predicted here, because the device has not measured its kernels:"
            " flotilla-agent probe",
            candidate.name,
        )
        return
    if rate is not None and speed.tokens_per_s < rate:
        yield Objection(
            "speed",
            f"would answer with {speed.tokens_per_s:.3g} tokens/s, {rate:g} is asked for",
            candidate.name,
        )
    if wait_ms is not None and speed.first_token_s * 1000 > wait_ms:
        yield Objection(
            "first_token",
            f"would begin to answer after {speed.first_token_s * 1000:.0f} ms,"
            f" {wait_ms:g} ms is asked for",
            candidate.name,
        )


def _objection(candidate: Candidate, misfit: compat.Misfit, parameters: Parameters) -> Objection:
    memory = candidate.requirements.memory_for(parameters)
    needs = {
        "memory": 0 if memory is None else memory.total_bytes,
        "disk": candidate.requirements.disk_bytes,
    }
    return Objection(misfit.code, misfit.sentence, candidate.name, needs.get(misfit.code, 0))


def _nothing(ranked: Sequence[Candidate], objections: dict[str, tuple[Objection, ...]]) -> NoFit:
    if not ranked:
        why = "the release has no published variant"
        return NoFit(why, (), (Objection("unpublished", why),))
    reasons = tuple(f"{each.name} {_joined(objections[each.name])}" for each in ranked)
    by_size = sorted(ranked, key=lambda each: each.requirements.memory.total_bytes)
    smallest = by_size[0].name
    which = "the only one" if len(ranked) == 1 else "the smallest"
    why = f"no variant fits: {which}, {smallest}, {_joined(objections[smallest])}"
    return NoFit(why, reasons, tuple(one for each in by_size for one in objections[each.name]))


def _better(
    ranked: Sequence[Candidate], best: Candidate, objections: dict[str, tuple[Objection, ...]]
) -> str:
    """Say why the best of those that would be better was passed over."""
    first = ranked[0]
    if first is best:
        return ""
    return f"; {first.name} would be better but {_joined(objections[first.name])}"


def _sentence(
    best: Candidate, served: _Served, capability: Capability, demands: Demands, better: str
) -> str:
    needs = compat.size(served.memory.total_bytes)
    has = compat.size(capability.memory_budget_bytes)
    return (
        f"{best.name} is the best that fits{_way(best, served)}: needs {needs} of memory,"
        f" may use {has}{_quality(best)}{_rates(served.speed, demands)}{better}"
    )


def _way(best: Candidate, served: _Served) -> str:
    """Say how it is served, where that was chosen."""
    way = served.memory.parameters
    if way == best.requirements.memory.parameters:
        return ""
    requests = "one request" if way.parallel == 1 else f"{way.parallel} requests"
    keys = "" if way.kv_type == PLAIN else f" with {way.kv_type} keys"
    return f" for {requests} of {way.context} tokens{keys}"


def _quality(candidate: Candidate) -> str:
    if candidate.evaluation is None:
        return "; not evaluated"
    percent = candidate.evaluation.fraction * 100
    return f"; answered {percent:.1f} % of the evaluation right"


def _rates(speed: Speed | None, demands: Demands) -> str:
    if speed is None:
        return ""
    return (
        f"; about {speed.tokens_per_s:.3g} tokens/s,"
        f" {speed.first_token_s * 1000:.0f} ms to the first after {demands.prompt_tokens}"
    )


def _joined(objections: Iterable[Objection]) -> str:
    return "; ".join(each.sentence for each in objections)


def _rank(candidate: Candidate) -> tuple[int, int, int]:
    evaluation = candidate.evaluation
    percent = round(evaluation.fraction * 100) if evaluation is not None else -1
    return percent, candidate.size_bytes, -candidate.requirements.memory.total_bytes
