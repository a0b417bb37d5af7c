"""The one thread that owns the context: drain, admit, fill a batch, decode, draw, emit.

Continuous batching: requests join and leave between two steps. A step is bounded by the batch, so
a cancellation or a passed deadline takes effect within one step.
"""

import queue
import time
from collections import deque
from collections.abc import Callable
from itertools import islice

from agent.engine import frames
from agent.engine.backends.base import Backend, Outcome, Row
from agent.engine.errors import FatalEngineError
from agent.engine.frames import Cancel, Delta, Failed, FromChild, Pulse
from agent.engine.residents import Places
from agent.engine.scheduler import Share, plan
from agent.engine.sequences import Sequence

Command = Sequence | Cancel | None
"""None ends the loop."""


PULSE_S = 1.0


class Loop:
    """Runs what it is handed until it is handed None."""

    def __init__(
        self, backend: Backend, emit: Callable[[FromChild], None], *, beside: int | None = None
    ) -> None:
        self._backend = backend
        self._emit = emit
        self._beside = beside or max(1, backend.facts.batch // 4)
        self._places = Places(backend.facts.parallel)
        self._waiting: deque[Sequence] = deque()
        self._active: dict[int, Sequence] = {}
        self._pulsed_s = 0.0

    @property
    def busy(self) -> bool:
        """Whether any request has not ended."""
        return bool(self._active or self._waiting)

    def run(self, commands: "queue.SimpleQueue[Command]") -> None:
        """Serve until None arrives.

        Raises:
            FatalEngineError: the process must end; the agent tells every request.
        """
        while True:
            if not self.drain(commands):
                return
            self.step()

    def drain(self, commands: "queue.SimpleQueue[Command]") -> bool:
        """Take every command that waits, and wait for one when idle; False at the end."""
        block = not self.busy
        while True:
            try:
                command = commands.get(block=block)
            except queue.Empty:
                return True
            if command is None:
                return False
            if isinstance(command, Cancel):
                self._cancel(command.id)
            else:
                self._waiting.append(command)
            block = False

    def step(self) -> None:
        """Do one step: at most one batch."""
        self._expire()
        self._admit()
        self._pulse()
        demands = [sequence.demand() for sequence in self._active.values()]
        if not demands:
            return
        shares = plan(demands, batch=self._backend.facts.batch, beside=self._beside)
        for sequence in self._active.values():
            if sequence.started_s is None:
                sequence.started_s = time.monotonic()
        self._decode(shares)

    def _pulse(self) -> None:
        now_s = time.monotonic()
        if now_s - self._pulsed_s >= PULSE_S:
            self._pulsed_s = now_s
            self._emit(Pulse(running=len(self._active), waiting=len(self._waiting)))

    def _admit(self) -> None:
        while self._waiting:
            sequence = self._waiting[0]
            claim = self._places.claim(sequence.tokens)
            if claim is None:
                return
            self._waiting.popleft()
            place, held = claim
            sequence.place = place
            sequence.evaluated = self._backend.keep(place, held)
            sequence.cached = min(sequence.evaluated, sequence.prompt_tokens)
            if sequence.sampler is None:
                sequence.sampler = self._backend.sampler(sequence.request.sampling, sequence.tokens)
            self._active[place] = sequence

    def _decode(self, shares: tuple[Share, ...]) -> None:
        rows, outputs = self._rows(shares)
        match self._backend.decode(rows):
            case Outcome.OK:
                for share in shares:
                    self._active[share.sequence].evaluated += share.rows
                for place, row in outputs:
                    self._draw(self._active[place], row)
            case Outcome.NO_ROOM:
                self._make_room()
            case Outcome.ABORTED:
                for share in shares:
                    sequence = self._active[share.sequence]
                    sequence.evaluated = self._backend.keep(share.sequence, sequence.evaluated)
            case Outcome.INVALID:
                self._isolate(shares)
            case Outcome.FATAL:
                raise FatalEngineError("the backend lost its memory")

    def _rows(self, shares: tuple[Share, ...]) -> tuple[list[Row], list[tuple[int, int]]]:
        rows: list[Row] = []
        outputs: list[tuple[int, int]] = []
        for share in shares:
            sequence = self._active[share.sequence]
            start = sequence.evaluated
            for offset, token in enumerate(islice(sequence.tokens, start, start + share.rows)):
                last = share.output and offset == share.rows - 1
                rows.append(Row(token, start + offset, share.sequence, last))
            if share.output:
                outputs.append((share.sequence, len(rows) - 1))
        return rows, outputs

    def _draw(self, sequence: Sequence, row: int) -> None:
        assert sequence.sampler is not None
        token = sequence.sampler.draw(row)
        now_s = time.monotonic()
        if sequence.first_token_s is None:
            sequence.prompt_done_s = sequence.first_token_s = now_s
        sequence.last_token_s = now_s
        sequence.tokens.append(token)
        if self._backend.ends(token):
            self._finish(sequence, frames.STOP)
            return
        self._say(sequence, sequence.text.push(self._backend.piece(token)))
        if sequence.text.stopped:
            self._finish(sequence, frames.STOP)
        elif (
            sequence.generated >= sequence.request.max_tokens
            or len(sequence.tokens) >= self._backend.facts.context
        ):
            self._finish(sequence, frames.LENGTH)

    def _say(self, sequence: Sequence, text: str) -> None:
        if text:
            self._emit(Delta(sequence.request.id, text))

    def _finish(self, sequence: Sequence, reason: str) -> None:
        self._say(sequence, sequence.text.finish())
        self._emit(sequence.done(reason, time.monotonic()))
        self._leave(sequence)

    def _fail(self, sequence: Sequence, code: str, message: str) -> None:
        self._emit(Failed(sequence.request.id, code, message))
        self._leave(sequence)

    def _leave(self, sequence: Sequence) -> None:
        if sequence.sampler is not None:
            sequence.sampler.close()
            sequence.sampler = None
        if sequence.place is None:
            self._waiting.remove(sequence)
            return
        del self._active[sequence.place]
        self._places.release(sequence.place, sequence.tokens[: sequence.evaluated])

    def _cancel(self, request: int) -> None:
        for sequence in (*self._active.values(), *self._waiting):
            if sequence.request.id == request:
                self._finish(sequence, frames.CANCELLED)

    def _expire(self) -> None:
        now_s = time.monotonic()
        for sequence in (*self._active.values(), *self._waiting):
            deadline_s = sequence.deadline_s
            if deadline_s is not None and now_s >= deadline_s:
                limit = sequence.request.deadline_s
                self._fail(sequence, frames.DEADLINE, f"not done within {limit:g} s")

    def _make_room(self) -> None:
        """Free cells: first what finished requests left, then the youngest request's own."""
        evicted = self._places.evict()
        for place in evicted:
            self._backend.keep(place, 0)
        if evicted:
            return
        youngest = max(self._active.values(), key=lambda sequence: sequence.arrived_s)
        if len(self._active) == 1:
            held, context = len(youngest.tokens), self._backend.facts.context
            message = f"no memory left at {held} tokens, although {context} are promised"
            self._fail(youngest, frames.ENGINE_FAILED, message)
            return
        assert youngest.place is not None
        del self._active[youngest.place]
        self._backend.keep(youngest.place, 0)
        self._places.release(youngest.place, ())
        youngest.place, youngest.evaluated = None, 0
        self._waiting.appendleft(youngest)

    def _isolate(self, shares: tuple[Share, ...]) -> None:
        """A batch was refused: find whose fault it is by decoding each share alone."""
        if len(shares) > 1:
            for share in shares:
                if share.sequence in self._active:
                    self._decode((share,))
            return
        sequence = self._active[shares[0].sequence]
        self._fail(sequence, frames.ENGINE_FAILED, "the engine refused the tokens of the request")
