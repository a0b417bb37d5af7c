"""The Open Inference Protocol v2 over real HTTP, asked by Triton's own client."""

import asyncio
import json
import zlib

import httpx2
import numpy as np
import pytest
import tritonclient.http as triton
from onnx import TensorProto, helper, save
from tritonclient.utils import InferenceServerException

from agent.engine.frames import Tensors
from agent.engine.values import TensorSpec
from agent.serving.errors import (
    BusyError,
    EngineCrashedError,
    NotServingError,
    RequestFailedError,
)
from agent.serving.servable import GenerateRequest
from tests.support.api_slots import FakeSlots, a_ready, a_tensor, served
from tests.support.engine_api import open_api
from tests.support.engine_slots import a_servable, a_toy, open_slots
from tests.support.onnx_minilm import write_minilm

TENSORS = {
    "servable": served(serves="tensors"),
    "facts_of_model": a_ready(
        engine="onnx",
        serves="tensors",
        inputs=(TensorSpec("x", "FP32", (-1, 3)),),
        outputs=(TensorSpec("x_out", "FP32", (-1, 3)),),
    ),
}
NUMPY = {
    "BOOL": np.bool_,
    "INT8": np.int8,
    "INT16": np.int16,
    "INT32": np.int32,
    "INT64": np.int64,
    "UINT8": np.uint8,
    "UINT16": np.uint16,
    "UINT32": np.uint32,
    "UINT64": np.uint64,
    "FP16": np.float16,
    "FP32": np.float32,
    "FP64": np.float64,
}


@pytest.fixture
def slots():
    return FakeSlots(**TENSORS)


@pytest.fixture
async def url(slots):
    async with open_api(slots) as url:
        yield url


@pytest.fixture
async def http(url):
    async with httpx2.AsyncClient(base_url=url, timeout=30) as http:
        yield http


@pytest.fixture
def ask(url):
    """Return a function that runs another with Triton's client, in a thread."""

    async def asked(question):
        return await asyncio.to_thread(with_client, url, question)

    return asked


def with_client(url, question):
    with triton.InferenceServerClient(url.removeprefix("http://")) as client:
        return question(client)


def an_input(values, *, datatype, name="x", binary=True):
    given = triton.InferInput(name, list(values.shape), datatype)
    return given.set_data_from_numpy(values, binary_data=binary)


@pytest.mark.parametrize("binary", [True, False])
@pytest.mark.parametrize("datatype", sorted(NUMPY))
async def test_tensors_of_every_type_go_there_and_back(ask, datatype, binary):
    values = np.arange(6).reshape(2, 3).astype(NUMPY[datatype])
    given = an_input(values, datatype=datatype, binary=binary)
    wanted = triton.InferRequestedOutput("x_out", binary_data=binary)
    result = await ask(lambda client: client.infer("talk", [given], outputs=[wanted]))
    np.testing.assert_array_equal(result.as_numpy("x_out"), values)
    said = result.get_response()["outputs"][0]
    assert ("data" in said) == (not binary)
    assert (said["datatype"], said["shape"]) == (datatype, [2, 3])


@pytest.mark.parametrize("binary", [True, False])
async def test_texts_go_there_and_back(ask, binary):
    values = np.array([["grüezi", ""], ["a b", "日本"]], dtype=object)
    given = an_input(values, datatype="BYTES", binary=binary)
    wanted = triton.InferRequestedOutput("x_out", binary_data=binary)
    result = await ask(lambda client: client.infer("talk", [given], outputs=[wanted]))
    said = [one.decode() if binary else one for one in result.as_numpy("x_out").ravel()]
    assert said == list(values.ravel())


async def test_half_precision_of_the_other_kind_travels_raw(ask):
    values = np.array([1.0, -2.5], dtype=np.float32)
    given = an_input(values, datatype="BF16")
    result = await ask(lambda client: client.infer("talk", [given]))
    np.testing.assert_array_equal(result.as_numpy("x_out"), values)


