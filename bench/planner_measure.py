"""Drives one engine child, as the agent would, and measures what it does and takes.

A rate is the difference of two runs with new prompts of the same length, one of which draws a
single token for each request and the other many: what is left is steps that add a token to every
answer. All requests of a run have the same prompt, so that the engine evaluates it once, copies it,
and lets them begin together. The best of several rounds counts.

With the clock `cpu`, times are the child's processor time divided by its threads: on a machine
where others work, that is near to what a quiet one would have taken. Peak memory is weighed as
forecasts are: private pages and the engine's libraries in full, what others share in half.
"""

import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from agent.engine import protocol
from agent.engine.child import read
from agent.engine.frames import Done, Failed, Frame, Generate, Load, LoadFailed, Ready
from agent.engine.values import Sampling
from agent.host.kernels import environment
from controlplane.registry.workbench.memory import weighed

REPOSITORY = Path(__file__).parents[1]


@dataclass(frozen=True)
class Measured:
    """What a child did."""

    tokens_per_s: float
    """Of each request, while all are answered."""
    first_token_s: float
    peak_bytes: int


@dataclass(frozen=True)
class Ways:
    """How to measure."""

    clock: str
    threads: int
    rounds: int
    answer: int
    """Tokens of an answer."""
    prompt: int


class Child:
    """An engine child that has loaded its model."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self._number = 0
        self._draw = random.Random(5)

    def say(self, frame: Frame) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(protocol.encode(frame))
        self._process.stdin.flush()

    def hear(self) -> Frame:
        assert self._process.stdout is not None
        frame = read(self._process.stdout)
        if frame is None or isinstance(frame, LoadFailed | Failed):
            raise RuntimeError(f"the child ended or failed: {frame}")
        return frame

    def answer(self, requests: int, *, prompt: int, tokens: int) -> None:
        """Have so many requests answered, all of one new prompt."""
        asked = tuple(self._draw.randrange(16, 240) for _ in range(prompt))
        for _ in range(requests):
            self._number += 1
            self.say(
                Generate(
                    id=self._number,
                    max_tokens=tokens,
                    tokens=asked,
                    sampling=Sampling(temperature=0),
                    ignore_end=True,
                )
            )
        left = requests
        while left:
            left -= isinstance(self.hear(), Done)

    def cpu_s(self) -> float:
        """Return the processor time of all its threads, to the nanosecond."""
        threads = Path(f"/proc/{self._process.pid}/task").iterdir()
        return sum(int((each / "schedstat").read_text().split()[0]) for each in threads) / 1e9

    def weight(self) -> int:
        return weighed(Path(f"/proc/{self._process.pid}/smaps").read_text().splitlines())


def measure(load: Load, ways: Ways) -> Measured:
    """Measure one model, served one way."""
    with _child(load) as child:

        def took(requests: int, tokens: int) -> float:
            began = _now(child, ways)
            child.answer(requests, prompt=ways.prompt, tokens=tokens)
            return _now(child, ways) - began

        took(1, 2)  # the first pages of the file are read
        singles, alones, longs = [], [], []
        for _ in range(ways.rounds):
            alones.append(took(1, 1))
            singles.append(took(load.parallel, 1))
            longs.append(took(load.parallel, ways.answer + 1))
        child.answer(1, prompt=load.context - 2, tokens=1)
        child.answer(load.parallel, prompt=16, tokens=2)
        rest = [long - single for long, single in zip(longs, singles, strict=True)]
        return Measured(
            tokens_per_s=ways.answer / statistics.median(rest),
            first_token_s=statistics.median(alones),
            peak_bytes=child.weight(),
        )


def _now(child: Child, ways: Ways) -> float:
    return child.cpu_s() / ways.threads if ways.clock == "cpu" else time.perf_counter()


@contextmanager
def _child(load: Load) -> Iterator[Child]:
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "agent.engine.child", str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
        cwd="/",
    )
    child = Child(process)
    try:
        child.say(load)
        ready = child.hear()
        assert isinstance(ready, Ready)
        yield child
    finally:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.wait()
        process.stdout.close()
