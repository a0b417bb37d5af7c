import io

import numpy as np
import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from shared import chunks
from shared.chunks import ChunkTableError
from shared.onnx_layout import MAX_DEPTH, OnnxLayoutError, Span, read_layout
from tests.support.onnx_small import a_graph, small_model, tensor


def external(name: str, **entries: str) -> onnx.TensorProto:
    made = onnx.TensorProto(name=name, data_type=TensorProto.FLOAT, dims=[4])
    made.data_location = TensorProto.EXTERNAL
    for key, value in entries.items():
        made.external_data.add(key=key, value=value)
    return made


def a_model(*initializers: onnx.TensorProto, node: onnx.NodeProto | None = None) -> bytes:
    return a_graph(
        [node or helper.make_node("Relu", ["x"], ["y"])],
        [tensor("x", TensorProto.FLOAT, 4)],
        [tensor("y", TensorProto.FLOAT, 4)],
        initializers,
    ).SerializeToString()


def test_external_tensors_are_found_by_file_with_offset_and_length():
    model = a_model(
        external("a", location="model.onnx_data", offset="4096", length="100"),
        external("b", location="model.onnx_data", offset="8192", length="50"),
        external("c", location="more/other.bin"),
    )

    assert read_layout(model).external == {
        "model.onnx_data": [Span(4096, 100), Span(8192, 50)],
        "more/other.bin": [Span(0, None)],
    }


def test_a_tensor_in_the_model_itself_is_found_where_its_bytes_are():
    values = np.arange(100, dtype=np.float32)
    model = a_model(numpy_helper.from_array(values, "w"))

    (span,) = read_layout(model).inline

    assert model[span.offset : span.offset + 400] == values.tobytes()
    assert span.length == 400


def test_tensors_in_attributes_and_in_inner_graphs_are_found():
    inner = helper.make_graph(
        [helper.make_node("Relu", ["a"], ["b"])],
        "then",
        [],
        [tensor("b", TensorProto.FLOAT, 4)],
        [external("a", location="inner.bin", offset="0", length="16")],
    )
    node = helper.make_node("If", ["x"], ["y"], then_branch=inner, else_branch=inner)
    node.attribute.add(
        name="value", type=onnx.AttributeProto.TENSOR, t=external("t", location="attribute.bin")
    )

    assert set(read_layout(a_model(node=node)).external) == {"inner.bin", "attribute.bin"}


@pytest.mark.parametrize(
    "location", ["../up.bin", "/etc/passwd", "a/../../up", "", "a\\b"], ids=str
)
def test_a_place_outside_the_folder_is_refused(location: str):
    with pytest.raises(OnnxLayoutError, match="is in"):
        read_layout(a_model(external("a", location=location)))


@pytest.mark.parametrize("offset", ["-1", "1e9", "9" * 30, "\u0663", "x"])
def test_an_offset_that_is_none_is_refused(offset: str):
    with pytest.raises(OnnxLayoutError, match="is at"):
        read_layout(a_model(external("a", location="w", offset=offset)))


def test_graphs_without_end_are_refused():
    node = helper.make_node("Relu", ["x"], ["y"])
    for _ in range(MAX_DEPTH + 1):
        inner = helper.make_graph([node], "g", [], [])
        node = helper.make_node("If", ["x"], ["y"], then_branch=inner)

    with pytest.raises(OnnxLayoutError, match="deep"):
        read_layout(a_model(node=node))


@given(st.binary(max_size=300))
def test_noise_is_a_layout_or_an_error(noise: bytes):
    try:
        read_layout(noise)
    except OnnxLayoutError:
        return


@given(st.data())
def test_a_model_with_a_wrong_byte_is_a_layout_or_an_error(data: st.DataObject):
    model = bytearray(small_model(external="w.bin").SerializeToString())
    model[data.draw(st.integers(0, len(model) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_layout(model)
    except OnnxLayoutError:
        return


def test_a_file_of_tensors_is_cut_where_they_begin_and_end():
    spans = [Span(8192, 5000), Span(4096, 4096), Span(14000, 10)]

    assert chunks.boundaries_of_stretches(spans, 20_000) == (4096, 8192, 13_192, 20_000)


def test_a_tensor_beyond_the_file_is_refused():
    with pytest.raises(ChunkTableError, match="a tensor ends at"):
        chunks.boundaries_of_stretches([Span(10, 100)], 50)


def test_a_file_without_known_tensors_is_cut_at_fixed_places():
    assert chunks.boundaries_of_stretches([], 10**7) == chunks.fixed_boundaries(10**7)
    assert chunks.boundaries_of_stretches([], 0) == ()


def test_two_models_that_share_a_tensor_share_its_chunk_wherever_it_stands():
    shared = bytes(range(256)) * 64
    tables = []
    for before in (b"x" * 100, b"y" * 9999):
        data = before + shared
        ends = chunks.boundaries_of_stretches([Span(len(before), len(shared))], len(data))
        tables.append(chunks.build(io.BytesIO(data), ends))

    first, second = ({chunk.sha256 for chunk in table.chunks} for table in tables)
    assert len(first & second) == 1
