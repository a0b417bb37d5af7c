"""ONNX models through onnxruntime: vectors, ranks, classes and plain tensors."""

import base64

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from agent.engine.backends.onnx import OnnxVectors
from agent.engine.errors import BackendError, NoMemoryError, RefusedError
from agent.engine.frames import BAD_REQUEST, NOT_SERVED, Load
from agent.engine.values import Tensor
from agent.serving.errors import ContextOverflowError, RequestError
from agent.serving.servable import EmbedRequest, InferRequest, TokenizeRequest
from tests.support.engine_slots import a_servable, open_slots
from tests.support.engine_vectors import floats, some_texts, strings
from tests.support.gguf_bert import CLS, SEP, BertShape, TinyBert
from tests.support.onnx_bert import BertGraph, write_bert, write_json, write_words
from tests.support.onnx_small import a_graph, tensor, write_small

pytestmark = pytest.mark.slow

TEXTS = ("the cat sits on the mat", "a dog runs", "a big red house and the small blue car")
EXACT = 1e-5
KINDS = {
    "BOOL": (np.bool_, [True, False, True]),
    "INT8": (np.int8, [-128, 0, 127]),
    "INT16": (np.int16, [-5, 0, 300]),
    "INT32": (np.int32, [-5, 0, 70_000]),
    "INT64": (np.int64, [-5, 0, 2**40]),
    "UINT8": (np.uint8, [0, 1, 255]),
    "UINT16": (np.uint16, [0, 1, 65_535]),
    "UINT32": (np.uint32, [0, 1, 2**31]),
    "UINT64": (np.uint64, [0, 1, 2**63]),
    "FP16": (np.float16, [0.5, -1, 60_000]),
    "FP32": (np.float32, [0.1, -1, 1e30]),
    "FP64": (np.float64, [0.1, -1, 1e300]),
}


@pytest.fixture
def folder(tmp_path):
    return tmp_path


def opened(path, **more):
    given = {"context": 64, "parallel": 1, "batch": 64, "serves": "embeddings", **more}
    return OnnxVectors(Load(str(path), **given))


def a_bert(folder, *, labels=(), config=None, pooling=None, **more):
    """Write a small BERT as a folder, with a head that scores where there are labels."""
    ranks = bool(labels)
    kind = {"pooling": 4, "labels": labels if len(labels) > 1 else ()} if ranks else {}
    bert = TinyBert(BertShape(**kind))
    graph = BertGraph(layers=2, heads=4, gelu="tanh", ranks=ranks, **more)
    write_bert(folder / "model.onnx", bert.tensors, graph)
    write_words(folder, bert.shape.vocabulary)
    named = {"id2label": {str(n): label for n, label in enumerate(labels)}} if labels else {}
    heads = {"architectures": ["BertForSequenceClassification"]} if labels else {}
    write_json(folder, "config.json", {"model_type": "bert", **named, **heads, **(config or {})})
    if pooling:
        write_json(folder, "1_Pooling/config.json", {pooling: True})
    return bert


def embed(backend, *inputs, normalize=False):
    made = backend.embed(list(inputs), normalize=normalize)
    return [np.frombuffer(one, np.float32) for one in made]


def an_array(name, datatype, values, shape=None):
    array = np.array(values, KINDS[datatype][0])
    array = array.reshape(shape) if shape is not None else array
    data = base64.b64encode(array.tobytes()).decode()
    return Tensor(name, datatype, array.shape, data)


def values(made):
    array = np.frombuffer(base64.b64decode(made.data), KINDS[made.datatype][0])
    return array.reshape(made.shape).tolist()


@pytest.mark.parametrize(
    ("pooling", "pooled"),
    [
        (None, lambda hidden: hidden.mean(axis=0)),
        ("pooling_mode_mean_tokens", lambda hidden: hidden.mean(axis=0)),
        ("pooling_mode_cls_token", lambda hidden: hidden[0]),
        ("pooling_mode_max_tokens", lambda hidden: hidden.max(axis=0)),
        ("pooling_mode_lasttoken", lambda hidden: hidden[-1]),
    ],
)
def test_vectors_of_padded_texts_are_pooled_as_the_folder_says(folder, pooling, pooled):
    bert = a_bert(folder, pooling=pooling)
    backend = opened(folder)
    inputs = [backend.read(text) for text in TEXTS]
    for one, vector in zip(inputs, embed(backend, *inputs), strict=True):
        assert np.abs(vector - pooled(bert.hidden(list(one.tokens)))).max() < EXACT


