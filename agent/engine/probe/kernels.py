"""Times the kernels that serve: matrices of every type, attention, and an operation by itself.

A measurement is the middle one of several rounds: what a device does, not what it could do.
The matrices together are larger than a core's own caches, as the layers of a model are. A cache
that all cores share may still hold them, and a large model's it may not, so one row and a few are
measured with two sets: as large as the smallest model that is served this way, and much larger.
"""

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from agent.engine.errors import BackendError
from agent.engine.probe.ggml import Bench, Library, quantized
from shared.contexts import ONE_THREAD_BYTES

TYPES: Final = {
    "f16": 1,
    "bf16": 30,
    "q8_0": 8,
    "q6_K": 14,
    "q5_K": 13,
    "q4_K": 12,
    "q3_K": 11,
    "q2_K": 10,
    "q5_0": 6,
    "q4_0": 2,
    "iq4_nl": 20,
    "iq4_xs": 23,
}
"""The types of weights that are measured, with ggml's numbers."""
WIDTH, NARROW = 2048, 256
"""Of the matrices; both kinds have as many elements."""
FEW_ROWS, MANY_ROWS = 8, 128
_SMALL_SETS: Final = (24 * 2**20, ONE_THREAD_BYTES)
_LARGE_SET: Final = 192 * 2**20
_F32, _F16 = 0, 1
_F16_BYTES: Final = 2
_HEAD: Final = 64
_HEADS, _KV_HEADS = 16, 4
_CELLS: Final = (256, 1024)
_CONTEXT: Final = 2048
"""Cells that there is room for: values are kept by column, so what is held of each lies apart."""
_ROW: Final = 1024
_OPERATIONS: Final = 1000
_MATRICES: Final = 2
_HALF: Final = b"\x00\x38"
"""0.5 as a half-precision number."""
_ONE: Final = b"\x00\x00\x80\x3f"
"""1.0 as a single-precision one."""
_ROUNDS: Final = 7
_FEWEST: Final = 3
_ENOUGH_S: Final = 0.04
"""Rounds end when they took so long together, but there are three at least."""
_LONG_S: Final = 0.25
"""A round that takes so long is enough, so that a slow machine is not measured for minutes."""


@dataclass(frozen=True)
class Plan:
    """What to measure, and by which clock."""

    threads: int
    weights_bytes: Sequence[int]
    """Of all matrices of one measurement: of the first, and of further ones."""
    types: Sequence[str]
    now: Callable[[], float]


def sets(threads: int, most_threads: int, room_bytes: int) -> list[int]:
    """Return how large the sets of weights are, within the memory that there is for them."""
    small, larger = _SMALL_SETS
    first = small if threads == 1 else larger
    second = _LARGE_SET if threads == most_threads else larger
    return sorted({min(first, room_bytes), min(second, room_bytes)})


def rates(library: Library, plan: Plan) -> list[dict[str, Any]]:
    """Return the rates of each type, as `shared.capabilities.KernelRate` names them.

    Two widths of matrices tell what is proportional to their size from what each row costs.
    """
    found = []
    first, *others = plan.weights_bytes
    for name in plan.types:
        kind = TYPES[name]
        if library.type_name(kind) != name:
            continue  # another numbering than ours: better no rate than a wrong one
        each = WIDTH * int(library.row_size(kind, WIDTH))
        wide = _matrices_s(library, plan, kind, size=first, width=WIDTH)
        narrow = _matrices_s(library, plan, kind, size=first, width=NARROW)
        apart = [_apart(*pair) for pair in zip(wide, narrow, strict=True)]
        row_s = [of_row for _, of_row in apart]
        rows_ps = {
            f"{use}_row_ps": round(of_row * 1e12)
            for use, of_row in zip(("decode", "batch", "prefill"), row_s, strict=True)
        }
        matrix_s = {first: [of_size for of_size, _ in apart]}
        for size in others:
            took = _matrices_s(library, plan, kind, size=size, width=WIDTH)
            matrix_s[size] = [_of_size(*pair) for pair in zip(took, row_s, strict=True)]
        flop = 2.0 * WIDTH * WIDTH
        found += [
            {
                "type": name,
                "threads": plan.threads,
                "weights_bytes": size,
                "decode": int(each / one_s),
                "batch": int(flop * FEW_ROWS / few_s),
                "prefill": int(flop * MANY_ROWS / many_s),
                **rows_ps,
            }
            for size, (one_s, few_s, many_s) in matrix_s.items()
        ]
    return found


