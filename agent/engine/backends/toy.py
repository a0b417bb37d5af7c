"""A deterministic backend without a model, for the fleet's own tests and for fault tests.

Its weights are a JSON file that ends in `.toy`. A token is a byte, or one of three markers. The
answer to a prompt is looked up in the file's `answers`; any other prompt is echoed. A prompt that
begins with a command word misbehaves while it is answered:

`!crash` kills the process, `!abort` aborts it, `!hang` never comes back, `!slow` takes its time
over every token, `!memory` takes 256 MiB and keeps them, `!fatal` loses the context. The same
words in the file's `on_load` misbehave while it is loaded.
"""

import json
import os
import signal
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from agent.engine.backends.base import ModelFacts, Outcome, Row, Sampler
from agent.engine.errors import BackendError
from agent.engine.frames import Load
from agent.engine.values import Message, Sampling

SUFFIX = ".toy"
USER, ASSISTANT, END = 256, 257, 258
VOCAB = 259
_STEP_S = 0.02
_HOARD_BYTES = 2**28
_FATAL = b"!fatal"
_MARKERS = {"<|user|>": USER, "<|assistant|>": ASSISTANT, "<|end|>": END}


class ToyBackend:
    """Remembers what it is fed, and answers from a table."""

    def __init__(self, load: Load) -> None:
        """Read the file.

        Raises:
            BackendError: it is not a toy.
        """
        toy = _read(Path(load.weights))
        self._answers: Mapping[str, str] = toy.get("answers", {})
        self._template: bool = toy.get("template", True)
        self._step_s: float = toy.get("step_ms", 0) / 1000
        self._held: list[list[int]] = [[] for _ in range(load.parallel)]
        self._last: list[Row] = []
        self._facts = ModelFacts(
            load.context, load.parallel, load.batch, VOCAB, "toy", self._template
        )
        self._hoard = bytearray()
        self.misbehave(toy.get("on_load", ""))

    @property
    def facts(self) -> ModelFacts:
        return self._facts

    def render(self, messages: Sequence[Message]) -> str:
        if not self._template:
            raise BackendError("this model has no chat template; send a plain prompt instead")
        turns = (f"<|{'user' if m.role == 'user' else 'end'}|>{m.content}" for m in messages)
        return "".join(turns) + "<|assistant|>"

    def tokenize(self, text: str) -> list[int]:
        tokens: list[int] = []
        data = text.encode("utf-8", "replace")
        marks = {mark.encode(): token for mark, token in _MARKERS.items()}
        at = 0
        while at < len(data):
            mark = next((m for m in marks if data.startswith(m, at)), None)
            tokens.append(data[at] if mark is None else marks[mark])
            at += 1 if mark is None else len(mark)
        return tokens

    def piece(self, token: int) -> bytes:
        return bytes([token]) if token < USER else b""

    def ends(self, token: int) -> bool:
        return token == END

    def decode(self, rows: Sequence[Row]) -> Outcome:
        for token, position, sequence, _ in rows:
            held = self._held[sequence]
            if position != len(held) or not 0 <= token < VOCAB:
                return Outcome.INVALID
            held.append(token)
        self._last = list(rows)
        time.sleep(self._step_s)
        if any(row.output and _FATAL in bytes_of(self._held[row.sequence]) for row in rows):
            return Outcome.FATAL
        return Outcome.OK

    def sampler(self, sampling: Sampling, prompt: Sequence[int]) -> Sampler:
        del sampling
        return _ToySampler(self, prompt)

    def keep(self, sequence: int, length: int) -> int:
        del self._held[sequence][length:]
        return len(self._held[sequence])

    def close(self) -> None:
        """There is nothing to give back."""

    def next_token(self, prompt: Sequence[int], row: int) -> int:
        """Return the token that follows what the row's sequence holds.

        Raises:
            ValueError: the loop did not feed the sequence what it should have.
        """
        asked = self._last[row]
        held = self._held[asked.sequence]
        if not asked.output or held[: len(prompt)] != list(prompt):
            raise ValueError(f"row {row} does not continue its prompt")
        asked_text = question(prompt)
        self.misbehave(asked_text.partition(" ")[0])
        answer = self._answers.get(asked_text, asked_text).encode("utf-8", "replace")
        said = len(held) - len(prompt)
        return answer[said] if said < len(answer) else END

    def misbehave(self, word: str) -> None:
        """Do what a command word says; most words say nothing."""
        match word:
            case "!crash":
                os.kill(os.getpid(), signal.SIGSEGV)
            case "!abort":
                os.abort()
            case "!hang":
                while True:
                    time.sleep(3600)
            case "!slow":
                time.sleep(_STEP_S)
            case "!memory":
                self._hoard = bytearray(b"\1") * _HOARD_BYTES
            case _:
                pass


class _ToySampler:
    def __init__(self, backend: ToyBackend, prompt: Sequence[int]) -> None:
        self._backend = backend
        self._prompt = tuple(prompt)

    def draw(self, row: int) -> int:
        return self._backend.next_token(self._prompt, row)

    def close(self) -> None:
        """There is nothing to give back."""


def question(prompt: Sequence[int]) -> str:
    """Return what the last user said; all of it, where nothing marks a user."""
    end = _last(prompt, ASSISTANT)
    end = len(prompt) if end < 0 else end
    return bytes_of(prompt[_last(prompt[:end], USER) + 1 : end]).decode("utf-8", "replace")


def bytes_of(tokens: Sequence[int]) -> bytes:
    return bytes(token for token in tokens if token < USER)


def _read(path: Path) -> dict[str, Any]:
    try:
        toy = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise BackendError(f"{path} is not a toy: {error}") from error
    if not isinstance(toy, dict) or toy.get("toy") != 1:
        raise BackendError(f"{path} is not a toy")
    return toy


def _last(held: Sequence[int], token: int) -> int:
    return next((at for at in range(len(held) - 1, -1, -1) if held[at] == token), -1)
