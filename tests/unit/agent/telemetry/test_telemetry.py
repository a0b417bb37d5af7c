"""From requests to batches."""

from agent.telemetry.counters import Counters
from agent.telemetry.sampler import Sampler
from agent.telemetry.windows import REMEMBERED, Reservoir, Window
from shared.wire.up import TelemetryBatch
from tests.support.agent_fakes import NOON, FakeTimer


class KeptBatches:
    def __init__(self) -> None:
        self.batches: list[TelemetryBatch] = []

    def put_telemetry(self, batch: TelemetryBatch) -> int:
        self.batches.append(batch)
        return 0


def count(window: Window, *, failed: bool = False, speed: float | None = 30.0) -> None:
    window.add(
        failed=failed,
        prompt_tokens=10,
        generated_tokens=5,
        first_token_ms=None if failed else 100.0,
        tokens_per_s=None if failed else speed,
    )


def test_a_window_sums_up_and_takes_medians():
    window = Window()
    for speed in (10.0, 30.0, 20.0):
        count(window, speed=speed)
    count(window, failed=True)
    sample = window.sample("main", at=NOON, interval_s=60, memory_bytes=7)
    assert (sample.requests, sample.failed) == (4, 1)
    assert (sample.prompt_tokens, sample.generated_tokens) == (40, 20)
    assert (sample.first_token_ms_p50, sample.tokens_per_s_p50) == (100.0, 20.0)


def test_a_busy_interval_costs_no_more_memory_than_a_quiet_one():
    reservoir = Reservoir()
    for value in range(100_000):
        reservoir.add(float(value))
    median = reservoir.median()
    assert len(reservoir.values) <= REMEMBERED
    assert median is not None
    assert abs(median - 50_000) < 1_000


def test_an_interval_in_which_nothing_happened_leaves_nothing():
    counters, kept, told = Counters(), KeptBatches(), []
    sampler = Sampler(
        counters=counters,
        outbox=kept,
        clock=FakeTimer(),
        interval_s=60,
        memory_of=lambda _slot: None,
        on_batch=lambda: told.append(1),
    )
    sampler.sample()
    assert (kept.batches, told) == ([], [])
    counters.record_request(
        "main",
        failed=False,
        prompt_tokens=1,
        generated_tokens=1,
        first_token_ms=1.0,
        tokens_per_s=1.0,
    )
    sampler.sample()
    sampler.sample()
    assert [batch.samples[0].slot for batch in kept.batches] == ["main"]
    assert told == [1]


def test_a_sample_says_how_hot_the_machine_is_and_nothing_is_felt_without_need():
    counters, kept, felt = Counters(), KeptBatches(), []

    def temperature() -> float:
        felt.append(1)
        return 61.5

    sampler = Sampler(
        counters=counters,
        outbox=kept,
        clock=FakeTimer(),
        interval_s=60,
        memory_of=lambda _slot: None,
        on_batch=lambda: None,
        temperature=temperature,
    )
    sampler.sample()
    assert felt == []
    counters.record_request(
        "main",
        failed=False,
        prompt_tokens=1,
        generated_tokens=1,
        first_token_ms=1.0,
        tokens_per_s=1.0,
    )
    sampler.sample()

    assert [batch.samples[0].temperature_c for batch in kept.batches] == [61.5]
