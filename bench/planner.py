"""What the planner predicts, against what a device then does: tokens/s and peak memory.

    make bench NAME=planner ARGS="--rounds 5"
    make bench NAME=planner ARGS="--clock cpu"

Each pair is a variant and a device's memory. The planner is asked as in a rollout: from the
variant's signed requirements and this machine's measured kernels it chooses how many requests of
how many tokens it would have the device serve, and predicts. Then an engine child serves just that.
With `--clock cpu` both sides are processor time, which is right also while others use the machine.
"""

import argparse
import json
import statistics
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from agent.engine.frames import Load as EngineLoad
from agent.host.kernels import environment
from agent.host.probe import Wishes, probe
from agent.host.proc import Machine
from bench.planner_measure import Ways, measure
from bench.planner_models import model
from bench.report import RESULTS, Row, publish
from controlplane.registry.child import Workbench
from controlplane.registry.workbench.protocol import Forecast, ForecastTask
from controlplane.rollouts.variants import Candidate, Choice, choose
from controlplane.rollouts.workload import Workload
from shared.capabilities import Capability, KernelCost, KernelRate, Kernels
from shared.digest import sha256_of
from shared.speed import Load, predict
from shared.trust import MemoryForecast, Requirements

MB = 1_000_000
Numbers = TypeVar("Numbers", bound=BaseModel)
PROMPT = 320
"""Tokens of a prompt, where the context has room for so many."""
ANSWER = 128


@dataclass(frozen=True)
class Pair:
    """A variant, and a device's memory for it."""

    model: str
    quantization: str
    memory_mb: int
    max_context: int = 512
    context: int | None = None
    """The least that will do."""
    max_parallel: int = 1
    small_keys: bool = False

    @property
    def name(self) -> str:
        return f"{self.model} {self.quantization} in {self.memory_mb} MB"


PAIRS = (
    Pair("starter", "f16", 64),
    Pair("starter", "q8_0", 48, max_parallel=4),
    Pair("starter", "q4_k_m", 40, max_parallel=8),
    Pair("wide", "f16", 256, max_context=1024),
    Pair("wide", "q8_0", 200, max_context=2048, max_parallel=4),
    Pair("wide", "q4_k_m", 128, max_context=1024),
    Pair("wide", "q5_k_m", 200, max_context=4096, max_parallel=2),
    Pair("tall", "f16", 600, max_context=1024),
    Pair("tall", "q8_0", 500, max_context=2048, max_parallel=4),
    Pair("tall", "q6_k", 400, max_context=1024, max_parallel=2),
    Pair("tall", "q4_0", 320, max_context=4096, max_parallel=2),
    Pair("half-billion", "q4_k_m", 400, max_context=1024),
    Pair("half-billion", "q4_k_m", 600, max_context=2048, max_parallel=8),
    Pair("half-billion", "q8_0", 700, max_context=4096, max_parallel=2),
    Pair("half-billion", "q4_k_m", 410, max_context=4096, context=4096, small_keys=True),
)


@dataclass(frozen=True)
class Result:
    """One pair, predicted and measured."""

    pair: str
    context: int
    parallel: int
    threads: int
    predicted_tokens_per_s: float
    tokens_per_s: float
    predicted_first_token_ms: float
    first_token_ms: float
    predicted_mb: float
    peak_mb: float

    @property
    def errors(self) -> tuple[float, float, float]:
        """Return predicted less measured in percent: tokens/s, first token, memory."""
        return (
            100 * (self.predicted_tokens_per_s / self.tokens_per_s - 1),
            100 * (self.predicted_first_token_ms / self.first_token_ms - 1),
            100 * (self.predicted_mb / self.peak_mb - 1),
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--rounds", type=int, default=3, help="of which the middle one counts (%(default)s)"
    )
    parser.add_argument("--clock", choices=("wall", "cpu"), default="wall")
    parser.add_argument("--only", default="", help="pairs whose name contains this")
    options = parser.parse_args()
    rates = Rates(options.clock)
    base = Workbench().base_bytes(stop=threading.Event())
    results = []
    for pair in PAIRS:
        if options.only in pair.name:
            results.append(_result(pair, rates, base, options))
            print(_line(results[-1]), flush=True)
    _publish(results, options)


class Rates:
    """This machine's capability, measured by the clock that is asked for.

    A device measures itself once and is what it is. The machine of a bench may be shared, so the
    kernels of each pair are measured before and after it, and the middle counts.
    """

    def __init__(self, clock: str) -> None:
        self._clock = clock
        self._measured: list[Kernels] = []
        self._device = probe(
            Machine(), data=Path("/"), wishes=Wishes(), held_bytes=0, bandwidth=lambda _: 0
        )

    def forget(self) -> None:
        """Begin with the next pair."""
        self._measured = []

    def measure(self, types: Collection[str]) -> None:
        """Measure these types once more."""
        request = {
            "threads": self._device.cores,
            "memory_bytes": 2**31,
            "clock": self._clock,
            "types": sorted(types),
        }
        done = subprocess.run(
            [sys.executable, "-P", "-m", "agent.engine.probe"],
            input=json.dumps(request).encode(),
            capture_output=True,
            env=environment(),
            check=True,
        )
        kernels = json.loads(done.stdout)["kernels"]
        self._measured.append(Kernels.model_validate({**kernels, "key": ""}))

    @property
    def device(self) -> Capability:
        return self._device.model_copy(update={"kernels": middle_of(self._measured)})


