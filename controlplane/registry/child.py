"""Run one step in a workbench process, and make of its end an outcome or a clear error."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, Final

from pydantic import ValidationError

from controlplane.registry.errors import JobCrashedError, JobError, JobStoppedError
from controlplane.registry.workbench.protocol import (
    MESSAGE,
    Base,
    Outcome,
    Progress,
    Task,
    Trouble,
)

_WORKBENCH: Final = "controlplane.registry.workbench"
_LAST_LINES: Final = 3
_LINE_CHARS: Final = 300
_POLL_S: Final = 0.25
_DEADLINE_S: Final = 6 * 3600.0
_ROOT: Final = Path(__file__).resolve().parents[2]


class Workbench:
    """Starts processes, one at a time."""

    def __init__(self, *, module: str = _WORKBENCH, deadline_s: float = _DEADLINE_S) -> None:
        self._module = module
        self._deadline_s = deadline_s

    def run(
        self, task: Task, *, stop: threading.Event, on_progress: Callable[[int], None]
    ) -> Outcome:
        """Do `task` in a process of its own.

        Raises:
            JobStoppedError: `stop` was set before the end.
            JobCrashedError: the process died, hung, or said nothing.
            JobError: the step says why it cannot be done.
        """
        outcome = self._listen(
            [sys.executable, "-m", self._module],
            task.model_dump_json().encode(),
            step=task.step,
            stop=stop,
            on_progress=on_progress,
        )
        if isinstance(outcome, Trouble):
            raise JobError(f"{task.step}: {outcome.message}")
        return outcome

    def base_bytes(self, *, stop: threading.Event) -> int:
        """Measure what the serving process takes before it has loaded anything.

        Raises:
            JobError: it could not be measured.
        """
        outcome = self._listen(
            [sys.executable, "-m", f"{self._module}.idle"],
            b"",
            step="measuring the idle engine",
            stop=stop,
            on_progress=lambda _: None,
        )
        if not isinstance(outcome, Base):
            raise JobError(f"the idle engine answered {outcome!r}")
        return outcome.base_bytes

    def _listen(
        self,
        command: list[str],
        stdin: bytes,
        *,
        step: str,
        stop: threading.Event,
        on_progress: Callable[[int], None],
    ) -> Outcome | Trouble:
        if stop.is_set():
            raise JobStoppedError("the control plane is stopping")
        process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(os.environ),
            start_new_session=True,
        )
        conversation = _Conversation(process, stdin, on_progress)
        try:
            conversation.wait(stop=stop, until_s=time.monotonic() + self._deadline_s, step=step)
        finally:
            conversation.end()
        if conversation.outcome is None:
            raise JobCrashedError(
                step=step, how=_end(process.returncode), last_lines=conversation.last_lines
            )
        return conversation.outcome


class _Conversation:
    """Threads that feed and drain one process, so that no pipe ever fills."""

    def __init__(
        self, process: subprocess.Popen[bytes], stdin: bytes, on_progress: Callable[[int], None]
    ) -> None:
        self._process = process
        self._on_progress = on_progress
        self._lines: deque[str] = deque(maxlen=_LAST_LINES)
        self.outcome: Outcome | Trouble | None = None
        assert process.stdout is not None
        assert process.stderr is not None
        self._threads = [
            threading.Thread(target=self._hear, args=(process.stdout,), daemon=True),
            threading.Thread(target=self._keep, args=(process.stderr,), daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        assert process.stdin is not None
        try:
            with process.stdin as pipe:
                pipe.write(stdin)
        except BrokenPipeError:
            pass  # it died at once; its return code says how

    @property
    def last_lines(self) -> str:
        return " | ".join(self._lines)

    def wait(self, *, stop: threading.Event, until_s: float, step: str) -> None:
        while self._process.poll() is None:
            if stop.wait(_POLL_S):
                raise JobStoppedError("the control plane is stopping")
            if time.monotonic() > until_s:
                raise JobCrashedError(
                    step=step, how="took too long and was ended", last_lines=self.last_lines
                )

    def end(self) -> None:
        """Make sure that the process and both threads are gone."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for thread in self._threads:
            thread.join()
        for pipe in (self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()

    def _hear(self, pipe: IO[bytes]) -> None:
        for line in pipe:
            try:
                message = MESSAGE.validate_json(line)
            except ValidationError:
                continue
            if isinstance(message, Progress):
                self._on_progress(message.percent)
            else:
                self.outcome = message

    def _keep(self, pipe: Iterable[bytes]) -> None:
        for line in pipe:
            text = line.decode("utf-8", "replace").strip(" .\n")
            if text:
                self._lines.append(text[:_LINE_CHARS])


def _environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what the child inherits: our packages on its path, no debugger at an abort.

    Threads that wait must sleep: by default they spin, and on a busy machine that makes the engine
    tens of times slower.
    """
    path = [str(_ROOT), *filter(None, [environment.get("PYTHONPATH", "")])]
    return {
        "OMP_WAIT_POLICY": "PASSIVE",
        **environment,
        "PYTHONPATH": os.pathsep.join(path),
        "GGML_NO_BACKTRACE": "1",
    }


def _end(code: int) -> str:
    """Say how a process ended."""
    if code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        return f"was ended by {name}"
    return f"ended with exit status {code} and no result"
