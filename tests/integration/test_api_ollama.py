"""Ollama's API over real HTTP, asked by Ollama's own client."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import ollama
import pytest

from agent.api.auth import Access, Key
from agent.api.ollama.truncation import TRUNCATED
from agent.engine.values import Constraint, Message
from agent.serving.errors import BusyError, EngineCrashedError
from agent.serving.servable import GenerateRequest
from tests.support.api_slots import THINKING, FakeSlots, a_ready, served
from tests.support.engine_api import open_api
from tests.support.engine_slots import a_servable, a_toy, open_slots

STARTER = Path(__file__).parents[2] / "models/starter/starter-f16.gguf"

HI = [{"role": "user", "content": "hi"}]
ADD = {
    "type": "function",
    "function": {
        "name": "add",
        "description": "adds",
        "parameters": {"type": "object", "properties": {"a": {"type": "integer"}}},
    },
}
CALL = '<tool_call>\n{"name": "add", "arguments": {"a": 1}}\n</tool_call>'


@pytest.fixture
def slots():
    return FakeSlots(answers={"hi": "hello there", "call": CALL})


@pytest.fixture
async def url(slots):
    async with open_api(slots) as url:
        yield url


@pytest.fixture
async def client(url):
    async with ollama.AsyncClient(url) as client:
        yield client


@pytest.fixture
async def http(url):
    async with httpx2.AsyncClient(base_url=url, timeout=30) as http:
        yield http


def last_asked(slots):
    return next(one for one in reversed(slots.asked) if isinstance(one, GenerateRequest))


async def test_a_chat_is_answered_with_what_it_took(client):
    answer = await client.chat(model="talk", messages=HI)
    assert answer.message.content == "hello there"
    assert (answer.model, answer.done, answer.done_reason) == ("talk", True, "stop")
    assert (answer.prompt_eval_count, answer.eval_count) == (8, 12)
    assert (answer.prompt_eval_duration, answer.eval_duration) == (10_000_000, 120_000_000)
    assert answer.total_duration > 0
    assert datetime.fromisoformat(answer.created_at).tzinfo == UTC


async def test_a_chat_streams_line_by_line(client):
    parts = [part async for part in await client.chat(model="talk", messages=HI, stream=True)]
    assert "".join(part.message.content for part in parts) == "hello there"
    assert [part.done for part in parts] == [False] * 11 + [True]
    assert (parts[-1].done_reason, parts[-1].eval_count) == ("stop", 12)


async def test_an_answer_streams_unless_it_is_told_not_to(http):
    body = {"model": "talk", "messages": HI}
    answer = await http.post("/api/chat", json=body)
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    assert len(answer.text.splitlines()) == 12
    answer = await http.post("/api/chat", json={**body, "stream": False})
    assert answer.headers["content-type"] == "application/json"


async def test_options_reach_the_engine_over_ollamas_defaults(client, slots):
    options = {"temperature": 0.1, "num_predict": 4, "stop": ["x"], "seed": 3, "num_ctx": 99}
    answer = await client.chat(model="talk", messages=HI, options=options)
    assert (answer.message.content, answer.done_reason) == ("hell", "length")
    asked = last_asked(slots)
    assert asked.sampling["temperature"] == 0.1
    assert (asked.sampling["top_p"], asked.sampling["seed"]) == (0.9, 3)
    assert (asked.stop, asked.shift, asked.keep) == (("x",), False, 0)


async def test_formats_constrain_the_answer(client, slots):
    await client.chat(model="talk", messages=HI, format="json")
    assert last_asked(slots).constraint == Constraint("json_object")
    await client.generate(model="talk", prompt="hi", format={"type": "object"})
    assert last_asked(slots).constraint.kind == "json_schema"


@pytest.mark.parametrize("stream", [False, True])
async def test_tools_are_called(client, slots, stream):
    messages = [{"role": "user", "content": "call"}]
    answer = await client.chat(model="talk", messages=messages, tools=[ADD], stream=stream)
    parts = [part async for part in answer] if stream else [answer]
    calls = [call for part in parts for call in part.message.tool_calls or ()]
    assert [(one.function.name, one.function.arguments) for one in calls] == [("add", {"a": 1})]
    assert "".join(part.message.content or "" for part in parts) == ""
    assert parts[-1].done_reason == "stop"
    assert json.loads(last_asked(slots).templating.tools)[0]["function"]["name"] == "add"


async def test_a_python_function_is_a_tool(client):
    def add(a: int) -> int:
        """Add.

        Args:
          a: what to add
        """
        return a + 1

    messages = [{"role": "user", "content": "call"}]
    answer = await client.chat(model="talk", messages=messages, tools=[add])
    call = answer.message.tool_calls[0]
    assert add(**call.function.arguments) == 2
    messages += [answer.message, {"role": "tool", "content": "2", "tool_name": "add"}]
    assert (await client.chat(model="talk", messages=messages, tools=[add])).message.content == "2"


@pytest.mark.parametrize("stream", [False, True])
async def test_thoughts_are_told_apart(client, slots, stream):
    slots.facts_of_model = a_ready(template=THINKING)
    slots.answers = {"hi": "<think>hm</think>hello"}
    answer = await client.chat(model="talk", messages=HI, think=True, stream=stream)
    parts = [part async for part in answer] if stream else [answer]
    assert "".join(part.message.thinking or "" for part in parts) == "hm"
    assert "".join(part.message.content or "" for part in parts) == "hello"
    assert json.loads(last_asked(slots).templating.arguments) == {"enable_thinking": True}


async def test_a_model_that_does_not_think_says_so(client):
    with pytest.raises(ollama.ResponseError, match="does not support thinking") as caught:
        await client.chat(model="talk", messages=HI, think=True)
    assert caught.value.status_code == 400


async def test_log_probabilities_are_told(client):
    answer = await client.chat(model="talk", messages=HI, logprobs=True, top_logprobs=2)
    assert [one.token for one in answer.logprobs] == list("hello there")
    assert [one.token for one in answer.logprobs[0].top_logprobs] == ["h", "!"]


async def test_a_prompt_is_answered_and_its_context_goes_on(client, slots):
    first = await client.generate(model="talk", prompt="hi", system="be kind")
    assert first.response == "hello there"
    assert "".join(map(chr, first.context)) == "[system]be kind[user]hihello there"
    assert last_asked(slots).messages == (Message("system", "be kind"), Message("user", "hi"))
    await client.generate(model="talk", prompt="more", context=first.context)
    tokens = last_asked(slots).tokens
    assert "".join(map(chr, tokens)) == "[system]be kind[user]hihello there[user]more"


async def test_thoughts_are_told_apart_in_what_goes_on_too(client, slots):
    slots.facts_of_model = a_ready(template=THINKING)
    slots.answers = {"hi": "<think>hm</think>hello"}
    answer = await client.generate(model="talk", prompt="hi", context=[65, 66])
    assert (answer.thinking, answer.response) == ("hm", "hello")
    assert "".join(map(chr, last_asked(slots).tokens)) == "AB[user]hi"


async def test_a_stream_of_a_prompt_ends_with_its_context(client):
    parts = [part async for part in await client.generate(model="talk", prompt="hi", stream=True)]
    assert "".join(part.response for part in parts) == "hello there"
    assert [bool(part.context) for part in parts] == [False] * 11 + [True]


async def test_a_raw_prompt_is_left_alone(client, slots):
    answer = await client.generate(model="talk", prompt="say hi", raw=True)
    assert (answer.response, answer.context) == ("hello there", None)
    assert last_asked(slots).prompt == "say hi"


async def test_a_model_without_a_template_is_given_the_words(client, slots):
    slots.facts_of_model = a_ready(template="", chat_template=False)
    await client.generate(model="talk", prompt="hi", system="be kind")
    assert last_asked(slots).prompt == "be kind\n\nhi"
    await client.generate(model="talk", prompt="hi", context=[65])
    assert "".join(map(chr, last_asked(slots).tokens)) == "Ahi"


async def test_an_answer_that_was_begun_goes_on(client, slots):
    messages = [*HI, {"role": "assistant", "content": "hello th"}]
    await client.chat(model="talk", messages=messages)
    assert "".join(map(chr, last_asked(slots).tokens)).endswith("hello th")


async def test_an_empty_question_loads_and_unloads(client, slots):
    slots.in_memory = False
    loaded = await client.generate(model="talk", keep_alive="5m")
    assert (loaded.done, loaded.done_reason, loaded.response) == (True, "load", "")
    assert (slots.loads, slots.in_memory, slots.kept_s) == (1, True, [300])
    unloaded = await client.chat(model="talk", messages=[], keep_alive=0)
    assert (unloaded.done_reason, unloaded.message.content) == ("unload", "")
    assert not slots.in_memory


async def test_keep_alive_is_kept_from_the_answer_on(client, slots):
    for said in (-1, 0, "90s"):
        await client.chat(model="talk", messages=HI, keep_alive=said)
    await client.chat(model="talk", messages=HI)
    assert slots.kept_s == [None, 0, 90]


async def test_a_model_that_sleeps_is_loaded_and_the_time_is_told(client, slots):
    slots.in_memory = False
    answer = await client.chat(model="talk", messages=HI)
    assert slots.loads == 1
    assert answer.load_duration > 0
    assert (await client.chat(model="talk", messages=HI)).load_duration == 0


async def test_a_conversation_is_cut_only_where_that_was_asked_for(http, slots):
    slots.facts_of_model = a_ready(n_ctx=60)
    old = {"role": "user", "content": "x" * 50}
    body = {"model": "talk", "messages": [old, *HI], "stream": False}
    refused = await http.post("/api/chat", json=body)
    assert refused.status_code == 400
    assert "64" in refused.json()["error"]
    assert "60" in refused.json()["error"]
    cut = await http.post("/api/chat", json={**body, "truncate": True})
    assert cut.json()["message"]["content"] == "hello there"
    assert cut.headers[TRUNCATED] == "1"


async def test_the_context_shifts_only_where_that_was_asked_for(http, slots):
    body = {"model": "talk", "messages": HI, "stream": False}
    await http.post("/api/chat", json={**body, "shift": True, "options": {"num_keep": 9}})
    assert (last_asked(slots).shift, last_asked(slots).keep) == (True, 9)
    await http.post("/api/chat", json={**body, "shift": True})
    assert last_asked(slots).keep == 4


async def test_texts_become_vectors(client, slots):
    made = await client.embed(model="talk", input=["a", "bb"])
    assert made.embeddings == [[1.0, 0.0, 0.0], [2.0, 0.0, 0.0]]
    assert (made.prompt_eval_count, slots.asked[-1].truncate) == (3, True)
    one = await client.embed(model="talk", input="abc", truncate=False, dimensions=2)
    assert one.embeddings == [[1.0, 0.0]]
    assert not slots.asked[-1].truncate
    old = await client.embeddings(model="talk", prompt="abcd")
    assert (old.embedding, slots.asked[-1].normalize) == ([4.0, 0.0, 0.0], False)


async def test_nothing_to_embed_loads_alone(client, slots):
    slots.in_memory = False
    assert (await client.embed(model="talk", input=[])).embeddings == []
    assert (await client.embeddings(model="talk", prompt="")).embedding == []
    assert slots.loads == 1


async def test_more_dimensions_than_there_are_are_refused(client):
    with pytest.raises(ollama.ResponseError, match="has 3") as caught:
        await client.embed(model="talk", input="a", dimensions=4)
    assert caught.value.status_code == 400


async def test_models_are_listed_with_what_they_are(client, http, slots):
    (model,) = (await client.list()).models
    assert (model.model, model.size) == ("talk:1.0.0", 1234)
    assert slots.servable.bundle == f"sha256:{model.digest}"
    assert model.details.model_dump() == {
        "parent_model": "",
        "format": "gguf",
        "family": "qwen2",
        "families": ["qwen2"],
        "parameter_size": "30.5M",
        "quantization_level": "Q8_0",
    }
    tags = (await http.get("/api/tags")).json()
    assert tags["models"][0]["capabilities"] == ["completion", "tools"]


async def test_what_is_in_memory_is_told_with_its_end(client, slots):
    await client.chat(model="talk", messages=HI, keep_alive="1h")
    (model,) = (await client.ps()).models
    assert (model.size, model.size_vram, model.context_length) == (4321, 0, 512)
    assert model.expires_at == datetime.fromtimestamp(1_900_003_600, UTC)
    slots.keep_alive("main", None)
    assert (await client.ps()).models[0].expires_at.year == 2318
    slots.in_memory = False
    assert (await client.ps()).models == []


async def test_a_model_is_shown(client, slots):
    slots.servable = served(parameters={"temperature": 0.2, "stop": ["a", "b"]})
    shown = await client.show("talk")
    assert 'FROM talk:1.0.0\nTEMPLATE """' in shown.modelfile
    assert 'PARAMETER stop "a"\nPARAMETER stop "b"\nPARAMETER temperature 0.2' in shown.modelfile
    assert shown.parameters.splitlines()[-1].split() == ["temperature", "0.2"]
    assert shown.modelinfo["general.architecture"] == "qwen2"
    assert shown.modelinfo["qwen2.context_length"] == 2048
    assert shown.modelinfo["flotilla.bundle"] == slots.servable.bundle
    assert shown.capabilities == ["completion", "tools"]
    slots.servable = served(serves="embeddings")
    assert (await client.show("talk")).capabilities == ["embedding"]


