"""What is read of an ONNX folder before onnxruntime opens it, and what is refused there."""

from contextlib import suppress

import numpy as np
import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from agent.engine.backends.onnx_folder import CLS, LAST, MEAN, read_folder
from agent.engine.backends.onnx_scan import ScanError, scan
from agent.engine.errors import BackendError
from tests.support.onnx_bert import write_json
from tests.support.onnx_small import small_model, write_small


def scanned(model):
    return scan(memoryview(model.SerializeToString()))


def test_a_plain_model_asks_for_nothing_outside():
    found = scanned(small_model())
    assert found.files == set()
    assert found.operators == {("", "Add")}


def test_operators_are_found_in_branches_and_functions():
    branch = helper.make_graph(
        [helper.make_node("Hidden", [], ["y"], domain="far.away")],
        "branch",
        [],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1])],
    )
    function = helper.make_function(
        "own", "Own", ["a"], ["b"], [helper.make_node("Deep", ["a"], ["b"], domain="inner")], []
    )
    model = small_model(
        helper.make_node("If", ["c"], ["y"], then_branch=branch, else_branch=branch),
        functions=[function],
    )
    found = scanned(model)
    assert ("far.away", "Hidden") in found.operators
    assert ("inner", "Deep") in found.operators
    assert found.functions == {"own"}


def test_files_are_found_in_initializers_and_constants():
    outside = numpy_helper.from_array(np.zeros(4, np.float32), "w")
    onnx.external_data_helper.set_external_data(outside, "there/weights.bin")
    outside.ClearField("raw_data")
    constant = helper.make_node("Constant", [], ["k"], value=outside)
    assert scanned(small_model(constant)).files == {"there/weights.bin"}


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    with suppress(ScanError):
        scan(memoryview(data))