async def test_the_clients_defaults_work(ask, slots):
    values = np.ones((1, 3), dtype=np.float32)
    given = an_input(values, datatype="FP32")
    result = await ask(
        lambda client: client.infer("talk:1.0.0", [given], request_id="7", timeout=5_000_000)
    )
    np.testing.assert_array_equal(result.as_numpy("x_out"), values)
    head = result.get_response()
    assert (head["id"], head["model_name"], head["model_version"]) == ("7", "talk:1.0.0", "1.0.0")
    assert slots.asked[-1].deadline_s == 5
    assert slots.asked[-1].outputs == ()


@pytest.mark.parametrize("packed", ["gzip", "deflate"])
async def test_packed_requests_are_unpacked(ask, packed):
    values = np.zeros((1, 3), dtype=np.float32)
    given = an_input(values, datatype="FP32")
    result = await ask(
        lambda client: client.infer(
            "talk",
            [given],
            request_compression_algorithm=packed,
            response_compression_algorithm=packed,
        )
    )
    np.testing.assert_array_equal(result.as_numpy("x_out"), values)


async def test_the_asynchronous_calls_of_the_client_work(ask):
    values = np.ones((1, 3), dtype=np.float32)

    def many(client):
        inputs = [an_input(values * n, datatype="FP32") for n in (1, 2, 3)]
        calls = [client.async_infer("talk", [one]) for one in inputs]
        return [call.get_result().as_numpy("x_out")[0, 0] for call in calls]

    assert await ask(many) == [1, 2, 3]


async def test_the_server_and_its_models_are_described(ask):
    def describe(client):
        assert client.is_server_live()
        assert client.is_server_ready()
        assert client.is_model_ready("talk")
        assert client.is_model_ready("talk", "1.0.0")
        assert not client.is_model_ready("talk", "2")
        assert not client.is_model_ready("none")
        return client.get_server_metadata(), client.get_model_metadata("talk", "1.0.0")

    server, model = await ask(describe)
    assert server["name"] == "flotilla"
    assert "binary_tensor_data" in server["extensions"]
    assert model == {
        "name": "talk",
        "versions": ["1.0.0"],
        "platform": "onnx_onnxv1",
        "inputs": [{"name": "x", "datatype": "FP32", "shape": [-1, 3]}],
        "outputs": [{"name": "x_out", "datatype": "FP32", "shape": [-1, 3]}],
    }


async def test_nested_data_is_read_too(http):
    tensor = {"name": "x", "datatype": "INT32", "shape": [2, 2], "data": [[1, 2], [3, 4]]}
    answer = await http.post("/v2/models/talk/infer", json={"inputs": [tensor]})
    assert answer.json()["outputs"][0]["data"] == [1, 2, 3, 4]
    assert answer.headers["x-flotilla-deployment"] == "deployment-1"
    assert answer.headers["content-type"] == "application/json"


async def test_outputs_are_the_ones_that_were_asked_for(ask, slots):
    slots.run = lambda request: Tensors(
        1, tuple(a_tensor(name, "UINT8", [1], bytes([n])) for n, name in enumerate(request.outputs))
    )
    given = an_input(np.ones((1, 3), dtype=np.float32), datatype="FP32")
    wanted = [
        triton.InferRequestedOutput("a", binary_data=False),
        triton.InferRequestedOutput("b", binary_data=True),
    ]
    result = await ask(lambda client: client.infer("talk", [given], outputs=wanted))
    assert (result.as_numpy("a")[0], result.as_numpy("b")[0]) == (0, 1)


async def test_what_json_cannot_say_is_to_be_asked_for_as_binary(ask):
    values = np.array([[np.nan, np.inf, 1]], dtype=np.float32)
    given = an_input(values, datatype="FP32")
    result = await ask(lambda client: client.infer("talk", [given]))
    np.testing.assert_array_equal(result.as_numpy("x_out"), values)
    wanted = [triton.InferRequestedOutput("x_out", binary_data=False)]
    with pytest.raises(InferenceServerException, match="binary_data") as caught:
        await ask(lambda client: client.infer("talk", [given], outputs=wanted))
    assert caught.value.status() == "422"