async def test_a_name_of_ones_own_brings_its_words(client, slots):
    made = await client.create(
        model="mine",
        from_="talk",
        system="be kind",
        parameters={"temperature": 0.3, "stop": ["Z"]},
        messages=[{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}],
        license="free",
    )
    assert made.status == "success"
    answer = await client.chat(model="mine", messages=HI, options={"top_k": 5})
    assert (answer.model, answer.message.content) == ("mine", "hello there")
    asked = last_asked(slots)
    assert [one.content for one in asked.messages] == ["be kind", "a", "b", "hi"]
    assert (asked.sampling["temperature"], asked.sampling["top_k"], asked.stop) == (0.3, 5, ("Z",))
    own = {"role": "system", "content": "be brief"}
    await client.chat(model="mine:latest", messages=[own, *HI])
    said = [one.content for one in last_asked(slots).messages]
    assert "be kind" not in said
    await client.generate(model="mine", prompt="hi")
    assert last_asked(slots).messages[0] == Message("system", "be kind")


async def test_a_name_of_ones_own_is_listed_shown_copied_and_deleted(client):
    await client.create(model="mine", from_="talk", system="be kind")
    await client.create(model="yours:v1", from_="mine", parameters={"top_k": 1})
    await client.copy("yours:v1", "ours")
    listed = {one.model: one.details.parent_model for one in (await client.list()).models}
    names = ("mine:latest", "yours:v1", "ours:latest")
    assert listed == {"talk:1.0.0": "", **dict.fromkeys(names, "talk")}
    shown = await client.show("ours")
    assert 'SYSTEM """be kind"""' in shown.modelfile
    assert "PARAMETER top_k 1" in shown.modelfile
    assert shown.modelfile.splitlines()[1] == "FROM talk:1.0.0"
    for name in names:
        assert (await client.delete(name)).status == "success"
    with pytest.raises(ollama.ResponseError) as caught:
        await client.delete("mine")
    assert (caught.value.status_code, caught.value.error) == (404, "model 'mine' not found")


