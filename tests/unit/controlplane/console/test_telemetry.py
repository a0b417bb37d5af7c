"""What a device measured, as pages show it."""

from datetime import timedelta

from controlplane.console.views import telemetry
from shared.wire.up import TelemetrySample
from tests.support.console_builders import NOON


def a_sample(minute: int = 0, **changes: object) -> TelemetrySample:
    values = {"at": NOON + timedelta(minutes=minute), "interval_s": 60, "slot": "main"}
    return TelemetrySample.model_validate({**values, **changes})


def test_columns_are_of_one_slot_and_equally_long():
    found = telemetry.series(
        [a_sample(requests=3, tokens_per_s_p50=40), a_sample(1), a_sample(1, slot="other")], "main"
    )

    assert found.requests == [3, 0]
    assert found.tokens == [40, None]
    assert len(found.at) == len(found.first_token) == 2


def test_requests_are_written_per_minute_whatever_the_interval():
    assert telemetry.series([a_sample(requests=3, interval_s=30)], "main").requests == [6]


def test_an_hour_is_summed_up_by_slot():
    samples = [
        a_sample(0, requests=2, failed=1, generated_tokens=10, tokens_per_s_p50=30),
        a_sample(1, requests=3, generated_tokens=20, tokens_per_s_p50=40, memory_bytes=5),
        a_sample(1, slot="other", requests=7),
    ]

    main, other = telemetry.usage(samples)

    assert (main.requests, main.failed, main.generated_tokens) == (5, 1, 30)
    assert (main.tokens_per_s, main.memory_bytes) == (35, 5)
    assert (other.slot, other.requests, other.tokens_per_s) == ("other", 7, None)


def test_a_long_time_is_drawn_with_as_many_points_as_a_chart_has_room_for():
    samples = [a_sample(minute, requests=minute % 2) for minute in range(1000)]

    found = telemetry.series(samples, "main")

    assert len(found.at) <= telemetry.MAX_POINTS
    assert found.at[-1] == samples[-1].at.timestamp()
    assert found.requests[0] == 0.33


def test_memory_is_drawn_in_megabytes():
    assert telemetry.series([a_sample(memory_bytes=42_000_000)], "main").memory == [42]


def test_heat_is_drawn_where_it_is_told():
    cool, hot = a_sample(), a_sample(temperature_c=72.5)

    assert telemetry.usage([cool])[0].temperature is False
    assert telemetry.usage([cool, hot])[0].temperature is True
    assert telemetry.series([cool, hot], "main").temperature == [None, 72.5]
