"""Tokenised training data: conversations as one flat array with offsets and an answer mask.

    python recipe/corpus.py --seed 31 --conversations 80000 --work build

Most conversations are a single exchange; a few have up to four, so that earlier turns in the
context do no harm. Each call adds a part to the work folder; training takes up those that appear
while it runs.
"""

import argparse
import json
import random
from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from generate import Example, facts, make_example, normalise
from tokenizer import ASSISTANT, END, SYSTEM, USER
from tokenizers import Tokenizer

# Slot kinds that must never share a value between training and test, apart from the round
# values that have phrasings of their own (on, off, half, half an hour, noon ...).
_SHARED = {"percent": {"0", "50", "100"}, "speed": {"0", "100"},
           "delay_min": {str(m) for m in (15, 30, 60, 90, 120, 180, 240, 300, 360, 480, 600)},
           "time": {"00:00", "12:00"}}  # fmt: skip
_STRICT = {"percent", "speed", "speed percent", "speed rpm", "value C", "value F", "value percent",
           "value ppm", "value kW", "delta C", "delta F", "delay_min", "time", "valve", "pump",
           "device", "alarm"}  # fmt: skip
CHUNK = 20_000  # conversations tokenised at once, which bounds the memory


def prompt_text(example: Example, *, system: bool = True) -> str:
    """What the chat template makes of an exchange, up to the answer."""
    head = f"{SYSTEM}{example.system}{END}" if system and example.system else ""
    return f"{head}{USER}{example.user}{END}{ASSISTANT}"


class Said(NamedTuple):
    """What a corpus said: every text, normalised, and every slot value as (kind, value)."""

    texts: set[str]
    facts: set[tuple[str, str]]

    @classmethod
    def read(cls, path: Path) -> "Said":
        """From a file that `write` wrote."""
        texts, known = json.loads(path.read_text())
        return cls(set(texts), {(kind, value) for kind, value in known})

    def write(self, path: Path) -> None:
        """For the proof that a test set was not said in training."""
        path.write_text(json.dumps([sorted(self.texts), sorted(self.facts)]))


@dataclass
class Corpus:
    """All conversations: ids, which of them are answers, where each begins, and what they say."""

    ids: np.ndarray
    is_answer: np.ndarray
    offsets: np.ndarray
    said: Said

    @property
    def lengths(self) -> np.ndarray:
        """Tokens per conversation."""
        return np.diff(self.offsets)

    @classmethod
    def read(cls, paths: list[Path]) -> "Corpus":
        """Several parts as one, without what they say."""
        parts = [np.load(path) for path in paths]
        ids, is_answer, lengths = (
            np.concatenate([part[name] for part in parts])
            for name in ("ids", "is_answer", "lengths")
        )
        return cls(ids, is_answer, np.concatenate(([0], np.cumsum(lengths))), Said(set(), set()))

    def write(self, work: Path, seed: int) -> None:
        """As a part of the work folder, complete from the moment it is seen."""
        self.said.write(work / f"said-{seed}.json")
        beside = work / f"writing-{seed}.npz"
        np.savez(beside, ids=self.ids, is_answer=self.is_answer, lengths=self.lengths)
        beside.replace(work / f"corpus-{seed}.npz")


def make_corpus(tokenizer: Tokenizer, *, conversations: int, seed: int) -> Corpus:
    """Generate and tokenise; the same seed gives the same corpus."""
    rng = random.Random(seed)
    said = Said(set(), set())
    ids, mask, lengths = array("h"), bytearray(), []
    for start in range(0, conversations, CHUNK):
        pieces: list[str] = []
        plan: list[int] = []  # exchanges per conversation
        for _ in range(min(CHUNK, conversations - start)):
            plan.append(rng.choice((2, 2, 3, 4)) if rng.random() < 0.07 else 1)
            for turn in range(plan[-1]):
                example = make_example(rng, test=False)
                said.texts.add(normalise(example.user))
                said.facts.update(facts(example.call))
                pieces += [prompt_text(example, system=turn == 0), example.expected + END]
        encoded = iter([e.ids for e in tokenizer.encode_batch(pieces)])
        for turns in plan:
            before = len(ids)
            for _ in range(turns):
                prompt, answer = next(encoded), next(encoded)
                ids.extend(prompt + answer)
                mask += b"\0" * len(prompt) + b"\1" * len(answer)
            lengths.append(len(ids) - before)
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    return Corpus(np.array(ids), np.frombuffer(mask, bool), offsets, said)


def check_split(said: Said, test: list[Example]) -> None:
    """No test text was said in training and no held-out value was asked for.

    Raises:
        ValueError: the split leaks.
    """
    for example in test:
        if normalise(example.user) in said.texts:
            raise ValueError(f"test text in training: {example.user}")
        for kind, value in facts(example.call):
            leaks = kind in _STRICT and (kind, value) in said.facts
            if leaks and value not in _SHARED.get(kind, set()):
                raise ValueError(f"held-out value in training: {kind}={value}")


def main() -> None:
    """Make one part of the training data."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--conversations", type=int, default=80_000)
    parser.add_argument("--work", type=Path, default=Path("build"))
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(options.work / "tokenizer.json"))
    corpus = make_corpus(tokenizer, conversations=options.conversations, seed=options.seed)
    corpus.write(options.work, options.seed)
    print(f"{len(corpus.lengths)} conversations, {len(corpus.ids)} tokens")


if __name__ == "__main__":
    main()