def test_a_model_in_half_precision_answers_in_float32(folder):
    bert = a_bert(folder, half=True)
    backend = opened(folder)
    one = backend.read(TEXTS[0])
    (vector,) = embed(backend, one)
    assert np.abs(vector - bert.hidden(list(one.tokens)).mean(axis=0)).max() < 1e-2


def test_facts_say_what_the_model_is(folder):
    a_bert(folder, config={"max_position_embeddings": 48})
    facts = opened(folder).facts
    assert (facts.engine, facts.architecture, facts.dimensions) == ("onnx", "bert", 32)
    assert (facts.context, facts.trained, facts.vocab) == (48, 48, len(BertShape().vocabulary))
    assert [spec.name for spec in facts.inputs] == ["text"]
    raw = opened(folder, serves="tensors").facts
    assert [spec.name for spec in raw.inputs] == ["input_ids", "attention_mask", "token_type_ids"]
    assert raw.inputs[0].shape == (-1, -1)


def test_texts_are_cut_so_that_the_markers_stay(folder):
    a_bert(folder)
    cut = opened(folder).read("the cat sits on the mat").cut(4)
    assert cut.tokens[0] == CLS
    assert cut.tokens[-1] == SEP
    assert len(cut.tokens) == 4


def test_a_text_spells_its_tokens_and_tokens_spell_their_text(folder):
    a_bert(folder)
    backend = opened(folder)
    tokens = backend.tokenize("cats on a mat", add_special=False, parse_special=True)
    assert [backend.piece(token) for token in tokens] == ["cat", "##s", "on", "a", "mat"]
    assert backend.detokenize(tokens) == "cats on a mat"


def test_pairs_are_ranked_with_the_types_of_their_tokens(folder):
    bert = a_bert(folder, labels=("relevance",))
    backend = opened(folder, serves="rerank")
    pair = backend.pair("the cat", "a dog runs")
    assert pair.types == (0, 0, 0, 0, 1, 1, 1, 1)
    (score,) = embed(backend, pair)
    expected = bert.scores(list(pair.tokens), list(pair.types))
    assert score == pytest.approx(expected, abs=EXACT)
    (chance,) = embed(backend, pair, normalize=True)
    assert chance == pytest.approx(1 / (1 + np.exp(-score)), abs=EXACT)


def test_only_the_document_of_a_pair_is_cut(folder):
    a_bert(folder, labels=("relevance",))
    pair = opened(folder, serves="rerank").pair("the cat", "a dog runs on the road")
    cut = pair.cut(7)
    assert cut.tokens == (*pair.tokens[:6], SEP)
    assert pair.cut(4) is None


def test_classes_have_labels_and_chances(folder):
    bert = a_bert(folder, labels=("lights", "climate", "other"))
    backend = opened(folder, serves="rerank")
    assert backend.facts.labels == ("lights", "climate", "other")
    one = backend.read("turn the lamp on")
    (chances,) = embed(backend, one, normalize=True)
    expected = np.exp(bert.scores(list(one.tokens)))
    assert chances == pytest.approx(expected / expected.sum(), abs=EXACT)


def test_labels_that_may_hold_at_once_have_chances_of_their_own(folder):
    bert = a_bert(folder, labels=("a", "b"), config={"problem_type": "multi_label_classification"})
    backend = opened(folder, serves="rerank")
    one = backend.read("turn the lamp on")
    (chances,) = embed(backend, one, normalize=True)
    expected = 1 / (1 + np.exp(-bert.scores(list(one.tokens))))
    assert chances == pytest.approx(expected, abs=EXACT)


@pytest.mark.parametrize(
    ("labels", "serves", "why"),
    [
        ((), "rerank", "no head that ranks"),
        (("a", "b"), "embeddings", "scores and has no vectors"),
        ((), "text", "not text"),
    ],
)
def test_what_a_model_cannot_do_is_refused_at_load(folder, labels, serves, why):
    a_bert(folder, labels=labels)
    with pytest.raises(BackendError, match=why):
        opened(folder, serves=serves)


