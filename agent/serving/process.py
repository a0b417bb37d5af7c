"""One life of one engine child: spawn, load, frames, end.

The child runs a file from outside, so what it says is checked, how it ended is put in words, and
nothing it does (crash, hang, babble) reaches further than the requests it was working on.
"""

import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections import deque
from pathlib import Path

from agent.engine import protocol
from agent.engine.frames import (
    Accepted,
    Ask,
    Cancel,
    Delta,
    Deltas,
    Done,
    Failed,
    Frame,
    Load,
    LoadFailed,
    Pulse,
    Ready,
    Tensors,
    Tokens,
    Vectors,
)
from agent.engine.protocol import ProtocolError
from agent.serving.errors import (
    EngineCrashedError,
    EngineLoadError,
    EngineTimeoutError,
    OutOfMemoryError,
    RequestError,
)
from agent.serving.mailbox import Event, Mailbox

STOP_TIMEOUT_S = 5.0
_TAIL_LINES = 12
_LINE_CHARS = 400
_LOST = 70
_WORK = Pulse | Delta | Deltas | Done | Vectors | Tensors
"""Frames that show that the loop goes round; others come from beside it."""
_ROOT = Path(__file__).resolve().parents[2]

log = logging.getLogger(__name__)


class EngineProcess:
    """A child that has loaded its bundle; made by `spawn`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._requests: dict[int, Mailbox] = {}
        self._writing = asyncio.Lock()
        self._tail: deque[str] = deque(maxlen=_TAIL_LINES)
        self._listening = asyncio.create_task(self._hear_stderr())
        self._reading: asyncio.Task[None] | None = None
        self._killed_for = ""
        self.ready: Ready | None = None
        self.pulse = Pulse(running=0, waiting=0)
        """What the child last said about its work."""
        self.heard_s = 0.0
        """When the loop last showed a sign of life, on our clock."""
        self.ended = asyncio.Event()
        self.how = ""
        """How it ended, as a phrase that follows "the engine"."""

    @classmethod
    async def spawn(cls, load: Load, *, timeout_s: float) -> "EngineProcess":
        """Start a child and have it load.

        Raises:
            EngineLoadError: it refused the file, or died of it.
            OutOfMemoryError: there is no memory for it.
            EngineTimeoutError: it was not ready in time.
        """
        child = cls(await _start())
        try:
            async with asyncio.timeout(timeout_s):
                child.ready = await child._load(load)
        except TimeoutError:
            await child.kill("did not load in time")
            raise EngineTimeoutError(
                f"the engine did not load {load.weights} within {timeout_s:g} s"
            ) from None
        except BaseException:
            await child.kill("failed to load")
            raise
        child._reading = asyncio.create_task(child._read_on())
        return child

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> int:
        """Requests that have not ended."""
        return len(self._requests)

    async def ask(self, request: Ask, mailbox: Mailbox) -> None:
        """Send a request; its events arrive in the mailbox, the last one ends it.

        Raises:
            EngineCrashedError: the child is gone.
            RequestError: it is larger than a request may be.
        """
        try:
            data = protocol.encode(request)
        except ProtocolError as error:
            raise RequestError(f"the request is too large: {error}") from error
        if self._reading is None or self._reading.done():
            raise EngineCrashedError(self.how or "ended")
        self._requests[request.id] = mailbox
        await self._write(data)

    def cancel(self, request: int) -> None:
        """Stop a request within one step; a request that has ended is ignored."""
        if self._requests.pop(request, None) is not None:
            self._post(Cancel(request))

    async def stop(self) -> None:
        """End the child in good order; it is killed if it does not go."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._killed_for = self._killed_for or "was stopped"
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STOP_TIMEOUT_S):
                await self._process.wait()
        await self.kill("was stopped")

    async def kill(self, why: str) -> None:
        """End the child now, and wait until it is gone."""
        self._killed_for = self._killed_for or why
        self._signal()
        if self._process.stdin is not None:
            self._process.stdin.close()
        if self._reading is not None:
            await self._reading
        else:
            await self._drain_stdout()
        await self._process.wait()
        await self._listening

    async def _load(self, load: Load) -> Ready:
        await self._send(load)
        try:
            frame = await self._read()
        except ProtocolError as error:
            raise EngineLoadError(f"the engine said something unexpected: {error}") from error
        if isinstance(frame, Ready):
            return frame
        if isinstance(frame, LoadFailed):
            kind = OutOfMemoryError if frame.code == "out_of_memory" else EngineLoadError
            raise kind(frame.message[:2000])
        code = await self._process.wait()
        await self._listening
        if code == -signal.SIGKILL:
            raise OutOfMemoryError(
                "the engine was killed while it loaded the bundle, most likely because the"
                " machine ran out of memory"
            )
        said = " | ".join(self._tail) or "it said nothing"
        raise EngineLoadError(f"the engine {_how(code)} while it loaded the bundle: {said}"[:2000])

    async def _send(self, frame: Frame) -> None:
        await self._write(protocol.encode(frame))

    def _post(self, frame: Frame) -> None:
        """Send a small frame without waiting for the child to take it."""
        assert self._process.stdin is not None
        if not self._process.stdin.is_closing():
            self._process.stdin.write(protocol.encode(frame))

    async def _write(self, data: bytes) -> None:
        assert self._process.stdin is not None
        async with self._writing:
            # A child that is gone is noticed, and put in words, by whoever reads from it.
            with contextlib.suppress(ConnectionError):
                self._process.stdin.write(data)
                await self._process.stdin.drain()

    async def _read(self) -> Frame | None:
        assert self._process.stdout is not None
        try:
            header = await self._process.stdout.readexactly(protocol.HEADER_BYTES)
            body = await self._process.stdout.readexactly(protocol.body_bytes(header))
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
        return protocol.decode(body)

    async def _read_on(self) -> None:
        now = asyncio.get_running_loop().time
        self.heard_s = now()
        try:
            while (frame := await self._read()) is not None:
                if isinstance(frame, _WORK):
                    self.heard_s = now()
                self._deliver(frame)
        except ProtocolError as error:
            self._killed_for = self._killed_for or f"said something unexpected ({error})"
        self._signal()
        await self._drain_stdout()
        code = await self._process.wait()
        self.how = self._killed_for or _how(code)
        self.ended.set()
        requests, self._requests = self._requests, {}
        for mailbox in requests.values():
            mailbox.put(EngineCrashedError(self.how))

    def _deliver(self, frame: Frame) -> None:
        match frame:
            case Pulse():
                self.pulse = frame
            case Deltas():
                for piece in frame.items:
                    self._hand(piece.id, piece)
            case Accepted() | Delta():
                self._hand(frame.id, frame)
            case Done() | Failed() | Vectors() | Tensors() | Tokens():
                self._hand(frame.id, frame)
                self._requests.pop(frame.id, None)
            case _:
                raise ProtocolError(f"{type(frame).__name__} out of turn")

    def _hand(self, request: int, event: Event) -> None:
        # A request that was cancelled is not there any more; its last frames are of no interest.
        mailbox = self._requests.get(request)
        if mailbox is not None and not mailbox.put(event):
            self.cancel(request)

    async def _hear_stderr(self) -> None:
        assert self._process.stderr is not None
        buffered = b""
        while chunk := await self._process.stderr.read(4096):
            *lines, buffered = (buffered + chunk).split(b"\n")
            for line in lines:
                self._note(line)
            buffered = buffered[-_LINE_CHARS:]
        self._note(buffered)

    def _note(self, line: bytes) -> None:
        text = line.decode("utf-8", "replace").strip()[:_LINE_CHARS]
        if text:
            self._tail.append(text)
            log.info("engine says", extra={"pid": self.pid, "line": text})

    def _signal(self) -> None:
        # `Process.kill` polls first and may so take the exit code from asyncio's own watcher.
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)

    async def _drain_stdout(self) -> None:
        assert self._process.stdout is not None
        while await self._process.stdout.read(65536):
            pass