async def test_making_a_name_streams_its_steps(client):
    steps = [step async for step in await client.create(model="m", from_="talk", stream=True)]
    assert [step.status for step in steps][-1] == "success"


@pytest.mark.parametrize(
    ("ask", "status", "why"),
    [
        (lambda c: c.create(model="m"), 400, "neither 'from' or 'files'"),
        (lambda c: c.create(model="m", from_="none"), 404, "not found"),
        (lambda c: c.create(model="talk", from_="talk"), 403, "managed by its fleet"),
        (lambda c: c.create(model="a b", from_="talk"), 400, "invalid model name"),
        (lambda c: c.create(model="m", from_="talk", files={"a": "b"}), 403, "'files'"),
        (lambda c: c.create(model="m", from_="talk", adapters={"a": "b"}), 403, "'adapters'"),
        (lambda c: c.create(model="m", from_="talk", quantize="q4_0"), 403, "'quantize'"),
        (lambda c: c.create(model="m", from_="talk", template="{{ .Prompt }}"), 400, "template"),
        (
            lambda c: c.create(model="m", from_="talk", parameters={"temperature": "hot"}),
            400,
            "temperature",
        ),
        (lambda c: c.delete("talk"), 403, "managed by its fleet"),
        (lambda c: c.copy("talk", "main"), 403, "managed by its fleet"),
        (lambda c: c.copy("none", "m"), 404, "not found"),
        (lambda c: c.pull("llama3.2"), 403, "managed by its fleet"),
        (lambda c: c.push("talk"), 403, "managed by its fleet"),
        (lambda c: c.chat(model="none", messages=HI), 404, "try pulling it first"),
        (lambda c: c.show("none"), 404, "try pulling it first"),
        (lambda c: c.embed(model="none", input="a"), 404, "try pulling it first"),
        (lambda c: c.generate(model="talk", prompt="a", suffix="b"), 400, "insert"),
        (lambda c: c.generate(model="talk", prompt="a", images=[b"x"]), 400, "images"),
        (lambda c: c.generate(model="talk", prompt="a", template="x"), 400, "template"),
        (lambda c: c.generate(model="talk", prompt="a", keep_alive="soon"), 400, "keep_alive"),
        (lambda c: c.chat(model="talk", messages=HI, options={"top_k": "x"}), 400, "top_k"),
    ],
    ids=range(22),
)
async def test_what_is_not_done_here_is_refused_in_one_sentence(client, ask, status, why):
    with pytest.raises(ollama.ResponseError, match=why) as caught:
        await ask(client)
    assert caught.value.status_code == status