def cost(library: Library, plan: Plan) -> dict[str, Any]:
    """Return what a step costs beside its matrices, as `KernelCost` names it."""
    one_s, many_s = (_operation_s(library, plan, rows) for rows in (1, FEW_ROWS))
    element_s = max(0.0, many_s - one_s) / ((FEW_ROWS - 1) * _ROW)
    short_s, long_s = (_attention_s(library, plan, 1, cells) for cells in _CELLS)
    few, many = _CELLS
    cell_s = max(1e-15, long_s - short_s) / (many - few)
    prompt_s = _attention_s(library, plan, MANY_ROWS, many)
    return {
        "threads": plan.threads,
        "operation_ns": round(max(0.0, one_s - _ROW * element_s) * 1e9),
        "element_ps": round(element_s * 1e12),
        "head_ns": round(max(0.0, short_s - few * cell_s) * 1e9),
        "attention_decode": int(4 * _HEAD / cell_s),
        "attention_prefill": int(MANY_ROWS * many * 4 * _HEAD / prompt_s),
    }


def _apart(wide_s: float, narrow_s: float) -> tuple[float, float]:
    """Return of a matrix of `WIDTH` rows what its size costs, and what each row costs."""
    more_rows = WIDTH * WIDTH // NARROW - WIDTH
    row_s = max(0.0, narrow_s - wide_s) / more_rows
    return _of_size(wide_s, row_s), row_s


def _of_size(wide_s: float, row_s: float) -> float:
    return max(wide_s / 4, wide_s - WIDTH * row_s)


def _matrices_s(
    library: Library, plan: Plan, kind: int, *, size: int, width: int
) -> tuple[float, float, float]:
    """Return the time of one matrix of a set, for one, a few and many rows of activations.

    With many, the time is not in reading the weights, and a few matrices do.
    """
    height = WIDTH * WIDTH // width
    count = max(1, size // (WIDTH * int(library.row_size(kind, WIDTH))))
    row = quantized(library, kind, [math.sin(place) for place in range(width)])
    with Bench(library, threads=plan.threads) as bench:
        matrices = [bench.tensor(kind, width, height) for _ in range(count)]
        vectors = [bench.tensor(_F32, width, rows) for rows in (1, FEW_ROWS, MANY_ROWS)]
        shares = [matrices, matrices, matrices[:_MATRICES]]
        graphs = [
            bench.graph([bench.multiply(matrix, vector) for matrix in share])
            for vector, share in zip(vectors, shares, strict=True)
        ]
        bench.allocate()
        for vector in vectors:
            bench.fill(vector, _ONE)
        for matrix in matrices:
            bench.fill(matrix, row)
        one, few, many = (
            _time_s(bench, graph, plan) / len(share)
            for graph, share in zip(graphs, shares, strict=True)
        )
    return one, few, many


def _attention_s(library: Library, plan: Plan, rows: int, cells: int) -> float:
    """Return the time of attention of all rows of one head over so many cells."""
    layers = 4 if rows > 1 else 16
    with Bench(library, threads=plan.threads) as bench:
        results, filled = [], []
        for _ in range(layers):
            keys = bench.tensor(_F16, _HEAD, cells, _KV_HEADS)
            values = bench.tensor(_F16, _CONTEXT, _HEAD, _KV_HEADS)
            queries = bench.tensor(_F32, _HEAD, rows, _HEADS)
            scores = bench.soften(bench.multiply(keys, queries))
            held = bench.part(values, (cells, _HEAD, _KV_HEADS), _CONTEXT * _F16_BYTES)
            results.append(bench.multiply(held, scores))
            filled += [(keys, _HALF), (values, _HALF), (queries, _ONE)]
        graph = bench.graph(results)
        bench.allocate()
        for tensor, pattern in filled:
            bench.fill(tensor, pattern)
        return _time_s(bench, graph, plan) / (layers * _HEADS)


def _operation_s(library: Library, plan: Plan, rows: int) -> float:
    """Return the time of one operation on so many rows: half of them add, half normalize."""
    with Bench(library, threads=plan.threads) as bench:
        row = first = bench.tensor(_F32, _ROW, rows)
        for _ in range(_OPERATIONS // 2):
            row = bench.normalize(bench.add(row, first))
        graph = bench.graph([row])
        bench.allocate()
        bench.fill(first, _ONE)
        return _time_s(bench, graph, plan) / _OPERATIONS


def _time_s(bench: Bench, graph: Any, plan: Plan) -> float:
    """Return the time of a run, of the middle one of some."""

    def run_s() -> float:
        began = plan.now()
        bench.run(graph)
        return plan.now() - began

    first = run_s()  # a short one only warms up
    took = [first] if first > _ENOUGH_S else []
    fewest = _FEWEST if first < _LONG_S else 1
    while len(took) < fewest or (len(took) < _ROUNDS and sum(took) < _ENOUGH_S):
        took.append(run_s())
    chosen = statistics.median(took)
    if chosen <= 0:
        raise BackendError("the clock does not go on")
    return chosen
