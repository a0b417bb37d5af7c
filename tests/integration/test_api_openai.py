"""The local API over real HTTP and real engine processes, asked by OpenAI's own client."""

import asyncio
import json
import os
import signal
import socket

import httpx2
import openai
import pytest

from tests.support.engine_api import open_api
from tests.support.engine_slots import a_toy, open_slots

pytestmark = pytest.mark.slow

WHO = [{"role": "user", "content": "who"}]
LONG = "an answer that takes its time, token by token by token"


@pytest.fixture
async def slots(tmp_path):
    async with open_slots() as slots:
        toy = a_toy(tmp_path, answers={"long": LONG * 5, "é": "zwölf 🙂"}, step_ms=2)
        await slots.serve("main", toy)
        yield slots


@pytest.fixture
async def url(slots):
    async with open_api(slots) as url:
        yield url


@pytest.fixture
async def client(url):
    async with openai.AsyncOpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0) as client:
        yield client


@pytest.fixture
async def http(url):
    async with httpx2.AsyncClient(base_url=url, timeout=30) as http:
        yield http


def events_of(text: str) -> list[str]:
    return [line.removeprefix("data: ") for line in text.splitlines() if line.startswith("data: ")]


async def test_a_chat_is_answered(client):
    answer = await client.chat.completions.create(model="talk", messages=WHO)
    assert answer.choices[0].message.content == "1.0.0"
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + len("1.0.0") + 1
    assert answer.system_fingerprint.startswith("fp_")