async def test_a_model_that_is_served_is_up_to_date(client):
    assert (await client.pull("talk")).status == "success"
    steps = [step.status async for step in await client.pull("talk:latest", stream=True)]
    assert steps[0] == "pulling manifest"
    assert steps[-1] == "success"


async def test_files_are_not_taken(http, client, tmp_path):
    digest = "sha256:" + "0" * 64
    assert (await http.head(f"/api/blobs/{digest}")).status_code == 404
    answer = await http.post(f"/api/blobs/{digest}", content=b"x")
    assert answer.status_code == 403
    weights = tmp_path / "weights.gguf"
    weights.write_bytes(b"GGUF")
    with pytest.raises(ollama.ResponseError, match="managed by its fleet"):
        await client.create_blob(weights)


async def test_the_server_says_that_it_is_there(http):
    assert (await http.get("/")).text == "Ollama is running"
    assert (await http.head("/")).status_code == 200
    assert (await http.head("/api/tags")).status_code == 200
    assert (await http.get("/api/version")).json()["version"]


@pytest.mark.parametrize("stream", [False, True])
async def test_every_answer_says_which_bundle_gave_it(http, slots, stream):
    for path in ("chat", "generate"):
        body = {"model": "talk", "messages": HI, "prompt": "hi", "stream": stream}
        answer = await http.post(f"/api/{path}", json=body)
        assert answer.headers["x-flotilla-bundle"] == slots.servable.bundle
        assert answer.headers["x-flotilla-deployment"] == "deployment-1"


