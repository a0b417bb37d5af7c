"""The one thread that owns the context: drain, admit, fill a batch, decode, draw, emit.

Continuous batching: requests join and leave between two steps. A step is bounded, so a cancellation
or a passed deadline takes effect within one; a long prompt is interrupted for it.
"""

import queue
import time
from collections.abc import Callable

from agent.engine import frames
from agent.engine.answering import Answering
from agent.engine.backends.base import Backend, Outcome, Span
from agent.engine.constraints.errors import ConstraintError
from agent.engine.errors import FatalEngineError
from agent.engine.frames import Cancel, Failed, FromChild
from agent.engine.memory import Memory, Prospect
from agent.engine.meter import Meter
from agent.engine.outbox import Outbox
from agent.engine.pace import Pace
from agent.engine.scheduler import Share, plan
from agent.engine.sequences import Sequence
from agent.engine.speculation import Guesser
from agent.engine.values import AdapterScale
from agent.engine.waiting import Waiting

Command = Sequence | Cancel | None
"""None ends the loop."""

PULSE_S = 1.0
NARROW = 1
"""Guesses are made while so many answers share a batch.

More rows for one of several would be a pass of their own, and that costs as much as it may save.
"""
_MOST_OF_A_BATCH = 0.5


class Loop:
    """Runs what it is handed until it is handed None."""

    def __init__(
        self,
        backend: Backend,
        emit: Callable[[FromChild], None],
        *,
        cache_bytes: int = 0,
        speculate: bool = True,
    ) -> None:
        self._backend = backend
        self._facts = backend.facts
        self._emit = emit
        self._outbox = Outbox(emit)
        self._memory = Memory(backend, cache_bytes=cache_bytes)
        self._waiting = Waiting(self._memory)
        self._active: dict[int, Sequence] = {}
        self._pace = Pace()
        self._answering = Answering(backend, self._pace)
        self._speculates = speculate and self._facts.guesses
        self._adapted: tuple[AdapterScale, ...] = ()
        self._prompts: dict[int, float] = {}
        """Requests whose prompt is being evaluated, and their part of the batch."""
        self._meter = Meter()
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
        while self.drain(commands):
            self.step()

    def hurry(self, request: int) -> None:
        """Interrupt the running batch if most of it is for a request that was cancelled.

        The one method for other threads.
        """
        if self._prompts.get(request, 0.0) > _MOST_OF_A_BATCH:
            self._backend.interrupt()

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
                self._waiting.add(command)
            block = False

    def step(self) -> None:
        """Do one step: at most one batch."""
        began_s, busy_s = time.monotonic(), self._meter.busy_s
        self._expire(began_s)
        self._admit()
        for sequence in tuple(self._active.values()):
            if len(sequence.tokens) >= self._facts.context:
                self._shift(sequence)
        if group := self._group():
            self._evaluate(group)
        self._outbox.flush()
        ended_s = time.monotonic()
        self._meter.overhead_s += ended_s - began_s - (self._meter.busy_s - busy_s)
        self._pulse(ended_s)

    def _pulse(self, now_s: float) -> None:
        if now_s - self._pulsed_s >= PULSE_S:
            self._pulsed_s = now_s
            self._emit(
                self._meter.pulse(
                    running=len(self._active),
                    waiting=len(self._waiting),
                    held_tokens=self._memory.cells.held,
                    prompt_tokens_per_s=self._pace.rows_per_s,
                )
            )

    def _admit(self) -> None:
        while self._waiting and len(self._active) < self._facts.parallel:
            taken = self._waiting.take(running=len(self._active))
            if taken is None:
                return
            self._start(*taken)

    def _start(self, sequence: Sequence, prospect: Prospect) -> None:
        place, held = self._memory.admit(sequence.tokens, sequence.adapters, prospect)
        sequence.place, sequence.evaluated, sequence.prompting = place, held, True
        if sequence.admitted_s is None:
            sequence.admitted_s = time.monotonic()
            sequence.cached = held
        self._active[place] = sequence

    def _group(self) -> list[Sequence]:
        """Return who shares the next batch, oldest first: all with the same adapters, in turns."""
        active = list(self._active.values())
        sets = [*dict.fromkeys(sequence.adapters for sequence in active)]
        if len(sets) <= 1:
            return active
        last = sets.index(self._adapted) if self._adapted in sets else -1
        chosen = sets[(last + 1) % len(sets)]
        return [sequence for sequence in active if sequence.adapters == chosen]

    def _evaluate(self, group: list[Sequence]) -> None:
        prompts = sum(sequence.prompting for sequence in group)
        generating = len(group) - prompts
        for sequence in group:
            self._guess(sequence, narrow=not prompts and generating <= NARROW)
        batch, grain = self._facts.batch, self._facts.grain
        shares = plan(
            [sequence.demand() for sequence in group],
            batch=batch,
            beside=self._pace.beside(
                prompts=prompts, generating=generating, batch=batch, grain=grain
            ),
            outputs=self._facts.outputs or self._facts.parallel,
            shortest=bool(self._meter.steps % 2),
        )
        if not self._memory.reserve(sum(share.rows + share.guesses for share in shares)):
            self._make_room()
            return
        now_s = time.monotonic()
        for share in shares:
            sequence = self._active[share.sequence]
            if sequence.started_s is None:
                sequence.started_s = now_s
            if share.output and sequence.guide is not None:
                sequence.guide.prepare()
        # Only neighbours in the backend's memory are evaluated in one pass.
        self._decode(tuple(sorted(shares, key=lambda share: share.sequence)))

    def _guess(self, sequence: Sequence, *, narrow: bool) -> None:
        sequence.guesses = ()
        if not (narrow and self._speculates and sequence.pending == 1):
            return
        if sequence.guesser is None:
            sequence.guesser = Guesser()
        left = sequence.request.max_tokens - sequence.generated - 1
        room = self._facts.context - len(sequence.tokens) - 1
        sequence.guesses = sequence.guesser.propose(sequence.tokens, min(left, room))

    def _decode(self, shares: tuple[Share, ...]) -> None:
        spans = [self._span(share) for share in shares]
        rows = sum(len(span.tokens) for span in spans)
        of_prompts = self._announce(shares, rows)
        self._adapt(self._active[shares[0].sequence].adapters)
        began_s = time.monotonic()
        outcome = self._backend.decode(spans)
        step_s = time.monotonic() - began_s
        self._prompts = {}
        self._meter.busy_s += step_s
        match outcome:
            case Outcome.OK:
                self._meter.steps += 1
                self._meter.rows += rows
                decoded = rows - of_prompts
                self._pace.learn(step_s=step_s, decoded=decoded, prompt_rows=of_prompts)
                self._take(shares)
            case Outcome.NO_ROOM:
                self._make_room()
            case Outcome.ABORTED:
                for share in shares:
                    self._roll_back(self._active[share.sequence])
            case Outcome.INVALID:
                self._isolate(shares)
            case Outcome.FATAL:
                raise FatalEngineError("the backend lost its memory")

    def _span(self, share: Share) -> Span:
        sequence = self._active[share.sequence]
        start = sequence.evaluated
        tokens = sequence.tokens[start : start + share.rows]
        if share.guesses:
            tokens += sequence.guesses[: share.guesses]
        return Span(share.sequence, start, tokens, share.output + share.guesses)

    def _announce(self, shares: tuple[Share, ...], rows: int) -> int:
        """Note for which prompts the batch is; return how many of its rows are theirs."""
        sequences = ((self._active[share.sequence], share.rows) for share in shares)
        prompts = {one.request.id: count for one, count in sequences if one.prompting}
        self._prompts = {number: count / rows for number, count in prompts.items()}
        return sum(prompts.values())

    def _adapt(self, adapters: tuple[AdapterScale, ...]) -> None:
        if adapters != self._adapted:
            self._backend.adapt(adapters)
            self._adapted = adapters

    def _take(self, shares: tuple[Share, ...]) -> None:
        """Take every sequence further by what was evaluated."""
        row = 0
        for share in shares:
            sequence = self._active[share.sequence]
            sequence.evaluated += share.rows
            self._memory.cells.extend(share.sequence, share.rows + share.guesses)
            last = row + share.rows - 1
            row += share.rows + share.guesses
            if not share.output:
                continue
            try:
                text, reason = self._answering.advance(sequence, last, share.guesses)
            except ConstraintError as error:
                self._roll_back(sequence)
                self._fail(sequence, frames.BAD_REQUEST, str(error))
                continue
            if sequence.evaluated < self._memory.cells.length(share.sequence):
                self._roll_back(sequence)
            self._outbox.say(sequence.say(text))
            if reason is not None:
                self._end(sequence, reason)

    def _roll_back(self, sequence: Sequence) -> None:
        """Forget what the memory holds beyond what the sequence knows to be evaluated."""
        assert sequence.place is not None
        held = self._memory.cut(sequence.place, sequence.evaluated)
        if held < sequence.evaluated:
            sequence.evaluated, sequence.prompting = held, True

    def _shift(self, sequence: Sequence) -> None:
        """Forget the older half of what need not be kept, so that the answer can go on."""
        keep = sequence.request.keep
        keep = sequence.prompt_tokens if keep < 0 else keep
        keep = max(keep, int(self._facts.adds_bos))
        count = (sequence.evaluated - keep) // 2
        if count <= 0:
            self._finish(sequence, frames.LENGTH)
            return
        assert sequence.place is not None
        held = self._memory.shift(sequence.place, keep, count)
        del sequence.tokens[keep : keep + count]
        self._memory.changed(sequence.place, sequence.tokens, sequence.adapters)
        sequence.evaluated, sequence.prompting = held, held < len(sequence.tokens) - 1
        if sequence.guesser is not None:
            sequence.guesser.forget()

    def _finish(self, sequence: Sequence, reason: str) -> None:
        """End a request that is not being drawn for, with what it has withheld."""
        self._outbox.say(sequence.say(sequence.text.finish()))
        self._end(sequence, reason)

    def _end(self, sequence: Sequence, reason: str) -> None:
        self._outbox.end(sequence.done(reason, time.monotonic()))
        self._leave(sequence)

    def _fail(self, sequence: Sequence, code: str, message: str) -> None:
        self._outbox.end(Failed(sequence.request.id, code, message))
        self._leave(sequence)

    def _leave(self, sequence: Sequence) -> None:
        if sequence.sampler is not None:
            sequence.sampler.close()
            sequence.sampler = None
        if sequence.place is None:
            self._waiting.remove(sequence)
            return
        del self._active[sequence.place]
        self._memory.release(sequence.place, sequence.tokens, sequence.adapters)

    def _cancel(self, request: int) -> None:
        for sequence in (*self._active.values(), *self._waiting):
            if sequence.request.id == request:
                self._finish(sequence, frames.CANCELLED)
        self._outbox.flush()

    def _expire(self, now_s: float) -> None:
        for sequence in (*self._active.values(), *self._waiting):
            deadline_s = sequence.deadline_s
            if deadline_s is not None and now_s >= deadline_s:
                limit = sequence.request.deadline_s
                self._fail(sequence, frames.DEADLINE, f"not done within {limit:g} s")

    def _make_room(self) -> None:
        """Free cells: first what ended requests left, then what the youngest request has."""
        if self._memory.purge():
            return
        youngest = max(self._active.values(), key=lambda sequence: sequence.arrived_s)
        if len(self._active) == 1:
            held, context = len(youngest.tokens), self._facts.context
            message = f"no memory left at {held} tokens, although {context} are promised"
            self._fail(youngest, frames.ENGINE_FAILED, message)
            return
        assert youngest.place is not None
        del self._active[youngest.place]
        self._memory.release(youngest.place, youngest.tokens, youngest.adapters)
        self._memory.purge()
        youngest.place, youngest.evaluated = None, 0
        self._meter.preempted += 1
        self._waiting.put_back(youngest)

    def _isolate(self, shares: tuple[Share, ...]) -> None:
        """A batch was refused: find whose fault it is by decoding each share alone."""
        if len(shares) > 1:
            for share in shares:
                if share.sequence in self._active:
                    self._decode((share,))
            return
        sequence = self._active[shares[0].sequence]
        self._fail(sequence, frames.ENGINE_FAILED, "the engine refused the tokens of the request")
