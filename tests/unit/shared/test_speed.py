"""What is predicted of a model's speed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.capabilities import Capability, KernelCost, KernelRate, Kernels
from shared.gguf import GgufHeader, Tensor
from shared.speed import Load, Speed, predict, rate_for, threads_of
from shared.work import Reads, Work, work_of
from tests.support.builders import MB, a_capability

LARGE = 200 * MB


def rate(**changes: Any) -> KernelRate:
    values: dict[str, Any] = {
        "type": "q8_0",
        "threads": 4,
        "decode": 10**10,
        "batch": 10**11,
        "prefill": 2 * 10**11,
    }
    return KernelRate(**{**values, **changes})


def cost(**changes: Any) -> KernelCost:
    values: dict[str, Any] = {
        "threads": 4,
        "operation_ns": 0,
        "attention_decode": 10**10,
        "attention_prefill": 10**10,
    }
    return KernelCost(**{**values, **changes})


def a_device(*rates: KernelRate, costs: tuple[KernelCost, ...] = (cost(),)) -> Capability:
    return a_capability(1000, kernels=Kernels(key="k", rates=rates or (rate(),), costs=costs))


WORK = Work(reads=(Reads("q8_0", bytes=100 * MB, elements=10**8, rows=1000),))


def load(**changes: Any) -> Load:
    values: dict[str, Any] = {
        "context": 512,
        "parallel": 1,
        "prompt": 128,
        "weights_bytes": LARGE,
    }
    return Load(**{**values, **changes})


def speed(work: Work = WORK, device: Capability | None = None, **changes: Any) -> Speed:
    found = predict(work, device or a_device(), load(**changes))
    assert found is not None
    return found


def test_one_answer_is_as_fast_as_its_weights_are_read() -> None:
    assert speed().tokens_per_s == pytest.approx(100)  # 100 MB at 10 GB/s


def test_a_row_of_a_matrix_costs_something_by_itself() -> None:
    device = a_device(rate(decode_row_ps=10_000_000))
    assert 1 / speed(device=device).tokens_per_s == pytest.approx(0.010 + 0.010)


def test_a_prompt_is_as_fast_as_the_kernels_compute() -> None:
    assert speed().first_token_s == pytest.approx(2 * 10**8 * 128 / (2 * 10**11))
    assert speed().prompt_tokens_per_s == pytest.approx(1000)


def test_eight_answers_take_what_was_measured_for_eight_rows() -> None:
    each = 1 / speed(parallel=8).tokens_per_s
    assert each == pytest.approx(2 * 10**8 * 8 / 10**11)


def test_four_answers_lie_on_the_line_between_one_and_eight() -> None:
    one, four, eight = (1 / speed(parallel=count).tokens_per_s for count in (1, 4, 8))
    assert four == pytest.approx(one + (eight - one) * 3 / 7)


def test_attention_grows_with_what_each_request_holds() -> None:
    work = WORK.model_copy(update={"attention": 10**5})
    deep, shallow = speed(work, context=8192), speed(work, context=512)
    assert 1 / deep.tokens_per_s == pytest.approx(0.010 + 4096 * 10**5 / 10**10)
    assert deep.alone_tokens_per_s == pytest.approx(shallow.alone_tokens_per_s)


def test_every_operation_waits_for_all_threads() -> None:
    work = WORK.model_copy(update={"operations": 500})
    device = a_device(costs=(cost(operation_ns=2000),))
    assert 1 / speed(work, device).tokens_per_s == pytest.approx(0.010 + 500 * 2e-6)


def test_the_output_matrix_counts_once_for_a_prompt() -> None:
    work = WORK.model_copy(update={"output": (Reads("q8_0", 50 * MB, 5 * 10**7),)})
    more = speed(work).first_token_s - speed().first_token_s
    assert more == pytest.approx(0.005)


def test_a_model_that_no_cache_holds_is_predicted_from_what_memory_gives() -> None:
    cached = rate(weights_bytes=64 * MB)
    fetched = rate(weights_bytes=256 * MB, decode=25 * 10**8, batch=5 * 10**10)
    device = a_device(fetched, cached)
    for weights_bytes, expected in ((50 * MB, 100), (64 * MB, 100), (256 * MB, 25), (10**9, 25)):
        found = predict(
            WORK, device.model_copy(update={"threads": 4}), load(weights_bytes=weights_bytes)
        )
        assert found is not None
        assert found.tokens_per_s == pytest.approx(expected)


@given(st.integers(1, 2**31))
def test_between_two_measurements_a_rate_is_between_theirs(weights_bytes: int) -> None:
    few = rate(weights_bytes=64 * MB)
    many = rate(weights_bytes=256 * MB, decode=25 * 10**8)
    found = rate_for((many, few), weights_bytes)
    assert many.decode <= found.decode <= few.decode
    assert rate_for((few, many), weights_bytes + 1).decode <= found.decode


def test_halfway_each_byte_takes_the_time_in_between() -> None:
    few = rate(weights_bytes=64 * MB)
    many = rate(weights_bytes=256 * MB, decode=25 * 10**8)
    seconds_a_byte = (1 / few.decode + 1 / many.decode) / 2
    assert rate_for((few, many), 128 * MB).decode == pytest.approx(1 / seconds_a_byte, rel=1e-6)


def test_a_small_model_is_predicted_with_the_rates_of_one_thread() -> None:
    device = a_device(rate(), rate(threads=1, decode=10**9), costs=(cost(), cost(threads=1)))
    assert speed(device=device, weights_bytes=10 * MB).tokens_per_s == pytest.approx(10)
    assert threads_of(device, 10 * MB) == 1
    assert threads_of(device, LARGE) == device.cores
    assert threads_of(device.model_copy(update={"threads": 2}), 10 * MB) == 2


def test_what_is_not_measured_is_not_guessed() -> None:
    assert predict(WORK, a_capability(1000), load()) is None
    other = Work(reads=(Reads("q4_K", 1, 1),))
    assert predict(other, a_device(), load()) is None
    assert predict(WORK, a_device(costs=()), load()) is None


@given(st.integers(1, 64), st.integers(1, 64), st.integers(1, 4096))
def test_more_requests_are_never_faster_for_each(one: int, other: int, prompt: int) -> None:
    few, many = sorted((one, other))
    assert speed(parallel=few).tokens_per_s >= speed(parallel=many).tokens_per_s
    assert speed(prompt=prompt).first_token_s > 0


def header(tensors: tuple[Tensor, ...], **metadata: int) -> GgufHeader:
    return GgufHeader(
        version=3,
        metadata={
            "general.architecture": "llama",
            **{f"llama.{name.replace('__', '.')}": value for name, value in metadata.items()},
        },
        lengths={},
        tensors=tensors,
        data_offset=0,
        alignment=32,
    )


def a_tensor(name: str, *shape: int, kind: int = 8, size: int = 1000) -> Tensor:
    return Tensor(name=name, shape=shape, ggml_type=kind, offset=0, size_bytes=size)


FILE = (
    a_tensor("token_embd.weight", 64, 259, kind=14, size=500),
    a_tensor("blk.0.attn_norm.weight", 64, kind=0),
    a_tensor("blk.0.attn_q.weight", 64, 32),
    a_tensor("blk.0.ffn_up.weight", 64, 128, kind=12, size=2000),
    a_tensor("blk.0.ffn_down_exps.weight", 64, 16, 4, size=4000),
)
SHAPE = {
    "block_count": 2,
    "embedding_length": 64,
    "attention__head_count": 4,
    "expert_count": 4,
    "expert_used_count": 1,
}


def test_a_file_s_matrices_are_added_up_by_type() -> None:
    found = work_of(header(FILE, **SHAPE), operations=7, vocabulary=259)
    assert found.reads == (
        Reads("q4_K", 2000, 64 * 128, 128),
        Reads("q8_0", 1000 + 1000, 64 * 32 + 64 * 16, 32 + 16),
    )
    assert (found.operations, found.vocabulary, found.width) == (7, 259, 64)


def test_a_tied_embedding_is_the_output() -> None:
    tied = work_of(header(FILE, **SHAPE), operations=0, vocabulary=0)
    assert tied.output == (Reads("q6_K", 500, 64 * 259, 259),)
    own = (*FILE, a_tensor("output.weight", 64, 259))
    assert work_of(header(own, **SHAPE), operations=0, vocabulary=0).output == (
        Reads("q8_0", 1000, 64 * 259, 259),
    )


def test_attention_counts_every_head_with_key_and_value() -> None:
    found = work_of(header(FILE, **SHAPE), operations=0, vocabulary=0)
    assert (found.attention, found.heads) == (2 * 2 * 4 * (16 + 16), 8)
    wide = work_of(
        header(FILE, **SHAPE, attention__key_length=128, attention__value_length=64),
        operations=0,
        vocabulary=0,
    )
    assert wide.attention == 2 * 2 * 4 * (128 + 64)


def test_a_hostile_header_costs_no_memory() -> None:
    huge = {**SHAPE, "block_count": 2**60, "attention__head_count": 2**40}
    assert work_of(header(FILE, **huge), operations=0, vocabulary=0).heads == 2**100
    nothing = work_of(header((), block_count=2**60), operations=0, vocabulary=0)
    assert (nothing.reads, nothing.output, nothing.attention) == ((), (), 0)
