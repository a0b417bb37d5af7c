"""The servers that are measured, each with the same file, context, places and threads.

Ours is `flotilla-agent serve`. The peers are llama-server, built by `deploy/setup/llama_server.sh`
from the very source our library was built from, and llama-cpp-python's own server.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.report import RESULTS

REPOSITORY = Path(__file__).parents[2]
LLAMA_SERVER = REPOSITORY / ".tools" / "llama-server" / "llama-server"
PYTHON_SERVER = REPOSITORY / ".tools" / "llama-cpp-server"
START_S = 120.0
OURS, OURS_COPIES = "ours", "ours-repack"
LLAMA, LLAMA_PLAIN = "llama-server", "llama-server-no-repack"
"""By default it copies weights into the processor's own layout, which we do when we are told to."""
PYTHON = "lcp-server"
_READY = {OURS: "/ready", OURS_COPIES: "/ready", PYTHON: "/v1/models"}
MODEL = "bench"
"""What every server calls the model."""


class StartError(Exception):
    """A server did not come up."""


@dataclass(frozen=True)
class Setting:
    """How a model is to be served."""

    model: Path
    context: int
    """Tokens of one request, prompt and answer together."""
    parallel: int
    threads: int | None = 2
    """None leaves it to each server."""
    queue: int = 64
    """Requests that may wait; only ours knows such a bound."""
    cache: str = "64MiB"
    """Memory for prefixes beside the context; ours alone, llama-server takes up to 8 GiB."""


@dataclass(frozen=True)
class Server:
    """One that runs."""

    name: str
    port: int
    pid: int

    def pids(self) -> list[int]:
        """Return the server's processes, children included."""
        found, fresh = [self.pid], [self.pid]
        while fresh:
            fresh = [child for pid in fresh for child in _children(pid)]
            found += fresh
        return found

    def rss_bytes(self) -> int:
        """Return what its processes hold, the weights' file left out: it is the same for all."""
        return sum(_anonymous_bytes(pid) for pid in self.pids())


def command(name: str, setting: Setting, port: int) -> list[str]:
    """Return how a server is started."""
    model, context, parallel = str(setting.model), setting.context, setting.parallel
    threads = str(setting.threads or len(os.sched_getaffinity(0)))
    ours = [] if setting.threads is None else ["--threads", threads]
    match name:
        case "ours" | "ours-repack":
            extra = ["--repack"] if name == OURS_COPIES else []
            return [
                sys.executable, "-m", "agent", "serve", model, "--host", "127.0.0.1",
                "--port", str(port), "--ctx", str(context), "--parallel", str(parallel),
                "--alias", MODEL, "--max-waiting", str(setting.queue), "--cache", setting.cache,
                *ours, *extra,
            ]  # fmt: skip
        case "llama-server" | "llama-server-no-repack":
            extra = ["--no-repack"] if name == LLAMA_PLAIN else []
            return [
                str(LLAMA_SERVER), "-m", model, "--host", "127.0.0.1", "--port", str(port),
                "-c", str(context * parallel), "-np", str(parallel), "-t", threads,
                "-tb", threads, "--alias", MODEL, *extra,
            ]  # fmt: skip
        case "lcp-server":
            # It answers one request at a time; by default each new one cuts the one before off.
            return [
                sys.executable, "-m", "bench.support.plain_server", "--model", model,
                "--host", "127.0.0.1", "--port", str(port), "--n_ctx", str(context),
                "--n_threads", threads, "--n_threads_batch", threads, "--model_alias", MODEL,
                "--interrupt_requests", "False",
            ]  # fmt: skip
        case _:
            raise StartError(f"there is no server called {name!r}")


@contextmanager
def running(name: str, setting: Setting) -> Iterator[Server]:
    """Start a server and stop it in the end.

    Raises:
        StartError: it does not answer within two minutes, or ends before.
    """
    port = _free_port()
    RESULTS.mkdir(exist_ok=True)
    log = RESULTS / f"{name}.log"
    with log.open("w") as said:
        process = subprocess.Popen(
            command(name, setting, port),
            cwd=REPOSITORY,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            env={**os.environ, "GGML_NO_BACKTRACE": "1", "PYTHONPATH": str(PYTHON_SERVER)},
            start_new_session=True,
        )
        try:
            _await_ready(name, port, process, log)
            yield Server(name, port, process.pid)
        finally:
            _stop(process)


@contextmanager
def all_running(names: Sequence[str], setting: Setting) -> Iterator[Mapping[str, Server]]:
    """Start several; those that wait for their turn cost nothing but memory."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(running(name, setting)) for name in names}


def _await_ready(name: str, port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    path = _READY.get(name, "/health")
    deadline_s = time.monotonic() + START_S
    while process.poll() is None and time.monotonic() < deadline_s:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                if answer.status == 200:  # noqa: PLR2004 - OK
                    return
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
    state = "does not answer" if process.poll() is None else f"ended with {process.returncode}"
    tail = "\n".join(log.read_text(errors="replace").splitlines()[-5:])
    raise StartError(f"{name} {state}; its log {log} ends:\n{tail}")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in text.split()]


def _anonymous_bytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    sizes = [int(line.split()[1]) for line in lines if line.startswith("RssAnon:")]
    return sum(sizes) * 1024
