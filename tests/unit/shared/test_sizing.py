"""What memory serving takes, and how the table of it is read."""

import pytest

from shared.capabilities import Capability
from shared.compat import misfits
from shared.sizing import (
    MemoryTable,
    ParameterClass,
    Parameters,
    Point,
    contexts_for,
    parameter_class,
)
from shared.trust import MemoryForecast, Requirements
from tests.support.builders import MB, a_capability

TABLE = MemoryTable(
    points=(
        Point(512, kv_bytes=1 * MB, compute_bytes=10 * MB, more_bytes=100),
        Point(2048, kv_bytes=4 * MB, compute_bytes=20 * MB, more_bytes=200),
    )
)


def needs(*tables: MemoryTable) -> Requirements:
    return Requirements(
        format="gguf",
        quantization="q8_0",
        memory=MemoryForecast(
            context=512,
            parallel=2,
            weights_bytes=50 * MB,
            kv_bytes=2 * MB,
            compute_bytes=10 * MB,
            base_bytes=20 * MB,
        ),
        disk_bytes=50 * MB,
        tables=tables,
    )


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        (4_300_000, ParameterClass.NANO),
        (100_000_000, ParameterClass.MICRO),
        (1_400_000_000, ParameterClass.MICRO),
        (1_500_000_000, ParameterClass.SMALL),
        (13_900_000_000, ParameterClass.SMALL),
        (14_000_000_000, ParameterClass.MEDIUM),
        (30_000_000_000, ParameterClass.MEDIUM),
        (70_000_000_000, ParameterClass.LARGE),
    ],
)
def test_a_model_s_class_follows_from_its_parameters(parameters: int, name: ParameterClass) -> None:
    assert parameter_class(parameters) is name


def test_requests_add_to_a_table_s_row_in_a_straight_line() -> None:
    assert TABLE.needs(512, 1) == (1 * MB, 10 * MB)
    assert TABLE.needs(512, 4) == (4 * MB, 10 * MB + 300)


def test_a_context_between_two_rows_counts_as_the_longer_one() -> None:
    assert TABLE.needs(513, 1) == TABLE.needs(2048, 1)
    assert TABLE.needs(2049, 1) is None


def test_what_the_bundle_says_by_itself_is_not_looked_up() -> None:
    known = needs(TABLE).memory
    assert needs(TABLE).memory_for(known.parameters) == known


def test_other_parameters_are_looked_up() -> None:
    found = needs(TABLE).memory_for(Parameters(context=2048, parallel=3))
    assert found is not None
    assert (found.context, found.parallel) == (2048, 3)
    assert (found.kv_bytes, found.compute_bytes) == (12 * MB, 20 * MB + 400)
    assert (found.weights_bytes, found.base_bytes) == (50 * MB, 20 * MB)


def test_without_a_table_the_forecast_stands_for_whatever_asks_for_no_more() -> None:
    known = needs()
    less = known.memory_for(Parameters(context=256, parallel=1))
    assert less is not None
    assert less.total_bytes == known.memory.total_bytes
    for more in (
        Parameters(context=1024, parallel=1),
        Parameters(context=512, parallel=3),
        Parameters(context=256, parallel=1, kv_type="q8_0"),
    ):
        assert known.memory_for(more) is None


def test_requirements_survive_json() -> None:
    assert Requirements.model_validate_json(needs(TABLE).model_dump_json()) == needs(TABLE)


@pytest.mark.parametrize(
    ("trained", "wanted", "contexts"),
    [
        (512, 512, (512,)),
        (3000, 512, (512, 1024, 2048, 3000)),
        (4096, 1500, (512, 1024, 1500, 2048, 4096)),
        (131_072, 4096, (512, 1024, 2048, 4096, 8192, 16_384, 32_768)),
        (0, 700, (512, 700, 1024, 2048, 4096, 8192, 16_384, 32_768)),
    ],
)
def test_a_table_goes_as_far_as_the_model(
    trained: int, wanted: int, contexts: tuple[int, ...]
) -> None:
    assert contexts_for(trained, wanted) == contexts


def has(memory_mb: float) -> Capability:
    return a_capability(memory_mb)


def test_a_device_that_has_room_for_the_bundle_may_have_none_for_what_is_asked_of_it() -> None:
    wanted = Parameters(context=2048, parallel=8)
    assert misfits(needs(TABLE), has(90)) == ()
    (found,) = misfits(needs(TABLE), has(90), wanted)
    assert found.code == "memory"
    assert found.sentence == "needs 122.0 MB of memory, may use 90.0 MB"
    assert found.missing_bytes == 32 * MB + 1400


def test_parameters_that_nobody_measured_fit_nowhere() -> None:
    (found,) = misfits(needs(TABLE), has(5000), Parameters(context=4096, parallel=1))
    assert found.code == "parameters"
    assert "1 requests of 4096 tokens" in found.sentence