async def test_a_chat_streams(client):
    stream = await client.chat.completions.create(
        model="talk:1.0.0",
        messages=[{"role": "user", "content": [{"type": "text", "text": "é"}]}],
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = [chunk async for chunk in stream]
    assert chunks[0].choices[0].delta.role == "assistant"
    assert chunks[0].choices[0].delta.content is None
    said = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    assert "".join(said) == "zwölf 🙂"
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert chunks[-1].choices == []
    assert chunks[-1].usage.completion_tokens == len("zwölf 🙂".encode()) + 1
    assert len({chunk.id for chunk in chunks}) == 1


async def test_the_finish_chunk_is_empty_and_done_ends_the_stream(http):
    body = {"model": "talk", "messages": WHO, "stream": True}
    answer = await http.post("/v1/chat/completions", json=body)
    *chunks, last = events_of(answer.text)
    assert last == "[DONE]"
    assert json.loads(chunks[-1])["choices"][0]["delta"] == {}
    assert "role" not in json.loads(chunks[1])["choices"][0]["delta"]
    assert answer.headers["content-type"].startswith("text/event-stream")


async def test_a_text_is_completed(client):
    whole = await client.completions.create(model="talk", prompt="echo me", max_tokens=4)
    assert whole.choices[0].text == "echo"
    assert whole.choices[0].finish_reason == "length"
    stream = await client.completions.create(model="main", prompt=["who"], stream=True)
    assert "".join([chunk.choices[0].text async for chunk in stream]) == "1.0.0"
    tokens = await client.completions.create(model="main", prompt=list(b"who"), stop=["0"])
    assert tokens.choices[0].text == "1."


async def test_every_answer_says_which_bundle_gave_it(http, slots):
    for stream in (False, True):
        body = {"model": "talk", "messages": WHO, "stream": stream}
        answer = await http.post("/v1/chat/completions", json=body)
        assert answer.headers["x-flotilla-bundle"] == slots.serving("main").bundle
        assert answer.headers["x-flotilla-deployment"] == "deployment-1.0.0"
        assert answer.headers["x-flotilla-model"] == "talk:1.0.0"
        said = answer.json() if not stream else json.loads(events_of(answer.text)[-2])
        assert said["provenance"]["bundle"] == slots.serving("main").bundle


async def test_a_request_keeps_its_id_or_gets_one(http):
    brought = await http.get("/health", headers={"X-Request-Id": "mine-1"})
    assert brought.headers["x-request-id"] == "mine-1"
    odd = await http.get("/health", headers={"X-Request-Id": "no good"})
    assert odd.headers["x-request-id"].startswith("req-")


@pytest.mark.parametrize(
    ("change", "status", "param", "code"),
    [
        ({"model": "gpt-4"}, 404, "model", "model_not_found"),
        ({"n": 17}, 400, "n", "invalid_value"),
        ({"tools": [{"type": "custom"}]}, 400, "tools.0", "unsupported_parameter"),
        ({"tool_choice": "required"}, 400, "tool_choice", "invalid_value"),
        ({"functions": [{"name": "f"}]}, 400, "functions", "unsupported_parameter"),
        ({"modalities": ["audio"]}, 400, "modalities", "unsupported_parameter"),
        ({"logit_bias": {"5": "much"}}, 400, "logit_bias.5", "invalid_value"),
        (
            {"response_format": {"type": "xml"}},
            400,
            "response_format",
            "unsupported_parameter",
        ),
        (
            {"messages": [{"role": "user", "content": [{"type": "image_url"}]}]},
            400,
            "messages.0.content",
            "unsupported_parameter",
        ),
        ({"temperature": 9}, 400, "temperature", "invalid_value"),
        ({"max_tokens": 0}, 400, "max_tokens", "invalid_value"),
        ({"messages": []}, 400, "messages", "invalid_value"),
        ({"messages": None}, 400, "messages", "invalid_value"),
        ({"messages": WHO * 1001}, 400, "messages", "invalid_value"),
        ({"grammar": "root ::= ("}, 400, None, "bad_request"),
    ],
    ids=range(15),
)
@pytest.mark.parametrize("stream", [False, True])
async def test_a_wrong_request_is_refused_with_all_four_fields(
    http, change, status, param, code, stream
):
    body = {"model": "talk", "messages": WHO, "stream": stream, **change}
    answer = await http.post("/v1/chat/completions", json=body)
    error = answer.json()["error"]
    assert (answer.status_code, error["param"], error["code"]) == (status, param, code)
    assert error["type"] == "invalid_request_error"
    assert error["message"]


async def test_an_overlong_prompt_is_told_both_numbers(client):
    with pytest.raises(openai.BadRequestError) as caught:
        await client.completions.create(model="talk", prompt="x" * 1000)
    body = caught.value.body
    assert (body["n_prompt_tokens"], body["n_ctx"]) == (1000, 512)
    assert (body["type"], body["code"]) == ("exceed_context_size_error", "context_length_exceeded")


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"\xff", b'{"n":NaN}', b'{"a":' * 500 + b"1" + b"}" * 500, b"[" * 50_000],
    ids=range(7),
)
async def test_a_body_that_is_no_json_object_is_refused(http, body):
    answer = await http.post("/v1/chat/completions", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "invalid_json"


async def test_headers_are_bounded(url):
    async with httpx2.AsyncClient(base_url=url) as http:
        answer = await http.get("/health", headers={"X-Large": "x" * 100_000})
    assert answer.status_code == 431
    assert answer.json()["error"]["code"] == "headers_too_large"


@pytest.mark.parametrize(
    "beginning",
    [
        b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Large: ",
        b"GET /",
        (
            b"POST /tokenize HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"0\r\nX-Late: "
        ),
    ],
    ids=["header", "path", "trailer"],
)
async def test_a_head_that_drips_and_never_ends_is_left(url, beginning):
    reader, writer = await asyncio.open_connection("127.0.0.1", httpx2.URL(url).port)
    said = asyncio.create_task(reader.readline())
    writer.write(beginning)
    for _ in range(200):
        writer.write(b"x" * 1000)
        await asyncio.wait({said}, timeout=0.01)
        if said.done():
            break
    assert said.result().startswith(b"HTTP/1.1 431 ")
    writer.close()


async def test_a_giant_body_is_refused(http):
    async def chunks():
        for _ in range(100):
            yield b" " * 65536

    for content in (b" " * 5_000_000, chunks()):
        answer = await http.post("/v1/completions", content=content)
        assert answer.status_code == 413


async def test_unknown_paths_and_methods_get_an_error_object(http):
    unknown = (await http.get("/v9")).json()["error"]
    assert (unknown["code"], unknown["type"]) == ("not_found", "not_found_error")
    assert (await http.get("/v1/completions")).status_code == 405


async def test_models_are_listed_and_shown(client):
    models = [model async for model in client.models.list()]
    assert [model.id for model in models] == ["talk"]
    shown = await client.models.retrieve("talk:1.0.0")
    assert (shown.id, shown.owned_by, shown.context_length) == ("talk:1.0.0", "flotilla", 512)
    with pytest.raises(openai.NotFoundError):
        await client.models.retrieve("nothing")


async def test_a_client_that_goes_away_cancels_its_request(http, slots):
    body = {"model": "talk", "messages": [{"role": "user", "content": "long"}]}
    async with http.stream("POST", "/v1/chat/completions", json={**body, "stream": True}) as answer:
        await anext(answer.aiter_lines())
        assert slots.all()[0].admission.requests == 1
    with pytest.raises(httpx2.TimeoutException):
        await http.post("/v1/chat/completions", json=body, timeout=0.1)
    async with asyncio.timeout(10):
        await slots.all()[0].incumbent.drained(10)
    assert slots.all()[0].incumbent.running == 0
    assert (await http.post("/v1/chat/completions", json={**body, "messages": WHO})).is_success


async def test_a_crash_in_mid_stream_is_an_event_with_an_error(http, slots):
    body = {"model": "talk", "messages": [{"role": "user", "content": "long"}], "stream": True}
    lines = []
    async with http.stream("POST", "/v1/chat/completions", json=body) as answer:
        async for line in answer.aiter_lines():
            if not lines:
                os.kill(slots.all()[0].incumbent.pid, signal.SIGKILL)
            if line:
                lines.append(line)
    error = json.loads(lines[-1].removeprefix("data: "))["error"]
    assert error["code"] == "engine_crashed"
    assert "SIGKILL" in error["message"]


async def test_a_crash_before_the_answer_is_a_503_that_says_so(http):
    body = {"model": "talk", "messages": [{"role": "user", "content": "!crash"}]}
    answer = await http.post("/v1/chat/completions", json=body)
    assert answer.status_code == 503
    assert "SIGSEGV" in answer.json()["error"]["message"]
    assert int(answer.headers["retry-after"]) >= 1


async def test_a_full_queue_is_a_429_with_the_time_to_come_back(http, slots):
    slots.all()[0].admission.requests = 10_000
    answer = await http.post("/v1/chat/completions", json={"model": "talk", "messages": WHO})
    slots.all()[0].admission.requests = 0
    assert answer.status_code == 429
    assert answer.json()["error"]["code"] == "queue_full"
    assert int(answer.headers["retry-after"]) >= 1


async def test_a_device_without_a_model_is_alive_and_not_ready():
    async with (
        open_slots() as slots,
        open_api(slots) as url,
        httpx2.AsyncClient(base_url=url) as http,
    ):
        assert (await http.get("/health")).status_code == 200
        assert (await http.get("/ready")).status_code == 503
        body = {"model": "talk", "messages": WHO}
        answer = await http.post("/v1/chat/completions", json=body)
        assert answer.status_code == 503
        assert "retry-after" in answer.headers


async def test_a_ready_device_says_so_and_counts(http):
    await http.post("/v1/chat/completions", json={"model": "talk", "messages": WHO})
    ready = await http.get("/ready")
    assert (ready.status_code, ready.json()["slots"]) == (200, {"main": True})
    metrics = (await http.get("/metrics")).text
    assert 'flotilla_requests_total{slot="main"} 1' in metrics
    assert 'flotilla_first_token_seconds_count{slot="main"} 1' in metrics


async def test_with_a_key_set_only_its_bearer_is_answered(slots):
    async with (
        open_api(slots, api_key="secret") as url,
        httpx2.AsyncClient(base_url=url) as http,
    ):
        refused = await http.get("/v1/models")
        wrong = await http.get("/v1/models", headers={"Authorization": "Bearer sécret".encode()})
        right = await http.get("/v1/models", headers={"Authorization": "Bearer secret"})
        health = await http.get("/health")
    assert (refused.status_code, wrong.status_code) == (401, 401)
    assert refused.json()["error"]["type"] == "authentication_error"
    assert (right.status_code, health.status_code) == (200, 200)


async def test_the_synchronous_client_works_too(url):
    def ask() -> str:
        with openai.OpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0) as client:
            stream = client.chat.completions.create(model="talk", messages=WHO, stream=True)
            return "".join(chunk.choices[0].delta.content or "" for chunk in stream)

    assert await asyncio.to_thread(ask) == "1.0.0"


async def test_a_client_that_reads_nothing_holds_up_nobody(tmp_path):
    toy = a_toy(tmp_path, answers={"long": "x" * 3_000}, context=4_000, parallel=1)
    async with open_slots() as slots, open_api(slots) as url:
        await slots.serve("main", toy)
        host, port = url.removeprefix("http://").split(":")
        body = json.dumps({"messages": [{"role": "user", "content": "long"}], "stream": True})
        with socket.socket() as stuck:
            stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            stuck.settimeout(0)
            await asyncio.get_running_loop().sock_connect(stuck, (host, int(port)))
            head = f"POST /v1/chat/completions HTTP/1.1\r\nHost: {host}\r\n"
            request = f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()
            await asyncio.get_running_loop().sock_sendall(stuck, request)
            assert await asyncio.get_running_loop().sock_recv(stuck, 1) == b"H"
            async with httpx2.AsyncClient(base_url=url, timeout=60) as http:
                answer = await http.post("/v1/chat/completions", json={"messages": WHO})
    assert answer.json()["choices"][0]["message"]["content"] == "1.0.0"
