"""`flotilla-agent serve` in a process of its own, and clients that hold its streams open."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

ROOT = Path(__file__).resolve().parents[2]
READY_S = 60


@dataclass
class Alone:
    """A server that runs; `facts` is what it said of itself when it was ready."""

    process: asyncio.subprocess.Process
    facts: dict[str, object]
    client: httpx2.AsyncClient

    @property
    def url(self) -> str:
        return str(self.facts["api"])

    @property
    def model(self) -> str:
        return str(self.facts["model"])

    async def ask(self, text: str, **more: object) -> httpx2.Response:
        return await self.client.post("/v1/chat/completions", json=self.body(text, **more))

    def body(self, text: str, **more: object) -> dict[str, object]:
        return {"model": self.model, "messages": [{"role": "user", "content": text}], **more}

    async def number(self, name: str) -> float:
        """Return one of the server's own numbers."""
        lines = (await self.client.get("/metrics")).text.splitlines()
        (line,) = (one for one in lines if one.startswith(f"{name}{{"))
        return float(line.rpartition(" ")[2])

    async def until(self, name: str, value: float) -> None:
        """Wait until one of its numbers is `value`."""
        async with asyncio.timeout(READY_S):
            while await self.number(name) != value:  # noqa: ASYNC110 - asked from outside
                await asyncio.sleep(0.02)

    def memory_bytes(self) -> int:
        """Return what the server and its engine take, each page counted once."""
        pids = [self.process.pid, *children_of(self.process.pid)]
        return sum(_proportional_bytes(pid) for pid in pids)


def serve_command(model: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "agent", "serve", str(model), "--port", "0", "--json", *options]


@asynccontextmanager
async def serving_alone(
    model: Path, *options: str, headers: dict[str, str] | None = None
) -> AsyncIterator[Alone]:
    """Serve a model until the test is done; the server must then end in good order."""
    process = await asyncio.create_subprocess_exec(
        *serve_command(model, *options), cwd=ROOT, stdout=subprocess.PIPE
    )
    try:
        async with asyncio.timeout(READY_S):
            line = await process.stdout.readline()
        facts = json.loads(line)
        limits = httpx2.Limits(max_connections=None)
        async with httpx2.AsyncClient(
            base_url=facts["api"], timeout=READY_S, limits=limits, headers=headers
        ) as client:
            yield Alone(process, facts, client)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()
    assert process.returncode == 0


def children_of(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                stat = (folder / "stat").read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(stat.rpartition(")")[2].split()[1]) == pid:
                found.append(int(folder.name))
    return found


def _proportional_bytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    (line,) = (one for one in lines if one.startswith("Pss:"))
    return int(line.split()[1]) * 1024
