"""The vector loop in this thread, over a backend that remembers its runs and fails on demand."""

import base64
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from agent.engine.backends.toy_vectors import ToyVectors
from agent.engine.backends.vector_base import Call, Input
from agent.engine.errors import BackendError
from agent.engine.frames import Cancel, Embed, FromChild, Infer, Load
from agent.engine.values import Tensor
from agent.engine.vector_intake import VectorAsk
from agent.engine.vectors import VectorLoop


class WatchedToy(ToyVectors):
    """Remembers what shared a run; fails with every run in which one says `!fail`."""

    def __init__(self, load: Load) -> None:
        super().__init__(load)
        self.runs: list[list[Any]] = []
        self.failures = 0

    def embed(self, inputs: Sequence[Input], *, normalize: bool) -> list[bytes]:
        self.runs.append([bytes(one.tokens).decode() for one in inputs])
        return super().embed(inputs, normalize=normalize)

    def infer(self, calls: Sequence[Call]) -> list[tuple[Tensor, ...]]:
        self.runs.append([list(call.values) for call in calls])
        if self.failures:
            self.failures -= 1
            raise BackendError("the toy was told to fail")
        return super().infer(calls)


class VectorHarness:
    """A loop with what it said."""

    def __init__(
        self, folder: Path, *, serves: str = "embeddings", context: int = 64, batch: int = 64
    ) -> None:
        weights = folder / "model.toy"
        weights.write_text('{"toy": 1}')
        load = Load(str(weights), context, 1, batch=batch, serves=serves)
        self.backend = WatchedToy(load)
        self.said: list[FromChild] = []
        self.loop = VectorLoop(self.backend, self.said.append)

    def ask(self, *frames: VectorAsk) -> None:
        for frame in frames:
            self.loop.take(frame)

    def embed(self, number: int, *texts: str, **more: Any) -> None:
        self.ask(Embed(number, texts=texts, **more))

    def infer(self, number: int, *rows: tuple[float, float], **more: Any) -> None:
        self.ask(Infer(number, (a_matrix("x", *rows),), **more))

    def run(self, *, steps: int = 100) -> None:
        """Step until nothing is left to do, or for `steps` steps."""
        for _ in range(steps):
            # An idle loop would wait for a command, so it is handed one that means nothing.
            self.loop.take(Cancel(-1))
            self.loop.drain()
            if not self.loop.busy:
                return
            self.loop.step()

    def answer(self, number: int) -> Any:
        answers = [one for one in self.said if getattr(one, "id", None) == number]
        assert len(answers) == 1, f"request {number} was answered {len(answers)} times"
        return answers[0]


def a_matrix(name: str, *rows: tuple[float, ...]) -> Tensor:
    data = b"".join(struct.pack(f"<{len(row)}f", *row) for row in rows)
    return Tensor(name, "FP32", (len(rows), len(rows[0])), base64.b64encode(data).decode())


def some_texts(name: str, *texts: str) -> Tensor:
    data = b"".join(struct.pack("<I", len(raw)) + raw for raw in map(str.encode, texts))
    return Tensor(name, "BYTES", (len(texts),), base64.b64encode(data).decode())


def floats(text: str) -> list[float]:
    """Return the numbers of a vector, or of a tensor's data."""
    raw = base64.b64decode(text)
    return list(struct.unpack(f"<{len(raw) // 4}f", raw))


def strings(tensor: Tensor) -> list[str]:
    raw, made = base64.b64decode(tensor.data), []
    while raw:
        (size,) = struct.unpack_from("<I", raw)
        made.append(raw[4 : 4 + size].decode())
        raw = raw[4 + size :]
    return made