@pytest.mark.parametrize(
    ("path", "body", "status", "why"),
    [
        ("models/none/infer", {}, 404, "no model is called 'none'"),
        ("models/talk/versions/2/infer", {}, 404, "has no version '2'"),
        ("models/talk/infer", {}, 422, "inputs is required"),
        ("models/talk/infer", {"inputs": []}, 422, "inputs"),
        (
            "models/talk/infer",
            {"inputs": [{"name": "x", "datatype": "INT8", "shape": [2], "data": [1]}]},
            422,
            "the shape wants 2 elements, the data has 1",
        ),
        (
            "models/talk/infer",
            {"inputs": [{"name": "x", "datatype": "INT8", "shape": [2**40], "data": [1]}]},
            422,
            "wants 1099511627776 elements",
        ),
        ("nothing", {}, 404, "Not Found"),
    ],
    ids=range(7),
)
async def test_a_wrong_request_is_refused_in_one_sentence(http, path, body, status, why):
    answer = await http.post(f"/v2/{path}", json=body)
    assert answer.status_code == status
    assert list(answer.json()) == ["error"]
    assert why in answer.json()["error"]


@pytest.mark.parametrize(
    ("headers", "content", "status", "why"),
    [
        ({}, b"{", 400, "not JSON"),
        ({"Content-Encoding": "gzip"}, b"not packed", 400, "is not gzip"),
        ({"Content-Encoding": "deflate"}, zlib.compress(b" " * 100)[:-4], 400, "ends within"),
        ({"Content-Encoding": "br"}, b"", 415, "gzip, deflate and identity"),
        ({"Content-Encoding": "deflate"}, zlib.compress(bytes(2**24)), 413, "once it is unpacked"),
        ({}, bytes(2**24), 413, "larger than"),
        ({"Inference-Header-Content-Length": "x"}, b"{}", 422, "no number"),
        ({"Inference-Header-Content-Length": "99"}, b"{}", 422, "said to have 99 bytes"),
    ],
    ids=range(8),
)
async def test_bytes_that_are_no_request_are_refused(http, headers, content, status, why):
    answer = await http.post("/v2/models/talk/infer", content=content, headers=headers)
    assert answer.status_code == status
    assert why in answer.json()["error"]


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (BusyError("64 requests wait", retry_after_s=9), 429),
        (NotServingError("it loads", retry_after_s=9), 503),
        (EngineCrashedError("ended by SIGSEGV", retry_after_s=9), 503),
    ],
    ids=["busy", "loading", "crashed"],
)
async def test_whoever_must_come_back_is_told_when(http, slots, failure, status):
    slots.failure = failure
    tensor = {"name": "x", "datatype": "INT8", "shape": [1], "data": [1]}
    answer = await http.post("/v2/models/talk/infer", json={"inputs": [tensor]})
    assert (answer.status_code, answer.headers["retry-after"]) == (status, "9")
    assert answer.json() == {"error": str(failure)}


