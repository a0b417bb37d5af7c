import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.api.errors import ApiError
from agent.api.inference import wire
from agent.api.inference.datatypes import SIZES, check_raw
from agent.engine.values import Tensor


def a_body(*inputs, **more):
    return json.dumps({"inputs": inputs, **more}).encode()


def an_input(name="x", **more):
    return {"name": name, "datatype": "INT8", "shape": [2], "data": [1, 2], **more}


def a_raw_input(size, name="x", **more):
    given = {"name": name, "datatype": "INT8", "shape": [size], **more}
    return {**given, "parameters": {"binary_data_size": size}}


def refused(body, header=None):
    with pytest.raises(ApiError) as caught:
        wire.read(body, header)
    return caught.value


def test_a_request_in_json_alone_is_read():
    asked = wire.read(a_body(an_input(), id="7", outputs=[{"name": "y"}]), None)
    assert asked.inputs == (Tensor("x", "INT8", (2,), base64.b64encode(b"\1\2").decode()),)
    assert (asked.id, asked.outputs, asked.binary_by_default) == ("7", ("y",), False)


def test_raw_tensors_follow_the_json_in_their_order():
    head = a_body(a_raw_input(2, "a"), an_input("b"), a_raw_input(3, "c"))
    asked = wire.read(head + b"\1\2\3\4\5", str(len(head)))
    raws = {one.name: base64.b64decode(one.data) for one in asked.inputs}
    assert raws == {"a": b"\1\2", "b": b"\1\2", "c": b"\3\4\5"}


def test_an_answer_says_each_output_as_it_was_wanted():
    asked = wire.read(
        a_body(
            an_input(),
            parameters={"binary_data_output": True},
            outputs=[
                {"name": "raw"},
                {"name": "said", "parameters": {"binary_data": False}},
                {"name": "last"},
            ],
        ),
        None,
    )
    made = [
        Tensor(name, "UINT8", (2,), base64.b64encode(b"\1\2").decode()) for name in asked.outputs
    ]
    content, length = wire.write({"model_name": "m"}, made, asked)
    said = json.loads(content[:length])
    assert said["model_name"] == "m"
    assert said["outputs"][0]["parameters"] == {"binary_data_size": 2}
    assert said["outputs"][1]["data"] == [1, 2]
    assert content[length:] == b"\1\2\1\2"


def test_an_answer_is_json_unless_something_else_was_wanted():
    asked = wire.read(a_body(an_input()), None)
    content, length = wire.write({}, [Tensor("y", "INT8", (1,), "AQ==")], asked)
    assert length == len(content)
    assert json.loads(content)["outputs"] == [
        {"name": "y", "datatype": "INT8", "shape": [1], "data": [1]}
    ]


def test_a_time_limit_is_counted_in_microseconds():
    assert wire.read(a_body(an_input(), parameters={"timeout": 1500}), None).timeout_s == 0.0015


@pytest.mark.parametrize(
    ("body", "header", "status", "why"),
    [
        (b"{", None, 400, "not JSON"),
        (b"[]", None, 400, "JSON object"),
        (b"[" * 100_000, None, 400, "not JSON"),
        (b"{}", None, 400, "inputs is required"),
        (a_body(), None, 400, "inputs"),
        (a_body(an_input(shape=[-1])), None, 400, "shape"),
        (a_body(an_input(shape=[True])), None, 400, "shape"),
        (a_body(an_input(shape=[2.0])), None, 400, "shape"),
        (a_body(an_input(shape=[2**63])), None, 400, "shape"),
        (a_body(*[an_input(str(n)) for n in range(65)]), None, 400, "inputs"),
        (a_body(an_input(), an_input()), None, 422, "twice"),
        (a_body(an_input(), outputs=[{"name": "y"}, {"name": "y"}]), None, 422, "twice"),
        (a_body({"name": "x", "datatype": "INT8", "shape": [1]}), None, 422, "neither"),
        (a_body({**a_raw_input(2), "data": [1, 2]}) + b"\1\2", None, 422, "neither"),
        (a_body(a_raw_input(2)), None, 422, "2 bytes behind the JSON, 0 are left"),
        (a_body(an_input()), "5000", 422, "said to have 5000 bytes"),
        (a_body(an_input()), "-1", 422, "no number"),
        (a_body(an_input()), "٣", 422, "no number"),
        (a_body(an_input()), "9" * 5000, 422, "no number"),
        (
            a_body(an_input(parameters={"shared_memory_region": "r"})),
            None,
            422,
            "shared memory",
        ),
        (
            a_body(an_input(), outputs=[{"name": "y", "parameters": {"classification": 3}}]),
            None,
            422,
            "classification",
        ),
    ],
    ids=range(21),
)
def test_a_request_that_is_none_is_refused(body, header, status, why):
    if header is None and body.endswith(b"\1\2"):
        header = str(len(body) - 2)
        why = "both"
    error = refused(body, header)
    assert error.status == status
    assert why in str(error)


def test_bytes_that_belong_to_no_tensor_are_refused():
    head = a_body(a_raw_input(1))
    assert "belong to no tensor" in str(refused(head + b"\1\2", str(len(head))))


def test_json_longer_than_json_may_be_is_refused_even_where_raw_data_is_not():
    head = b" " * (wire.MAX_BODY_BYTES + 1)
    assert refused(head, None).status == 413


def test_elements_that_would_not_fit_the_engine_are_refused_with_both_numbers():
    size = wire.MAX_TENSOR_BYTES + 1
    head = a_body(a_raw_input(size))
    error = refused(head + bytes(size), str(len(head)))
    assert (error.status, str(size) in str(error)) == (413, True)


def test_small_json_numbers_that_grow_beyond_the_bound_are_refused():
    many = wire.MAX_TENSOR_BYTES // 8 + 1
    body = a_body(an_input(datatype="FP64", shape=[many], data=[0] * many))
    assert refused(body).status == 413


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)
TENSOR = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["x", "y", ""]) | JSON,
        "datatype": st.sampled_from([*SIZES, "BYTES", "NOPE"]) | JSON,
        "shape": st.lists(st.integers(-2, 4), max_size=3) | JSON,
        "data": st.lists(st.integers(0, 3), max_size=12) | JSON,
        "parameters": st.fixed_dictionaries({"binary_data_size": st.integers(-1, 9)}) | JSON,
    },
)
BODY = st.fixed_dictionaries(
    {"inputs": st.lists(TENSOR, max_size=3) | JSON},
    optional={"outputs": st.lists(TENSOR, max_size=2) | JSON, "parameters": JSON, "id": JSON},
)


@given(BODY | JSON, st.binary(max_size=40), st.none() | st.integers(-1, 300).map(str))
def test_whatever_comes_is_read_or_refused(body, behind, header):
    head = json.dumps(body).encode()
    for length in (header, str(len(head))):
        try:
            asked = wire.read(head + behind, length)
        except ApiError:
            continue
        for one in asked.inputs:
            check_raw(one.name, one.datatype, one.shape, base64.b64decode(one.data))
