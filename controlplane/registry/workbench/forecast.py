"""What serving takes and what a token costs: the engine plans everything and allocates nothing.

Keys and values, and compute buffers, come from the log of dry allocations of the very contexts that
devices make (`shared.contexts`), where the library's working memory is added, of which it says
nothing; the weights are the file's tensors, which are mapped, not copied. What the first dry run
itself allocates is what the engine keeps beside its buffers.

One allocation answers for one context, one number of requests and one type of keys and values. The
table that is signed has a few contexts; that further requests add to it in a straight line is not
believed but tried, and where it is not straight, the steepest part counts.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import llama_cpp as llama

from controlplane.registry.workbench.llama import EngineFileError, Log, Model, loaded, planned
from controlplane.registry.workbench.memory import anonymous_bytes
from controlplane.registry.workbench.protocol import Forecast, ForecastTask
from shared.contexts import ENGINE_BYTES, REQUEST_BYTES, late_bytes, shape, work_bytes
from shared.gguf import GgufHeader, read_header
from shared.sizing import PLAIN, MemoryTable, Point, contexts_for
from shared.work import heads_of, widest_of, work_of

BATCH: Final = 512
"""Tokens that the device's engine evaluates in one step at most."""
TRIED: Final = (2, 7, 9)
"""Numbers of requests for which the straight line is tried: 7 and 9 share the rows of a pass worst,
because each request's share of them is rounded up."""
SMALLER_KEYS: Final = "q8_0"
_COMPUTING: Final = 0.6
"""Of the nodes of a graph; the others only look at a result in another shape."""
_MIB: Final = 2**20
_SIZE: Final = r"([0-9.]+) MiB"
_KV = re.compile(rf"llama_(?:kv_cache|memory_recurrent)\S*: +size = +{_SIZE}")
_COMPUTE = re.compile(rf"(?:compute|output) buffer size = +{_SIZE}")
_NODES = re.compile(r"graph: nodes = (\d+)")


@dataclass(frozen=True)
class Plan:
    """One dry allocation."""

    kv_bytes: int
    compute_bytes: int
    operations: int


def run(task: ForecastTask, progress: Callable[[float], None]) -> Forecast:
    """Do the task.

    Raises:
        EngineFileError: the engine refused the file or the size of the context.
    """
    llama.llama_backend_init()
    idle = anonymous_bytes()
    with Log() as log, loaded(task.weights, dry=True) as model:
        with task.weights.open("rb") as file:
            header = read_header(file)
        dry = Dry(model, log, header)
        context = min(task.context, model.trained) if model.trained > 0 else task.context
        wanted = dry.plan(context=context, parallel=task.parallel)
        engine_bytes = max(0, anonymous_bytes() - idle) + ENGINE_BYTES
        contexts = contexts_for(model.trained, context)
        tables = [
            table
            for kv_type in (PLAIN, SMALLER_KEYS)
            if (table := tabulate(dry, contexts, kv_type)) is not None
        ]
        progress(1)
        return Forecast(
            weights_bytes=model.size_bytes,
            kv_bytes=wanted.kv_bytes,
            compute_bytes=wanted.compute_bytes,
            engine_bytes=engine_bytes,
            tables=tuple(tables),
            work=work_of(header, operations=wanted.operations, vocabulary=model.vocabulary),
        )


class Dry:
    """A model that was loaded without its weights."""

    def __init__(self, model: Model, log: Log, header: GgufHeader) -> None:
        self._model = model
        self._log = log
        self._heads = heads_of(header)
        self._widest = widest_of(header)

    def plan(self, *, context: int, parallel: int, kv_type: str = PLAIN) -> Plan:
        """Have the engine plan a context, and read what it says.

        Raises:
            EngineFileError: it refuses.
        """
        said = len(self._log.lines)
        form = shape(context=context, parallel=parallel, batch=BATCH, kv_type=kv_type)
        with planned(self._model, form):
            pass
        lines = self._log.lines[said:]
        nodes = [int(match[1]) for line in lines if (match := _NODES.search(line))]
        beside = (
            late_bytes(form, vocabulary=self._model.vocabulary)
            + work_bytes(form, heads=self._heads, widest=self._widest)
            + parallel * REQUEST_BYTES
        )
        computing = round(max(nodes, default=0) * _COMPUTING)
        return Plan(total(_KV, lines), total(_COMPUTE, lines) + beside, computing)


def tabulate(dry: Dry, contexts: Iterable[int], kv_type: str) -> MemoryTable | None:
    """Return the memory of all contexts; None for keys and values that the model cannot have so."""
    points = []
    for context in contexts:
        try:
            one = dry.plan(context=context, parallel=1, kv_type=kv_type)
            others = [
                (more, dry.plan(context=context, parallel=more, kv_type=kv_type)) for more in TRIED
            ]
        except EngineFileError:
            break
        points.append(point(context, one, others))
    return MemoryTable(kv_type=kv_type, points=tuple(points)) if points else None


def point(context: int, one: Plan, others: Iterable[tuple[int, Plan]]) -> Point:
    """Return the row of a context: what one request takes, and the most that one more adds."""
    kv_bytes, more_bytes = one.kv_bytes, 0
    for requests, each in others:
        kv_bytes = max(kv_bytes, -(-each.kv_bytes // requests))
        added = -(-(each.compute_bytes - one.compute_bytes) // (requests - 1))
        more_bytes = max(more_bytes, added)
    return Point(context, kv_bytes, one.compute_bytes, more_bytes)


def total(pattern: re.Pattern[str], lines: Iterable[str]) -> int:
    """Add up the sizes that `pattern` finds, in bytes."""
    found = (pattern.search(line) for line in lines)
    return sum(round(float(match[1]) * _MIB) for match in found if match)