class TestOfText:
    """A model that answers in text."""

    @pytest.fixture
    def slots(self):
        return FakeSlots(answers={"hi": "hello there"})

    async def test_a_prompt_is_answered_and_described(self, http, slots):
        described = (await http.get("/v2/models/talk")).json()
        assert described["inputs"][0]["name"] == "text_input"
        assert described["outputs"][0]["name"] == "text_output"
        answer = await http.post("/v2/models/talk/generate", json={"text_input": "hi", "id": "7"})
        assert answer.json() == {
            "id": "7",
            "model_name": "talk",
            "model_version": "1.0.0",
            "text_output": "hello there",
        }
        assert answer.headers["x-flotilla-bundle"] == slots.servable.bundle
        assert (slots.asked[-1].prompt, slots.asked[-1].max_tokens) == ("hi", 20)

    @pytest.mark.parametrize(
        ("parameters", "text", "reason"),
        [
            ({"max_tokens": 4}, "hell", "length"),
            ({"stop": ["the"]}, "hello ", "stop_sequence"),
            ({"stop": "the", "temperature": 0.5}, "hello ", "stop_sequence"),
            ({}, "hello there", "eos_token"),
        ],
        ids=range(4),
    )
    async def test_details_say_why_it_ended_and_how_likely_it_was(
        self, http, parameters, text, reason
    ):
        body = {"text_input": "hi", "parameters": {**parameters, "details": True}}
        answer = (await http.post("/v2/models/talk/versions/1.0.0/generate", json=body)).json()
        assert (answer["text_output"], answer["details"]["finish_reason"]) == (text, reason)
        tokens = answer["details"]["logprobs"]
        assert "".join(one["text"] for one in tokens) == text
        assert tokens[0] == {"id": ord("h"), "text": "h", "logprob": -0.5, "special": False}

    async def test_an_answer_streams(self, http):
        body = {"text_input": "hi", "parameters": {"details": True}}
        answer = await http.post("/v2/models/talk/generate_stream", json=body)
        assert answer.headers["content-type"].startswith("text/event-stream")
        events = [json.loads(one[6:]) for one in answer.text.split("\n\n") if one]
        assert "".join(one["text_output"] for one in events) == "hello there"
        assert {one["model_name"] for one in events} == {"talk"}
        assert events[0]["details"]["token"]["text"] == "h"
        assert events[-1]["details"] == {"finish_reason": "eos_token"}

    async def test_a_failure_in_mid_stream_is_an_event(self, http, slots):
        slots.fails_midway = RequestFailedError("the engine lost its memory")
        answer = await http.post("/v2/models/talk/generate_stream", json={"text_input": "hi"})
        last = [one for one in answer.text.split("\n\n") if one][-1]
        assert json.loads(last.removeprefix("data: ")) == {"error": "the engine lost its memory"}

    @pytest.mark.parametrize(
        ("body", "why"),
        [
            ({}, "text_input is required"),
            ({"text_input": "x" * 600}, "600 tokens"),
            ({"text_input": "x", "parameters": {"max_tokens": 0}}, "parameters.max_tokens"),
            ({"text_input": "x", "parameters": {"top_p": 2}}, "parameters.top_p"),
        ],
        ids=range(4),
    )
    @pytest.mark.parametrize("path", ["generate", "generate_stream"])
    async def test_a_wrong_request_is_refused(self, http, body, why, path):
        answer = await http.post(f"/v2/models/talk/{path}", json=body)
        assert answer.status_code == 422
        assert why in answer.json()["error"]

    async def test_tensors_are_refused_with_the_way_to_ask(self, http):
        tensor = {"name": "x", "datatype": "INT8", "shape": [1], "data": [1]}
        answer = await http.post("/v2/models/talk/infer", json={"inputs": [tensor]})
        assert answer.status_code == 422
        assert "'generate'" in answer.json()["error"]

    async def test_sampling_reaches_the_engine(self, http, slots):
        parameters = {"temperature": 0.5, "top_k": 3, "repetition_penalty": 1.1, "seed": 9}
        body = {"text_input": "hi", "parameters": parameters}
        await http.post("/v2/models/talk/generate", json=body)
        asked = next(one for one in slots.asked if isinstance(one, GenerateRequest))
        assert asked.sampling == {
            "temperature": 0.5,
            "top_k": 3,
            "repeat_penalty": 1.1,
            "seed": 9,
        }


async def test_a_server_without_a_model_is_alive_and_not_ready():
    slots = FakeSlots().as_if_empty()
    async with open_api(slots) as url, httpx2.AsyncClient(base_url=url) as http:
        assert (await http.get("/v2/health/live")).status_code == 200
        assert (await http.get("/v2/health/ready")).status_code == 503
        assert (await http.get("/v2")).json()["name"] == "flotilla"
        answer = await http.get("/v2/models/talk")
        assert (answer.status_code, list(answer.json())) == (503, ["error"])


