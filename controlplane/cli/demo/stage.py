"""The processes that a demo or a system test stands on: started, watched, and stopped by id."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from shared.errors import FlotillaError

_STOP_S = 10.0


class StageError(FlotillaError):
    """A process that had to stay up has ended."""

    code = "process_ended"


def program(name: str) -> list[str]:
    """Return the command of one of our programs, from the environment this one runs in."""
    module = {"flotilla": "controlplane", "flotilla-agent": "agent"}[name]
    return [sys.executable, "-m", module]


@dataclass
class Process:
    """One started program with its log."""

    name: str
    command: Sequence[str]
    log: Path
    popen: subprocess.Popen[bytes]

    def tail(self, lines: int = 8) -> str:
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])


@dataclass
class Stage:
    """Starts programs in `folder` and ends all of them when the block ends, newest first."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    processes: dict[str, Process] = field(default_factory=dict)

    def start(self, name: str, command: Sequence[str]) -> Process:
        """Start a program that stays up; its output goes to `<folder>/logs/<name>.log`."""
        log = self.folder / "logs" / f"{name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            popen = subprocess.Popen(  # noqa: S603 - our own programs
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env={**os.environ, **self.environment},
                # Ctrl-C belongs to the story, which then stops its processes in order.
                start_new_session=True,
            )
        process = Process(name, command, log, popen)
        self.processes[name] = process
        return process

    def run(self, command: Sequence[str], *, timeout_s: float = 120.0) -> str:
        """Run a program to its end and return what it printed.

        Raises:
            StageError: it failed; the message carries its last lines.
        """
        done = subprocess.run(  # noqa: S603 - our own programs
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
            env={**os.environ, **self.environment},
        )
        if done.returncode != 0:
            raise StageError(
                f"`{' '.join(command[2:5])}` ended with {done.returncode}: {_last(done.stderr)}"
            )
        return done.stdout

    def check(self) -> None:
        """Make sure that everything started is still up.

        Raises:
            StageError: a process has ended; the message carries the last lines of its log.
        """
        for process in self.processes.values():
            status = process.popen.poll()
            if status is not None:
                raise StageError(f"{process.name} ended with {status}:\n{process.tail()}")

    def kill(self, name: str) -> None:
        """End a process as a power cut would, and forget it."""
        process = self.processes.pop(name)
        process.popen.kill()
        process.popen.wait()

    def stop(self, name: str) -> None:
        """Ask a process to end, insist after a while, and forget it."""
        _stop(self.processes.pop(name).popen)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        running = [process.popen for process in reversed(self.processes.values())]
        for popen in running:
            if popen.poll() is None:
                popen.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + _STOP_S
        for popen in running:
            _await(popen, max(0.1, deadline - time.monotonic()))
        self.processes.clear()


def _stop(popen: subprocess.Popen[bytes]) -> None:
    if popen.poll() is None:
        popen.send_signal(signal.SIGTERM)
    _await(popen, _STOP_S)


def _await(popen: subprocess.Popen[bytes], timeout_s: float) -> None:
    try:
        popen.wait(timeout_s)
    except subprocess.TimeoutExpired:
        popen.kill()
        popen.wait()


def _last(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it printed nothing"
