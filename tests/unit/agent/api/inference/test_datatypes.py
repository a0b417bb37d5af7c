import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.api.inference.datatypes import (
    SIZES,
    TensorError,
    check_raw,
    elements_of,
    json_of_raw,
    raw_of_json,
    raw_of_texts,
)

WHOLE = {
    name: (0, 2 ** (8 * SIZES[name]) - 1)
    if name.startswith("U")
    else (-(2 ** (8 * SIZES[name] - 1)), 2 ** (8 * SIZES[name] - 1) - 1)
    for name in SIZES
    if "INT" in name
}


@given(st.data())
def test_whole_numbers_survive_the_way_there_and_back(data):
    datatype = data.draw(st.sampled_from(sorted(WHOLE)))
    least, most = WHOLE[datatype]
    values = data.draw(st.lists(st.integers(least, most), max_size=9))
    raw = raw_of_json("x", datatype, [len(values)], values)
    check_raw("x", datatype, [len(values)], raw)
    assert json_of_raw("x", datatype, raw) == values


@given(st.lists(st.floats(width=16, allow_nan=False, allow_infinity=False), max_size=9))
def test_fractions_survive_in_every_width_that_holds_them(values):
    for datatype in ("FP16", "FP32", "FP64"):
        raw = raw_of_json("x", datatype, [len(values)], values)
        assert json_of_raw("x", datatype, raw) == values


@given(st.lists(st.text(), max_size=9))
def test_texts_survive(values):
    raw = raw_of_json("x", "BYTES", [len(values)], values)
    check_raw("x", "BYTES", [len(values)], raw)
    assert json_of_raw("x", "BYTES", raw) == values


def test_truth_values_survive():
    raw = raw_of_json("x", "BOOL", [3], [True, False, True])
    assert (raw, json_of_raw("x", "BOOL", raw)) == (b"\1\0\1", [True, False, True])


def test_many_elements_are_packed_in_order():
    values = list(range(10_000))
    assert raw_of_json("x", "UINT16", [100, 100], values) == struct.pack("<10000H", *values)


def test_nested_data_is_flattened_row_by_row():
    raw = raw_of_json("x", "UINT8", [2, 1, 3], [[[1, 2, 3]], [[4, 5, 6]]])
    assert raw == bytes([1, 2, 3, 4, 5, 6])


def test_a_scalar_and_an_empty_tensor_are_tensors():
    assert raw_of_json("x", "INT8", [], [7]) == b"\7"
    assert raw_of_json("x", "INT8", [0, 5], []) == b""
    assert raw_of_json("x", "INT8", [2, 0], [[], []]) == b""


@pytest.mark.parametrize(
    ("datatype", "shape", "data", "why"),
    [
        ("INT8", [1], [300], "does not fit"),
        ("UINT8", [1], [-1], "does not fit"),
        ("FP16", [1], [1e6], "does not fit"),
        ("FP32", [1], [1e300], "does not fit"),
        ("FP64", [1], [10**400], "does not fit"),
        ("INT32", [1], [1.5], "no INT32"),
        ("INT32", [1], [True], "no INT32"),
        ("INT32", [1], ["1"], "no INT32"),
        ("FP32", [1], [None], "no FP32"),
        ("BOOL", [1], [1], "no BOOL"),
        ("BYTES", [1], [1], "no text"),
        ("BYTES", [1], ["\ud800"], "surrogate"),
        ("BF16", [1], [1.0], "as binary"),
        ("FP8", [1], [1.0], "no datatype"),
        ("INT8", [2], [1], "wants 2 elements"),
        ("INT8", [2**40], [1], "wants 1099511627776 elements"),
        ("INT8", [-1], [1], "below 0"),
        ("INT8", [1] * 17, [1], "17 dimensions"),
        ("INT8", [2, 2], [[1, 2], [3]], "neither flat nor nested"),
        ("INT8", [2, 2], [[1, 2], 3], "neither flat nor nested"),
        ("INT8", [2], [[1], [2]], "nested deeper"),
    ],
    ids=range(21),
)
def test_data_that_is_not_what_it_says_is_refused(datatype, shape, data, why):
    with pytest.raises(TensorError, match=why):
        raw_of_json("x", datatype, shape, data)


@pytest.mark.parametrize(
    ("datatype", "shape", "raw", "why"),
    [
        ("FP32", [2], b"\0" * 7, "takes 8 bytes, the data has 7"),
        ("BF16", [2**60], b"", "takes"),
        ("NOPE", [1], b"", "no datatype"),
        ("BYTES", [2], raw_of_texts([b"a"]), "wants 2 elements"),
        ("BYTES", [1], b"\5\0\0\0abc", "says it has 5 bytes, 3 are left"),
        ("BYTES", [1], b"\5\0", "within the length"),
        ("BYTES", [1], b"\xff\xff\xff\xffabc", "4294967295"),
    ],
    ids=range(7),
)
def test_raw_data_that_is_not_what_it_says_is_refused(datatype, shape, raw, why):
    with pytest.raises(TensorError, match=why):
        check_raw("x", datatype, shape, raw)


def test_bfloat16_travels_as_raw_data():
    check_raw("x", "BF16", [2, 2], b"\0" * 8)


@pytest.mark.parametrize(
    ("datatype", "raw"),
    [
        ("FP32", struct.pack("<f", float("nan"))),
        ("FP64", struct.pack("<d", float("-inf"))),
        ("BYTES", raw_of_texts([b"\xff"])),
        ("BF16", b"\0\0"),
    ],
)
def test_what_json_has_no_word_for_is_to_be_had_as_binary(datatype, raw):
    with pytest.raises(TensorError, match="binary"):
        json_of_raw("x", datatype, raw)


def test_a_shape_is_counted_without_making_anything():
    assert elements_of("x", [2**40, 2**40]) == 2**80