async def test_a_full_queue_is_told_as_ollama_tells_it(client, http, slots):
    slots.failure = BusyError("64 requests wait", retry_after_s=9)
    with pytest.raises(ollama.ResponseError, match="server busy, please try again") as caught:
        await client.chat(model="talk", messages=HI, stream=False)
    assert caught.value.status_code == 503
    answer = await http.post("/api/generate", json={"model": "talk", "prompt": "hi"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "9")


async def test_a_failure_in_mid_stream_is_a_line(client, slots):
    slots.fails_midway = EngineCrashedError("ended by SIGSEGV")
    said = []

    async def read():
        async for part in await client.chat(model="talk", messages=HI, stream=True):
            said.append(part.message.content)  # noqa: PERF401 - what came before the failure counts

    with pytest.raises(ollama.ResponseError, match="SIGSEGV"):
        await read()
    assert "".join(said) == "hello"


@pytest.mark.parametrize(
    ("method", "path", "content", "status"),
    [
        ("POST", "/api/chat", b"{", 400),
        ("POST", "/api/chat", b"[]", 400),
        ("POST", "/api/chat", b"{}", 400),
        ("POST", "/api/chat", b'{"model": "talk", "messages": 5}', 400),
        ("POST", "/api/chat", b" " * 5_000_000, 413),
        ("GET", "/api/chat", b"", 405),
        ("GET", "/api/nothing", b"", 404),
    ],
    ids=range(7),
)
async def test_what_is_no_request_is_refused_in_the_same_shape(http, method, path, content, status):
    answer = await http.request(method, path, content=content)
    assert answer.status_code == status
    assert list(answer.json()) == ["error"]


async def test_nothing_is_listed_while_nothing_is_loaded():
    slots = FakeSlots().as_if_empty()
    async with open_api(slots) as url, ollama.AsyncClient(url) as client:
        assert (await client.list()).models == []
        assert (await client.ps()).models == []
        with pytest.raises(ollama.ResponseError, match="no model is loaded") as caught:
            await client.chat(model="talk", messages=HI)
        assert caught.value.status_code == 503


@pytest.mark.slow
async def test_a_real_engine_answers_sleeps_and_wakes(tmp_path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path, answers={"hi": "grüezi"}))
        async with open_api(slots) as url, ollama.AsyncClient(url) as client:
            parts = [one async for one in await client.chat("talk", HI, stream=True)]
            assert "".join(one.message.content for one in parts) == "grüezi"
            answer = await client.generate("talk", "hi", keep_alive="10m")
            assert (answer.response, bool(answer.context)) == ("grüezi", True)
            (model,) = (await client.ps()).models
            assert model.expires_at > datetime.now(UTC)
            assert (await client.chat("talk", [], keep_alive=0)).done_reason == "unload"
            assert (await client.ps()).models == []
            assert (await client.chat("talk", HI)).message.content == "grüezi"