def test_labels_that_do_not_fit_the_model_are_refused(folder):
    a_bert(folder, labels=("a", "b"))
    write_json(folder, "config.json", {"id2label": {"0": "a", "1": "b", "2": "c"}})
    with pytest.raises(BackendError, match="3 labels for 2 scores"):
        opened(folder, serves="rerank")


def test_a_broken_tokenizer_is_refused(folder):
    a_bert(folder)
    (folder / "tokenizer.json").write_text('{"model": 5}')
    with pytest.raises(BackendError, match=r"tokenizer\.json cannot be read"):
        opened(folder)


def test_a_layer_behind_the_pooling_is_refused(folder):
    a_bert(folder)
    write_json(folder, "modules.json", [{"type": "sentence_transformers.models.Dense"}])
    with pytest.raises(BackendError, match="behind the pooling"):
        opened(folder)


def test_a_model_without_a_tokenizer_serves_tensors_alone(folder):
    write_small(folder / "model.onnx")
    with pytest.raises(BackendError, match="cannot read text"):
        opened(folder)
    backend = opened(folder, serves="tensors")
    with pytest.raises(RefusedError) as refused:
        backend.read("hello")
    assert refused.value.code == NOT_SERVED


def test_the_client_may_send_a_text_models_own_tensors(folder):
    bert = a_bert(folder)
    backend = opened(folder)
    tokens = [CLS, 4, 6, SEP]
    names = ("input_ids", "attention_mask", "token_type_ids")
    rows = (tokens, [1] * 4, [0] * 4)
    inputs = [an_array(name, "INT64", [row]) for name, row in zip(names, rows, strict=True)]
    ((hidden,),) = backend.infer([backend.call(inputs, ())])
    assert hidden.shape == (1, 4, 32)
    assert np.abs(np.array(values(hidden)[0]) - bert.hidden(tokens)).max() < EXACT


@pytest.mark.parametrize("datatype", KINDS)
def test_tensors_of_every_kind_come_back_as_they_went(folder, datatype):
    kind = helper.np_dtype_to_tensor_dtype(np.dtype(KINDS[datatype][0]))
    write(
        folder,
        [helper.make_node("Identity", ["x"], ["y"])],
        [tensor("x", kind, "n")],
        [tensor("y", kind, "n")],
    )
    backend = opened(folder, serves="tensors")
    assert backend.facts.inputs[0].datatype == datatype
    sent = an_array("x", datatype, KINDS[datatype][1])
    ((back,),) = backend.infer([backend.call([sent], ())])
    assert back == Tensor("y", datatype, (3,), sent.data)


def test_strings_come_back_as_they_went(folder):
    write(
        folder,
        [helper.make_node("Identity", ["x"], ["y"])],
        [tensor("x", TensorProto.STRING, "n")],
        [tensor("y", TensorProto.STRING, "n")],
    )
    backend = opened(folder, serves="tensors")
    sent = some_texts("x", "", "gr\u00fc\u00df dich", "a")
    ((back,),) = backend.infer([backend.call([sent], ())])
    assert strings(back) == ["", "gr\u00fc\u00df dich", "a"]


def test_a_scalar_and_a_fixed_shape_are_served_alone(folder):
    write(
        folder,
        [helper.make_node("Mul", ["x", "by"], ["y"])],
        [tensor("x", TensorProto.FLOAT, 2, 2), tensor("by", TensorProto.FLOAT)],
        [tensor("y", TensorProto.FLOAT, 2, 2)],
    )
    backend = opened(folder, serves="tensors")
    x, by = an_array("x", "FP32", [[1, 2], [3, 4]]), an_array("by", "FP32", 2, ())
    call = backend.call([x, by], ())
    assert call.kind is None
    ((y,),) = backend.infer([call])
    assert values(y) == [[2, 4], [6, 8]]


def test_calls_of_one_kind_are_put_together_and_taken_apart(folder):
    write_small(folder / "model.onnx")
    backend = opened(folder, serves="tensors")
    rows = ([[0] * 4], [[1] * 4, [2] * 4], [[3] * 4])
    calls = [backend.call([an_array("x", "FP32", row)], ()) for row in rows]
    assert len({call.kind for call in calls}) == 1
    for _ in range(5):  # the first of them are proven, the later ones trusted
        made = [values(one) for (one,) in backend.infer(calls)]
        assert made == [[[1] * 4], [[2] * 4, [3] * 4], [[4] * 4]]