def proportional_bytes(pid: int) -> int:
    """Return what a process really takes: its own pages, and its part of the shared ones."""
    for name, field in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            lines = Path(f"/proc/{pid}/{name}").read_text("ascii", "replace").splitlines()
        except OSError:
            continue
        for line in lines:
            if line.startswith(field):
                return int(line.split()[1]) * 1024
    return 0


async def _start() -> asyncio.subprocess.Process:
    try:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "agent.engine.child",
            str(os.getpid()),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=_environment(),
            cwd="/",
            # A terminal's Ctrl-C is for the agent, which ends its children in good order.
            process_group=0,
        )
    except OSError as error:
        raise EngineLoadError(f"no engine process can be started: {error}") from error


def _how(code: int) -> str:
    if code < 0:
        with contextlib.suppress(ValueError):
            return f"was ended by {signal.Signals(-code).name}"
        return f"was ended by signal {-code}"
    return "lost its memory" if code == _LOST else f"exited with code {code}"


def _environment() -> dict[str, str]:
    """Return the child's environment: nothing of ours but what it needs to start."""
    kept = ("PATH", "LANG", "LD_LIBRARY_PATH", "LLAMA_CPP_LIB_PATH", "TMPDIR")
    inherited = {name: os.environ[name] for name in kept if name in os.environ}
    return {
        **inherited,
        "PYTHONPATH": str(_ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "GGML_NO_BACKTRACE": "1",
        # Threads that wait for each other spin for a few dozen microseconds, then sleep. On a quiet
        # machine a step takes a quarter less time than with sleep alone; spinning on and on, as is
        # the default, costs a factor of ten and more beside other busy programs.
        "OMP_WAIT_POLICY": "passive",
        "GOMP_SPINCOUNT": "1000",
    }
