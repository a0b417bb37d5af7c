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

from agent.engine.backends.base import Drawing, ModelFacts, Outcome, Sampler, Span
from agent.engine.errors import BackendError
from agent.engine.frames import Load
from agent.engine.values import AdapterScale, Likely, Message, Templating, TokenLogprob

SUFFIX = ".toy"
USER, ASSISTANT, END = 256, 257, 258
VOCAB = 259
_STEP_S = 0.02
_HOARD_BYTES = 2**28
_FATAL = b"!fatal"
_MARKERS = {"<|user|>": USER, "<|assistant|>": ASSISTANT, "<|end|>": END}
_NAMES = {token: mark for mark, token in _MARKERS.items()}
_GUESSES = 8


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
        parallel, sequences = load.parallel, 2 * load.parallel
        self._held: list[list[int]] = [[] for _ in range(sequences)]
        self._outputs: dict[int, int] = {}
        """Which sequence a row of the last batch belongs to."""
        self._lengths: dict[int, int] = {}
        """How much of it was held then."""
        self._facts = ModelFacts(
            load.context,
            parallel,
            load.batch,
            VOCAB,
            "toy",
            self._template,
            sequences=sequences,
            cells=toy.get("cells", 0),
            outputs=parallel + _GUESSES,
            shares=True,
            shifts=True,
            adapters=tuple(adapter.name for adapter in load.adapters),
            engine="toy",
        )
        self._hoard = bytearray()
        self.misbehave(toy.get("on_load", ""))

    @property
    def facts(self) -> ModelFacts:
        return self._facts

    def render(self, messages: Sequence[Message], templating: Templating = Templating()) -> str:
        if not self._template:
            raise BackendError("this model has no chat template; send a plain prompt instead")
        turns = (f"<|{'user' if m.role == 'user' else 'end'}|>{m.content}" for m in messages)
        return "".join(turns) + "<|assistant|>" * templating.open_answer

    def tokenize(
        self, text: str, *, add_special: bool = True, parse_special: bool = True
    ) -> list[int]:
        del add_special
        tokens: list[int] = []
        data = text.encode("utf-8", "replace")
        marks = {mark.encode(): token for mark, token in _MARKERS.items() if parse_special}
        at = 0
        while at < len(data):
            mark = next((m for m in marks if data.startswith(m, at)), None)
            tokens.append(data[at] if mark is None else marks[mark])
            at += 1 if mark is None else len(mark)
        return tokens

    def piece(self, token: int, *, special: bool = False) -> bytes:
        if token < USER:
            return bytes([token])
        return _NAMES[token].encode() if special else b""

    def ends(self, token: int) -> bool:
        return token == END

    def specials(self) -> dict[int, str]:
        return dict(_NAMES)

    def decode(self, spans: Sequence[Span]) -> Outcome:
        self._outputs, row = {}, 0
        for sequence, position, tokens, outputs in spans:
            held = self._held[sequence]
            if position != len(held) or not all(0 <= token < VOCAB for token in tokens):
                return Outcome.INVALID
            held.extend(tokens)
            row += len(tokens)
            for back in range(outputs):
                self._outputs[row - 1 - back] = sequence
                self._lengths[row - 1 - back] = len(held) - back
        time.sleep(self._step_s)
        asked = set(self._outputs.values())
        if any(_FATAL in bytes_of(self._held[sequence]) for sequence in asked):
            return Outcome.FATAL
        return Outcome.OK

    def sampler(self, drawing: Drawing) -> Sampler:
        return _ToySampler(self, drawing)

    def keep(self, sequence: int, length: int) -> int:
        del self._held[sequence][length:]
        return len(self._held[sequence])

    def reusable(self, sequence: int, length: int) -> int:
        return min(length, len(self._held[sequence]))

    def copy(self, source: int, target: int, length: int) -> None:
        self._held[target] = self._held[source][:length]

    def shift(self, sequence: int, start: int, count: int) -> None:
        del self._held[sequence][start : start + count]

    def state_bytes(self, sequence: int) -> int:
        return len(self._held[sequence])

    def save(self, sequence: int) -> Any:
        return tuple(self._held[sequence])

    def restore(self, sequence: int, state: Any) -> bool:
        self._held[sequence] = list(state)
        return True

    def adapt(self, adapters: tuple[AdapterScale, ...]) -> None:
        """Adapters change nothing about a toy."""

    def interrupt(self) -> None:
        """A step is short."""

    def close(self) -> None:
        """There is nothing to give back."""

    def next_token(self, prompt: Sequence[int], row: int) -> int:
        """Return the token that follows what the row's sequence holds.

        Raises:
            ValueError: the loop did not feed the sequence what it should have.
        """
        if row not in self._outputs:
            raise ValueError(f"nothing may be drawn from row {row}")
        held = self._held[self._outputs[row]][: self._lengths[row]]
        if held[: len(prompt)] != list(prompt):
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
    def __init__(self, backend: ToyBackend, drawing: Drawing) -> None:
        self._backend = backend
        self._drawing = drawing
        self._prompt = tuple(drawing.prompt)
        self.logprob: TokenLogprob | None = None

    def draw(self, row: int) -> int:
        token = self._backend.next_token(self._prompt, row)
        guide = self._drawing.guide
        if guide is not None:
            if not guide.allows(token):
                token = next(other for other in range(VOCAB) if guide.allows(other))
            guide.accept(token)
        if self._drawing.logprobs is not None:
            text = self._backend.piece(token, special=True).decode("utf-8", "replace")
            likely = Likely(token, text, 0.0)
            self.logprob = TokenLogprob(likely, (likely,) * min(1, self._drawing.logprobs))
        return token

    def accept(self, token: int) -> None:
        """The answers are in a table."""

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