@pytest.mark.slow
@pytest.mark.parametrize("path", ["chat", "generate"])
async def test_a_client_that_goes_away_cancels_its_request(tmp_path, path):
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path, answers={"hi": "word " * 100}, step_ms=2))
        async with open_api(slots) as url, httpx2.AsyncClient(base_url=url, timeout=30) as http:
            body = {"model": "talk", "messages": HI, "prompt": "hi"}
            async with http.stream("POST", f"/api/{path}", json=body) as answer:
                await anext(answer.aiter_lines())
                assert slots.all()[0].admission.requests == 1
            with pytest.raises(httpx2.TimeoutException):
                await http.post(f"/api/{path}", json={**body, "stream": False}, timeout=0.1)
            async with asyncio.timeout(10):
                await slots.all()[0].incumbent.drained(10)
            assert slots.all()[0].incumbent.running == 0


@pytest.mark.slow
async def test_names_of_ones_own_are_shared_only_with_those_who_may_ask_the_model(tmp_path):
    access = Access(
        keys=(Key.of("mine", slots=["main"]), Key.of("yours", slots=["other"]), Key.of("all"))
    )
    async with open_slots() as slots:
        await slots.serve("main", a_toy(tmp_path))
        await slots.serve("other", a_toy(tmp_path, version="2.0.0"))
        async with open_api(slots, access=access) as url:

            def as_(key):
                return ollama.AsyncClient(url, headers={"Authorization": f"Bearer {key}"})

            async with as_("mine") as mine, as_("yours") as yours, as_("all") as both:
                await mine.create(model="secret", from_="talk:1.0.0", system="the code is 7")
                assert len((await both.list()).models) == 3
                listed = [one.model for one in (await yours.list()).models]
                assert listed == ["talk:2.0.0"]
                for refused in (
                    yours.show("secret"),
                    yours.chat("secret", HI),
                    yours.delete("secret"),
                    yours.create(model="secret", from_="talk:2.0.0"),
                    yours.copy("talk:2.0.0", "secret"),
                ):
                    with pytest.raises(ollama.ResponseError, match="not for slot") as caught:
                        await refused
                    assert caught.value.status_code == 403
                await mine.delete("secret")
            async with as_("nobodys") as nobody:
                with pytest.raises(ollama.ResponseError, match="wants its key"):
                    await nobody.list()


@pytest.mark.model
@pytest.mark.slow
async def test_the_starter_model_answers_goes_on_and_keeps_to_a_schema():
    async with open_slots() as slots:
        await slots.serve("main", a_servable(STARTER))
        async with open_api(slots) as url, ollama.AsyncClient(url) as client:
            prompt, greedy = "turn on the lights in hall 7", {"temperature": 0}
            chat = [{"role": "user", "content": prompt}]
            whole = await client.chat("talk", chat, options=greedy, logprobs=True, top_logprobs=1)
            call = json.loads(whole.message.content)
            assert (call["name"], call["arguments"]["zone"]) == ("set_light", "hall 7")
            assert "".join(one.token for one in whole.logprobs) == whole.message.content
            first = await client.generate("talk", prompt, options=greedy)
            assert first.response == whole.message.content
            assert len(first.context) == first.prompt_eval_count + first.eval_count - 1
            more = await client.generate("talk", "and off", context=first.context, options=greedy)
            assert more.prompt_eval_count > len(first.context)
            schema = {
                "type": "object",
                "properties": {"zone": {"enum": ["hall 7", "hall 8"]}},
                "required": ["zone"],
                "additionalProperties": False,
            }
            made = await client.chat("talk", chat, format=schema, options=greedy)
            assert json.loads(made.message.content)["zone"] in {"hall 7", "hall 8"}
            shown = await client.show("talk")
            assert shown.details.parameter_size == "4.3M"
            assert "<|assistant|>" in shown.template
