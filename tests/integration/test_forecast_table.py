"""The table of memory that is signed says what the engine plans, also for what is not in it."""

import threading
from pathlib import Path

import pytest

from controlplane.registry.child import Workbench
from controlplane.registry.workbench.forecast import Plan, point
from controlplane.registry.workbench.protocol import Forecast, ForecastTask
from shared.sizing import MemoryTable, Point
from shared.work import Reads
from tests.support.gguf_tiny import Shape, write_tiny

ROUNDING = 2 * 2**20 // 100
"""The engine's log has two decimals of a MiB, and there are two such numbers."""


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shape = Shape(width=128, heads=4, kv_heads=2, context=3000)
    return write_tiny(tmp_path_factory.mktemp("model") / "tiny.gguf", shape=shape)


def planned(weights: Path, *, context: int, parallel: int) -> Forecast:
    outcome = Workbench().run(
        ForecastTask(weights=weights, context=context, parallel=parallel),
        stop=threading.Event(),
        on_progress=lambda _: None,
    )
    assert isinstance(outcome, Forecast)
    return outcome


@pytest.mark.model
def test_a_table_holds_for_numbers_of_requests_that_were_not_tried(weights: Path) -> None:
    plain, small = planned(weights, context=512, parallel=1).tables
    assert [each.context for each in plain.points] == [512, 1024, 2048, 3000]
    assert (plain.kv_type, small.kv_type) == ("f16", "q8_0")
    for context, parallel in ((512, 3), (2048, 5), (3000, 12)):
        found = planned(weights, context=context, parallel=parallel)
        needs = plain.needs(context, parallel)
        assert needs is not None
        kv_bytes, compute_bytes = needs
        assert kv_bytes == pytest.approx(found.kv_bytes, abs=parallel * ROUNDING)
        assert compute_bytes >= found.compute_bytes - ROUNDING
        assert compute_bytes == pytest.approx(found.compute_bytes, rel=0.08)


@pytest.mark.model
def test_the_work_of_a_token_comes_with_it(weights: Path) -> None:
    work = planned(weights, context=512, parallel=1).work
    assert work is not None
    each = 2 * (128 * 128 + 64 * 128) + 3 * 128 * 128
    assert work.reads == (Reads("f16", 2 * 2 * each, 2 * each, work.reads[0].rows),)
    assert work.output[0].elements == 128 * 259
    assert (work.vocabulary, work.width, work.heads) == (259, 128, 8)
    assert work.attention == 2 * 2 * 4 * (32 + 32)
    assert 20 < work.operations < 80


def test_where_requests_do_not_add_evenly_the_steepest_part_counts() -> None:
    one = Plan(kv_bytes=100, compute_bytes=1000, operations=1)
    others = [(2, Plan(210, 1010, 1)), (8, Plan(800, 1140, 1))]
    found = point(512, one, others)
    assert found == Point(512, kv_bytes=105, compute_bytes=1000, more_bytes=20)
    table = MemoryTable(points=(found,))
    for requests, each in others:
        needs = table.needs(512, requests)
        assert needs is not None
        assert needs >= (each.kv_bytes, each.compute_bytes)