def test_a_model_that_mixes_its_rows_is_found_out(folder):
    write(
        folder,
        [helper.make_node("CumSum", ["x", "axis"], ["y"])],
        [tensor("x", TensorProto.FLOAT, "batch", 2)],
        [tensor("y", TensorProto.FLOAT, "batch", 2)],
        [numpy_helper.from_array(np.int64(0), "axis")],
    )
    backend = opened(folder, serves="tensors")
    calls = [backend.call([an_array("x", "FP32", [[number, 1]])], ()) for number in (1, 2, 3)]
    for _ in range(3):
        assert [values(one) for (one,) in backend.infer(calls)] == [[[1, 1]], [[2, 1]], [[3, 1]]]
    assert backend.call([an_array("x", "FP32", [[1, 1]])], ()).kind is None


def test_only_the_wanted_outputs_are_answered(folder):
    nodes = [helper.make_node("Neg", ["x"], ["a"]), helper.make_node("Abs", ["x"], ["b"])]
    write(
        folder,
        nodes,
        [tensor("x", TensorProto.FLOAT, "n")],
        [tensor("a", TensorProto.FLOAT, "n"), tensor("b", TensorProto.FLOAT, "n")],
    )
    backend = opened(folder, serves="tensors")
    x = an_array("x", "FP32", [1, -2])
    (made,) = backend.infer([backend.call([x], ("b",))])
    assert [(one.name, values(one)) for one in made] == [("b", [1, 2])]


@pytest.mark.parametrize(
    "wrong",
    [
        [an_array("y", "FP32", [[1] * 4])],
        [an_array("x", "FP32", [[1] * 4]), an_array("z", "FP32", [1])],
        [an_array("x", "FP64", [[1] * 4])],
        [an_array("x", "FP32", [[1] * 3])],
        [an_array("x", "FP32", [1] * 4)],
        [Tensor("x", "FP32", (1, 4), "AAAA")],
        [Tensor("x", "FP32", (1, 4), "!")],
        [Tensor("x", "FP32", (-1, 4), "")],
        [Tensor("x", "FP32", (2**40, 4), "")],
        [Tensor("x", "FP32", (1,) * 17, "AAAAAA==")],
        [Tensor("x", "WHAT", (1, 4), "")],
    ],
)
def test_tensors_that_do_not_fit_are_refused(folder, wrong):
    write_small(folder / "model.onnx")
    backend = opened(folder, serves="tensors")
    with pytest.raises(RefusedError) as refused:
        backend.call(wrong, ())
    assert refused.value.code == BAD_REQUEST


def test_no_rows_are_no_reason_to_fail(folder):
    write_small(folder / "model.onnx")
    backend = opened(folder, serves="tensors")
    ((made,),) = backend.infer([backend.call([Tensor("x", "FP32", (0, 4), "")], ())])
    assert made == Tensor("y", "FP32", (0, 4), "")


def a_bomb(folder):
    """Write a model whose output is as large as the client says."""
    write(
        folder,
        [helper.make_node("ConstantOfShape", ["shape"], ["y"])],
        [tensor("shape", TensorProto.INT64, "n")],
        [tensor("y", TensorProto.FLOAT, None, None)],
    )
    return folder


def test_outputs_that_no_answer_holds_are_refused(folder):
    backend = opened(a_bomb(folder), serves="tensors")
    call = backend.call([an_array("shape", "INT64", [2000, 2000])], ())
    with pytest.raises(RefusedError, match="16000000 bytes"):
        backend.infer([call])


@pytest.mark.parametrize("shape", [[50_000, 50_000], [2**40, 2**20], [-1, 1]])
def test_a_run_that_wants_too_much_fails_and_the_model_lives(folder, shape):
    backend = opened(a_bomb(folder), serves="tensors", memory_bytes=200_000_000)
    with pytest.raises(BackendError):
        backend.infer([backend.call([an_array("shape", "INT64", shape)], ())])
    ((made,),) = backend.infer([backend.call([an_array("shape", "INT64", [1, 2])], ())])
    assert made.shape == (1, 2)


