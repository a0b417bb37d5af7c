"""`flotilla-agent serve`: one model, real processes, real sockets, many clients."""

import asyncio
import json
import signal
import socket
import subprocess
from contextlib import AsyncExitStack

import httpx2
import pytest

from tests.support.alone import READY_S, ROOT, children_of, serve_command, serving_alone
from tests.support.gguf_tiny import write_tiny

pytestmark = pytest.mark.slow

CLIENTS, PARALLEL, WAITING = 200, 2, 16
LONG = "a long answer " * 300


@pytest.fixture
def toy(tmp_path):
    """A model that says its name, and takes its time over a long answer."""

    def write(*, step_ms=0):
        weights = tmp_path / "talk.toy"
        answers = {"who": "I am talk", "long": LONG}
        weights.write_text(json.dumps({"toy": 1, "answers": answers, "step_ms": step_ms}))
        return weights

    return write


@pytest.fixture
def tiny(tmp_path):
    return write_tiny(tmp_path / "tiny.gguf")


async def test_a_model_is_served_by_its_files_name_and_says_that_nobody_vouches_for_it(tiny):
    async with serving_alone(tiny) as alone:
        answer = await alone.client.post(
            "/v1/completions", json={"model": "tiny", "prompt": "hello", "max_tokens": 5}
        )
        health = (await alone.client.get("/health")).json()
        ready = await alone.client.get("/ready")
    assert answer.status_code == 200
    assert answer.json()["usage"]["completion_tokens"] == 5
    assert health == {
        "status": "ok",
        "managed": False,
        "notice": "unsigned, not managed by a fleet",
    }
    assert ready.status_code == 200
    assert "no-new-privileges" in alone.facts["sandbox"]
    assert len(alone.facts["sha256"]) == 64


async def test_options_reach_the_engine(toy):
    options = ("--alias", "chatty", "--ctx", "700", "--parallel", "3", "--kv", "q8_0")
    async with serving_alone(toy(), *options) as alone:
        assert (alone.model, alone.facts["context"], alone.facts["parallel"]) == ("chatty", 700, 3)
        assert (await alone.ask("who")).json()["choices"][0]["message"]["content"] == "I am talk"


async def test_a_key_is_wanted_where_one_is_set(toy):
    options = ("--api-key", "s3cret", "--api-key", "other")
    async with serving_alone(toy(), *options) as alone:
        refused = await alone.ask("who")
        let_in = [
            await alone.client.post(
                "/v1/chat/completions", json=alone.body("who"), headers={"x-api-key": key}
            )
            for key in ("s3cret", "other")
        ]
    assert refused.status_code == 401
    assert [one.status_code for one in let_in] == [200, 200]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--host", "0.0.0.0"], "without a key"),
        (["--memory-budget", "1MiB"], "needs"),
        (["--lora", "french=/nowhere"], "/nowhere"),
    ],
)
async def test_what_cannot_be_served_is_said_with_the_reason(tiny, options, said):
    done = await asyncio.to_thread(
        subprocess.run,
        serve_command(tiny, *options),
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=READY_S,
    )
    assert done.returncode == 1
    assert said in json.loads(done.stdout)["error"]["message"]


async def test_an_interrupt_ends_it_cleanly_even_while_it_answers(toy):
    async with serving_alone(toy(step_ms=20)) as alone:
        (engine,) = children_of(alone.process.pid)
        body = alone.body("long", stream=True)
        async with alone.client.stream("POST", "/v1/chat/completions", json=body) as response:
            await anext(response.aiter_lines())
            alone.process.send_signal(signal.SIGINT)
            async with asyncio.timeout(READY_S):
                assert await alone.process.wait() == 0
    assert engine not in children_of(1)


