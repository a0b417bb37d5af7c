"""One engine process: how it ends, and that it never outlives the agent."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from agent.engine.frames import Load
from agent.serving.errors import EngineLoadError, OutOfMemoryError
from agent.serving.process import EngineProcess, proportional_bytes

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]

AGENT = """
import asyncio, sys
from agent.engine.frames import Load
from agent.serving.process import EngineProcess

async def main():
    process = await EngineProcess.spawn(Load(sys.argv[1], 256, 1), timeout_s=60)
    print(process.pid, flush=True)
    await asyncio.sleep(3600)

asyncio.run(main())
"""

IMPORTS = """
import sys
import agent.serving.slots
before = {name.partition(".")[0] for name in sys.modules}
import agent.api.server
after = {name.partition(".")[0] for name in sys.modules}
heavy = {"numpy", "jinja2", "llama_cpp", "fastapi", "sqlmodel", "paho", "gguf"}
print(sorted((before & (heavy | {"starlette", "uvicorn"})) | (after & heavy)))
"""


def a_toy(folder, **more):
    weights = folder / "model.toy"
    weights.write_text(json.dumps({"toy": 1, **more}))
    return str(weights)


def gone(pid):
    """Whether a process is gone, or dead and only waits for its parent."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state == "Z"


async def until_gone(pid):
    async with asyncio.timeout(20):
        while not gone(pid):  # noqa: ASYNC110 - a stranger's end is not told
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("killer", [signal.SIGKILL, signal.SIGTERM])
async def test_no_child_outlives_the_agent(tmp_path, killer):
    with subprocess.Popen(  # noqa: ASYNC220 - the agent of this test, which is killed
        [sys.executable, "-c", AGENT, a_toy(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE
    ) as agent:
        child = int(await asyncio.to_thread(agent.stdout.readline))
        assert not gone(child)
        agent.send_signal(killer)
        await until_gone(child)


async def test_a_stopped_child_is_gone(tmp_path):
    process = await EngineProcess.spawn(Load(a_toy(tmp_path), 256, 1), timeout_s=60)
    assert proportional_bytes(process.pid) > 2**20
    await process.stop()
    assert gone(process.pid)
    assert proportional_bytes(process.pid) == 0


async def test_a_terminals_interrupt_does_not_reach_the_child(tmp_path):
    process = await EngineProcess.spawn(Load(a_toy(tmp_path), 256, 1), timeout_s=60)
    assert os.getpgid(process.pid) != os.getpgid(0)
    await process.stop()


async def test_an_abort_while_loading_is_named_with_the_last_words(tmp_path):
    with pytest.raises(EngineLoadError, match="SIGABRT"):
        await EngineProcess.spawn(Load(a_toy(tmp_path, on_load="!abort"), 256, 1), timeout_s=60)


async def test_a_kill_while_loading_is_taken_for_lack_of_memory(tmp_path):
    loading = asyncio.create_task(
        EngineProcess.spawn(Load(a_toy(tmp_path, on_load="!hang"), 256, 1), timeout_s=60)
    )
    async with asyncio.timeout(20):
        while not (children := children_of(os.getpid())):  # noqa: ASYNC110 - see until_gone
            await asyncio.sleep(0.01)
    for child in children:
        os.kill(child, signal.SIGKILL)
    with pytest.raises(OutOfMemoryError, match="ran out of memory"):
        await loading


def children_of(pid):
    """Return the engine children of a process."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            command = (folder / "cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == pid and b"agent.engine.child" in command:
            found.append(int(folder.name))
    return found


async def test_the_agent_imports_the_api_late_and_nothing_heavy_ever():
    answer = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", IMPORTS], cwd=ROOT, capture_output=True, check=True
    )
    assert answer.stdout.strip() == b"[]"
