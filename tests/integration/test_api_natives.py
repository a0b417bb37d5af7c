"""The endpoints of llama.cpp's server over real HTTP and a real engine process with a toy."""

import json
from dataclasses import replace

import httpx2
import pytest

from agent.engine.values import Adapter, AdapterScale
from tests.support.api_slots import FakeSlots, a_ready, served
from tests.support.engine_api import open_api
from tests.support.engine_slots import a_servable, a_toy, open_slots
from tests.support.gguf_odd import write_adapter
from tests.support.gguf_tiny import write_tiny

HI = [{"role": "user", "content": "hi"}]


@pytest.fixture
async def slots(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path, answers={"two": "a\nb"}))
        yield slots


@pytest.fixture
async def http(slots):
    async with open_api(slots) as url, httpx2.AsyncClient(base_url=url, timeout=30) as http:
        yield http


async def post(http, path, **body):
    answer = await http.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def events_of(text):
    return [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: ")]


async def test_a_completion_has_llama_cpp_s_fields(http, slots):
    answer = await post(http, "/completion", prompt="two", n_predict=10)
    assert (answer["content"], answer["stop"], answer["stop_type"]) == ("a\nb", True, "eos")
    assert (answer["tokens_predicted"], answer["tokens_evaluated"]) == (4, 3)
    assert (answer["has_new_line"], answer["truncated"], answer["id_slot"]) == (True, False, -1)
    assert answer["generation_settings"]["n_predict"] == 10
    assert answer["timings"]["predicted_n"] == 4
    assert answer["prompt"] == "two"
    assert answer["provenance"]["bundle"] == slots.serving("main").bundle


async def test_a_completion_says_why_it_ended(http):
    limited = await post(http, "/completion", prompt="who", n_predict=2)
    assert (limited["content"], limited["stop_type"]) == ("1.", "limit")
    stopped = await post(http, "/completion", prompt="who", stop=["."])
    assert (stopped["stop_type"], stopped["stopping_word"]) == ("word", ".")


async def test_a_completion_streams_without_a_done_at_its_end(http):
    body = {"prompt": "who", "stream": True}
    answer = await http.post("/completion", json=body)
    *pieces, last = events_of(answer.text)
    assert "".join(piece["content"] for piece in pieces) == "1.0.0"
    assert not any(piece["stop"] for piece in pieces)
    assert (last["stop"], last["content"], last["stop_type"]) == (True, "", "eos")
    assert "[DONE]" not in answer.text
    assert answer.headers["x-flotilla-model"] == "talk:1.0.0"


async def test_several_prompts_are_answered_in_a_list(http):
    answers = await post(http, "/completion", prompt=["who", [104, 105], "two"], n_predict=9)
    assert [answer["content"] for answer in answers] == ["1.0.0", "hi", "a\nb"]
    assert [answer["index"] for answer in answers] == [0, 1, 2]
    assert answers[1]["prompt"] == "hi"


async def test_texts_and_tokens_may_be_mixed(http):
    answer = await post(http, "/completion", prompt=["w", 104, "o"])
    assert answer["content"] == "1.0.0"


async def test_a_prompt_can_be_evaluated_and_nothing_said(http):
    answer = await post(http, "/completion", prompt="who", n_predict=0)
    assert (answer["content"], answer["tokens_predicted"]) == ("", 0)


async def test_only_wanted_fields_are_sent(http):
    fields = ["content", "generation_settings/n_predict"]
    answer = await post(http, "/completion", prompt="who", response_fields=fields)
    assert answer == {"content": "1.0.0", "n_predict": -1}


async def test_tokens_and_their_probabilities_are_told_where_asked():
    async with (
        open_api(FakeSlots(answers={"x": "yo"})) as url,
        httpx2.AsyncClient(base_url=url) as http,
    ):
        answer = await post(http, "/completion", prompt="x", n_probs=2, return_tokens=True)
        assert answer["tokens"] == [ord("y"), ord("o")]
        first = answer["completion_probabilities"][0]
        assert (first["id"], first["token"], first["bytes"]) == (ord("y"), "y", [121])
        assert [one["token"] for one in first["top_logprobs"]] == ["y", "!"]
        body = {"prompt": "x", "n_probs": 1, "stream": True}
        streamed = events_of((await http.post("/completion", json=body)).text)
        assert streamed[0]["completion_probabilities"][0]["token"] == "y"
        assert streamed[0]["tokens"] == []


async def test_a_text_is_cut_into_tokens_and_put_together(http):
    assert (await post(http, "/tokenize", content="hé"))["tokens"] == list("hé".encode())
    pieces = (await post(http, "/tokenize", content="hi", with_pieces=True))["tokens"]
    assert pieces == [{"id": 104, "piece": "h"}, {"id": 105, "piece": "i"}]
    assert (await post(http, "/tokenize", content=["h", 105]))["tokens"] == [104, 105]
    assert (await post(http, "/detokenize", tokens=[104, 105]))["content"] == "hi"
    assert (await post(http, "/detokenize"))["content"] == ""


async def test_a_token_outside_the_vocabulary_is_refused(http):
    answer = await http.post("/detokenize", json={"tokens": [10_000]})
    assert answer.status_code == 400


async def test_messages_are_rendered_and_counted(http):
    prompt = (await post(http, "/apply-template", messages=HI))["prompt"]
    assert prompt == "<|user|>hi<|assistant|>"
    counted = await post(http, "/v1/chat/completions/input_tokens", messages=HI)
    assert counted == {"object": "response.input_tokens", "input_tokens": 4}


async def test_the_server_tells_what_it_runs(http):
    props = (await http.get("/props")).json()
    assert (props["total_slots"], props["model_alias"]) == (2, "talk:1.0.0")
    assert props["default_generation_settings"]["n_ctx"] == 512
    assert "/" not in props["model_path"]
    assert (await http.post("/props", json={})).status_code == 501


async def test_the_server_tells_what_it_works_on(http, slots):
    assert [one["is_processing"] for one in (await http.get("/slots")).json()] == [False, False]
    slots.all()[0].admission.requests = 5
    busy = await http.get("/slots?fail_on_no_slot=1")
    slots.all()[0].admission.requests = 0
    assert (busy.status_code, busy.json()["error"]["type"]) == (503, "unavailable_error")


async def test_a_slot_is_named_where_there_are_several(http, slots, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    await slots.serve("side", replace(a_toy(other, version="2.0.0"), line="aside"))
    nameless = await http.get("/props")
    assert nameless.status_code == 400
    assert "aside, talk" in nameless.json()["error"]["message"]
    named = (await http.get("/props?model=side")).json()
    assert named["model_alias"] == "aside:2.0.0"
    answer = await post(http, "/completion", prompt="who", model="aside")
    assert answer["content"] == "2.0.0"


async def test_adapters_are_listed_and_their_scales_chosen():
    facts = a_ready(adapters=("tone", "house"))
    slots = FakeSlots(facts_of_model=facts, servable=served())
    async with open_api(slots) as url, httpx2.AsyncClient(base_url=url) as http:
        listed = (await http.get("/lora-adapters")).json()
        assert [(one["id"], one["name"], one["scale"]) for one in listed] == [
            (0, "tone", 0.0),
            (1, "house", 0.0),
        ]
        chosen = await http.post("/lora-adapters", json=[{"id": 1, "scale": 0.5}])
        assert chosen.json() == {"success": True}
        assert slots.scales("main") == (AdapterScale("house", 0.5),)
        assert (await http.get("/lora-adapters")).json()[1]["scale"] == 0.5
        for wrong in ([{"id": 2}], {"id": 0}, [{"scale": 1}]):
            assert (await http.post("/lora-adapters", json=wrong)).status_code == 400


@pytest.mark.slow
async def test_adapters_change_the_answers_of_those_who_want_them(tmp_path):
    tiny = write_tiny(tmp_path / "tiny.gguf")
    adapter = Adapter("odd", str(write_adapter(tmp_path / "odd.gguf")))
    asked = {"prompt": "the rooms of a house " * 3, "n_predict": 16, "ignore_eos": True}
    off = {"lora": [{"id": 0, "scale": 0.0}]}
    async with (
        open_slots() as slots,
        open_api(slots) as url,
        httpx2.AsyncClient(base_url=url, timeout=30) as http,
    ):
        alone = replace(a_servable(tiny), adapters=(adapter,), managed=False)
        await slots.serve("main", alone)
        assert (await http.get("/lora-adapters")).json()[0]["scale"] == 1.0
        tuned = (await post(http, "/completion", **asked))["content"]
        plain = (await post(http, "/completion", **asked, **off))["content"]
        assert tuned != plain
        await http.post("/lora-adapters", json=[{"id": 0, "scale": 0.0}])
        assert (await post(http, "/completion", **asked))["content"] == plain
        await slots.serve("main", replace(alone, managed=True))
        assert (await http.get("/lora-adapters")).json()[0]["scale"] == 0.0
        assert (await post(http, "/completion", **asked))["content"] == plain


async def test_a_gap_is_filled_by_a_model_that_knows_its_marks():
    class Marked(FakeSlots):
        async def tokenize(self, slot, request):
            marks = {"<fim_prefix>": 1, "<fim_suffix>": 2, "<fim_middle>": 3}
            found = await super().tokenize(slot, request)
            if request.text in marks:
                return type(found)(1, (marks[request.text],), request.text)
            return found

    slots = Marked()
    async with open_api(slots) as url, httpx2.AsyncClient(base_url=url) as http:
        await post(http, "/infill", input_prefix="ab", input_suffix="yz", prompt="c")
        assert slots.asked[-1].tokens == (1, *map(ord, "ab"), 2, *map(ord, "yz"), 3, ord("c"))
        await post(http, "/v1/completions", prompt="ab", suffix="yz")
        assert slots.asked[-1].tokens == (1, *map(ord, "ab"), 2, *map(ord, "yz"), 3)
        files = [{"filename": "f.py", "text": "x=1"}]
        await post(http, "/infill", input_prefix="", input_suffix="", input_extra=files)
        assert "f.py" in "".join(map(chr, slots.asked[-1].tokens))


async def test_a_model_that_knows_no_marks_fills_no_gap(http):
    body = {"input_prefix": "a", "input_suffix": "b"}
    answer = await http.post("/infill", json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "unsupported_parameter")


@pytest.fixture
async def vectors(tmp_path, request):
    serves = getattr(request, "param", "embeddings")
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path, serves=serves))
        async with open_api(slots) as url, httpx2.AsyncClient(base_url=url) as http:
            yield http