@given(st.data())
def test_a_damaged_model_is_read_or_refused(data):
    whole = bytearray(small_model().SerializeToString())
    for _ in range(data.draw(st.integers(1, 5))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(ScanError):
        scan(memoryview(bytes(whole)))


def test_endless_nesting_is_refused():
    def wrap(field, data):
        size, length = len(data), b""
        while size >= 0x80:
            length += bytes([size & 0x7F | 0x80])
            size >>= 7
        return bytes([field << 3 | 2]) + length + bytes([size]) + data

    data = b""
    for _ in range(100):
        # A graph holds a node, which holds an attribute, which holds a graph.
        data = wrap(1, wrap(5, wrap(6, data)))
    with pytest.raises(ScanError, match="nested"):
        scan(memoryview(wrap(7, data)))


@pytest.fixture
def folder(tmp_path):
    write_small(tmp_path / "model.onnx")
    return tmp_path


def test_a_folder_without_more_is_a_model_of_tensors(folder):
    found = read_folder(folder)
    assert found.model == folder / "model.onnx"
    assert found.tokenizer is None
    assert found.weights_bytes == found.model.stat().st_size


def test_a_file_alone_and_an_inner_folder_and_another_name_are_found(tmp_path):
    write_small(tmp_path / "a" / "mine.onnx")
    write_small(tmp_path / "b" / "onnx" / "model.onnx")
    (tmp_path / "b" / "tokenizer.json").write_text("{}")
    assert read_folder(tmp_path / "a" / "mine.onnx").model.name == "mine.onnx"
    assert read_folder(tmp_path / "a").model.name == "mine.onnx"
    assert read_folder(tmp_path / "b").tokenizer == tmp_path / "b" / "tokenizer.json"


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(BackendError, match=r"no model\.onnx"):
        read_folder(tmp_path)


@pytest.mark.parametrize(
    ("modes", "pooling"),
    [
        ({}, MEAN),
        ({"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": False}, MEAN),
        ({"pooling_mode_cls_token": True}, CLS),
        ({"pooling_mode_lasttoken": True}, LAST),
    ],
)
def test_the_pooling_is_that_of_the_folder(folder, modes, pooling):
    write_json(folder, "1_Pooling/config.json", modes)
    assert read_folder(folder).pooling == pooling


def test_a_pooling_that_is_not_served_is_refused(folder):
    write_json(folder, "1_Pooling/config.json", {"pooling_mode_weightedmean_tokens": True})
    with pytest.raises(BackendError, match="pools by"):
        read_folder(folder)


@pytest.mark.parametrize(
    ("config", "sentence", "trained"),
    [
        ({"max_position_embeddings": 512}, {"max_seq_length": 256}, 256),
        ({"max_position_embeddings": 514, "model_type": "roberta", "pad_token_id": 1}, {}, 512),
        ({}, {}, 0),
    ],
)
def test_the_longest_input_is_the_shortest_limit(folder, config, sentence, trained):
    write_json(folder, "config.json", config)
    write_json(folder, "sentence_bert_config.json", sentence)
    write_json(folder, "tokenizer_config.json", {"model_max_length": 1e30})
    assert read_folder(folder).trained == trained


def test_labels_come_in_the_order_of_their_numbers(folder):
    write_json(folder, "config.json", {"id2label": {"1": "yes", "0": "no", "2": "maybe"}})
    assert read_folder(folder).labels == ("no", "yes", "maybe")


def test_labels_with_a_gap_are_refused(folder):
    write_json(folder, "config.json", {"id2label": {"0": "no", "2": "maybe"}})
    with pytest.raises(BackendError, match="no label"):
        read_folder(folder)


@pytest.mark.parametrize("text", ["{", "[]", "[" * 100_000])
def test_files_that_are_no_objects_are_refused(folder, text):
    (folder / "config.json").write_text(text)
    with pytest.raises(BackendError, match=r"config\.json"):
        read_folder(folder)


@pytest.mark.parametrize("content", [b"", b"not a model", b"\x3a\x7f"])
def test_a_file_that_is_no_model_is_refused(tmp_path, content):
    (tmp_path / "model.onnx").write_bytes(content)
    with pytest.raises(BackendError, match="not an ONNX model"):
        read_folder(tmp_path)


def test_operators_of_another_library_are_refused(tmp_path):
    node = helper.make_node("Tokenizer", ["a"], ["y"], domain="ai.onnx.contrib")
    write_small(tmp_path / "model.onnx", node)
    with pytest.raises(BackendError, match="operators of another library"):
        read_folder(tmp_path)


def test_a_model_compiled_for_an_accelerator_is_refused(tmp_path):
    node = helper.make_node("EPContext", ["a"], ["y"], domain="com.microsoft")
    write_small(tmp_path / "model.onnx", node)
    with pytest.raises(BackendError, match="accelerator"):
        read_folder(tmp_path)


@pytest.mark.parametrize("location", ["../outside.bin", "/etc/hostname", "missing.bin", "link.bin"])
def test_weights_outside_the_folder_are_refused(tmp_path, location):
    (tmp_path / "outside.bin").write_bytes(bytes(16))
    folder = tmp_path / "model"
    write_small(folder / "model.onnx", external=location)
    (folder / "link.bin").symlink_to(tmp_path / "outside.bin")
    with pytest.raises(BackendError, match="not in its folder"):
        read_folder(folder)


def test_a_folder_of_links_into_a_download_cache_is_read(tmp_path):
    blobs, folder = tmp_path / "blobs", tmp_path / "snapshot"
    write_small(blobs / "a1", external="weights.bin")
    (blobs / "b2").write_bytes(bytes(16))
    folder.mkdir()
    (folder / "model.onnx").symlink_to("../blobs/a1")
    (folder / "weights.bin").symlink_to("../blobs/b2")
    assert read_folder(folder).weights_bytes == (blobs / "a1").stat().st_size + 16


def test_weights_beside_the_model_are_counted(tmp_path):
    write_small(tmp_path / "model.onnx", external="weights.bin")
    (tmp_path / "weights.bin").write_bytes(bytes(1000))
    found = read_folder(tmp_path)
    assert found.weights_bytes == found.model.stat().st_size + 1000


def test_a_model_that_quantizes_by_the_run_keeps_its_rows_apart(tmp_path):
    write_small(tmp_path / "model.onnx", helper.make_node("DynamicQuantizeLinear", ["a"], ["y"]))
    assert read_folder(tmp_path).couples