@pytest.mark.slow
async def test_a_real_engine_generates(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path, answers={"hi": "grüezi"}))
        async with open_api(slots) as url, httpx2.AsyncClient(base_url=url, timeout=30) as http:
            body = {"text_input": "hi"}
            answer = await http.post("/v2/models/talk/generate", json=body)
            assert answer.json()["text_output"] == "grüezi"
            streamed = await http.post("/v2/models/talk/generate_stream", json=body)
            events = [json.loads(one[6:]) for one in streamed.text.split("\n\n") if one]
            assert "".join(one["text_output"] for one in events) == "grüezi"


def write_sums(path):
    """Write a model of two inputs: their sum, and the texts as they are."""
    numbers, texts = TensorProto.FLOAT, TensorProto.STRING
    graph = helper.make_graph(
        [
            helper.make_node("Add", ["a", "b"], ["sum"]),
            helper.make_node("Identity", ["words"], ["said"]),
        ],
        "sums",
        [
            helper.make_tensor_value_info("a", numbers, ["batch", 2]),
            helper.make_tensor_value_info("b", numbers, ["batch", 2]),
            helper.make_tensor_value_info("words", texts, ["batch"]),
        ],
        [
            helper.make_tensor_value_info("sum", numbers, ["batch", 2]),
            helper.make_tensor_value_info("said", texts, ["batch"]),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    save(model, path)
    return path


@pytest.mark.slow
async def test_a_real_tensor_model_runs(tmp_path):
    async with open_slots() as slots:
        weights = write_sums(tmp_path / "sums.onnx")
        await slots.serve("main", a_servable(weights, serves="tensors"))

        def ask(client):
            described = client.get_model_metadata("talk")
            rows = np.array([[1, 2], [3, 4], [5, 6]], dtype=np.float32)
            inputs = [
                an_input(rows, datatype="FP32", name="a"),
                an_input(rows, datatype="FP32", name="b"),
                an_input(np.array(["x", "", "é"], dtype=object), datatype="BYTES", name="words"),
            ]
            result = client.infer("talk", inputs)
            np.testing.assert_array_equal(result.as_numpy("sum"), rows * 2)
            assert [one.decode() for one in result.as_numpy("said")] == ["x", "", "é"]
            only = [triton.InferRequestedOutput("sum", binary_data=False)]
            assert client.infer("talk", inputs, outputs=only).as_numpy("said") is None
            wrong = an_input(rows.astype(np.int8), datatype="INT8", name="a")
            with pytest.raises(InferenceServerException, match="FP32") as caught:
                client.infer("talk", [wrong, *inputs[1:]])
            assert caught.value.status() == "422"
            return described

        async with open_api(slots) as url:
            described = await asyncio.to_thread(with_client, url, ask)
    assert [one["name"] for one in described["inputs"]] == ["a", "b", "words"]
    assert described["outputs"][0] == {"name": "sum", "datatype": "FP32", "shape": [-1, 2]}


@pytest.mark.model
@pytest.mark.slow
async def test_a_real_model_of_vectors_takes_texts_as_tensors(tmp_path):
    async with open_slots() as slots:
        weights = write_minilm(tmp_path / "minilm", quantized=True)
        await slots.serve("main", a_servable(weights, serves="embeddings"))

        def ask(client):
            described = client.get_model_metadata("talk")
            said = ["The lamp is on.", "The light is switched on.", "Fish swim in the sea."]
            given = an_input(np.array(said, dtype=object), datatype="BYTES", name="text")
            return described, client.infer("talk", [given]).as_numpy("embedding")

        async with open_api(slots) as url:
            described, vectors = await asyncio.to_thread(with_client, url, ask)
    assert described["inputs"] == [{"name": "text", "datatype": "BYTES", "shape": [-1]}]
    assert vectors.shape == (3, 384)
    alike, unlike = vectors[0] @ vectors[1], vectors[0] @ vectors[2]
    assert alike > 0.6
    assert unlike < 0.3
