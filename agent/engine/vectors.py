"""The loop of models that answer in one go: drain, choose a batch, run it, answer.

Dynamic batching: inputs of several requests share a run, and the inputs of one request may be
spread over several. A run is bounded, so a cancellation or a passed deadline takes effect within
one; a request is cut into tokens by a second thread while others are evaluated.
"""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from agent.engine import frames
from agent.engine.backends.vector_base import Call, Input, VectorBackend
from agent.engine.batching import Room, Waiting, plan
from agent.engine.errors import BackendError, RefusedError
from agent.engine.frames import Cancel, Failed, FromChild, Pulse
from agent.engine.vector_intake import VectorAsk, Work, prepare

VectorCommand = VectorAsk | Cancel | None
"""None ends the loop."""

PULSE_S = 1.0
_LATEST = 0.2
"""How much the latest run counts in the running mean of the rate."""

_Key = tuple[Work, int]


class VectorLoop:
    """Runs what it is handed until it is handed None."""

    def __init__(self, backend: VectorBackend, emit: Callable[[FromChild], None]) -> None:
        facts = backend.facts
        self._backend = backend
        self._emit = emit
        self._texts = Room(facts.rows, facts.tokens, padded=facts.padded)
        self._tensors = Room(facts.rows, facts.elements, padded=False)
        self._prepared: queue.SimpleQueue[Work | Cancel | None] = queue.SimpleQueue()
        self._works: dict[Work, None] = {}
        self._waiting: dict[_Key, Waiting[_Key]] = {}
        self._pulsed_s = 0.0
        self._steps = self._rows = 0
        self._busy_s = self._overhead_s = 0.0
        self._tokens_per_s = 0.0

    @property
    def busy(self) -> bool:
        """Whether any request has not ended."""
        return bool(self._works)

    def run(self, commands: "queue.SimpleQueue[VectorCommand]") -> None:
        """Serve until None arrives.

        Raises:
            FatalEngineError: the process must end; the agent tells every request.
        """
        taking = threading.Thread(target=self._take_all, args=(commands,), daemon=True)
        taking.start()
        while self.drain():
            self.step()

    def take(self, command: VectorCommand) -> None:
        """Prepare a command for the loop's own thread, or answer it."""
        if command is None or isinstance(command, Cancel):
            self._prepared.put(command)
            return
        try:
            made = prepare(command, self._backend)
        except Exception as error:  # noqa: BLE001 - a request must not end the thread
            made = Failed(command.id, frames.ENGINE_FAILED, f"{type(error).__name__}: {error}")
        if isinstance(made, Work):
            self._prepared.put(made)
        else:
            self._emit(made)

    def drain(self) -> bool:
        """Take all that is prepared, and wait for something when idle; False at the end."""
        block = not self.busy
        while True:
            try:
                command = self._prepared.get(block=block)
            except queue.Empty:
                return True
            if command is None:
                return False
            if isinstance(command, Cancel):
                self._cancel(command.id)
            else:
                self._enter(command)
            block = False

    def step(self) -> None:
        """Do one run at most."""
        began_s = time.monotonic()
        self._expire(began_s)
        batch = self._plan()
        self._pulse(began_s, batch)
        if not batch:
            return
        inside_s = self._busy_s
        self._run_batch([waiting.key for waiting in batch])
        spent_s = time.monotonic() - began_s
        self._overhead_s += max(0.0, spent_s - (self._busy_s - inside_s))

    def _plan(self) -> list[Waiting[_Key]]:
        first = next(iter(self._waiting), None)
        if first is None:
            return []
        work, index = first
        calls = isinstance(work.parts[index], Call)
        return plan(self._waiting.values(), self._tensors if calls else self._texts)

    def _take_all(self, commands: "queue.SimpleQueue[VectorCommand]") -> None:
        while True:
            command = commands.get()
            self.take(command)
            if command is None:
                return

    def _enter(self, work: Work) -> None:
        self._works[work] = None
        for index, part in enumerate(work.parts):
            key = (work, index)
            if isinstance(part, Call):
                self._waiting[key] = Waiting(key, part.kind, part.size, part.rows)
            else:
                self._waiting[key] = Waiting(key, work.normalize, len(part.tokens))

    def _run_batch(self, keys: Sequence[_Key]) -> None:
        try:
            results = self._evaluate(keys)
        except (BackendError, RefusedError, MemoryError) as error:
            self._isolate(keys, error)
            return
        for (work, index), result in zip(keys, results, strict=True):
            work.results[index] = result
            del self._waiting[work, index]
        for work in dict.fromkeys(work for work, _ in keys):
            if len(work.results) == len(work.parts):
                ordered = [work.results[index] for index in range(len(work.parts))]
                self._emit(work.answer(ordered))
                del self._works[work]

    def _evaluate(self, keys: Sequence[_Key]) -> Sequence[Any]:
        parts = [work.parts[index] for work, index in keys]
        began_s = time.monotonic()
        try:
            calls = [part for part in parts if isinstance(part, Call)]
            if calls:
                return self._backend.infer(calls)
            inputs = [part for part in parts if isinstance(part, Input)]
            results = self._backend.embed(inputs, normalize=keys[0][0].normalize)
            self._measure(sum(len(one.tokens) for one in inputs), time.monotonic() - began_s)
            return results
        finally:
            self._busy_s += time.monotonic() - began_s
            self._steps += 1
            self._rows += len(parts)

    def _isolate(self, keys: Sequence[_Key], error: Exception) -> None:
        """A run failed: find whose fault it is by running each request's part alone."""
        works = list(dict.fromkeys(work for work, _ in keys))
        if len(works) == 1:
            code = error.code if isinstance(error, RefusedError) else frames.ENGINE_FAILED
            self._fail(works[0], code, str(error) or type(error).__name__)
            return
        for work in works:
            self._run_batch([key for key in keys if key[0] is work])

    def _fail(self, work: Work, code: str, message: str) -> None:
        self._emit(Failed(work.id, code, message))
        del self._works[work]
        for index in range(len(work.parts)):
            self._waiting.pop((work, index), None)

    def _cancel(self, request: int) -> None:
        for work in [work for work in self._works if work.id == request]:
            self._fail(work, frames.CANCELLED, "cancelled")

    def _expire(self, now_s: float) -> None:
        for work in list(self._works):
            if work.deadline_s is not None and now_s >= work.deadline_s:
                self._fail(work, frames.DEADLINE, f"not done within {work.limit_s:g} s")

    def _measure(self, tokens: int, spent_s: float) -> None:
        rate = tokens / max(spent_s, 1e-6)
        before = self._tokens_per_s or rate
        self._tokens_per_s = before + _LATEST * (rate - before)

    def _pulse(self, now_s: float, batch: Sequence[Waiting[_Key]]) -> None:
        if now_s - self._pulsed_s < PULSE_S:
            return
        self._pulsed_s = now_s
        running = len({waiting.key[0] for waiting in batch})
        self._emit(
            Pulse(
                running=running,
                waiting=len(self._works) - running,
                steps=self._steps,
                rows=self._rows,
                busy_ms=round(self._busy_s * 1000),
                overhead_ms=round(self._overhead_s * 1000),
                prompt_tokens_per_s=round(self._tokens_per_s, 1),
            )
        )