def middle_of(measured: Sequence[Kernels]) -> Kernels:
    """Return the middle of several measurements, number by number."""
    rates: dict[tuple[str, int, int], list[KernelRate]] = defaultdict(list)
    costs: dict[int, list[KernelCost]] = defaultdict(list)
    for kernels in measured:
        for rate in kernels.rates:
            rates[rate.type, rate.threads, rate.weights_bytes].append(rate)
        for cost in kernels.costs:
            costs[cost.threads].append(cost)
    return _middle(measured).model_copy(
        update={
            "rates": tuple(map(_middle, rates.values())),
            "costs": tuple(map(_middle, costs.values())),
        }
    )


def _middle(several: Sequence[Numbers]) -> Numbers:
    """Return one of `several` with the middle of each number."""
    first = several[0]
    numbers = [name for name, value in first if isinstance(value, int)]
    return first.model_copy(
        update={
            name: round(statistics.median(getattr(each, name) for each in several))
            for name in numbers
        }
    )


def _result(pair: Pair, rates: Rates, base: int, options: argparse.Namespace) -> Result:
    weights = model(pair.model, pair.quantization)
    candidate = _candidate(weights, pair, base)
    work = candidate.requirements.work
    assert work is not None
    types = {each.type for each in (*work.reads, *work.output)}
    rates.forget()
    rates.measure(types)
    device = rates.device
    budget = device.model_copy(update={"memory_budget_bytes": pair.memory_mb * MB})
    workload = Workload(
        context=pair.context,
        max_context=pair.max_context,
        max_parallel=pair.max_parallel,
        small_keys=pair.small_keys,
    )
    choice = choose(budget, (candidate,), workload)
    if not isinstance(choice, Choice):
        raise SystemExit(f"{pair.name}: {choice.sentence}")
    way = choice.parameters
    memory = candidate.requirements.memory
    prompt = min(PROMPT, way.context - ANSWER - 2)
    asked = Load(
        context=way.context,
        parallel=way.parallel,
        prompt=prompt,
        weights_bytes=memory.weights_bytes,
        depth=prompt + ANSWER // 2,
    )
    threads = 1 if memory.weights_bytes < 2**26 else device.cores
    measured = measure(
        EngineLoad(
            weights=str(weights),
            context=way.context,
            parallel=way.parallel,
            kv_type=way.kv_type,
            speculate=False,
        ),
        Ways(
            clock=options.clock,
            threads=threads,
            rounds=options.rounds,
            answer=ANSWER,
            prompt=prompt,
        ),
    )
    rates.measure(types)
    speed = predict(work, rates.device, asked)
    assert speed is not None
    return Result(
        pair=pair.name + (f", {way.kv_type} keys" if way.kv_type != "f16" else ""),
        context=way.context,
        parallel=way.parallel,
        threads=threads,
        predicted_tokens_per_s=speed.tokens_per_s,
        tokens_per_s=measured.tokens_per_s,
        predicted_first_token_ms=speed.first_token_s * 1000,
        first_token_ms=measured.first_token_s * 1000,
        predicted_mb=choice.predicted_memory_bytes / MB,
        peak_mb=measured.peak_bytes / MB,
    )


def _candidate(weights: Path, pair: Pair, base: int) -> Candidate:
    """Return a variant as the registry would publish it."""
    outcome = Workbench().run(
        ForecastTask(weights=weights, context=512, parallel=1),
        stop=threading.Event(),
        on_progress=lambda _: None,
    )
    assert isinstance(outcome, Forecast)
    return Candidate(
        name=pair.quantization,
        bundle=sha256_of(weights.name.encode()),
        target_path="",
        manifest_length=1,
        size_bytes=weights.stat().st_size,
        requirements=Requirements(
            format="gguf",
            quantization=pair.quantization,
            memory=MemoryForecast(
                context=512,
                parallel=1,
                weights_bytes=outcome.weights_bytes,
                kv_bytes=outcome.kv_bytes,
                compute_bytes=outcome.compute_bytes,
                base_bytes=base + outcome.engine_bytes,
            ),
            disk_bytes=weights.stat().st_size,
            tables=outcome.tables,
            work=outcome.work,
        ),
        evaluation=None,
    )


def _line(result: Result) -> str:
    rate, first, memory = result.errors
    return (
        f"| {result.pair} | {result.parallel} x {result.context} | {result.threads}"
        f" | {result.predicted_tokens_per_s:.1f} | {result.tokens_per_s:.1f} | {rate:+.0f} %"
        f" | {result.predicted_first_token_ms:.0f} | {result.first_token_ms:.0f} | {first:+.0f} %"
        f" | {result.predicted_mb:.1f} | {result.peak_mb:.1f} | {memory:+.1f} % |"
    )


def _publish(results: Sequence[Result], options: argparse.Namespace) -> None:
    errors = [result.errors for result in results]
    rate, first, memory = (statistics.median(abs(each[k]) for each in errors) for k in range(3))
    rows = [
        Row("tokens/s, median error in percent", rate, "<= 15", "lower"),
        Row("first token, median error in percent", first, "<= 25", "lower"),
        Row("peak memory, median error in percent", memory, "<= 5", "lower"),
        Row("pairs of variant and memory", float(len(results)), ">= 12", "higher"),
    ]
    notes = {"clock": options.clock, "rounds": options.rounds, "pairs": list(map(asdict, results))}
    publish("planner", rows, notes)
    table = RESULTS / "planner.md"
    table.write_text("\n".join([_HEAD, *map(_line, results)]) + "\n")


_HEAD = (
    "| variant and memory | requests x tokens | threads | tokens/s predicted | measured | error"
    " | first token ms predicted | measured | error | MB predicted | measured | error |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|---|"
)


if __name__ == "__main__":
    main()
