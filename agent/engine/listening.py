"""What the reading thread does with frames: prepare, answer what needs no loop, pass on."""

import queue
from collections.abc import Callable
from typing import TYPE_CHECKING

from agent.engine.backends.base import Backend, Guide
from agent.engine.constraints.errors import ConstraintError
from agent.engine.errors import RefusedError
from agent.engine.frames import (
    BAD_REQUEST,
    ENGINE_FAILED,
    NOT_SERVED,
    Accepted,
    Cancel,
    Detokenize,
    Embed,
    Failed,
    Frame,
    FromChild,
    Generate,
    Infer,
    Tokenize,
    Tokens,
)
from agent.engine.intake import detokenize, prepare, tokenize
from agent.engine.loop import Command, Loop
from agent.engine.sequences import Sequence
from agent.engine.values import Constraint

if TYPE_CHECKING:
    from agent.engine.constraint import Guides
    from agent.engine.vectors import VectorCommand


class TextListener:
    """Takes frames for a model that answers."""

    def __init__(self, backend: Backend, loop: Loop, emit: Callable[[FromChild], None]) -> None:
        self.commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._backend = backend
        self._loop = loop
        self._emit = emit
        self._guides: Guides | None = None

    def hear(self, frame: Frame) -> None:
        """Take one frame."""
        if isinstance(frame, Cancel):
            self.commands.put(frame)
            self._loop.hurry(frame.id)
        elif isinstance(frame, Embed | Infer):
            self._emit(Failed(frame.id, NOT_SERVED, "this model answers; it embeds nothing"))
        elif isinstance(frame, Generate | Tokenize | Detokenize):
            try:
                made = self._prepare(frame)
            except Exception as error:  # noqa: BLE001 - one request must not end the thread
                made = Failed(frame.id, ENGINE_FAILED, f"{type(error).__name__}: {error}")
            if isinstance(made, Sequence):
                self._emit(Accepted(frame.id, made.prompt_tokens))
                self.commands.put(made)
            else:
                self._emit(made)

    def _prepare(self, frame: Generate | Tokenize | Detokenize) -> Sequence | Tokens | Failed:
        if isinstance(frame, Tokenize):
            return tokenize(frame, self._backend)
        if isinstance(frame, Detokenize):
            return detokenize(frame, self._backend)
        return prepare(frame, self._backend, compile_guide=self._compile)

    def _compile(self, constraint: Constraint) -> Guide:
        if self._guides is None:
            self._guides = _guides(self._backend)
        try:
            return self._guides.compile(constraint)
        except ConstraintError as error:
            raise RefusedError(BAD_REQUEST, str(error)) from error


class VectorListener:
    """Takes frames for a model that answers in one go."""

    def __init__(self, emit: Callable[[FromChild], None]) -> None:
        self.commands: queue.SimpleQueue[VectorCommand] = queue.SimpleQueue()
        self._emit = emit

    def hear(self, frame: Frame) -> None:
        """Take one frame."""
        if isinstance(frame, Generate):
            self._emit(Failed(frame.id, NOT_SERVED, "this model writes no answers"))
        elif isinstance(frame, Embed | Infer | Tokenize | Detokenize | Cancel):
            self.commands.put(frame)


def _guides(backend: Backend) -> "Guides":
    from agent.engine.constraint import Guides  # noqa: PLC0415 - only where a constraint is used

    tokens = range(backend.facts.vocab)
    return Guides(
        [backend.piece(token) for token in tokens],
        ends={token for token in tokens if backend.ends(token)},
        specials=backend.specials(),
        tokenize=lambda text: backend.tokenize(text, add_special=False, parse_special=False),
    )