def test_weights_larger_than_the_memory_are_refused(folder):
    write_small(folder / "model.onnx")
    with pytest.raises(NoMemoryError):
        opened(folder, serves="tensors", memory_bytes=10)


def test_weights_beside_the_model_are_loaded(folder):
    write_small(folder / "model.onnx", external="weights.bin")
    (folder / "weights.bin").write_bytes(np.full(4, 5, np.float32).tobytes())
    backend = opened(folder, serves="tensors")
    ((made,),) = backend.infer([backend.call([an_array("x", "FP32", [[0] * 4])], ())])
    assert values(made) == [[5] * 4]


async def test_a_download_cache_with_weights_beside_the_model_is_served(folder):
    blobs, snapshot = folder / "blobs", folder / "snapshot"
    write_small(blobs / "a1", external="weights.bin")
    (blobs / "b2").write_bytes(np.full(4, 5, np.float32).tobytes())
    snapshot.mkdir()
    (snapshot / "model.onnx").symlink_to("../blobs/a1")
    (snapshot / "weights.bin").symlink_to("../blobs/b2")
    for weights in (snapshot, snapshot / "model.onnx"):
        async with open_slots() as slots:
            await slots.serve("main", a_servable(weights, serves="tensors"))
            request = InferRequest(inputs=(an_array("x", "FP32", [[0] * 4]),))
            made = await slots.infer("main", request)
            assert values(made.outputs[0]) == [[5] * 4]


def test_a_model_that_is_wrong_inside_is_refused(folder):
    write_small(folder / "model.onnx", helper.make_node("Add", ["x", "missing"], ["y"]))
    with pytest.raises(BackendError, match="onnxruntime cannot load"):
        opened(folder, serves="tensors")


def test_inputs_that_are_no_tensors_are_refused(folder):
    sequence = helper.make_tensor_sequence_value_info("x", TensorProto.FLOAT, None)
    write(
        folder,
        [helper.make_node("SequenceLength", ["x"], ["y"])],
        [sequence],
        [tensor("y", TensorProto.INT64)],
    )
    with pytest.raises(BackendError, match="no tensor that is served"):
        opened(folder, serves="tensors")


def write(folder, nodes, inputs, outputs, initializers=()):
    onnx.save(a_graph(nodes, inputs, outputs, initializers), folder / "model.onnx")


async def test_slots_embed_with_a_folder_in_a_child_process(folder):
    bert = a_bert(folder)
    async with open_slots() as slots:
        await slots.serve("main", a_servable(folder, serves="embeddings", context=64))
        made = await slots.embed("main", EmbedRequest(texts=TEXTS, normalize=False))
        tokens = await slots.tokenize("main", TokenizeRequest(text=TEXTS[0], add_special=True))
        expected = bert.hidden(list(tokens.tokens)).mean(axis=0)
        assert floats(made.vectors[0]) == pytest.approx(expected, abs=EXACT)
        with pytest.raises(ContextOverflowError) as overflow:
            await slots.embed("main", EmbedRequest(texts=("cat " * 100,)))
        assert "102 tokens" in str(overflow.value)
        assert slots.describe("main").engine == "onnx"


async def test_slots_infer_with_tensors_in_a_child_process(folder):
    write_small(folder / "model.onnx")
    async with open_slots() as slots:
        path = folder / "model.onnx"
        await slots.serve("main", a_servable(path, serves="tensors", context=64))
        request = InferRequest(inputs=(an_array("x", "FP32", [[1, 2, 3, 4]]),))
        made = await slots.infer("main", request)
        assert values(made.outputs[0]) == [[2, 3, 4, 5]]
        with pytest.raises(RequestError, match="no input is called"):
            await slots.infer("main", InferRequest(inputs=(an_array("q", "FP32", [1]),)))
        facts = slots.describe("main")
        assert [(one.name, one.shape) for one in facts.inputs] == [("x", (-1, 4))]


def test_a_text_alone_has_no_rank(folder):
    a_bert(folder, labels=("relevance",))
    backend = opened(folder, serves="rerank")
    with pytest.raises(RefusedError, match="ranks pairs") as refused:
        backend.read("the cat")
    assert refused.value.code == NOT_SERVED