async def test_of_two_hundred_clients_at_once_those_beyond_the_queue_are_told_when_to_come(toy):
    options = ("--parallel", str(PARALLEL), "--max-waiting", str(WAITING), "--ctx", "8192")
    async with serving_alone(toy(step_ms=20), *options) as alone:
        await alone.ask("who")
        taken = [await a_rush(alone) for _ in range(4)]
        answer = await alone.ask("who")
    assert answer.json()["choices"][0]["message"]["content"] == "I am talk"
    assert taken[-1] < taken[0] + 8 * 2**20, "a rush leaves memory behind"


async def a_rush(alone):
    """Have everybody come at once; return the memory that is taken when all have gone."""
    async with AsyncExitStack() as streams:
        responses = await asyncio.gather(*(come(alone, streams) for _ in range(CLIENTS)))
        assert await alone.number("flotilla_requests_waiting") == WAITING
        accepted = [one for one in responses if one.status_code == 200]
        refused = [one for one in responses if one.status_code == 429]
        assert (len(accepted), len(refused)) == (PARALLEL + WAITING, CLIENTS - PARALLEL - WAITING)
        assert all(1 <= int(one.headers["retry-after"]) <= 120 for one in refused)
        problem = json.loads(await refused[0].aread())
        assert problem["error"]["code"] == "queue_full"
    await alone.until("flotilla_requests_running", 0)
    return alone.memory_bytes()


async def come(alone, streams):
    body = alone.body("long", stream=True, max_tokens=4000)
    stream = alone.client.stream("POST", "/v1/chat/completions", json=body)
    return await streams.enter_async_context(stream)


async def test_a_client_that_does_not_read_holds_nobody(toy):
    async with serving_alone(toy(), "--parallel", "1", "--max-waiting", "0") as alone:
        host, port = alone.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as still:
            body = json.dumps(alone.body("long", stream=True, max_tokens=4000)).encode()
            head = (
                f"POST /v1/chat/completions HTTP/1.1\r\nHost: {host}:{port}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            still.sendall(head.encode() + body)
            await asyncio.to_thread(still.recv, 1)
            await alone.until("flotilla_requests_running", 0)
            assert (await alone.ask("who")).status_code == 200


async def test_a_crash_fails_its_own_request_and_the_server_goes_on(toy):
    async with serving_alone(toy()) as alone:
        crashed = await alone.ask("!crash please")
        async with asyncio.timeout(READY_S):
            while (await alone.client.get("/ready")).status_code != 200:  # noqa: ASYNC110 - asked from outside
                await asyncio.sleep(0.05)
        answer = await alone.ask("who")
        assert await alone.number("flotilla_engine_crashes") == 1
    assert crashed.status_code == 503
    assert "restarted" in crashed.json()["error"]["message"]
    assert answer.status_code == 200


async def test_a_model_that_nobody_asks_is_unloaded_and_loaded_again(toy):
    async with serving_alone(toy(), "--keep-alive", "0.1") as alone:
        await alone.until("flotilla_slot_loaded", 0)
        assert (await alone.client.get("/ready")).status_code == 200
        answer = await alone.ask("who")
    assert answer.json()["choices"][0]["message"]["content"] == "I am talk"


async def test_it_is_alive_before_it_is_ready(tmp_path):
    weights = tmp_path / "slow.toy"
    weights.write_text(json.dumps({"toy": 1, "on_load": "!hang"}))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        *serve_command(weights, "--port", str(port)), cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            async with asyncio.timeout(READY_S):
                while not await answers(client, "/health"):  # noqa: ASYNC110 - asked from outside
                    await asyncio.sleep(0.05)
            ready = await client.get("/ready")
            asked = await client.post(
                "/v1/chat/completions",
                json={"model": "slow", "messages": [{"role": "user", "content": "x"}]},
            )
    finally:
        process.terminate()
        await process.wait()
    assert ready.status_code == 503
    assert asked.status_code == 503
    assert int(asked.headers["retry-after"]) >= 1


async def answers(client, path):
    try:
        return (await client.get(path)).status_code == 200
    except httpx2.TransportError:
        return False
