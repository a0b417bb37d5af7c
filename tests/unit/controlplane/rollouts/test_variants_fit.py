"""Context, requests and speed: how a variant is to be served is chosen too."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlplane.rollouts.variants import Candidate, Choice, NoFit, choose
from controlplane.rollouts.workload import Workload
from shared.capabilities import Capability, KernelCost, KernelRate, Kernels
from shared.sizing import MemoryTable, Parameters, Point
from shared.trust import MemoryForecast, Requirements
from shared.work import Reads, Work
from tests.support.builders import MB, a_capability, an_evaluation, bundle_of

KERNELS = Kernels(
    key="k",
    rates=(
        KernelRate(type="f16", threads=1, decode=10**9, batch=2 * 10**9, prefill=10**10),
        KernelRate(type="q4_K", threads=1, decode=10**9, batch=2 * 10**9, prefill=10**10),
    ),
    costs=(
        KernelCost(threads=1, operation_ns=0, attention_decode=10**12, attention_prefill=10**12),
    ),
)


def a_variant(name: str, *, weights_mb: int, percent: float, type_name: str) -> Candidate:
    """Return a variant with 1 MB of keys and values for 512 tokens, and 10 MB beside them."""
    points = tuple(Point(512 * 2**step, MB * 2**step, 10 * MB, more_bytes=0) for step in range(4))
    return Candidate(
        name=name,
        bundle=bundle_of(name),
        target_path=f"bundles/line/1/{name}/bundle.json",
        manifest_length=1,
        size_bytes=weights_mb * MB,
        requirements=Requirements(
            format="gguf",
            quantization=name,
            memory=MemoryForecast(
                context=512,
                parallel=1,
                weights_bytes=weights_mb * MB,
                kv_bytes=MB,
                compute_bytes=10 * MB,
                base_bytes=0,
            ),
            disk_bytes=weights_mb * MB,
            tables=(
                MemoryTable(points=points),
                MemoryTable(
                    kv_type="q8_0",
                    points=tuple(each._replace(kv_bytes=each.kv_bytes // 2) for each in points),
                ),
            ),
            work=Work(reads=(Reads(type_name, weights_mb * MB, weights_mb * MB // 2),)),
        ),
        evaluation=an_evaluation(percent),
        licence="apache-2.0",
    )


F16 = a_variant("f16", weights_mb=50, percent=95, type_name="f16")
Q4 = a_variant("q4_k_m", weights_mb=16, percent=90, type_name="q4_K")
ALL = (F16, Q4)


def a_device(memory_mb: float, **changes: Any) -> Capability:
    return a_capability(memory_mb, **{"kernels": KERNELS, **changes})


def chosen(memory_mb: float, **demands: Any) -> Choice:
    choice = choose(a_device(memory_mb), ALL, Workload(**demands))
    assert isinstance(choice, Choice), choice.sentence
    return choice


def test_without_demands_a_bundle_is_served_as_it_says() -> None:
    choice = chosen(1000)
    assert choice.parameters == Parameters(context=512, parallel=1)
    assert choice.is_as_published


def test_context_grows_as_far_as_it_is_wanted_and_fits() -> None:
    assert chosen(1000, max_context=2048).parameters.context == 2048
    assert chosen(62, max_context=4096).parameters.context == 1024
    assert chosen(1000, max_context=100_000).parameters.context == 4096


def test_requests_grow_after_the_context() -> None:
    choice = chosen(66, max_context=1024, max_parallel=8)
    assert choice.parameters == Parameters(context=1024, parallel=3)
    assert choice.predicted_memory_bytes == 66 * MB
    assert "for 3 requests of 1024 tokens: needs 66.0 MB" in choice.sentence


def test_the_least_context_pushes_a_better_variant_aside() -> None:
    assert chosen(66, context=4096, parallel=2).candidate.name == "q4_k_m"


def test_less_than_the_bundle_says_may_be_enough() -> None:
    choice = choose(a_device(27), ALL, Workload(max_context=512, max_parallel=1))
    assert isinstance(choice, Choice)
    assert choice.candidate.name == "q4_k_m"


def test_eight_bit_keys_are_taken_only_where_nothing_fits_otherwise() -> None:
    assert chosen(33, context=4096, variants=("q4_k_m",), small_keys=True) != NoFit
    small = chosen(31, context=4096, variants=("q4_k_m",), small_keys=True)
    assert small.parameters.kv_type == "q8_0"
    assert "with q8_0 keys" in small.sentence
    large = chosen(100, context=4096, variants=("q4_k_m",), small_keys=True)
    assert large.parameters.kv_type == "f16"


def test_a_variant_that_is_too_slow_gives_way_to_a_faster_one() -> None:
    assert chosen(1000).speed is not None
    assert chosen(1000, min_tokens_per_s=15).candidate.name == "f16"  # 20 tokens/s
    faster = chosen(1000, min_tokens_per_s=30)
    assert faster.candidate.name == "q4_k_m"  # 62 tokens/s
    assert "f16 would be better but would answer with 20 tokens/s, 30 is asked for" in (
        faster.sentence
    )


def test_requests_are_given_up_for_speed() -> None:
    slow, fast = chosen(1000, max_parallel=8), chosen(1000, max_parallel=8, min_tokens_per_s=19)
    assert slow.parameters.parallel == 8
    assert fast.candidate.name == "f16"
    assert fast.parameters.parallel < 8
    assert fast.speed is not None
    assert fast.speed.tokens_per_s >= 19


def test_the_time_to_the_first_token_is_a_demand_too() -> None:
    wanted = Workload(max_first_token_ms=100, prompt_tokens=128)
    choice = choose(a_device(1000), ALL, wanted)
    assert isinstance(choice, NoFit)
    assert "would begin to answer after 205 ms, 100 ms is asked for" in choice.sentence


def test_a_device_that_has_not_measured_itself_promises_no_speed() -> None:
    device = a_device(1000, kernels=None)
    assert isinstance(choose(device, ALL, Workload()), Choice)
    choice = choose(device, ALL, Workload(min_tokens_per_s=1))
    assert isinstance(choice, NoFit)
    assert "flotilla-agent probe" in choice.sentence


def test_only_wanted_variants_and_licences_are_taken() -> None:
    assert chosen(1000, variants=("q4_k_m",)).candidate.name == "q4_k_m"
    choice = choose(a_device(1000), ALL, Workload(licences=("mit",)))
    assert isinstance(choice, NoFit)
    assert "has licence apache-2.0, mit is asked for" in choice.sentence


def test_a_context_that_was_not_measured_fits_nowhere() -> None:
    choice = choose(a_device(10_000), ALL, Workload(context=50_000))
    assert isinstance(choice, NoFit)
    assert "is not made for 1 requests of 50000 tokens each" in choice.sentence


def test_the_sentence_says_how_fast_it_will_be() -> None:
    assert "; about 20 tokens/s, 640 ms to the first after 128" in (
        chosen(1000, prompt_tokens=128).sentence
    )


@pytest.mark.parametrize("order", [ALL, ALL[::-1]])
def test_the_order_of_the_variants_does_not_matter(order: tuple[Candidate, ...]) -> None:
    demands = Workload(max_context=4096, max_parallel=4, min_tokens_per_s=10)
    assert choose(a_device(70), order, demands) == choose(a_device(70), ALL, demands)


@given(
    st.integers(20, 200),
    st.sampled_from([512, 1024, 2048, 4096]),
    st.integers(1, 8),
    st.one_of(st.none(), st.floats(1, 100)),
)
def test_what_is_chosen_fits_and_is_as_fast_as_is_asked_for(
    memory_mb: int, most: int, requests: int, rate: float | None
) -> None:
    demands = Workload(max_context=most, max_parallel=requests, min_tokens_per_s=rate)
    device = a_device(memory_mb)
    choice = choose(device, ALL, demands)
    if isinstance(choice, NoFit):
        assert choice.objections
        return
    assert choice.predicted_memory_bytes <= device.memory_budget_bytes
    assert 512 <= choice.parameters.context <= most
    assert 1 <= choice.parameters.parallel <= requests
    assert rate is None or (choice.speed is not None and choice.speed.tokens_per_s >= rate)
