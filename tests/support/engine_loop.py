"""The engine's loop in this thread, over the toy or a backend that fails on demand."""

import json
import queue
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from agent.engine.backends.base import Backend, Outcome, Span
from agent.engine.backends.toy import USER, ToyBackend
from agent.engine.constraints.errors import ConstraintError
from agent.engine.frames import Cancel, Delta, Deltas, Done, Failed, FromChild, Generate, Load
from agent.engine.intake import prepare
from agent.engine.loop import Command, Loop
from agent.engine.sequences import Sequence as Running
from agent.engine.values import Adapter, AdapterScale, Constraint, Message


class FailingToy(ToyBackend):
    """A toy whose next batches end as `outcomes` says; after those it works."""

    def __init__(self, load: Load, outcomes: Iterable[Outcome] = ()) -> None:
        super().__init__(load)
        self.outcomes = deque(outcomes)
        self.batches: list[list[Span]] = []
        self.adapted: list[tuple[str, ...]] = []
        """Which adapters were in use for each of them."""
        self.adapters: tuple[str, ...] = ()
        self.interrupted = 0
        self.while_decoding: Callable[[], None] = lambda: None
        self.cuttable = True

    def decode(self, spans: Sequence[Span]) -> Outcome:
        self.batches.append(list(spans))
        self.adapted.append(self.adapters)
        self.while_decoding()
        outcome = self.outcomes.popleft() if self.outcomes else Outcome.OK
        if outcome is Outcome.ABORTED:
            # Some of the rows were evaluated, as when an abort comes between two parts.
            first = spans[0]
            super().decode([first._replace(tokens=first.tokens[:1], outputs=0)])
        return super().decode(spans) if outcome is Outcome.OK else outcome

    def keep(self, sequence: int, length: int) -> int:
        return super().keep(sequence, length if self.cuttable else 0)

    def reusable(self, sequence: int, length: int) -> int:
        return super().reusable(sequence, length) if self.cuttable else 0

    def adapt(self, adapters: tuple[AdapterScale, ...]) -> None:
        self.adapters = tuple(one.name for one in adapters)

    def interrupt(self) -> None:
        self.interrupted += 1

    def rows(self) -> list[int]:
        """Return how many rows every batch had."""
        return [sum(len(span.tokens) for span in batch) for batch in self.batches]


class FakeGuide:
    """Allows one of several bytes at each place; `None` allows any; the end follows the last."""

    def __init__(self, *places: str | None, fails_at: int | None = None) -> None:
        self.places = places
        self.fails_at = fails_at
        self.at = 0
        self.prepared = 0
        self.masked = 0

    @property
    def ended(self) -> bool:
        return self.at >= len(self.places)

    def forced(self) -> list[int]:
        tokens: list[int] = []
        while not self.ended and len(self.places[self.at] or "  ") == 1:
            tokens.append(ord(str(self.places[self.at])))
            self.at += 1
        return tokens

    def prepare(self) -> None:
        self.prepared += 1

    def allows(self, token: int) -> bool:
        allowed = self.places[self.at]
        return allowed is None or (token < USER and chr(token) in allowed)

    def mask(self, logits: Any) -> None:
        self.masked += 1
        for token in range(len(logits)):
            if not self.allows(token):
                logits[token] = -float("inf")

    def accept(self, token: int) -> None:
        if self.at == self.fails_at:
            raise ConstraintError("the grammar became too much work")
        assert self.allows(token)
        self.at += 1


class Driven:
    """A loop over some backend, with its commands and what it said."""

    def __init__(self, backend: Backend, *, cache_bytes: int = 0, speculate: bool = False) -> None:
        self.backend = backend
        self.guide: FakeGuide | None = None
        """What the next request is constrained by."""
        self.said: list[FromChild] = []
        self.loop = Loop(backend, self.said.append, cache_bytes=cache_bytes, speculate=speculate)
        self.commands: queue.SimpleQueue[Command] = queue.SimpleQueue()

    def ask(self, number: int, text: str, **more: object) -> None:
        request = a_request(number, text, **more)
        made = prepare(request, self.backend, compile_guide=self._compile)
        if isinstance(made, Failed):
            self.said.append(made)
        else:
            assert isinstance(made, Running)
            self.commands.put(made)

    def _compile(self, constraint: Constraint) -> FakeGuide:
        assert self.guide is not None, constraint
        return self.guide

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
        return "".join(delta.text for delta in self.deltas(number))

    def deltas(self, number: int) -> list[Delta]:
        frames = (one for one in self.said if isinstance(one, Deltas))
        return [delta for frame in frames for delta in frame.items if delta.id == number]

    def end(self, number: int) -> Done | Failed:
        ends = [one for one in self.said if isinstance(one, Done | Failed) and one.id == number]
        assert len(ends) == 1, f"request {number} ended {len(ends)} times"
        return ends[0]


class Harness(Driven):
    """A loop over a toy that fails on demand."""

    backend: FailingToy

    def __init__(
        self,
        folder: Path,
        *,
        outcomes: Iterable[Outcome] = (),
        context: int = 200,
        parallel: int = 2,
        batch: int = 16,
        cells: int = 0,
        cache_bytes: int = 0,
        speculate: bool = False,
        adapters: Iterable[str] = (),
        answers: Mapping[str, str] | None = None,
    ) -> None:
        weights = folder / "model.toy"
        weights.write_text(json.dumps({"toy": 1, "cells": cells, "answers": answers or {}}))
        loaded = tuple(Adapter(name, f"/{name}") for name in adapters)
        load = Load(str(weights), context, parallel, batch=batch, adapters=loaded)
        super().__init__(FailingToy(load, outcomes), cache_bytes=cache_bytes, speculate=speculate)


def a_request(number: int, text: str, **more: object) -> Generate:
    given = {"max_tokens": 100, "messages": (Message("user", text),), **more}
    return Generate(id=number, **given)