async def test_vectors_come_in_both_shapes(vectors):
    native = await post(vectors, "/embedding", content="abc")
    assert [one["index"] for one in native] == [0]
    assert len(native[0]["embedding"][0]) == 8
    many = await post(vectors, "/v1/embeddings", input=["abc"] * 600, model="talk")
    assert len(many["data"]) == 600
    assert many["data"][0]["embedding"] == pytest.approx(native[0]["embedding"][0])
    tokens = await post(vectors, "/v1/embeddings", input=[97, 98, 99])
    assert tokens["data"][0]["embedding"] == pytest.approx(native[0]["embedding"][0])


async def test_a_model_that_embeds_answers_nothing(vectors):
    answer = await vectors.post("/v1/chat/completions", json={"messages": HI})
    error = answer.json()["error"]
    assert (answer.status_code, error["type"]) == (400, "not_supported_error")


@pytest.mark.parametrize("vectors", ["rerank"], indirect=True)
async def test_documents_are_ranked_in_three_dialects(vectors):
    documents = ["nothing of it", "red boat", {"text": "red"}]
    jina = await post(
        vectors,
        "/v1/rerank",
        query="red boat",
        documents=documents,
        top_n=2,
        return_documents=True,
    )
    assert [(one["index"], one["relevance_score"]) for one in jina["results"]] == [
        (1, 1.0),
        (2, 0.5),
    ]
    assert jina["results"][0]["document"] == {"text": "red boat"}
    assert jina["usage"]["total_tokens"] > 0
    tei = await post(vectors, "/rerank", query="red", texts=["blue", "red"], return_text=True)
    assert tei == [
        {"index": 1, "score": 1.0, "text": "red"},
        {"index": 0, "score": 0.0, "text": "blue"},
    ]
    refused = await vectors.post("/v1/rerank", json={"query": "x", "documents": []})
    assert (refused.status_code, refused.json()["error"]["param"]) == (400, "documents")


async def test_a_model_with_labels_classifies():
    slots = FakeSlots(facts_of_model=a_ready(labels=("no", "maybe", "yes")))
    async with open_api(slots) as url, httpx2.AsyncClient(base_url=url) as http:
        (one,) = (await post(http, "/v1/classify", input="abc"))["data"]
        assert (one["label"], one["num_classes"]) == ("no", 3)
        plain = FakeSlots()
        async with open_api(plain) as other, httpx2.AsyncClient(base_url=other) as http2:
            assert (await http2.post("/v1/classify", json={"input": "x"})).status_code == 400
