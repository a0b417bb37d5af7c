"""The engine's loop in this thread, over the toy or a backend that fails on demand."""

import queue
from collections import deque
from collections.abc import Iterable, Sequence
from pathlib import Path

from agent.engine.backends.base import Outcome, Row
from agent.engine.backends.toy import ToyBackend
from agent.engine.frames import Cancel, Delta, Done, Failed, FromChild, Generate, Load
from agent.engine.intake import prepare
from agent.engine.loop import Command, Loop
from agent.engine.sequences import Sequence as Running
from agent.engine.values import Message


class FailingToy(ToyBackend):
    """A toy whose next batches end as `outcomes` says; after those it works."""

    def __init__(self, load: Load, outcomes: Iterable[Outcome] = ()) -> None:
        super().__init__(load)
        self.outcomes = deque(outcomes)
        self.batches: list[list[Row]] = []
        self.cuttable = True

    def decode(self, rows: Sequence[Row]) -> Outcome:
        self.batches.append(list(rows))
        outcome = self.outcomes.popleft() if self.outcomes else Outcome.OK
        if outcome is Outcome.ABORTED:
            # Some of the rows were evaluated, as when an abort comes between two parts.
            super().decode(rows[:1])
        return super().decode(rows) if outcome is Outcome.OK else outcome

    def keep(self, sequence: int, length: int) -> int:
        return super().keep(sequence, length if self.cuttable else 0)


class Harness:
    """A loop with its commands and what it said."""

    def __init__(
        self,
        folder: Path,
        *,
        outcomes: Iterable[Outcome] = (),
        context: int = 200,
        parallel: int = 2,
        batch: int = 16,
    ) -> None:
        weights = folder / "model.toy"
        weights.write_text('{"toy": 1}')
        self.backend = FailingToy(Load(str(weights), context, parallel, batch=batch), outcomes)
        self.said: list[FromChild] = []
        self.loop = Loop(self.backend, self.said.append)
        self.commands: queue.SimpleQueue[Command] = queue.SimpleQueue()

    def ask(self, number: int, text: str, **more: object) -> None:
        request = a_request(number, text, **more)
        made = prepare(request, self.backend)
        if isinstance(made, Failed):
            self.said.append(made)
        else:
            assert isinstance(made, Running)
            self.commands.put(made)

    def cancel(self, number: int) -> None:
        self.commands.put(Cancel(number))

    def run(self, *, steps: int = 1000) -> None:
        """Step until nothing is left to do, or for `steps` steps."""
        for _ in range(steps):
            # An idle loop would wait for a command, so it is handed one that means nothing.
            self.commands.put(Cancel(-1))
            self.loop.drain(self.commands)
            if not self.loop.busy:
                return
            self.loop.step()

    def text(self, number: int) -> str:
        return "".join(one.text for one in self.said if isinstance(one, Delta) and one.id == number)

    def end(self, number: int) -> Done | Failed:
        ends = [one for one in self.said if isinstance(one, Done | Failed) and one.id == number]
        assert len(ends) == 1, f"request {number} ended {len(ends)} times"
        return ends[0]


def a_request(number: int, text: str, **more: object) -> Generate:
    given = {"max_tokens": 100, "messages": (Message("user", text),), **more}
    return Generate(id=number, **given)
